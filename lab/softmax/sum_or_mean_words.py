"""What was found about the sum and the mean, as sentences, formulas and what the picture draws."""

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.log_axis import LogAxis
from lab.numerals import aligned, figure, tex
from lab.softmax.sum_or_mean import FOLLOWS, MEAN, OVER, SAME, Paths

NAMES = {"sgd": "plain gradient descent", "momentum": "momentum", "adam": "Adam"}


def verdict(found: Paths, experiment: Experiment) -> str:
    """Whether the sum with rate r / m takes the path of the mean."""
    training, over = experiment.training, _row(found, OVER)
    optimizer, epochs = NAMES[training.optimizer], f"{training.epochs:,} epochs"
    rate = f"r = {figure(training.learning_rate)}, m = {found.m}"
    if follows(over):
        kept = " (Keras keeps its momentum of 0.9 in float32)" if training.optimizer == "momentum" else ""
        return (
            f"Yes: with {optimizer}, the sum with rate r / m takes the path of the mean with rate r ({rate}); in "
            f"{epochs} no weight differs by more than {figure(over['weights'])}{kept}. {_same(found)}"
        )
    rounding = training.optimizer != "adam" and not found.uneven
    return (
        f"{'Not for long' if rounding else 'No'}: with {optimizer}, the sum with rate r / m leaves the path of the "
        f"mean ({rate}); within {epochs} a weight differs by {figure(over['weights'])}. "
        + (_rounding(over) if rounding else _why(found, training.optimizer))
    )


def follows(row: pd.Series) -> bool:
    """Whether a path of `Paths.apart` is that of the mean."""
    return bool(row["weights"] <= FOLLOWS * row["size"])


def _row(found: Paths, path: str) -> pd.Series:
    return found.apart.set_index("path").loc[path]


def _same(found: Paths) -> str:
    """What becomes of the sum without the 1/m."""
    same, mean = _row(found, SAME), _end(found, MEAN)
    if follows(same):
        return f"So does the sum with rate r, to {figure(same['weights'])}."
    return f"Without the 1/m, the sum with rate r ends at a cost of {figure(same['cost'])} instead of {figure(mean)}."


def _why(found: Paths, optimizer: str) -> str:
    last = "The last batch of an epoch is smaller: the mean divides by its own number, the rate by m all the same."
    if optimizer != "adam":
        return last
    same = _row(found, SAME)["weights"]
    stays = "stays within" if same < 1e-2 else "differs by"
    return (
        f"Adam divides each step by the size of its gradients, so a factor m cancels: the sum with the same rate r "
        f"{stays} {figure(same)}." + (f" {last}" if found.uneven else "")
    )


def _rounding(over: pd.Series) -> str:
    return (
        f"After the first epoch they differ by {figure(over['early'])} only: at this rate each step enlarges what "
        "rounding leaves."
    )


def _end(found: Paths, path: str) -> float:
    return float(found.costs.loc[found.costs["path"] == path, "cost"].iloc[-1])


def drawn(found: Paths) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
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


def formula(found: Paths, experiment: Experiment) -> str:
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
    last = int(np.max(found.costs["epoch"]))
    return f"Cost after {last:,} epochs: {'; '.join(each)}."
