"""A loss that falls first and then becomes NaN: what makes it so, with what these data do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lab.laws import relevance, runaway, speed
from lab.numerals import counted, figure, short
from lab.question import address

if TYPE_CHECKING:
    from lab.questions.feature_relevance.nan.losses import Losses

ABOVE = 1.02  # times the largest stable rate: a little too large
STEPS = 3000  # that theory is followed for


@dataclass(frozen=True)
class Falls:
    """What theory says of a rate a little above the largest stable one, median over the runs.

    Attributes:
        rate: that rate.
        first: the cost before training.
        least: the least cost on the way.
        steps: after which it is that.
        overflow: the first step beyond the largest float32 number; inf if it is not within `STEPS`.
    """

    rate: float
    first: float
    least: float
    steps: int
    overflow: float

    @classmethod
    def of(cls, X: np.ndarray, y: np.ndarray, starts: np.ndarray) -> Falls:
        """Of the mean squared error of a linear model; arguments as of `lab.laws.speed.costs`."""
        rate = ABOVE * relevance.largest_rate(X)
        costs = speed.costs(X, y, starts, rate, np.arange(STEPS + 1))  # (seed, step)
        middle = np.quantile(costs, 0.5, axis=0, method="lower")
        overflow = np.quantile(runaway.steps_to_overflow(X, y, starts, rate, STEPS), 0.5, method="lower")
        return cls(rate, middle[0], middle.min(), int(middle.argmin()), float(overflow))


@cache
def sure_from() -> float:
    """The sum from which on float32's sigmoid is exactly 1."""
    sums = np.arange(0, 30, 0.01, dtype=np.float32)
    return float(sums[(1 / (1 + np.exp(-sums)) == 1).argmax()])


def headline(found: Losses) -> str:
    """Of a rate that is too large, and a loss that falls first; "" where it does not."""
    if not (fell := found.fell):
        return ""
    ends, sgd = "", found.median("SGD")
    if np.isfinite(sgd["infinite"]):
        ends = " to NaN" if np.isfinite(sgd["lost"]) else " beyond all numbers"
    times = short(found.rate / found.largest)
    return f"The loss falls for {counted(fell[0], 'step')}, then grows{ends}: the rate is {times} times too large."


def why(found: Losses) -> str:
    """Why it falls first, where it does."""
    if not (fell := found.fell):
        return ""
    steps, least, first = fell
    return (
        f"At first the loss falls, from {short(first)} to {short(least)} in {counted(steps, 'step')}: along all "
        "flatter directions what is wrong shrinks. Along the steepest one it grows a little with every step, until it "
        "is more than all the rest. So the rate was too large from the first step on; nothing happened when the loss "
        "turned. "
    )


def words(found: Losses) -> str:
    """What makes a loss fall first and then become NaN."""
    falls = found.falls
    gone = f"and is beyond float32 after {counted(falls.overflow, 'step')}" if np.isfinite(falls.overflow) else ""
    return (
        f"**A rate just above 2 ÷ λ.** Along flatter directions what is wrong shrinks, along the steepest it grows, "
        "unseen at first. With these features standardised and a rate "
        f"{short(ABOVE)} times the largest stable one, {figure(falls.rate, 3)}, theory has the loss fall from "
        f"{short(falls.first)} to {short(falls.least)} in {counted(falls.steps, 'step')}; then it grows {gone}."
        "\n\n**A curvature that grows.** This model is linear, so its λ is the same at all weights. With hidden units "
        "λ depends on the weights and often grows while the loss falls: a rate that was stable becomes too large "
        f"([which rates train from which start]({address('map')})).\n\n**Outputs that become too sure.** From a sum of "
        f"{short(sure_from())} on, float32's sigmoid is exactly 1. A loss that you wrote yourself then takes "
        f"log(1 − 1), which is −∞; [Keras's own cuts probabilities, or takes logits]({address('numerics')})."
        "\n\n**Which is it?** Look at the steps before the NaN. A loss that swings and grows over several "
        "steps: take a smaller rate. One that is small, and NaN at the next step: look for a logarithm, a division or "
        "a root."
    )
