"""What was found about the largest stable rate, in sentences, a table and formulas, from its frames."""

import math

import numpy as np
import pandas as pd

from lab.log_axis import LogAxis
from lab.numerals import aligned, counted, figure, short, tex
from lab.relevance.wall import BEFORE, BEHIND, BUDGET, Wall

BOUNDS = {"sgd": "2", "momentum": "2 (1 + m)", "nesterov": r"\tfrac{2 (1 + m)}{1 + 2m}"}  # times 1 / lambda max
ROUNDING = 1 - 1e-6  # rounding errors are no epoch more


def verdict(found: Wall) -> str:
    """Between which rates training begins to diverge, and where that is predicted."""
    rates, epochs = found.rates, found.experiment.training.epochs
    last, first = bracket(found)
    says = (
        "Training diverges at the predicted rate of"
        if met(found)
        else "Training is predicted to diverge from a rate of"
    )
    below = f"no run diverges up to {last:g} of it" if last > 0 else "some run diverges at every rate tried"
    above = f"every run does from {first:g} of it on" if np.isfinite(first) else "at none of them all do"
    return (
        f"{says} {_rate(found.largest)}: {below}, {above} "
        f"({len(rates)} rates, {counted(found.replicas, 'seed')} each, {epochs:,} epochs)."
    )


def met(found: Wall) -> bool:
    """Whether training diverges where it is predicted, as closely as rates were tried there."""
    last, first = bracket(found)
    return last < 1 < first and first - last < 0.025


def bracket(found: Wall) -> tuple[float, float]:
    """The largest share up to which nothing diverges (0 if none), the least from which on all does (inf if none)."""
    share, diverged = found.rates["share"].to_numpy(), found.rates["diverged"].to_numpy()
    some, not_all = np.flatnonzero(diverged > 0), np.flatnonzero(diverged < found.replicas)
    before = share[: some[0]] if len(some) else share
    behind = share[not_all[-1] + 1 :] if len(not_all) else share
    return float(before.max(initial=0.0)), float(behind.min(initial=np.inf))


def drawn(found: Wall) -> tuple[pd.DataFrame, LogAxis]:
    """The rates with their costs as places on a logarithmic axis, and that axis.

    Returns:
        The frame with `says` ("converges", "some", "diverges") and `foretold` (above 1 in the row of what diverged),
        and the axis.
    """
    rates = found.rates
    axis = LogAxis.of(rates[["low", "mid", "high"]].to_numpy())
    foretold = axis.place(np.where(rates["share"] > 1, np.inf, rates["foretold"]))
    places = {name: axis.place(rates[name]) for name in ("low", "mid", "high")}
    says = np.where(
        rates["diverged"] == 0, "converges", np.where(rates["diverged"] < found.replicas, "some", "diverges")
    )
    return rates.assign(**places, foretold=np.where(rates["foretold"].isna(), np.nan, foretold), says=says), axis


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The other columns; of texts."""
    return pd.DataFrame(
        {
            "columns": frame["columns"],
            "λ max": frame["steepest"].map(figure),
            "λ min": frame["flattest"].map(figure),
            "largest rate": frame["largest"].map(_rate),
            f"{BEFORE:g} of it": [f"{row.converge} of {row.runs} converge" for row in frame.itertuples()],
            f"{BEHIND:g} of it": [f"{row.diverge} of {row.runs} diverge" for row in frame.itertuples()],
            "epochs to 1 %, predicted": frame["foretold"].map(_epochs),
            "measured": frame["measured"].map(_epochs),
        }
    ).set_index("columns")


def _epochs(value: float) -> str:
    return f"{math.ceil(value * ROUNDING):,}" if math.isfinite(value) else f"more than {BUDGET}"


def formulas(found: Wall) -> str:
    """The largest rate with its numbers, and the share of the steepest distance left at a little less and more."""
    training, curvature = found.experiment.training, tex(figure(found.curvature))
    bound = BOUNDS[training.optimizer]
    lines = [
        rf"\eta_{{\max}} &= {bound} / \lambda_{{\max}}",
        rf"&= {bound} / {curvature} = {_rate(found.largest)}",
    ]
    if training.optimizer != "sgd":
        return aligned(*lines, rf"m &= {training.acting_momentum:g}")
    for share in (BEFORE, BEHIND):
        with np.errstate(over="ignore"):
            end = np.float64(abs(1 - 2 * share)) ** training.epochs
        lines.append(rf"|1 - 2 \times {share:g}|^{{{training.epochs}}} &= {tex(f'{end:.1e}')}")
    return aligned(*lines)


def why(found: Wall) -> str:
    """What the wall is, and where the best rate is."""
    if found.experiment.training.optimizer != "sgd":
        return (
            "Too large a rate makes every step overshoot. With momentum the largest stable rate is another one, for "
            "the same reason: beyond it, the steps along the steepest direction outgrow what they correct. Steepness "
            "comes from the inputs alone: the larger their values, or the more they resemble each other, the smaller "
            "the rate must be."
        )
    return (
        "Every step goes down the slope, and along the steepest direction the farthest. At a small rate it falls "
        "short of the end; at a larger one it lands on the other side, but nearer. Beyond the largest stable rate it "
        "lands farther away than it was, every time, and the cost grows without bound. The steepness comes from the "
        "inputs alone: the larger their values, or the more they resemble each other, the smaller the rate must be. "
        f"The best rate is {short(found.best)} of the largest: there the steepest and the flattest direction are "
        "equally slow."
    )


NOTE = (
    f"Ten examples, plain gradient descent, {BUDGET} epochs; last two columns: at the best rate of each row. k equal "
    "columns divide the largest rate by k; a standardised column moved to mean m has λ = 2 (1 + m²), without a bias. "
    "These are the rates for Keras's mean squared error. For half of it, as some write the cost, λ is half as large "
    "and the rates are twice as large: 2, 1, 0.4 and 0.2 for 1, 2, 5 and 10 equal columns."
)


def _rate(value: float) -> str:
    return f"{value:.4g}"
