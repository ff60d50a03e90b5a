"""Can a classifier start from zeros?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands, frames
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme, traces
from lab.data import load
from lab.laws.frozen import class_entropy, shares
from lab.lazy import alt
from lab.numerals import counted, figure, percent, short, tex
from lab.question import Question, address
from lab.run import Run
from lab.series import train_together

QUESTION = Question(
    room="softmax_cost",
    slug="zeros",
    title="From zeros",
    ask="Can a classifier start from zeros?",
    group="Numbers and starts",
    place=11,
    also=(
        "can logistic regression start from all zeros, can a network", "all weights initialised to zero",
        "loss stuck at ln 2, ln 3 or ln 10", "initialise weights with zeros", "kernel_initializer zeros",
        "zero initialization", "softmax regression from zero weights",
        "do starting weights matter for logistic regression", "every class gets the same probability",
        "training loss is stuck at ln 10 with ten classes", "loss does not decrease and stays at 2.3",
        "weights of the output layer all zero",
    ),
)  # fmt: skip
START = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(), output="softmax"),
    init=lab.Init("zeros"),
    training=lab.Training(loss="categorical_crossentropy", learning_rate=0.1, batch_size=32, epochs=20),
)
HIDDEN = 16
LAYERS, SCHEMES = ((), (HIDDEN,)), ("zeros", "glorot_uniform")
STARTS = {
    f"{layer}, {start}": (hidden, scheme)
    for layer, hidden in zip(("no hidden layer", "hidden layer"), LAYERS, strict=True)
    for start, scheme in zip(("zeros", "Glorot"), SCHEMES, strict=True)
}
LINEAR, LINEAR_RANDOM, LAYER, LAYER_RANDOM = STARTS
SHOWN = 12  # epochs at which the kernels are drawn
CELL = 64  # pixels of a side of a kernel: five beside each other fit a phone


def knobs(k):
    """How the classifiers train."""
    k.steps("rate", "Learning rate", [0.003, 0.01, 0.03, 0.1, 0.3, 1.0], 0.1)
    k.steps("epochs", "Epochs", [1, 2, 5, 10, 20, 40], 20)
    k.choice("activation", "Activation of the hidden layer", ["tanh", "relu", "sigmoid"], "tanh")
    with k.more():
        k.steps("batch", "Batch size", [8, 32, 128, 512], 32)
        k.steps("seeds", "Runs of each start", [1, 2, 4, 8, 16], 8)


def answer(compute, *, rate, epochs, activation, batch, seeds):
    """Softmax regression beside a network with a hidden layer, both from zeros and from a random start."""
    experiment = lab.vary(
        START,
        {
            "training.learning_rate": rate, "training.epochs": epochs, "training.batch_size": batch,
            "network.activation": activation,
        },
        later=True,
    )  # fmt: skip
    found = compute(measure, experiment, seeds=range(seeds))
    level = floor(experiment)
    return Answer(
        headline=headline(found),
        note=note(found, experiment),
        blocks=(
            Figure.of(
                curves_chart(found.curves, level),
                seen(found),
                caption="Line: the median run. Band: the middle 90 % of runs. Dashed: the least cost of a network that "
                "does not look at its inputs.",
            ),
            Why(why(experiment, level)),
            Advice(
                "Zeros are fine for biases, and for a kernel that leads straight from the inputs to the outputs. A "
                f"hidden layer needs random numbers. A loss that stays at {_guess(experiment)} has other causes too: a "
                "learning rate far off, labels in another order than their inputs, inputs that are not scaled. "
                f"[Check my network]({address('check')}) trains yours and looks for them.",
                "keras.layers.Dense(16, 'tanh')                      # leave it so: random kernel, bias of zeros\n"
                "keras.layers.Dense(10, kernel_initializer='zeros')  # fine as the only layer",
            ),
            Section(
                "What each class looks for",
                (
                    Figure.of(kernels_chart(found.kernels), kernels_seen(found.kernels), caption=KERNELS),
                    Words(forgets(found)),
                ),
            ),
            mathematics(*tuple(map(Formula, formulas(experiment, level)))),
        ),
        experiment=experiment,
    )


KERNELS = (
    "The kernels of the softmax regression that began at zeros, first run. Orange pixels speak for the class, blue "
    "ones against it. Move the slider to see them grow."
)
TRY = {
    "What if it trains twice as long?": {"epochs": 40},
    "Is a single pass enough?": {"epochs": 1},
    "Does a sigmoid hidden layer thaw?": {"activation": "sigmoid"},
    "What if the rate is ten times larger?": {"rate": 1.0},
}


@dataclass(frozen=True, eq=False)
class Zeros:
    """What the starts led to.

    Attributes:
        curves: one row per (start, epoch): cost over the seeds as `low`, `mid`, `high` (5, 50, 95 % of the runs).
        ends: one row per (start, seed): `loss`, `accuracy`, and `moved`, the largest change of a weight of the first
            layer (0 for a layer that never moved).
        kernels: of `kernels`.
        apart: largest difference between an output of the two regressions on an example after training, median over
            the seeds.
    """

    curves: pd.DataFrame
    ends: pd.DataFrame
    kernels: pd.DataFrame
    apart: float

    @property
    def medians(self) -> pd.DataFrame:
        """One row per start: `loss`, `accuracy`, `moved`."""
        return self.ends.groupby("start", sort=False)[["loss", "accuracy", "moved"]].median()

    @property
    def runs(self) -> int:
        """Runs of each start."""
        return len(self.ends["seed"].unique())


def measure(
    experiment: lab.Experiment,
    seeds: Sequence[int] = range(8),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Zeros:
    """Train a classifier of pictures from every one of `STARTS`.

    Args:
        experiment: softmax output; its hidden layers and start are replaced by those of `STARTS`.
        seeds: of the replicas: of the random starts, and of the order of the examples.
        progress, cancelled: as in `lab.train`.
    """
    options = {"seeds": seeds, "vary": {"init.scheme": SCHEMES}, "recorded": 40}
    plans = [(lab.vary(experiment, {"network.hidden": hidden}), options) for hidden in LAYERS]
    trained = dict(zip(LAYERS, train_together(plans, progress, cancelled), strict=True))
    runs = {name: (trained[hidden], SCHEMES.index(scheme)) for name, (hidden, scheme) in STARTS.items()}
    return Zeros(
        curves=pd.concat([_curves(name, *run) for name, run in runs.items()], ignore_index=True),
        ends=pd.concat([_ends(name, *run) for name, run in runs.items()], ignore_index=True),
        kernels=kernels(trained[()]),
        apart=float(np.median(_differences(trained[()]))),
    )


def kernels(run: Run) -> pd.DataFrame:
    """The kernels of the classes of a softmax regression on square pictures, of the first seed.

    Args:
        run: without hidden layers; of its variants, the first.

    Returns:
        One row per (place, class, row, column), `SHOWN` places evenly over the training: `epoch`, that of the place,
        `until`, that of the next place, and `weight`.
    """
    every = np.unique(np.linspace(0, len(run.weight_epochs) - 1, SHOWN).round().astype(int))
    weights = run.parts[0][0][0, every].swapaxes(1, 2)  # (place, class, pixel)
    side = round(weights.shape[-1] ** 0.5)
    epochs = [int(run.weight_epochs[place]) for place in every]
    places = [(i, *pair) for i, pair in enumerate(zip(epochs, [*epochs[1:], epochs[-1] + 1], strict=True))]
    axes = [
        (("place", "epoch", "until"), places),
        (("class",), [(k,) for k in range(weights.shape[1])]),
        (("row", "column"), [divmod(pixel, side) for pixel in range(side * side)]),
    ]
    return frames.tidy(axes, {"weight": weights[..., : side * side]})


def _curves(name: str, run: Run, variant: int) -> pd.DataFrame:
    loss = np.where(np.isfinite(run.loss[variant]), run.loss[variant], np.nan)
    quantiles = {end: array[0] for end, array in bands.of_finite([loss]).items()}
    return pd.DataFrame({"start": name, "epoch": run.epochs, **quantiles})


def _ends(name: str, run: Run, variant: int) -> pd.DataFrame:
    first = run.parts[variant][0].astype(float)
    moved = np.abs(first - first[:, :1]).max(axis=(1, 2, 3))
    columns = {"loss": run.loss[variant, :, -1], "accuracy": run.accuracy[variant, :, -1], "moved": moved}
    return pd.DataFrame({"start": name, "seed": run.seeds, **columns})


def _differences(run: Run) -> np.ndarray:
    """Largest difference between the probabilities of the two regressions, seed by seed."""
    x, _ = load(run.experiment.data)
    sides = []
    for kernel, bias in run.parts:
        z = x @ kernel[:, -1].astype(float) + bias[:, -1].astype(float)[:, None]  # (seed, example, class)
        powers = np.exp(z - z.max(axis=-1, keepdims=True))
        sides.append(powers / powers.sum(axis=-1, keepdims=True))
    return np.abs(sides[0] - sides[1]).max(axis=(1, 2))


def floor(experiment: lab.Experiment) -> float:
    """H(p): the cost of a network that answers with the shares of the classes, whatever it is shown."""
    return class_entropy(shares(load(experiment.data)[1]))


def headline(found: Zeros) -> str:
    """Which start learns."""
    accuracy, moved = found.medians["accuracy"], found.medians["moved"][LAYER]
    linear, layer = percent(accuracy[LINEAR]), percent(accuracy[LAYER])
    if moved == 0:
        return f"Yes, without a hidden layer ({linear} right); with one, no hidden weight ever moves ({layer})."
    return f"Without a hidden layer, yes ({linear} right); a hidden layer of zeros learns as one unit only ({layer})."


def note(found: Zeros, experiment: lab.Experiment) -> str:
    """The random starts, runs and epochs."""
    accuracy = found.medians["accuracy"]
    runs = "One run" if found.runs == 1 else f"Medians of {found.runs} runs"
    return (
        f"From Glorot's random start it is {percent(accuracy[LINEAR_RANDOM])} without a hidden layer and "
        f"{percent(accuracy[LAYER_RANDOM])} with one. {runs} of each start, "
        f"{counted(experiment.training.epochs, 'epoch')}."
    )


def why(experiment: lab.Experiment, level: float) -> str:
    """Why the one moves and the other does not."""
    if experiment.network.activation == "sigmoid":
        layer = (
            "Hidden sigmoid units that start from zeros say 1/2, so the outgoing weights do move, those of all units "
            "alike. They then carry equal errors back: the layer learns as one unit, and only as far as the classes "
            "are unequally frequent in a batch."
        )
    else:
        layer = (
            "With a hidden layer of zeros both factors are 0: what the hidden units say, and what comes back through "
            "the outgoing weights. So both stay 0. Only the output biases learn, namely how frequent each class is: "
            f"at best that costs {level:.2f}."
        )
    return (
        f"From zeros all {experiment.data.outputs} classes get the same probability, so the cost begins at "
        f"{_guess(experiment)}. The gradient of a weight is what comes in, times the error that comes back. Without a "
        "hidden layer the pixels come in and a − y comes back: neither is 0, so zeros are a start like any other. "
        f"{layer}"
    )


def _guess(experiment: lab.Experiment) -> str:
    """The cost of answering every class with the same probability."""
    return f"ln {experiment.data.outputs} = {np.log(experiment.data.outputs):.2f}"


def seen(found: Zeros) -> str:
    """The costs in words."""
    each = [f"{name} {figure(row['loss'])}" for name, row in found.medians.iterrows()]
    return f"Cost after training: {'; '.join(each)}."


def forgets(found: Zeros) -> str:
    """How much of the start is left in the regression."""
    runs = " (median of the runs)" if found.runs > 1 else ""
    return (
        "Without a hidden layer zeros and a random start are two ways into the same valley: after this training an "
        f"output of the two differs by {short(found.apart)} at most{runs}."
    )


def formulas(experiment: lab.Experiment, level: float) -> list[str]:
    """The gradient of the kernel at zeros, and the floor, with the numbers of the data."""
    classes = experiment.data.outputs
    return [
        r"W = 0:\quad a_k = \tfrac{1}{" + str(classes) + r"} = " + tex(figure(1 / classes)) + r",\quad"
        r"\frac{\partial C}{\partial W} = \frac{1}{m} X^\top (a - y) \neq 0",
        rf"H(p) = -\sum_k p_k \ln p_k = {tex(figure(level))}, \quad \ln {classes} = {tex(figure(np.log(classes)))} "
        r"\text{ for equally frequent classes}",
    ]


def kernels_seen(kernels: pd.DataFrame) -> str:
    """The pictures of the kernels in words: where each class's largest weight lies."""
    last = kernels[kernels["place"] == kernels["place"].max()]
    rows = last.loc[last.groupby("class")["weight"].idxmax()]
    each = [
        f"{row[0]} in row {row[1] + 1}, column {row[2] + 1} ({short(row[3])})"
        for row in rows[["class", "row", "column", "weight"]].itertuples(index=False)
    ]
    return f"After epoch {last['epoch'].iloc[0]}, the largest weight of each class: {'; '.join(each)}."


