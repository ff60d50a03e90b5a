"""Does a signal get through a deep network?"""

import numpy as np

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.datasets import TITLES
from lab.numerals import counted, short
from lab.question import Question
from lab.seeds import depth, depth_words, spread

QUESTION = Question(
    room="seed_effects",
    slug="depth",
    title="Through depth",
    ask="Does a signal get through a deep network?",
    group="Depth",
    place=12,
    also=(
        "He or Glorot initialization", "vanishing or exploding activations", "which initializer for a deep network",
        "Xavier initialization", "vanishing gradient in deep sigmoid network", "signal through many layers",
        "activations shrink or grow layer by layer", "deep network does not train", "Kaiming or Xavier",
        "variance of activations", "lecun_normal", "sigmoid in a deep network",
    ),
)  # fmt: skip
SCHEMES = [name.replace("_", " ") for name in depth.SHOWN]


def knobs(k):
    """Which deep networks start how, and whether they are trained too."""
    k.several("schemes", "First weights", SCHEMES, ["he normal", "glorot normal"], key="seeds_depth_schemes")
    k.choice("activation", "Activation", depth.ACTIVATIONS, "relu", key="seeds_depth_activation")
    k.steps("layers", "Hidden layers", [1, 2, 3, 5, 8, 12, 20, 30, 50], 20, key="seeds_depth_layers")
    k.steps("width", "Units in each of them", [2, 5, 10, 20, 50, 100], 50, key="seeds_depth_width")
    k.steps("scale", "All kernels times", [0.5, 0.7, 0.9, 1.0, 1.1, 1.4, 2.0], 1.0, key="seeds_depth_scale")
    k.toggle("train", f"Train them too (up to {depth_words.DEEPEST} layers)", False, key="seeds_depth_train")
    with k.more():
        networks = "Networks of each scheme, one seed each"
        k.steps("networks", networks, [10, 50, 100, 300], 100, key="seeds_depth_count")
        k.choice("data", "Data", depth.SETS, "moons", key="seeds_depth_data", shown=TITLES.get)
        k.steps("sd", "Normal: standard deviation", [0.01, 0.05, 0.1, 0.3, 1.0], 0.05, key="seeds_depth_stddev")
        k.steps("half", "Uniform: from minus this to this", [0.05, 0.1, 0.5, 1.0], 0.05, key="seeds_depth_range")
        k.steps("rate", "Learning rate", [0.001, 0.01, 0.05, 0.1, 0.5], 0.05, key="seeds_depth_rate")
        k.steps("epochs", "Epochs", [10, 50, 200, 1000], 200, key="seeds_depth_epochs")


def answer(compute, *, schemes, activation, layers, width, scale, train, networks, data, sd, half, rate, epochs):
    """Signals forward and errors backward, and what training makes of them."""
    examples = lab.Data(data, n=100 if data in ("moons", "circles", "blobs") else None)
    experiment = lab.vary(
        depth.START,
        {
            "data.name": data, "data.n": examples.n, "network.hidden": (width,) * layers,
            "network.activation": activation, "init.scale": scale, "init.stddev": sd,
            "init.low": -half, "init.high": half, "training.learning_rate": rate,
            "training.epochs": epochs, **spread.suited(examples, "cross-entropy"),
        },
        later=True,
    )  # fmt: skip
    named = [name.replace(" ", "_") for name in schemes]
    found = compute(depth.measure, experiment, schemes=named, networks=networks)
    forward, backward = (
        charts.seeds.depth.through(*depth_words.placed(table), title)
        for table, title in ((found.signal, "Mean squared activation"), (found.error, "Mean squared error signal"))
    )
    return Answer(
        headline=headline(found),
        note=f"{counted(networks, 'network')} of each scheme, {counted(layers, f'{activation} layer')} of {width} "
        "units, before any training.",
        blocks=(
            Figure.of(
                forward, depth_words.summary(found.signal, "of the mean squared activations"),
                caption="Layer 0 is the input. Line: the median network; band: the middle 90 %; dashed: theory.",
            ),
            Why(
                "Every layer multiplies the size of the signal by a factor: how large its weights are, times how many "
                "inputs it has, times what the activation lets through. Twenty layers multiply twenty such factors. If "
                "each is a little below 1 hardly anything arrives, if it is a little above 1 it overflows. He's "
                "weights make the factor 1 for ReLU, which silences half of its inputs; Glorot's make it 1 for units "
                "that do not."
            ),
            Advice(
                "Take He's weights for ReLU and its relatives, Glorot's for tanh and for sigmoid outputs, LeCun's "
                "for SELU.",
                'keras.layers.Dense(50, activation="relu", kernel_initializer="he_normal")\n'
                'keras.layers.Dense(50, activation="tanh", kernel_initializer="glorot_normal")',
            ),
            Section(
                "Backward: the error",
                (
                    Figure.of(
                        backward, depth_words.summary(found.error, "of the mean squared errors"),
                        caption="The derivative of the loss in the sums that go into a layer's units; theory starts "
                        "at the last layer.",
                    ),
                ),
            ),
            *_trained(compute, experiment, named, train, layers, data),
            Section(
                "The mathematics, with your numbers",
                (
                    Words(depth_words.verdict(found, activation)), Formula(depth_words.formulas(found, activation)),
                    Words(depth_words.typical(found)),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def _trained(compute, experiment, named: list[str], train: bool, layers: int, data: str) -> list[Section]:
    """What training makes of these starts, where it was asked for."""
    if not train:
        return []
    title = "And does it train?"
    if layers > depth_words.DEEPEST or data == "digits":
        says = f"Not trained here: that takes too long with more than {depth_words.DEEPEST} layers or digits."
        return [Section(title, (Words(says),))]
    run = compute(lab.train, experiment, seeds=range(16), vary={spread.SCHEME: named}, weights="ends")
    says = depth_words.trained(spread.curves(run), experiment)
    drawn = charts.seeds.spread.curves(spread.curves(run), spread.single(run))
    return [Section(title, (Words(says), Figure.of(drawn, says)))]


def headline(found: depth.Found) -> str:
    """How much of the input's size is left at the end, from the best scheme and from the worst."""
    kept = found.facts.set_index("scheme")["kept"]
    told = {name: _left(value) for name, value in kept.items()}
    if len(told) == 1:
        (name, left), *_ = told.items()
        return f"With {name}, {left} after the last layer."
    best = (kept.clip(1e-300, 1e300).map(np.log).abs()).idxmin()
    worst = (kept.clip(1e-300, 1e300).map(np.log).abs()).idxmax()
    if len(set(told.values())) == 1:
        return f"With every scheme here, {told[best]}."
    return f"With {best}, {told[best]}; with {worst}, {told[worst]}."


def _left(kept: float) -> str:
    """What is left of the mean square of the input."""
    if not np.isfinite(kept):
        return "it overflows"
    if kept == 0:
        return "nothing is left"
    if kept < 1e-6:
        return "hardly anything is left"
    return f"{short(100 * kept)} % of the signal is left" if kept < 10 else f"the signal grows {short(kept)} times"


TRY = {
    "And does it matter for the training?": {"width": 20, "train": True},
    "What if there are 30 layers?": {"layers": 30},
    "Can tanh live with LeCun's or Glorot's weights?": {
        "activation": "tanh", "schemes": ("glorot normal", "lecun normal", "orthogonal"),
    },
    "Why were sigmoids given up in deep networks?": {"activation": "sigmoid"},
    "Are 10 % larger weights harmless?": {"scale": 1.1, "layers": 50},
}  # fmt: skip
