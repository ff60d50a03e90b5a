"""What was found about the two costs, in sentences and a formula; every number comes from the frames."""

import pandas as pd

from lab.datasets import TITLES
from lab.numerals import aligned, figure, tex
from lab.one_neuron import COSTS
from lab.softmax.two_costs import CHOOSERS, Pairs
from lab.softmax.two_costs_compared import BEST, LOSES, OPEN, WINS, best

UNITS = {"accuracy": "percentage points", "steps": "steps"}


def labels(found: Pairs) -> dict[str, str]:
    """What each measure is called on an axis."""
    return {"accuracy": "Right at the end (%)", "steps": f"Steps until {100 * found.threshold:g} % are right"}


COMPARED = {"accuracy": "accuracy at the end", "steps": "steps until enough are right"}
INTERVAL = (
    "Student's interval for the mean of N paired differences (cross-entropy against squared error from the same "
    "start), s their standard deviation. It would hold the true mean in 95 of 100 repetitions; none is corrected for "
    "there being several."
)


def both(rate: float) -> str:
    """What the setting of one rate for both is called."""
    return f"both at {rate:g}"


def title(by: str) -> str:
    """What the difference of a pair is called on an axis."""
    return {"accuracy": "Percentage points more with cross-entropy", "steps": "Steps fewer with cross-entropy"}[by]


def verdict(found: Pairs, table: pd.DataFrame, by: str, rate: float) -> str:
    """Which cost is better at one rate for both and with a rate for each, with intervals, N and the steps.

    Args:
        found: of `two_costs.measure`.
        table: of `two_costs_compared.intervals`.
        by: the measure compared.
        rate: of both.
    """
    rows, chosen = table.set_index("setting"), best(found, by)
    own = ", ".join(f"{cost} {chosen[cost]:g}" for cost in COSTS)
    here = f"Both at rate {rate:g}, {_says(rows.loc[both(rate)], by)}"
    each = f"Each at its own best rate ({own}), {_says(rows.loc[BEST], by)}"
    pairs, data = int(rows.loc[BEST, "pairs"]), TITLES[found.experiment.data.name]
    return (
        f"{here}. {each}. ({data}; {pairs} pairs of runs, each from one start, {found.steps:,} steps; in brackets "
        "95 % intervals of the mean.)"
    )


def _says(row: pd.Series, by: str) -> str:
    """One comparison in words."""
    unit, turned = UNITS[by], row["says"] == LOSES
    low, high = (-row["high"], -row["low"]) if turned else (row["low"], row["high"])
    span = f"({_short(low)} to {_short(high)})"
    if by == "steps" and row["late"] == row["pairs"]:
        return "no run of either cost gets there"
    if row["says"] == OPEN:
        mean = f"{_short(row['mean'])} {unit}" if row["mean"] else "exactly 0"
        return f"neither is shown to be better: a mean difference of {mean} {span}"
    size, cost = f"{_short(abs(row['mean']))} {unit}", "squared error" if turned else "cross-entropy"
    does = f"gets {size} more right" if by == "accuracy" else f"is there {size} sooner"
    return f"{cost} {does} {span}"


def _short(value: float) -> str:
    """Two digits below 1, one decimal below 100, whole from there on; "0" only for what is exactly 0."""
    size = abs(value)
    return figure(float(f"{value:.2g}") if size < 1 else round(float(value), 1) if size < 100 else round(float(value)))


def conclusion(found: Pairs, table: pd.DataFrame, by: str) -> str:
    """What becomes of the claim that squared error may do as well."""
    rows, chosen = table.set_index("setting"), best(found, by)
    same, own = rows.drop(index=BEST), rows.loc[BEST]
    if by == "steps" and (rows["late"] == rows["pairs"]).all():
        return (
            f"No run gets {100 * found.threshold:g} % right within {found.steps:,} steps, so there is nothing to "
            "compare: take more steps, or a lower accuracy."
        )
    bound = f"{_short(max(abs(own['low']), abs(own['high'])))} {UNITS[by]}"
    ends = {
        OPEN: f"With a rate for each, no difference is shown; if there is one, it is {bound} at most (95 % interval).",
        WINS: "Even with a rate of its own, squared error does not do as well here.",
        LOSES: "With a rate of its own, squared error does better here.",
    }
    return f"{_rule(same)} {ends[own['says']]}{_edge(found, chosen)}"


