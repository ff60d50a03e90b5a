"""What became of each difference: whether it separated the two neurons, and whether it still grew at the end."""

from functools import lru_cache

import numpy as np
import pandas as pd

from lab.differentiation.forecast import PARTED
from lab.laws import splitting
from lab.questions.neuron_differentiation.escape.pushed import Escape

GROWS, BRISKLY = 1.05, 1.5  # times in the second half of the training, from which on a difference grows, and clearly
SEEN = 0.01  # of the height of the curve of the cost: what a reader sees of it
KEPT = 4  # pages at once: every sentence of a page asks for these


@lru_cache(KEPT)
def fates(found: Escape) -> pd.DataFrame:
    """What became of the runs of each difference.

    Returns:
        One row per difference, indexed by `epsilon`, rising: `epochs` (median of the runs that did not diverge, inf for
        never), `runs`, `lost` (of them, diverged), `fate`: "separated", "never", or "diverged" where most did.
    """
    grouped = found.times.query("kind == 'measured'").groupby("epsilon")["epochs"]
    table = pd.DataFrame({"epochs": grouped.median(), "runs": grouped.size(), "lost": grouped.size() - grouped.count()})
    ends = [2 * table["lost"] > table["runs"], np.isinf(table["epochs"])]
    return table.assign(fate=np.select(ends, ["diverged", "never"], "separated"))


def of_small(found: Escape) -> pd.DataFrame:
    """The same of the differences that are small: neurons `PARTED` apart already count as different."""
    table = fates(found)
    return table[table.index < PARTED * (1 - 1e-9)]


def separated(found: Escape) -> pd.Series:
    """Epochs until a small difference separates the neurons, of those that do: epsilon, rising -> epochs."""
    return of_small(found).query("fate == 'separated'")["epochs"]


def too_small(found: Escape) -> list[float]:
    """The differences, rising, that separate no neurons and are smaller than all that do."""
    never, apart = of_small(found).query("fate == 'never'").index, separated(found).index
    return [epsilon for epsilon in never if not len(apart) or epsilon < apart[0]]


def diverged(found: Escape) -> bool:
    """Whether most small differences end with weights that are no finite numbers."""
    return bool(of_small(found)["fate"].eq("diverged").mean() > 0.5)


@lru_cache(KEPT)
def late_growth(found: Escape) -> float:
    """How many times as large those too small got in the second half of the training, median; NaN without any."""
    course = found.courses.pivot_table("distance", "epoch", "epsilon")
    small = too_small(found)
    return float((course[small].iloc[-1] / course[small].loc[_half(course)]).median()) if small else np.nan


def wanting(found: Escape) -> float:
    """Epochs more that the largest of those would take at that pace; inf if they do not grow."""
    grown = late_growth(found)
    if not grown >= GROWS:
        return np.inf
    course = found.courses.pivot_table("distance", "epoch", "epsilon")[too_small(found)[-1]]
    return float((course.index[-1] - _half(course)) * np.log(PARTED / course.iloc[-1]) / np.log(grown))


def _half(course: pd.DataFrame | pd.Series) -> int:
    """The recorded epoch in the middle of the training."""
    return course.index[np.abs(course.index - course.index[-1] / 2).argmin()]


def measured_decade(found: Escape, kind: str = "measured") -> float:
    """Epochs that a push ten times smaller costs: over the smaller half of the pushes that part; NaN without two.

    Args:
        found: what was measured.
        kind: "foretold" for theory's times of the same pushes; NaN where it has none.
    """
    apart = fates(found).query("fate == 'separated'").index
    smaller = apart[: (len(apart) + 1) // 2]  # rising pushes
    times = found.times.query("kind == @kind").groupby("epsilon")["epochs"].median().reindex(smaller)
    if len(times) < 2 or not np.isfinite(times).all():
        return np.nan
    return float(np.polyfit(-np.log10(smaller.to_numpy()), times.to_numpy(), 1)[0])


def foretold_decade(found: Escape) -> float:
    """The same by theory where equal neurons end, from the median lambda of the seeds."""
    return splitting.steps_per_decade(found.experiment.training.learning_rate, float(found.rates["fastest"].median()))


@lru_cache(KEPT)
def amounts_to(found: Escape) -> dict[str, tuple[int, int, float]]:
    """precision -> (runs that rounding alone parted, runs, the push that parts as late as their median, by theory)."""
    foretold = found.times.query("kind == 'foretold'").groupby("epsilon")["epochs"].median().sort_index()
    known = foretold[np.isfinite(foretold)]
    result = {}
    for precision, runs in found.rounded.groupby("precision"):
        parted = runs.loc[np.isfinite(runs["epochs"]), "epochs"]
        powers = np.log10(known.index.to_numpy())
        reached = len(parted) and len(known) and known.min() <= parted.median() <= known.max()
        power = np.interp(parted.median(), known.to_numpy()[::-1], powers[::-1]) if reached else np.nan
        result[precision] = len(parted), len(runs), float(10.0**power)
    return result


def beside(found: Escape) -> tuple[int, int]:
    """Whether the cost falls (-1), stays (0) or rises (1) right beside equal neurons, and when they are 1 apart."""
    cost = found.ridge["cost"].to_numpy()[len(found.ridge) // 2 :]
    change = (cost - cost[0]) / (np.ptp(cost) or 1.0)
    seen = np.sign(change) * (np.abs(change) > SEEN)
    return int(seen[np.abs(seen).argmax()]), int(seen[-1])


def settles(found: Escape) -> bool:
    """Whether the equal neurons of the first run end at finite weights: then there is a curve of their cost."""
    return bool(found.ridge["cost"].notna().all())


def bends(found: Escape) -> bool:
    """Whether a reader sees that theory's parabola of the cost is no straight line."""
    steep = abs(float(found.rates["fastest"].iloc[0])) / 4  # how far the parabola has gone 1 apart
    return steep > SEEN * np.ptp(found.ridge["cost"])
