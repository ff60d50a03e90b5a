"""Costs of many runs as figures: over training, where they end, and one by itself."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from lab.answer import Figure, Sets
from lab.charts import runs, traces
from lab.lazy import alt
from lab.numerals import counted, figure
from lab.run import Run
from lab.seeds import spread
from lab.seeds.starts import Starts

AXES = {"loss": "Cost after the last epoch", "accuracy": "Accuracy after the last epoch"}
MOST = 30  # clusters, so that their numbers have room


def courses(found: Run | Starts, caption: str = "") -> Figure:
    """Costs over training, a few single runs among them."""
    curves = spread.curves(found)
    caption = caption or "Thick: the median run. Band: the middle 90 % of runs. Thin: single runs."
    return Figure.of(runs.curves(curves, spread.single(found)), course(curves), caption=caption)


def course(curves: pd.DataFrame) -> str:
    """Where the median cost starts and ends, scheme by scheme."""
    parts = []
    for scheme, group in curves.groupby("scheme", sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        end = figure(last["mid"]) if math.isfinite(last["mid"]) else "no finite number, as all runs diverged"
        parts.append(f"{scheme} from {figure(first['mid'])} to {end}")
    return f"Median cost over {counted(curves['epoch'].max(), 'epoch')}: {'; '.join(parts)}."


def ends(
    ends: pd.DataFrame, by: str, levels: pd.DataFrame, caption: str, below: float | None = None, sets: bool = False
) -> Figure:  # fmt: skip
    """Where the runs end: a dot for each cluster, as large as it, with its number of runs.

    Args:
        ends: of `lab.seeds.ends`.
        by: "loss" or "accuracy".
        levels: of theory, to be met by costs: `level` and `name`; may be empty.
        caption: below it.
        below: the cost below which a run is solved, to be marked; None = no mark.
        sets: whether a click on a cluster turns the knob `seed`.
    """
    table = clusters(ends, by, _reach(by, below, levels))
    marked = below if by == "loss" else None
    chart = runs.ends(table, levels if by == "loss" else levels[:0], AXES[by], marked)
    picked = Sets(knob="seed", selection="pile", fields=("seed",)) if sets else None
    return Figure.of(chart, takeaway(table, ends), caption=caption, sets=picked)


def _reach(by: str, below: float | None, levels: pd.DataFrame) -> float:
    """How far the axis of the ends goes at least, as something is marked there."""
    return max([below or 0.0, *levels["level"]]) if by == "loss" else 0.0


def clusters(ends: pd.DataFrame, by: str = "loss", reach: float = 0.0) -> pd.DataFrame:
    """Runs gathered where they end close together; diverged runs are left out.

    Args:
        ends: of `lab.seeds.ends`.
        by: "loss" or "accuracy".
        reach: of the axis, at least; what is close together on it is one cluster.

    Returns:
        One row per (scheme, cluster): `end` (median of the cluster), `low`, `high` (its ends), `runs`, `share` (of the
        scheme's runs), `seed` (a run that is typical of it: the one nearest to the median).
    """
    finite = ends[np.isfinite(ends["loss"])].assign(end=lambda frame: frame[by].astype(float))
    width = (max(finite["end"].max(), reach, 1e-12) if len(finite) else 1.0) / MOST
    keys = ["scheme", "cluster"]
    finite = finite.assign(cluster=finite.groupby("scheme")["end"].transform(lambda each: _windows(each, width)))
    middle = finite.groupby(keys, sort=False)["end"].transform("median")
    nearest = finite.assign(away=(finite["end"] - middle).abs()).sort_values("away", kind="stable")
    table = finite.groupby(keys, sort=False)["end"].agg(end="median", low="min", high="max", runs="size")
    table = table.join(nearest.groupby(keys)["seed"].first()).reset_index()
    return table.assign(share=table["runs"] / table["scheme"].map(ends["scheme"].value_counts()).astype(float))


def _windows(ends: pd.Series, width: float) -> np.ndarray:
    """Number of each run's cluster: from the lowest end up, one begins where a run is farther than `width` away."""
    ordered = np.sort(ends.to_numpy(float))
    first = ordered[:1].tolist()
    while (place := np.searchsorted(ordered, first[-1] + width, "right")) < len(ordered):
        first.append(ordered[place])
    return np.searchsorted(first, ends, "right")


def largest(ends: pd.DataFrame, by: str, below: float, levels: pd.DataFrame) -> str:
    """What a dot is; of one scheme, that runs of its largest dot are not all that are solved, where it is so."""
    what, table = "Each dot: runs that end close together, and how many.", clusters(ends, by, _reach(by, below, levels))
    solved = int((ends["loss"] < below).sum())
    most = table.nlargest(1, "runs")
    if by != "loss" or len(set(ends["scheme"])) > 1 or most.empty:
        return what
    runs, high = int(most["runs"].iloc[0]), most["high"].iloc[0]
    if high >= below or runs == solved:
        return what
    return f"{what} Of the {solved:,} solved runs {runs:,} are in the largest dot; the rest are in smaller ones."


def takeaway(clusters: pd.DataFrame, ends: pd.DataFrame) -> str:
    """Where the runs end: the three largest clusters of each scheme."""
    parts = []
    for scheme, group in clusters.groupby("scheme", sort=False):
        top = group.nlargest(3, "runs")
        places = ", ".join(f"{row.runs:,} near {figure(row.end)}" for row in top.itertuples())
        parts.append(f"{scheme}: {places}")
    gone = lost(spread.solved(ends, 0.0))
    return f"Where the runs end. {'; '.join(parts) or 'No run ended with a finite cost'}.{gone}"


def lost(solved: pd.DataFrame) -> str:
    """How many runs of each scheme diverged, where some did; `solved` is of `lab.seeds.solved`."""
    parts = [f"{row.diverged:,} with {row.scheme}" for row in solved[solved["diverged"] > 0].itertuples()]
    return f" Diverged, and in no curve: {', '.join(parts)}." if parts else ""


def alone(found: Starts, ends: pd.DataFrame, seed: int) -> Figure:
    """The cost of one seed over training, a line for each scheme, and how it fared among all."""
    said, single = rank(ends, seed), spread.single(found, [seed])
    color, dash = traces.told_apart("scheme", list(single["scheme"].unique()), columns=3)
    x, y = traces.epochs(), alt.Y("loss:Q").title("Cost")
    tips = ["scheme:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("loss:Q", format=".4g")]
    line = alt.Chart(single, height=220).mark_line(strokeWidth=2.5)
    return Figure.of(line.encode(x, y, color, dash, tooltip=tips), said, caption=said)


def rank(ends: pd.DataFrame, seed: int) -> str:
    """How one seed fared among all, scheme by scheme."""
    parts = []
    for scheme, group in ends.groupby("scheme", sort=False):
        own, loss = group["seed"] == seed, group["loss"].where(np.isfinite(group["loss"]), np.inf)
        end = loss[own].iloc[0]
        lower = f"lower than {100 * (loss[~own] > end).mean():.0f} % of the other runs"
        lower = f", {lower if (loss != end).any() else 'as all others do'}" if len(group) > 1 else ""
        parts.append(f"{scheme} ends at {figure(end)}{lower}" if math.isfinite(end) else f"{scheme} diverged")
    return f"Seed {seed:,}: {'; '.join(parts)}."