def _rule(same: pd.DataFrame) -> str:
    """Which cost is better with one rate for both, and whether that depends on the rate."""
    wins, loses = (int((same["says"] == says).sum()) for says in (WINS, LOSES))
    if not wins and not loses:
        return f"With one rate for both, neither is shown to be better at any of {len(same)} rates."
    each = [
        f"{cost} is better at {count}" for cost, count in (("cross-entropy", wins), ("squared error", loses)) if count
    ]
    decides = "The rate decides: w" if wins and loses else "W"
    return f"{decides}ith one rate for both, {' and '.join(each)} of {len(same)} rates."


def _edge(found: Pairs, chosen: dict[str, float]) -> str:
    """A warning where the best rate is an end of those tried."""
    rates = found.runs["rate"]
    ends = [f"{cost} {chosen[cost]:g}" for cost in COSTS if chosen[cost] in (rates.min(), rates.max())]
    return f" (An end of the rates tried: {', '.join(ends)}; beyond it may be better still.)" if ends else ""


def reading(found: Pairs, by: str) -> str:
    """How the picture is to be read."""
    outputs = found.experiment.data.outputs
    scale = (
        f" Keras's squared error is a mean over the {outputs} outputs, so its slopes are {outputs} times smaller than "
        "those of a sum, and the same rate makes smaller steps of them."
        if outputs > 1
        else ""
    )
    lost = int(found.runs.loc[found.runs["role"] == "compares", "diverged"].sum())
    diverged = f" {_runs(lost)} diverged and {_counts(lost)} as 0 %: nothing is classified." if lost else ""
    never = int(found.runs.loc[found.runs["role"] == "compares", "never"].sum())
    late = (
        f" {_runs(never)} never got there and {_counts(never)} with all {found.steps:,} steps."
        if by == "steps" and never
        else ""
    )
    hollow = " Hollow: such a run is among them." if late or (lost and by == "accuracy") else ""
    return (
        f"Small dots: pairs of runs from the same start and in the same order of examples. Large: their mean, with its "
        f"95 % interval. The best rates were chosen on {CHOOSERS} other starts. Accuracy: of the data that were "
        f"trained on.{scale}{diverged}{late}{hollow}"
    )


def _runs(count: int) -> str:
    return f"{count} run{'s' if count != 1 else ''}"


def _counts(count: int) -> str:
    return "count" if count != 1 else "counts"


def summary(table: pd.DataFrame, by: str) -> str:
    """The picture of the differences in words."""
    each = "; ".join(
        f"{row.setting} {_short(row.mean)} ({_short(row.low)} to {_short(row.high)})"
        for row in table.itertuples(index=False)
    )
    return f"Cross-entropy's advantage in {UNITS[by]}, mean and 95 % interval: {each}."


def rates(rows: pd.DataFrame, found: Pairs, by: str) -> str:
    """The picture of the rates in words."""
    each = "; ".join(
        f"{cost} " + ", ".join(f"{row.mid:.3g} at {row.rate:g}" for row in group.itertuples())
        for cost, group in rows.groupby("cost", sort=False)
    )
    return f"{labels(found)[by]} by rate, mean of the runs: {each}."


def formula(table: pd.DataFrame, rate: float) -> str:
    """The interval with its numbers, for one rate for both and for each at its best, as TeX."""
    rows = table.set_index("setting")
    lines = [r"\text{mean} &\pm t_{N-1} \frac{s}{\sqrt{N}}"]
    for name in (both(rate), BEST):
        row = rows.loc[name]
        mean, sd, low, high = (tex(_short(row[key])) for key in ("mean", "sd", "low", "high"))
        lines.append(
            rf"\text{{{name}: }} & {mean} \pm {row['quantile']:.3f} \cdot \frac{{{sd}}}{{\sqrt{{{row['pairs']:.0f}}}}}"
        )
        lines.append(rf"&= {low} \text{{ to }} {high}")
    return aligned(*lines)
