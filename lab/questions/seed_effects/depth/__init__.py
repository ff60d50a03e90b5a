"""Does a signal get through a deep network?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import bands, limits
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import traces
from lab.claim import Claim, Expected
from lab.data import Data, load
from lab.datasets import TITLES
from lab.experiment import Experiment, default_head, vary
from lab.laws import depth as laws
from lab.lazy import alt
from lab.numerals import counted, figure
from lab.progress import Cancelled
from lab.question import Question
from lab.questions.seed_effects.depth import learning
from lab.questions.seed_effects.depth.learning import DEEPEST, LAYERS
from lab.questions.seed_effects.depth.reasons import about, formulas, typical, why
from lab.seeds.backward import passed
from lab.specs import Init, Network, Training

QUESTION = Question(
    room="seed_effects",
    slug="depth",
    title="Through depth",
    ask="Does a signal get through a deep network?",
    group="Depth",
    place=12,
    also=(
        "a network of a hundred layers outputs a constant", "He or Glorot initialization", "He initialization for ReLU",
        "vanishing or exploding activations", "which initializer for a deep network",
        "Xavier initialization", "signal through many layers",
        "activations shrink or grow layer by layer", "deep network does not train", "Kaiming or Xavier",
        "variance of activations", "lecun_normal", "sigmoid in a deep network",
        "why sqrt(2/n) and 1/n", "why sqrt(2/n) for He and 1/n for Xavier", "where does sqrt(2/n) come from",
        "is it 2/n or sqrt(2/n), a variance or a standard deviation",
    ),
    turned={
        "up to how many hidden layers does training work": {"train": True},
        (
            "how many layers of ReLU can I stack before training stops working",
            "must I use he_normal with relu, or is the default of Keras fine",
        ): {"activation": "relu", "train": True},
        "how deep may a network of sigmoids be and still learn": {"activation": "sigmoid", "train": True},
        "at how many sigmoid layers does training stop working": {"activation": "sigmoid", "train": True},
        (
            "my 12 layer sigmoid network does not learn at all but the 2 layer one does",
            "two sigmoid layers train fine, ten or twelve do not learn anything",
        ): {
            "activation": "sigmoid", "train": True, "layers": 12, "rate": 0.5,
            "schemes": ("he normal", "glorot uniform"),
        },
    },
)  # fmt: skip
SCHEMES = ("he normal", "glorot normal", "glorot uniform", "lecun normal", "orthogonal", "normal", "uniform")
SETS = ("moons", "circles", "blobs", "iris", "digits")
FEW, MANY = 2, 12  # hidden layers that others are told beside
EXAMPLES = 24  # of the data, that are sent through
CHUNK = 2_000_000  # weights that are drawn at once
START = Experiment(
    data=Data("moons", n=100),
    network=Network(hidden=(50,) * 20, activation="relu", output="sigmoid"),
    init=Init("he_normal"),
    training=Training(loss="binary_crossentropy", learning_rate=0.05, epochs=200),
)


def knobs(k):
    """Which deep networks start how, and whether they are trained too."""
    k.several("schemes", "First weights", SCHEMES, ["he normal", "glorot normal"])
    k.choice("activation", "Activation", ("relu", "tanh", "sigmoid", "linear"), "relu")
    k.steps("layers", "Hidden layers", LAYERS, 20)
    k.steps("width", "Units in each of them", [2, 5, 10, 20, 50, 100], 50)
    k.toggle("train", f"Train them too (up to {DEEPEST} layers)", False)
    with k.more():
        k.steps("scale", "All kernels times", [0.5, 0.7, 0.9, 1.0, 1.1, 1.4, 2.0], 1.0)
        networks = "Networks of each scheme, one seed each"
        k.steps("networks", networks, [10, 50, 100, 300], 100, key="seeds_depth_count")
        k.choice("data", "Data", SETS, "moons", shown=TITLES.get)
        k.steps("sd", "Normal: standard deviation", [0.01, 0.05, 0.1, 0.3, 1.0], 0.05, key="seeds_depth_stddev")
        k.steps("half", "Uniform: from minus this to this", [0.05, 0.1, 0.5, 1.0], 0.05, key="seeds_depth_range")
        k.steps("rate", "Learning rate", [0.001, 0.01, 0.05, 0.1, 0.5], 0.05)
        k.steps("epochs", "Epochs", [10, 50, 200, 1000], 200)


def setting(activation, layers, width, scale, data, sd, half, rate, epochs) -> Experiment:
    """The networks, but for their scheme."""
    examples = Data(data, n=100 if data in ("moons", "circles", "blobs") else None)
    fields = {
        "data.name": data, "data.n": examples.n, "network.hidden": (width,) * layers,
        "network.activation": activation, "init.scale": scale, "init.stddev": sd, "init.low": -half,
        "init.high": half, "training.learning_rate": rate, "training.epochs": epochs, **default_head(examples),
    }  # fmt: skip
    return vary(START, fields, later=True)


SCHEME = (
    "Keras takes Glorot's weights (`glorot_uniform`) unless you name others. "
    "Take He's (Kaiming's) weights for ReLU and its relatives, Glorot's (Xavier's) for tanh and sigmoid "
    "outputs, LeCun's for SELU. For tanh Glorot's are safe: signal and error fade slowly, never "
    "growing. He's keep more of both and may learn faster in some ten layers; in many, the error grows "
    "on its way back. No scheme makes many layers of sigmoids learn fast: take ReLU or tanh between them."
)


def answer(compute, *, schemes, train, networks, **setting_):
    """How much of the signal gets through."""
    experiment, named = setting(**setting_), [name.replace(" ", "_") for name in schemes]
    activation, layers, width = (setting_[name] for name in ("activation", "layers", "width"))
    data = TITLES[setting_["data"]]
    found = compute(measure, experiment, schemes=named, networks=networks)
    first = Answer(
        headline=headline(found, activation),
        note=f"{counted(networks, 'network')} of each scheme, {counted(layers, f'{activation} layer')} of {width} "
        f"units, before any training. Data: {data}, {found.facts['examples'][0]} examples are sent through. The "
        "signal: the mean squared activation, here of the last layer over the input's.",
        blocks=(
            Figure.of(
                through(found.signal, "Mean squared activation"),
                summary(found.signal, "of the mean squared activations"),
                caption="Layer 0 is the input. Line: the median network; band: the middle 90 % of networks; dashed: "
                "theory. Before any training.",
            ),
            Why(why(found, activation)),
            Advice(
                SCHEME,
                f'keras.layers.Dense({width}, activation="relu", kernel_initializer="he_normal")\n'
                f'keras.layers.Dense({width}, activation="tanh", kernel_initializer="glorot_normal")',
            ),
            _backward(found),
            mathematics(Formula(formulas(found, activation)), Words(typical(found))),
        ),
        experiment=vary(experiment, {"init.scheme": named[0]}),
    )  # fmt: skip
    if not train:
        return first
    if setting_["data"] == "digits":
        return replace(first, note=f"{first.note} Not trained here: that takes too long with digits.")
    signal, why_, advice, *further = first.blocks
    told = f"{first.headline[0].lower()}{first.headline[1:]}"
    beyond = f" Before training, through all {layers}: {told}" if layers > DEEPEST else ""
    layers = min(layers, DEEPEST)
    experiment = vary(experiment, {"network.hidden": (width,) * layers})
    before = Section("The signal, before any training", (signal,))
    waiting = f"Not known yet: one depth after the other is trained, from {counted(layers, 'layer')} down."
    compute.show(replace(first, headline=waiting))

    def partly(tried) -> None:
        compute.show(replace(first, headline=waiting, blocks=(learning.picture(tried, experiment), why_, advice)))

    reach, tried = learning.reached(compute, experiment, named, partly)
    return replace(
        first,
        headline=learning.how_deep(reach, layers),
        note=f"{learning.criterion(experiment, tried)} Data: {data}.{beyond}",
        blocks=(learning.picture(tried, experiment), why_, advice, before, *further),
    )


def _backward(found: Signals) -> Section:
    drawn = through(found.error, "Mean squared error signal")
    caption = "The derivative of the loss in the sums that go into a layer's units; theory starts at the last layer."
    says = summary(found.error, "of the mean squared errors")
    return Section("Backward: the error", (Figure.of(drawn, says, caption=caption),))


@dataclass(frozen=True)
class Signals:
    """What was measured, and theory.

    Attributes:
        signal: one row per (scheme, layer), 0 for the inputs: `low`, `mid`, `high` (5, 50, 95 % of the networks) and
            `mean` of the mean squared activation, and `law`, which is about that mean.
        error: one row per (scheme, layer): the same of the mean squared error; its law starts from the mean in the
            last hidden layer.
        facts: one row per scheme: `scheme`, `networks`, `inputs`, `width`, `layers`, `examples`, `scale` (of `Init`),
            `beside` and `beside_back` (another number of layers, and what theory has `back` be with those), `first` and
            `gain` (sigma_w^2 of layer 1 and of the layers above), `kept` (last signal over input, median),
            `kept_mean`, `kept_law`, `back` (error of layer 1 over that of the last, median), `back_law`, `dead`
            (networks whose last hidden layer is exactly 0 throughout).
    """

    signal: pd.DataFrame
    error: pd.DataFrame
    facts: pd.DataFrame


def measure(experiment: Experiment, schemes: Sequence[str] = ("he_normal",), networks=50, cancelled=None) -> Signals:
    """Draw networks by each scheme, and send examples forward and errors backward once.

    Args:
        experiment: one or more hidden layers of one width, with biases, which start at 0; `Init` but for its scheme.
        schemes: names of `Init`.
        networks: of each scheme, seeds 0, 1, ...: the same bits as `lab.train` starts from.
        cancelled: asked between portions of networks; True ends it.
    """
    x, y = load(experiment.data, "float64")
    chosen = np.unique(np.linspace(0, len(x) - 1, EXAMPLES).astype(int))
    tables = [_one(vary(experiment, {"init.scheme": scheme}), x[chosen], y[chosen], networks, cancelled)
              for scheme in schemes]  # fmt: skip
    return Signals(*(pd.concat(part, ignore_index=True) for part in zip(*tables, strict=True)))


def _one(experiment: Experiment, x, y, networks: int, cancelled) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The frames of one scheme."""
    squares, errors = sizes(experiment, x, y, networks, cancelled)  # (replica, layer)
    layers = experiment.network.hidden
    after, back = _theory(experiment, x)
    beside = FEW if len(layers) >= MANY else MANY
    _, other = _theory(vary(experiment, {"network.hidden": layers[:1] * beside}), x)
    inputs, gains = (x**2).mean(), laws.gains(experiment)
    with np.errstate(all="ignore"):
        signal = _table(experiment, 0, np.insert(squares, 0, inputs, axis=1), np.insert(after.mean(axis=1), 0, inputs))
        error = _table(experiment, 1, errors, back * errors[:, -1].mean())
        first, last = signal.iloc[0], signal.iloc[-1]
        facts = {
            "scheme": last["scheme"], "networks": networks, "inputs": experiment.widths[0],
            "width": layers[0], "layers": len(layers), "beside": beside, "beside_back": other[0], "examples": len(x),
            "scale": experiment.init.scale, "first": gains[0], "gain": gains[:-1][-1],
            "kept": last["mid"] / first["mid"], "kept_mean": last["mean"] / first["mid"],
            "kept_law": last["law"] / first["mid"], "back": error["mid"].iloc[0] / error["mid"].iloc[-1],
            "back_law": back[0], "dead": int((squares[:, -1] == 0).sum()),
        }  # fmt: skip
    return signal, error, pd.DataFrame([facts])


