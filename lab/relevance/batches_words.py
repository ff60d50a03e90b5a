"""What was found about batches, in sentences and tables; every number comes from its frames."""

import math

import numpy as np
import pandas as pd

from lab.numerals import counted, short
from lab.relevance.batches import Batches

PAIR = 2  # the size that is held against all examples at once
SAME = 0.1  # a difference in steps below this share is none
FIRST, EVERY = 16, 4  # a line shows the first records, then every fourth
BELOW, ABOVE = 100.0, 10.0  # what is drawn: from the level divided by the first to the start times the second


def verdict(found: Batches) -> str:
    """Whether batches of two are faster, by epochs and by steps."""
    whole, pair = (middle(found, size) for size in (full_batch(found), PAIR))
    seeds, epochs = len(found.reached["seed"].unique()), f"{found.experiment.training.epochs:,}"
    budget = f"({counted(seeds, 'seed')} each, median, {epochs} epochs.)"
    level = f"a cost of {found.level:g}"
    if not np.isfinite([whole["epochs"], pair["epochs"]]).all():
        return f"{_missed(found, whole, 'All examples at once')} {_missed(found, pair, 'Batches of two')} {budget}"
    times = whole["epochs"] / pair["epochs"]
    by_epoch = (
        f"Batches of two reach {level} after {many(pair['epochs'], 'epoch')} instead of {rounded_up(whole['epochs'])}"
    )
    return (
        f"{by_epoch}, {times:.3g} times as fast. By steps {by_steps(pair['steps'] / whole['steps'])}: "
        f"{rounded_up(pair['steps'])} against {rounded_up(whole['steps'])} (predicted: {rounded_up(found.steps)}). "
        f"{budget}"
    )


def _missed(found: Batches, row: pd.Series, who: str) -> str:
    if np.isfinite(row["epochs"]):
        return f"{who}: a cost of {found.level:g} after {many(row['epochs'], 'epoch')}, {many(row['steps'], 'step')}."
    why = "diverge" if row["diverged"] else f"never reach a cost of {found.level:g} in this time"
    return f"{who} {why}."


def by_steps(ratio: float) -> str:
    if abs(ratio - 1) <= SAME:
        return "nothing is gained"
    return "they are faster too" if ratio < 1 else "they are slower"


def full_batch(found: Batches) -> int:
    return int(found.reached["batch"].max())


def middle(found: Batches, size: int) -> pd.Series:
    """Medians of one size; `diverged`: whether most of its runs did."""
    rows = found.reached.query("batch == @size")
    middle = rows[["epochs", "steps"]].quantile(0.5, interpolation="higher")
    return pd.Series({**middle, "diverged": rows["diverged"].mean() > 0.5})


def table(found: Batches) -> pd.DataFrame:
    """Every size with its epochs and its steps; of texts."""
    rows = []
    for size, group in found.reached.groupby("batch", sort=False):
        rows.append(
            {
                "batch size": "all" if size == full_batch(found) else str(size),
                "steps an epoch": str(-(-full_batch(found) // size)),
                f"epochs to {found.level:g}": _spread(group, "epochs"),
                "steps": _spread(group, "steps"),
            }
        )
    return pd.DataFrame(rows).set_index("batch size")


def _spread(group: pd.DataFrame, name: str) -> str:
    low, mid, high = (rounded_up(group[name].quantile(q, interpolation="higher")) for q in (0.0, 0.5, 1.0))
    if mid == "never":
        return f"diverge ({int(group['diverged'].sum())} of {len(group)})" if group["diverged"].any() else "not reached"
    return mid if low == high else f"{mid} ({low} to {high})"


def many(value: float, noun: str) -> str:
    """A finite number of epochs or steps, rounded up."""
    return counted(math.ceil(value * (1 - 1e-6)), noun)


def rounded_up(value: float) -> str:
    return f"{math.ceil(value * (1 - 1e-6)):,}" if math.isfinite(value) else "never"


def drawn(found: Batches, axis: str) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float, float]]:
    """The curves, the law's curve, and the range of costs that is drawn; what diverges leaves it.

    Args:
        axis: "epoch" or "step".

    Returns:
        Curves with `x` (the column `axis`), `label` and `marked` (where a shape stands); law with `x`; range.
    """
    place = found.curves.groupby("batch").cumcount()
    curves = found.curves[(place < FIRST) | (place % EVERY == 0)]
    names = {size: f"batch size {size}" for size in curves["batch"].unique()} | {full_batch(found): "full batch"}
    low, high = found.level / BELOW, curves.loc[curves["epoch"] == 0, "high"].max() * ABOVE
    values = curves[["low", "mid", "high"]]
    curves = curves.assign(**values.where((values > low / BELOW) & (values < high * ABOVE)))
    place = curves.groupby("batch").cumcount()
    curves = curves.assign(x=curves[axis], label=curves["batch"].map(names), marked=place % 12 == 6)
    law = found.foretold.query("cost > @low and cost < @high")
    return curves, law.assign(x=law["step"]), (float(low), float(high))


def why(found: Batches) -> str:
    """Why an epoch goes farther with small batches, and what they bear less of."""
    size, rate = full_batch(found), found.experiment.training.learning_rate
    steps, beyond = -(-size // PAIR), "more" if rate > found.single else "less"
    return (
        f"An epoch is one look at all {size} examples. In batches of two it holds {steps} steps, each as long as "
        "the one step of the whole batch, and on average in the same direction. At a small rate they add up to "
        f"{steps} times the way. But small batches need smaller rates, as the steepest one counts instead of the mean: "
        "one example has the curvature 2 |x|², the 1 of the bias counted in. With single examples, rates up to "
        f"{short(found.single)} are stable; with the full batch, up to {short(found.largest)}. This one, {rate:g}, is "
        f"{beyond} than the first."
    )
