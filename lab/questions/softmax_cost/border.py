"""Does a larger batch overflow? Maps of batch size and learning rate, for the sum over the batch and for its mean."""

import numpy as np
import pandas as pd

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.numerals import figure
from lab.question import Question
from lab.softmax import border, border_words, sum_or_mean

QUESTION = Question(
    room="softmax_cost",
    slug="border",
    title="Batch and rate",
    ask="Does a larger batch overflow?",
    group="Its gradient as arrays",
    place=8,
    also=(
        "does a larger batch need a smaller learning rate", "overflow encountered in exp",
        "loss explodes with a large batch", "learning rate and batch size", "the largest stable learning rate",
    ),
)  # fmt: skip
DATA = {"three blobs": ("blobs", 1.2), "three spiral arms": ("spiral", 0.02)}
NAMES = {"sum": "The sum over the batch", "mean": "The mean over the batch"}


def knobs(k):
    """What is learned, for how long."""
    k.choice("data", "Data", DATA, "three blobs", key="softmax_border_data")
    k.steps("epochs", "Epochs", [10, 20, 40, 80], 40, key="softmax_border_epochs")
    k.steps(
        "check", "Check the sum against Keras at m =", border.BATCHES, 96, key="softmax_border_check",
        help="The sum at every rate r by hand, and Keras's mean at m times that rate: both should end alike.",
    )  # fmt: skip


def answer(compute, *, data, epochs, check):
    """The two maps, what is predicted, and the check."""
    name, noise = DATA[data]
    changed = {"data.name": name, "data.noise": noise, "training.epochs": epochs}
    experiment = lab.vary(sum_or_mean.START, changed)
    found = compute(border.over_rates, experiment)
    law = compute(border.law, experiment)
    told = note(found, experiment)
    checked = compute(border.checked, experiment, m=check)
    return Answer(
        headline=headline(found),
        note=told,
        blocks=(
            _map(found, law, "sum", told),
            Why(why(found, law)),
            Advice(
                "Let the cost be the mean over the batch, and compute it from the logits: then no power overflows, "
                "and a rate that is too large shows as a cost that jumps. If you sum, divide the rate by m.",
                FROM_LOGITS,
            ),
            Section("And with the mean?", (_map(found, law, "mean", told),)),
            Section("Is the sum by hand right?", (Words(border_words.compared(checked, found, check)),)),
            Section(
                "The mathematics, with your numbers",
                (Formula(border_words.formula(law)), Words(CURVATURE)),
                folded=True,
            ),
        ),
        experiment=experiment,
    )


def _map(found: pd.DataFrame, law: pd.DataFrame, reduction: str, told: str) -> Figure:
    cells, line = border_words.drawn(found, law, reduction)
    return Figure.of(
        charts.softmax.border.chart(cells, line, border.STATES, NAMES[reduction]), told,
        caption="Each cell is one softmax regression on 96 points, from zeros. *Learns*: the cost never rose, or has "
        "arrived. *Restless*: it jumps. *Worse*: it ends above its start. *Overflows*: e^z was infinite for a logit "
        "of some step.",
    )  # fmt: skip


def headline(found: pd.DataFrame) -> str:
    """Whether a large batch overflows at a smaller rate than a small one."""
    return {
        (True, False): "Yes, if gradients are summed over the batch: it overflows at smaller rates; no, if averaged.",
        (True, True): "Yes: a larger batch overflows at smaller rates, with summed and with averaged gradients.",
        (False, True): "Yes, if gradients are averaged over the batch: it overflows at smaller rates; no, if summed.",
        (False, False): "No: a larger batch overflows at no smaller rate, with summed or averaged gradients.",
    }[_sooner(found, "sum"), _sooner(found, "mean")]


def _sooner(found: pd.DataFrame, reduction: str) -> bool:
    least, most = (_overflows(found, reduction, m) for m in (found["m"].min(), found["m"].max()))
    return bool(most < least)


def note(found: pd.DataFrame, experiment: lab.Experiment) -> str:
    """The largest rates that learn and the smallest that overflow, for the smallest batch and the largest."""
    least, most = found["m"].min(), found["m"].max()
    return (
        f"Sum: the largest rate that learns {_goes(found, 'sum', least, most)}, and e^z overflows "
        f"{_from(found, 'sum', least)} (m = {least}) and {_from(found, 'sum', most)} (m = {most}). Mean: the largest "
        f"rate that learns {_goes(found, 'mean', least, most)}. {len(found)} runs, {experiment.training.epochs} epochs."
    )


def why(found: pd.DataFrame, law: pd.DataFrame) -> str:
    """What a sum does to a step, and how it shows."""
    least, most = found["m"].min(), found["m"].max()
    steepest = law[(law["curvature"] == border.STEEPEST) & (law["reduction"] == "sum")].set_index("m")["rate"]
    times = _learns(found, "sum", least) / _learns(found, "sum", most)
    lost = _overflows(found, "sum", most) / _learns(found, "sum", most)
    return (
        "A sum over m examples is m times their mean, so each step is m times as long, and a large batch needs a "
        "smaller rate. Their mean does not grow with the batch. "
        f"From m = {least} to {most} the largest rate that the sum learns with falls {_times(times)}, not {most}: the "
        f"steepest single example is steeper than the mean of all (predicted: "
        f"{_times(steepest[least] / steepest[most])}). "
        + (
            "Here nothing overflows: a rate that is too large shows as a cost that jumps or rises."
            if np.isnan(lost)
            else f"Overflow is the last sign of a rate that is too large, not the first: with {most} examples it comes "
            f"at {_times(lost)} the largest rate that learns. Before that the cost jumps, then it ends above its start."
        )
    )


def _goes(found: pd.DataFrame, reduction: str, least: int, most: int) -> str:
    start, end = (_learns(found, reduction, m) for m in (least, most))
    if start == end:
        return f"stays at {figure(start)}"
    return f"{'falls' if end < start else 'rises'} from {figure(start)} to {figure(end)}"


def _learns(found: pd.DataFrame, reduction: str, m: int) -> float:
    return border_words._borne(found, reduction, m)


def _overflows(found: pd.DataFrame, reduction: str, m: int) -> float:
    return border_words._overflows(found, reduction, m)


def _from(found: pd.DataFrame, reduction: str, m: int) -> str:
    return border_words._from(found, reduction, m)


def _times(ratio: float) -> str:
    return border_words._times(ratio)


CURVATURE = (
    "λ is the largest curvature of the cost at its minimum: the largest eigenvalue of the matrix of its second "
    "derivatives. That of all examples gives the first line. A batch of few examples can be steeper than all of them "
    "together: the λ of the steepest batch gives the second line, below which no step can carry away."
)
FROM_LOGITS = """\
model = keras.Sequential([..., keras.layers.Dense(3)])           # the logits
loss = keras.losses.CategoricalCrossentropy(from_logits=True)    # the mean over the batch
model.compile(keras.optimizers.SGD(rate), loss)"""

TRY = {
    "Is it the same for spiral arms?": {"data": "three spiral arms"},
    "Do a few epochs show it already?": {"epochs": 10},
    "Does the sum equal the mean with m times the rate in small batches too?": {"check": 8},
}