def _theory(experiment: Experiment, x) -> tuple[np.ndarray, np.ndarray]:
    """Theory's mean squared activation of every hidden layer, and its error over that of the last one."""
    sums, after = laws.signal(experiment, (x**2).mean(axis=1))
    with np.errstate(all="ignore"):
        return after, np.append(np.cumprod(laws.passing(experiment, sums)[-2::-1])[::-1], 1.0)


def sizes(experiment: Experiment, x, y, networks: int, cancelled=None) -> tuple[np.ndarray, np.ndarray]:
    """Mean squared activation and error of every network's hidden layers, (replica, layer) each."""
    from lab.initial import starts

    each = max(1, CHUNK // sum(int(np.prod(shape)) for shape in experiment.weight_shapes()))
    squares, errors = [], []
    limits.check_count(networks)
    for first in range(0, networks, each):
        if cancelled and cancelled():
            raise Cancelled
        found = passed(starts(experiment, range(first, min(first + each, networks))), x, y, experiment.network)
        with np.errstate(all="ignore"):
            squares.append([(layer**2).mean(axis=(1, 2)) for layer in found.activations])
            errors.append([(layer**2).mean(axis=(1, 2)) for layer in found.errors[:-1]])
    return np.concatenate(squares, axis=1).T, np.concatenate(errors, axis=1).T


def _table(experiment: Experiment, first: int, values: np.ndarray, law: np.ndarray) -> pd.DataFrame:
    """Quantiles over the networks of values (replica, layer)."""
    scheme, layers = experiment.init.scheme.replace("_", " "), np.arange(first, first + values.shape[1])
    columns = {**bands.of(values, axis=0, method="nearest"), "mean": values.mean(axis=0), "law": law}
    return pd.DataFrame({"scheme": scheme, "layer": layers, **columns})


def headline(found: Signals, activation: str) -> str:
    """How much of the input's size is left at the end, from the best scheme and from the worst."""
    kept = found.facts.set_index("scheme")["kept"]
    if activation == "sigmoid":
        ends = found.signal.groupby("scheme")["mid"].last()
        low, high = (figure(level, 2) for level in (ends.min(), ends.max()))
        level = low if low == high else f"{low} to {high}"
        return f"Sigmoids pass on their own level, not the signal: after the last layer the mean square is {level}."
    away = kept.clip(1e-300, 1e300).map(np.log).abs()
    best, worst = away.idxmin(), away.idxmax()
    told = {name: _left(value) for name, value in kept.items()}
    if len(told) == 1:
        return f"With {best}, {told[best]} after the last layer."
    if len(set(told.values())) == 1:
        return f"With every scheme here, {told[best]}."
    again = told[worst].replace(" of the signal", "").replace("the signal", "it")
    return f"With {best}, {told[best]}; with {worst}, {again}."


def _left(kept: float) -> str:
    """What is left of the mean square of the input."""
    if not np.isfinite(kept):
        return "it overflows"
    if kept < 1e-6:
        return "hardly anything is left" if kept else "nothing is left"
    return (
        f"about {about(100 * kept)} % of the signal is left"
        if kept < 10
        else f"the signal grows about {about(kept)} times"
    )


def summary(table: pd.DataFrame, what: str) -> str:
    """From where to where the median goes: the takeaway of a picture."""
    parts = []
    for scheme, group in table.groupby("scheme", sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        ends = f"layer {first['layer']} {figure(first['mid'])}, layer {last['layer']} {figure(last['mid'])}"
        parts.append(f"{scheme}: {ends} (theory {figure(first['law'])} and {figure(last['law'])})")
    return f"Median {what}. {'; '.join(parts)}."


def through(table: pd.DataFrame, title: str) -> alt.LayerChart:
    """Median and 5-95 % band of the networks of each scheme against the layer, on a logarithmic axis; theory dashed."""
    drawn, axis = traces.placed(table)
    x, y = alt.X("layer:Q").title("Layer").axis(grid=False, tickMinStep=1, format="d"), traces.on_log(axis, title)
    picture = traces.banded(drawn, x, y, by="scheme", at=traces.PLACED, says=("mid", "mean", "law"), point=True)
    return picture.properties(height=320)


TWO = {
    "activation": "sigmoid", "train": True, "layers": FEW, "rate": 0.5, "schemes": ("he normal", "glorot uniform"),
}  # fmt: skip
TRY = {
    "And through layers of 20 units, which are trained as well?": {"width": 20, "train": True},
    "What if there are 30 layers?": {"layers": 30},
    "Two layers of Glorot's weights: why is less than 1/4 left?": {"layers": 2},
    "Can tanh live with LeCun's or Glorot's weights?": {
        "activation": "tanh", "schemes": ("glorot normal", "lecun normal", "orthogonal"),
    },
    "How much of the signal do sigmoids keep?": {"activation": "sigmoid"},
    "Twelve layers of sigmoids learn nothing: do two?": TWO,
    "And twelve, at the same rate?": {**TWO, "layers": MANY},
    "How many layers of sigmoids still learn?": {"activation": "sigmoid", "train": True},
    "Do five times as many epochs make more of them learn?": {"activation": "sigmoid", "train": True, "epochs": 1000},
    "And at ten times the rate?": {"activation": "sigmoid", "train": True, "rate": 0.5},
    "Are 10 % larger weights harmless?": {"scale": 1.1, "layers": 50},
}  # fmt: skip


def _kept_signal(compute, *, schemes, train, networks, **setting_) -> tuple[float, ...]:
    """Mean signal after the last layer over that after the first, Glorot; over the input, He; and its median."""
    named = [name.replace(" ", "_") for name in schemes]
    found = compute(measure, setting(**setting_), schemes=named, networks=networks)
    signal = found.signal.set_index(["scheme", "layer"])["mean"]
    he, last = found.facts.iloc[0], found.facts["layers"][0]
    left = signal["glorot normal", last] / signal["glorot normal", 1]
    return left, round(he["kept_mean"], 2), round(he["kept"], 2)


CLAIMS = (
    Claim(
        id="L20",
        question="Does a signal get through a deep ReLU network?",
        claim="With weights of variance c / n the mean squared signal is (c/2)^L after L layers: He keeps it, Glorot "
        "loses all but 2^-L.",
        source="after He et al. (2015), arXiv:1502.01852",
        settings={"layers": 30},
        figures=(
            # The size of one network is nearly log-normal with variance 29 * 5 / 50 of the logarithm, so the mean of
            # 100 has a standard error of a factor of about 1.5: the tolerances are factors of 4.
            Expected(
                name="Glorot: mean of layer 30 over layer 1, at least 2^-29 / 4", expected=4.7e-10, way="at least"
            ),
            Expected(name="He: mean of layer 30 over the input, at least 1/4", expected=0.25, way="at least"),
            Expected(name="He: the median network", expected=0.24, tolerance=0.2),
        ),
        measure=_kept_signal,
        verdict="holds only when",
        because="the mean over many networks is meant: through 30 layers He's weights keep {1:%} of the squared signal "
        "in the mean, but only {2:%} in the median network.",
    ),
)