def curves_chart(curves: pd.DataFrame, level: float) -> "alt.LayerChart":
    """Cost over training, a line for each start with its band over the seeds; dashed: theory."""
    told = traces.told_apart("start", list(curves["start"].unique()))
    tips = ["start:N", "epoch:Q", alt.Tooltip("mid:Q", title="median cost", format=".4f")]
    measured = traces.in_band(alt.Chart(curves).encode(traces.epochs()), {"title": "Cost"}, *told, tips=tips)
    floor = pd.DataFrame({"floor": [level], "says": ["theory: the least without looking at the inputs, H(p)"]})
    rule = alt.Chart(floor).encode(alt.Y("floor:Q"))
    rule = traces.rules(rule, "says", alt.XValue("width"), align="right", dx=-4, dy=-4)
    return (measured + rule).properties(height=theme.HEIGHT)


def kernels_chart(kernels: pd.DataFrame) -> "alt.FacetChart":
    """The kernel of each class as a picture, at the epoch of a slider below."""
    last, most = int(kernels["epoch"].max()), float(kernels["weight"].abs().max()) or 1.0
    shown = alt.param("shown", value=last, bind=alt.binding_range(min=0, max=last, step=1, name="Epoch "))
    legend = alt.Legend(title="Weight", orient="bottom", gradientLength=200, format=".2f")
    base = alt.Chart(kernels, width=CELL, height=CELL).mark_rect()
    cells = base.transform_filter("datum.epoch <= shown && shown < datum.until").encode(
        alt.X("column:O").axis(None), alt.Y("row:O").axis(None),
        alt.Color("weight:Q").scale(theme.signed(most)).legend(legend), tooltip=["class:N", "epoch:Q", "weight:Q"],
    )  # fmt: skip
    header = alt.Header(title=None, labelFontSize=12, labelPadding=2, labelColor=theme.NEUTRAL)
    return cells.facet(alt.Facet("class:N").header(header), columns=5, spacing=6).add_params(shown)
