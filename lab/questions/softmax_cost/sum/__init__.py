"""Can 1/m go into the learning rate? The mean of the gradients with a rate, and their sum with that rate over m."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Why, mathematics
from lab.charts import theme, traces
from lab.data import load
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import aligned, figure, tex
from lab.question import Question
from lab.questions.softmax_cost.sum.by_hand import Descent, descend

QUESTION = Question(
    room="softmax_cost",
    slug="sum",
    title="Sum or mean",
    ask="Can 1/m go into the learning rate?",
    group="Its gradient as arrays",
    place=7,
    also=(
        "does the 1/m matter", "sum or average over the mini-batch", "absorb the batch size into the learning rate",
        "is the cost summed or averaged over the batch", "sum_over_batch_size", "divide the gradient by the batch size",
        "average the gradients or add them up", "loss reduction sum or mean", "forgot to divide by m",
        "factor 1/(2m) of the cost", "my loss is much larger than my friend's",
    ),
    turned={
        ("my gradient is 32 times too large", "my loss is 32 times larger than my friend's"): {"batch": 32},
    },
)  # fmt: skip
START = lab.Experiment(
    data=lab.Data("blobs", n=96, noise=1.2),  # they overlap, so that the cost has a minimum
    network=lab.Network(hidden=(), output="softmax"),
    init=lab.Init("zeros"),
    training=lab.Training(
        loss="categorical_crossentropy", learning_rate=0.3, epochs=60, shuffle=False, precision="float64"
    ),
)
MEAN, OVER, SAME = "mean, rate r", "sum, rate r / m", "sum, rate r"
FOLLOWS = 1e-5  # of the largest weight: weights that stay closer take the same path
BATCHES = (96, 48, 40, 32, 8)
NAMES = {"sgd": "plain gradient descent", "momentum": "momentum", "adam": "Adam"}


def knobs(k):
    """How it is trained."""
    k.choice("optimizer", "Optimizer", list(NAMES), "sgd")
    k.choice("batch", "Batch size (m)", BATCHES, 96, shown=lambda m: "all 96" if m == max(BATCHES) else str(m))
    k.steps("rate", "Learning rate (r)", [0.01, 0.03, 0.1, 0.3, 1.0, 3.0], 0.3)
    k.steps("epochs", "Epochs", [10, 30, 60, 120], 60)


def answer(compute, *, optimizer, batch, rate, epochs):
    """The costs of the three trainings, and the step of each."""
    experiment = setting(optimizer, batch, rate, epochs)

    def show(coarse: Paths) -> None:
        shown = _answer(coarse, experiment)
        compute.show(replace(shown, note=f"{shown.note} So far the mean is trained by hand; Keras's follows."))

    return _answer(compute(paths, experiment, partly=show), experiment)


def _answer(found: Paths, experiment: lab.Experiment) -> Answer:
    optimizer = experiment.training.optimizer
    return Answer(
        headline=headline(found, optimizer),
        note=note(found, experiment),
        blocks=(
            Figure.of(
                drawn(*places(found)), summary(found),
                caption="Softmax regression on 96 points in three overlapping blobs, from zeros, one run each. The "
                "mean is trained by Keras's optimizer, the sums by hand in NumPy, both with 15 digits (float64).",
            ),
            Why(why(found, experiment.training)),
            Advice(
                "Keep the mean, as Keras does: then a step does not grow with the batch. If your gradient is a sum, "
                "divide the rate by m for SGD and momentum; leave it for Adam.",
                SAME_STEPS,
            ),
            mathematics(Formula(formula(found, experiment))),
        ),
        experiment=experiment,
    )  # fmt: skip


def setting(optimizer: str, batch: int, rate: float, epochs: int) -> lab.Experiment:
    """The training of the mean."""
    return lab.vary(
        START,
        {
            "training.optimizer": optimizer, "training.batch_size": None if batch == max(BATCHES) else batch,
            "training.learning_rate": rate, "training.epochs": epochs,
        },
    )  # fmt: skip


def headline(found: Paths, optimizer: str) -> str:
    """Whether the sum with rate r / m takes the path of the mean."""
    if _follows(found, OVER):
        return (
            f"Yes: summed, loss and gradient are {found.m} times as large as averaged, so rate r/{found.m} takes the "
            "same path."
        )
    if optimizer == "adam":
        return "No, not with Adam: the sum with rate r/m leaves the path of the mean."
    if found.uneven:
        return "No: the last batch of each epoch is smaller, so the rate divides by the wrong number there."
    return "Yes, but at this rate each step enlarges rounding errors, and the two paths part."


def note(found: Paths, experiment: lab.Experiment) -> str:
    """By how much the paths differ, and of what they are."""
    training, over, same = experiment.training, _row(found, OVER), _row(found, SAME)
    apart = (
        "and no weight ever differs by more than"
        if _follows(found, OVER)
        else "and within them a weight differs by up to"
    )
    summed, mean = (figure(cost, 3) for cost in (same["cost"], _end(found)))
    ends = f"ends at a cost of {summed}, {'as the mean does' if summed == mean else f'the mean at {mean}'}"
    return (
        f"Rate r = {figure(training.learning_rate)}, m = {found.m}, {training.epochs} epochs, {apart} "
        f"{figure(over['weights'])}. With rate r the sum {ends}."
    )


def larger(found: Paths, training: lab.Training) -> str:
    """How many times a sum is the mean: the loss that is printed, the gradient, and the rate that goes with either."""
    m, first = found.m, found.costs["cost"].iloc[0]
    last = f" (the last of an epoch has {max(BATCHES) % m}, and a sum of so many)" if found.uneven else ""
    rate = figure(training.learning_rate)
    useful = (
        f"the rate for the same steps is {m} times as small, {figure(training.learning_rate / m)} instead of {rate}"
    )
    if training.optimizer == "adam":
        useful = f"Adam undoes that in its steps, so the rate stays {rate}"
    return (
        f"A loss {m} times as large as your friend's, with batches of {m} examples{last}, is a sum where the "
        f"other is a mean: at the start here {figure(m * first, 3)} is printed instead of {figure(first, 3)}. The "
        f"gradient is {m} times as large too; {useful}."
    )


def why(found: Paths, training: lab.Training) -> str:
    """What divides by what."""
    over, same, optimizer = _row(found, OVER), _row(found, SAME), training.optimizer
    m, told = found.m, [larger(found, training)]
    if optimizer == "adam":
        told += [
            "Adam divides each step by the size of its gradients, so a factor m in all of them cancels: the sum with "
            f"the same rate r stays within {figure(same['weights'])} in every weight.",
            "Divide the rate by m as well, and each step is m times too short.",
        ]
    else:
        told += [
            f"{NAMES[optimizer].capitalize()} uses the gradient only times the rate.",
            f"So divide either the gradient or the rate by {m}: both steps are the same number.",
            "Without that every step of the sum is m times as long.",
        ]
    if optimizer == "momentum" and _follows(found, OVER):
        told.append("What still differs is rounding: Keras keeps its momentum of 0.9 with 7 digits (float32).")
    if found.uneven:
        told.append(
            f"But {max(BATCHES)} examples do not fill batches of {found.m}: the last one of an epoch is smaller. The "
            "mean divides by its own number of examples, which no fixed rate does."
        )
    elif optimizer != "adam" and not _follows(found, OVER):
        told.append(
            f"After the first epoch the weights differ by {figure(over['early'])} only; a rate that large then "
            "enlarges the difference in each step."
        )
    return " ".join(told)


def _row(found: Paths, path: str):
    return found.apart.set_index("path").loc[path]


def _follows(found: Paths, path: str) -> bool:
    row = _row(found, path)
    return bool(row["weights"] <= FOLLOWS * row["size"])


def _end(found: Paths, path: str = MEAN) -> float:
    """The cost after the last epoch."""
    return float(found.costs.loc[found.costs["path"] == path, "cost"].iloc[-1])


@dataclass(frozen=True)
class Paths:
    """What was found.

    Attributes:
        costs: one row per (path, epoch): `cost`, the mean over all examples.
        apart: one row per path of the sums: `weights`, the largest difference of a weight from the path of the mean,
            over all epochs, `early`: the same after the first, `size`: the largest weight of the
            mean, and `cost` after the last epoch.
        m: examples a step.
        uneven: whether the last step of an epoch has fewer.
    """

    costs: pd.DataFrame
    apart: pd.DataFrame
    m: int
    uneven: bool


def paths(experiment: lab.Experiment, partly: Callable[[Paths], None] | None = None) -> Paths:
    """Train the mean as `lab.train` does, and the sum by hand with rate r / m and with rate r.

    Args:
        experiment: softmax regression from zeros, float64, not shuffled, optimizer "sgd", "momentum" or "adam".
        partly: called first with the same of a mean by hand, which takes no time.
    """
    training, examples = experiment.training, experiment.data.examples
    m = min(training.batch_size or examples, examples)
    rates = np.array([training.learning_rate / m, training.learning_rate])
    sums, means = (_by_hand(experiment, rates[first:], m, reduction) for first, reduction in ((0, "sum"), (1, "mean")))
    if partly:
        partly(_beside(sums, means.layers[0], means.costs[0], m, examples))
    run = lab.train(experiment, [0], recorded=training.epochs)
    mean = np.concatenate([run.arrays[0][0, 0], run.arrays[1][0, 0][:, None]], axis=1)  # (epoch, input and bias, class)
    return _beside(sums, mean, run.loss[0, 0], m, examples)


def _by_hand(experiment: lab.Experiment, rates: np.ndarray, m: int, reduction: str) -> Descent:
    x, y = load(experiment.data, "float64")
    training = experiment.training
    return descend(
        x, y, rates, batch=m, epochs=training.epochs, reduction=reduction, optimizer=training.optimizer
    )  # fmt: skip


def _beside(sums: Descent, mean: np.ndarray, cost: np.ndarray, m: int, examples: int) -> Paths:
    costs = {MEAN: cost, OVER: sums.costs[0], SAME: sums.costs[1]}
    rows = [pd.DataFrame({"path": name, "epoch": np.arange(len(each)), "cost": each}) for name, each in costs.items()]
    return Paths(pd.concat(rows, ignore_index=True), _apart(sums, mean), m, examples % m > 0)


def _apart(sums: Descent, mean: np.ndarray) -> pd.DataFrame:
    apart = np.abs(sums.layers - mean).max(axis=(2, 3))  # (path, epoch)
    return pd.DataFrame(
        {"path": [OVER, SAME], "weights": apart.max(axis=1), "early": apart[:, 1], "size": np.abs(mean).max(),
         "cost": sums.costs[:, -1]}
    )  # fmt: skip


def places(found: Paths) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """The costs as places on a logarithmic axis, some of them as symbols, and that axis.

    Returns:
        One row per (path, epoch): `place`, `says`; of these, for each path, those at epochs of its own; the axis.
    """
    axis = LogAxis.of(found.costs["cost"])
    lines = found.costs.assign(place=axis.place(found.costs["cost"]), says=found.costs["cost"].map(figure))
    every = max(1, int(lines["epoch"].max()) // 30)
    groups = [lines[lines["path"] == path] for path in (MEAN, OVER, SAME)]
    dots = [rows[i * every :: 3 * every] for i, rows in enumerate(groups)]
    return lines, pd.concat(dots, ignore_index=True), axis


def formula(found: Paths, experiment: lab.Experiment) -> str:
    """The step of either, with the learner's numbers."""
    rate, m = experiment.training.learning_rate, found.m
    step = r"\sum_{i=1}^{m} \frac{\partial C_i}{\partial W}"
    return aligned(
        rf"r \cdot \frac{{1}}{{m}} {step} &= \frac{{r}}{{m}} \cdot {step}",
        rf"\frac{{r}}{{m}} &= \frac{{{tex(figure(rate))}}}{{{m}}} = {tex(figure(rate / m))}",
    )


