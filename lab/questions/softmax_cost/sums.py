"""Is there anything that training cannot change?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.answer import Advice, Answer, Figure, Formula, Why, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.laws import class_sums
from lab.lazy import alt
from lab.numerals import counted, figure, short, tex
from lab.question import Question
from lab.run import Run
from lab.series import train_together

QUESTION = Question(
    room="softmax_cost",
    slug="sums",
    title="Conserved sums",
    ask="Is there anything that training cannot change?",
    group="Numbers and starts",
    place=12,
    also=(
        "what stays the same during training", "conserved quantity of gradient descent", "sum of the output weights",
        "does Adam conserve the sum of gradients", "redundant parameters of softmax", "invariant of training",
        "adding a constant to all logits changes nothing", "softmax weights are not unique",
    ),
)  # fmt: skip
START = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(16,), activation="tanh", output="softmax"),
    init=lab.Init("glorot_uniform"),
    training=lab.Training(loss="categorical_crossentropy", learning_rate=0.1, batch_size=32, epochs=20),
)
LAYERS = {"none": (), "16": (16,)}
DECAY = 0.02
DESCENT, MOMENTUM, DECAYING, ADAM = "gradient descent", "momentum", "with weight decay", "Adam"
OPTIMIZERS = {
    DESCENT: {"training.optimizer": "sgd"},
    MOMENTUM: {"training.optimizer": "momentum"},
    DECAYING: {"training.optimizer": "sgd", "training.weight_decay": DECAY},
    ADAM: {"training.optimizer": "adam", "training.learning_rate": 0.003},
}
ROUNDING = {"float32": 1e-3, "float64": 1e-9}  # a sum that moves less than this stays, but for rounding


def knobs(k):
    """How the classifier trains."""
    k.choice("hidden", "Hidden units", LAYERS, "16")
    k.steps("rate", "Learning rate (Adam has its own, 0.003)", [0.003, 0.01, 0.03, 0.1, 0.3], 0.1)
    k.steps("epochs", "Epochs", [1, 5, 10, 20, 40], 20)
    k.choice("precision", "Precision", ["float32", "float64"], "float32")
    with k.more():
        k.steps("batch", "Batch size", [8, 32, 128, 512], 32)
        k.steps("seeds", "Runs of each optimizer", [1, 2, 4, 8, 16], 16)


def answer(compute, *, hidden, rate, epochs, precision, batch, seeds):
    """The sums over the classes under four optimizers."""
    experiment = setting(hidden, rate, epochs, precision, batch)

    def partly(found: Sums) -> None:
        if {DESCENT, MOMENTUM} <= set(found.medians.index):
            coarse = Answer(headline=headline(found, experiment), blocks=(_pictured(found),))
            compute.show(coarse, {"optimizers": (len(found.medians), len(OPTIMIZERS))})

    found = compute(measure, experiment, seeds=range(seeds), partly=partly)
    return Answer(
        headline=headline(found, experiment),
        note=note(found, experiment),
        blocks=(
            _pictured(found),
            Why(why(found)),
            Advice(
                "Leave it so: softmax sees only differences between classes, so a part that all classes share does no "
                "harm. Weight decay takes it away.",
                f"keras.optimizers.SGD({rate:g}, weight_decay={DECAY})",
            ),
            mathematics(*tuple(map(Formula, formulas(experiment)))),
        ),
        experiment=experiment,
    )


def _pictured(found: "Sums") -> Figure:
    return Figure.of(
        chart(found.courses),
        seen(found),
        caption="Line: the median run. Band: the middle 90 % of runs. Dashed: theory, nothing fitted.",
    )


TRY = {
    "Is it still so if rounding is a billion times smaller?": {"precision": "float64"},
    "And without a hidden layer?": {"hidden": "none"},
    "Is it still so after twice the epochs?": {"epochs": 40},
    "And in larger batches?": {"batch": 512},
}


def setting(hidden: str, rate: float, epochs: int, precision: str, batch: int) -> lab.Experiment:
    """The classifier; its optimizer is one of `OPTIMIZERS`."""
    return lab.vary(
        START,
        {
            "network.hidden": LAYERS[hidden], "training.learning_rate": rate, "training.epochs": epochs,
            "training.batch_size": batch, "training.precision": precision,
        },
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sums:
    """What became of the sums.

    Attributes:
        courses: one row per (optimizer, epoch): `low`, `mid`, `high` (5, 50, 95 % of the runs) of the share of the sums
            that is left, s_t . s_0 / |s_0|^2, and `predicted` (NaN where there is no theory).
        drifts: one row per (optimizer, seed): `drift`, the largest difference of a sum, after the last epoch, from what
            theory says of it (from its start, where there is none), and `accuracy`.
    """

    courses: pd.DataFrame
    drifts: pd.DataFrame

    @property
    def medians(self) -> pd.DataFrame:
        """One row per optimizer: `drift` and `accuracy`."""
        return self.drifts.groupby("optimizer", sort=False)[["drift", "accuracy"]].median()

    @property
    def left(self) -> pd.DataFrame:
        """One row per optimizer: the courses after the last epoch."""
        return self.courses.groupby("optimizer", sort=False).last()


def measure(
    experiment: lab.Experiment,
    seeds: Sequence[int] = range(16),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
    partly: Callable[[Sums], None] | None = None,
) -> Sums:
    """Train the same classifier with every optimizer of `OPTIMIZERS`, and follow the sums.

        s_j = sum over the classes k of w_jk, for every unit j that leads into the output, and sum over k of b_k

    Args:
        experiment: softmax output; its optimizer and weight decay are replaced.
        seeds: of the replicas.
        progress, cancelled: as in `lab.train`.
        partly: called with what was found of the first optimizers while others are still trained.
    """
    options = {"seeds": seeds, "recorded": 40}
    plans = [(lab.vary(experiment, values), options) for values in OPTIMIZERS.values()]

    def found(runs: list[Run]) -> Sums:
        named = list(zip(OPTIMIZERS, runs, strict=False))
        return Sums(
            courses=pd.concat([_course(*each) for each in named], ignore_index=True),
            drifts=pd.concat([_drift(*each) for each in named], ignore_index=True),
        )

    return found(train_together(plans, progress, cancelled, partly and (lambda runs: partly(found(runs)))))


def sums_of(run: Run) -> np.ndarray:
    """The sums of a run: (seed, epoch, unit and, last, the bias)."""
    kernel, bias = (array.astype(float).sum(axis=-1) for array in run.parts[0][-2:])
    return np.concatenate([kernel, bias[..., None]], axis=-1)


def steps(training: lab.Training, examples: int) -> int:
    """Steps of one epoch."""
    return -(-examples // (training.batch_size or examples))


def _predicted(run: Run) -> np.ndarray:
    """Share of the sums that theory leaves at each recorded epoch: (epoch,), NaN where there is none."""
    training = run.experiment.training
    taken = run.weight_epochs * steps(training, run.experiment.data.examples)
    return class_sums.remaining(training.optimizer, training.learning_rate, training.weight_decay, taken)


def _course(name: str, run: Run) -> pd.DataFrame:
    values = sums_of(run)
    with np.errstate(invalid="ignore"):
        left = (values * values[:, :1]).sum(axis=-1) / (values[:, :1] ** 2).sum(axis=-1)  # (seed, epoch)
    columns = bands.of(left, axis=0) | {"predicted": _predicted(run)}
    return pd.DataFrame({"optimizer": name, "epoch": run.weight_epochs, **columns})


def _drift(name: str, run: Run) -> pd.DataFrame:
    values, share = sums_of(run), np.nan_to_num(_predicted(run)[-1], nan=1.0)
    drift = np.abs(values[:, -1] - share * values[:, 0]).max(axis=-1)
    return pd.DataFrame({"optimizer": name, "seed": run.seeds, "drift": drift, "accuracy": run.accuracy[0, :, -1]})


def headline(found: Sums, experiment: lab.Experiment) -> str:
    """What stays, and with what."""
    drift = found.medians["drift"]
    if drift[[DESCENT, MOMENTUM]].max() <= ROUNDING[experiment.training.precision]:
        adam = "; Adam does not" if ADAM in drift.index else ""
        return f"Yes: gradient descent and momentum keep the sums of the output weights over the classes{adam}."
    return "Yes: the sums of the output weights over the classes, but for rounding, which is large here."


def note(found: Sums, experiment: lab.Experiment) -> str:
    """How far the sums move, runs and epochs."""
    drift, left, runs = found.medians["drift"], found.left.loc[DECAYING], len(found.drifts["seed"].unique())
    return (
        f"A sum moves by {short(drift[DESCENT])} with gradient descent and by {short(drift[MOMENTUM])} with momentum, "
        f"which is rounding ({experiment.training.precision}); by {short(drift[ADAM])} with Adam. Weight decay leaves "
        f"{short(left['mid'])} of them; theory says {short(left['predicted'])}. "
        f"{'One run' if runs == 1 else f'Medians of {runs} runs'}, {counted(experiment.training.epochs, 'epoch')}."
    )


def why(found: Sums) -> str:
    """Why the sums stay, shrink or move."""
    return (
        "Take one unit that leads into the output, and add up its weights to all classes. The errors a − y of the "
        "classes sum to 0, so the gradients of these weights do too. A step that adds multiples of gradients leaves "
        "their sum alone, in mini-batches as well. Weight decay shrinks every weight by the same share, and so the "
        f"sum: {short(found.left['mid'][DECAYING])} of it is left. Adam divides each gradient by a size of its own, "
        "and the parts no longer cancel."
    )


def seen(found: Sums) -> str:
    """The picture in words."""
    each = [f"{name} {figure(row['mid'])}" for name, row in found.left.iterrows()]
    return f"Share of the sums that is left after training: {'; '.join(each)}."


def formulas(experiment: lab.Experiment) -> list[str]:
    """Why the sums stay, and what decay leaves of them with the experiment's numbers."""
    training = experiment.training
    taken = training.epochs * steps(training, experiment.data.examples)
    rate, decay = (tex(figure(value)) for value in (training.learning_rate, DECAY))
    left = (1 - training.learning_rate * DECAY) ** taken
    return [
        r"\sum_k \frac{\partial C}{\partial w_{jk}} = \overline{h_j \sum_k (a_k - y_k)} = \overline{h_j\,(1 - 1)} = 0",
        rf"s_T = (1 - \eta\lambda)^T s_0 = (1 - {rate} \times {decay})^{{{taken}}} s_0 = {tex(figure(left))}\, s_0",
    ]


