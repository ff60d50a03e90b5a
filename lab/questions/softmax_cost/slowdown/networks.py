"""Networks with both costs, from the same starts: what was found, as a section."""

import pandas as pd

from lab.answer import Figure, Formula, Section, Words
from lab.compute import Compute
from lab.datasets import TITLES
from lab.experiment import Experiment
from lab.numerals import aligned, counted, figure, tex
from lab.one_neuron import COSTS
from lab.questions.softmax_cost.slowdown import two_costs
from lab.questions.softmax_cost.slowdown.two_costs import BEST, CHOOSERS, LOSES, OPEN, WINS, Pairs, best

UNITS = {"accuracy": "percentage points", "steps": "steps"}
COMPARED = {"accuracy": "accuracy at the end", "steps": "steps until enough are right"}
TITLES_OF_DIFFERENCES = {
    "accuracy": "Percentage points more with cross-entropy", "steps": "Steps fewer with cross-entropy",
}  # fmt: skip
NEITHER = "neither is shown to be better"
INTERVAL = (
    "Student's interval for the mean of N paired differences (cross-entropy against squared error from the same "
    "start), s their standard deviation. It would hold the true mean in 95 of 100 repetitions; none is corrected for "
    "there being several."
)


def asked(experiment: Experiment, pairs: int, threshold: float, by: str, rate: float, compute: Compute) -> Section:
    """The section of a setting; arguments as of `two_costs.measure` and `section`."""
    return section(compute(two_costs.measure, experiment, pairs=pairs, threshold=threshold), by, rate)


def section(found: Pairs, by: str, rate: float) -> Section:
    """Both costs pair by pair, and at every rate.

    Args:
        found: of `two_costs.measure`.
        by: a key of `COMPARED`.
        rate: of both, in the sentences.
    """
    each = two_costs.differences(found, by)
    table, rows = two_costs.intervals(each), two_costs.by_rate(found, by)
    blocks = (
        Words(f"**{verdict(found, table, by, rate)}** {conclusion(found, table, by)}"),
        Figure.of(
            two_costs.differences_chart(each, table, TITLES_OF_DIFFERENCES[by], both(rate)),
            seen(table, by),
            caption=reading(found, by),
        ),
        Figure.of(
            two_costs.rates_chart(rows, measured(found, by)),
            rates_seen(rows, found, by),
            caption="Large ring: the cost's best rate. Line: mean of the runs. Bar: from the least to the most.",
        ),
        Words(setting(found, table, by, rate), small=True),
        Section(
            "How sure is a mean difference?", (Formula(formula(table, rate)), Words(INTERVAL, small=True)), folded=True
        ),
    )
    return Section("And in a network? Both costs from the same starts", blocks)


def both(rate: float) -> str:
    """What the setting of one rate for both is called."""
    return f"both at {rate:g}"


def measured(found: Pairs, by: str) -> str:
    """What is measured, on an axis."""
    return {"accuracy": "Right at the end (%)", "steps": f"Steps until {100 * found.threshold:g} % are right"}[by]


def verdict(found: Pairs, table: pd.DataFrame, by: str, rate: float) -> str:
    """Which cost is better with one rate for both, and with a rate for each; `table` of `two_costs.intervals`."""
    rows = table.set_index("setting")
    here, own = (_says(rows.loc[name], by) for name in (both(rate), BEST))
    if rows.loc[BEST, "says"] == OPEN:
        own = own.replace(NEITHER, "squared error keeps up: no difference is shown")
    return f"Both at rate {rate:g}, {here}. Each at its best rate, {own}."


def _says(row: pd.Series, by: str) -> str:
    """One comparison in words."""
    if by == "steps" and row["late"] == row["pairs"]:
        return "no run of either cost gets there"
    if row["says"] == OPEN:
        return NEITHER
    size, cost = f"{_short(abs(row['mean']))} {UNITS[by]}", row["says"].removesuffix(" is better")
    return f"{cost} gets {size} more right" if by == "accuracy" else f"{cost} is there {size} sooner"


def setting(found: Pairs, table: pd.DataFrame, by: str, rate: float) -> str:
    """The intervals of the sentences, the rates, the data, the pairs."""
    rows, chosen = table.set_index("setting"), best(found, by)
    here, own = (
        f"{_short(row['mean'])} ({_short(row['low'])} to {_short(row['high'])})"
        for row in (rows.loc[both(rate)], rows.loc[BEST])
    )
    return (
        f"Mean differences in {UNITS[by]}, in brackets their 95 % intervals: both at rate {rate:g} {here}; each at its "
        f"best ({', '.join(f'{cost} {chosen[cost]:g}' for cost in COSTS)}) {own}. "
        f"{TITLES[found.experiment.data.name]}, {int(rows.loc[BEST, 'pairs'])} pairs of runs, each from one start, "
        f"{counted(found.steps, 'step')}."
    )


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
        OPEN: f"With a rate for each, no difference is shown; if there is one, it is {bound} at most (95 % interval). "
        f"That is nothing against cross-entropy: nothing is shown to be lost with it{_another(chosen)}.",
        WINS: "Even with a rate of its own, squared error does not do as well here.",
        LOSES: "With a rate of its own, squared error does better here.",
    }
    return f"{_rule(same)} {ends[own['says']]}{_edge(found, chosen)}"


def _another(chosen: dict[str, float]) -> str:
    """That squared error has its best rate elsewhere; "" where it has not."""
    squared, entropy = (chosen[cost] for cost in COSTS)
    where = f"{squared:g} instead of {entropy:g}"
    return "" if squared == entropy else f", and the best rate of squared error is another one ({where})"


def _rule(same: pd.DataFrame) -> str:
    """Which cost is better with one rate for both, and whether that depends on the rate."""
    wins, loses = (int((same["says"] == says).sum()) for says in (WINS, LOSES))
    if not wins and not loses:
        return f"With one rate for both, {NEITHER} at any of {len(same)} rates."
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
    diverged = f" {counted(lost, 'run')} diverged and {_counts(lost)} as 0 %: nothing is classified." if lost else ""
    never = int(found.runs.loc[found.runs["role"] == "compares", "never"].sum())
    late = (
        f" {counted(never, 'run')} never got there and {_counts(never)} with all {found.steps:,} steps."
        if by == "steps" and never
        else ""
    )
    hollow = " Hollow: such a run is among them." if late or (lost and by == "accuracy") else ""
    return (
        f"Small dots: pairs of runs from the same start and in the same order of examples. Large: their mean, with its "
        f"95 % interval. The best rates were chosen on {CHOOSERS} other starts. Accuracy: of the data that were "
        f"trained on.{scale}{diverged}{late}{hollow}"
    )


def _counts(count: int) -> str:
    return "count" if count != 1 else "counts"


def seen(table: pd.DataFrame, by: str) -> str:
    """The picture of the differences in words."""
    each = "; ".join(
        f"{row.setting} {_short(row.mean)} ({_short(row.low)} to {_short(row.high)})"
        for row in table.itertuples(index=False)
    )
    return f"Cross-entropy's advantage in {UNITS[by]}, mean and 95 % interval: {each}."


def rates_seen(rows: pd.DataFrame, found: Pairs, by: str) -> str:
    """The picture of the rates in words."""
    each = "; ".join(
        f"{cost} " + ", ".join(f"{row.mid:.3g} at {row.rate:g}" for row in group.itertuples())
        for cost, group in rows.groupby("cost", sort=False)
    )
    return f"{measured(found, by)} by rate, mean of the runs: {each}."


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