def summary(found: Paths) -> str:
    """The picture in words."""
    each = [f"{path} {figure(_end(found, path))}" for path in (MEAN, OVER, SAME)]
    last = int(found.costs["epoch"].max())
    return f"Cost after {last:,} epochs: {'; '.join(each)}."


def drawn(lines: pd.DataFrame, dots: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Cost against epoch, a line for each path, and symbols on it at epochs of its own: paths that agree share a line.

    Args:
        lines: `path`, `epoch`, `place` on the axis, `says` (the cost).
        dots: some rows of it.
        axis: that axis.
    """
    y = alt.Y("place:Q", **traces.on_log(axis, "Cost, mean over all examples", zero=False))
    x = traces.epochs()
    names = list(lines["path"].unique())
    color, shape = traces.marked_apart("path", names, columns=3, labelLimit=140, symbolSize=80)
    thin = alt.Chart(lines).mark_line(strokeWidth=1.5, strokeOpacity=0.6).encode(x, y, color)
    tips = ["path:N", "epoch:Q", alt.Tooltip("says:N", title="cost")]
    symbols = alt.Chart(dots).mark_point(filled=True, size=55, opacity=1).encode(x, y, color, shape, tooltip=tips)
    return (thin + symbols).properties(height=theme.HEIGHT)


SAME_STEPS = """\
# the mean over the batch
mean = keras.losses.CategoricalCrossentropy()
model.compile(keras.optimizers.SGD(r), mean)

# the same steps, if every batch has m examples
total = keras.losses.CategoricalCrossentropy(reduction="sum")
model.compile(keras.optimizers.SGD(r / m), total)"""

TRY = {
    "Does it hold for momentum?": {"optimizer": "momentum"},
    "And for Adam?": {"optimizer": "adam"},
    "What if 96 examples come in batches of 32?": {"batch": 32},
    "And in batches of 40, the last of 16?": {"batch": 40},
}