THEORY = "theory: kept, but for decay"


def chart(courses: pd.DataFrame) -> "alt.LayerChart":
    """The share of the sums that is left, a line for each optimizer with its band; dashed: theory."""
    color, shape = traces.marked_apart("optimizer", list(courses["optimizer"].unique()))
    base = alt.Chart(courses).encode(traces.epochs())
    measured = traces.in_band(base, {"title": "Share of the sums that is left"}, color)
    values = [alt.Tooltip("mid:Q", title="median", format=".4f"), alt.Tooltip("predicted:Q", format=".4f")]
    dots = base.mark_point(filled=True, size=45, opacity=1)
    dots = dots.encode(alt.Y("mid:Q"), color, shape, tooltip=["optimizer:N", "epoch:Q", *values])
    known = base.transform_filter("isValid(datum.predicted)").transform_calculate(says=f"'{THEORY}'")
    theory = traces.dashed(known, alt.Y("predicted:Q"), alt.Detail("optimizer:N"), traces.named(THEORY))
    return (measured + dots + theory).properties(height=theme.HEIGHT)


def kept(compute, *, seeds, **settings) -> tuple[float, ...]:
    """The largest drift of a sum over the classes, by optimizer."""
    found = measure(setting(**settings), range(seeds), **compute.signals)
    drift = found.drifts.groupby("optimizer")["drift"].max()
    *others, adam = (drift[name] for name in OPTIMIZERS)
    return *others, round(adam, 2)


CLAIMS = (
    Claim(
        id="L06",
        question="Is there anything that training cannot change?",
        claim="Sums over the classes of output kernels and biases are kept by gradient descent, in mini-batches too, "
        "and by momentum; weight decay shrinks them by the same share at every step; Adam does not keep them.",
        source="plain algebra",
        settings={"precision": "float64", "seeds": 2},
        figures=(
            # rounding of float64 over 1,140 steps
            Expected(name="largest change of a sum, gradient descent", expected=1e-12, way="at most"),
            Expected(name="the same, momentum", expected=1e-12, way="at most"),
            Expected(name="largest distance from theory, with weight decay", expected=1e-12, way="at most"),
            Expected(name="largest change of a sum, Adam", expected=0.1, way="at least"),
        ),
        measure=kept,
        because="with Adam such a sum moves by up to {3}.",
    ),
)
