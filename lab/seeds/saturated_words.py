"""What was found about runs from each range, in sentences, a table and formulas."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.seeds.saturated import BELOW, FULL, Found

HELD = 0.5  # share of saturated hidden outputs from which saturation is what holds a stuck run


def answer(found: Found) -> str:
    """How many runs from each range are stuck, and by what."""
    epochs = found.experiment.training.epochs
    parts = "; ".join(f"{row.range}: {_stuck(row)}" for row in found.ranges.itertuples())
    return f"Stuck after {_epochs(epochs)} ({found.steps:,} steps), by range. {parts}. {_why(found)}".strip()


def after_one(found: Found) -> str:
    """Accuracy after the first epoch."""
    parts = "; ".join(
        f"{row.range}: {_percent(row.first)} ({100 * row.first_low:.0f} to {100 * row.first_high:.0f})"
        for row in found.ranges.itertuples()
    )
    return f"Digits right after a single epoch, median (middle 90 % of runs). {parts}."


def rungs(found: Found) -> str:
    """How many outputs are still at 1, and how many the law has; empty where no range starts saturated."""
    parts = [
        f"from {row.range}, {figure(round(row.frozen, 2))} of the {found.experiment.data.outputs} outputs still say 1 "
        f"to every digit after training (theory: {figure(round(row.foretold, 2))})"
        for row in found.ranges.dropna(subset=["foretold"]).itertuples()
    ]
    return f"On average, {'; '.join(parts)}." if parts else ""


def table(found: Found) -> pd.DataFrame:
    """One row per range, for `picture.table`."""
    rows = list(found.ranges.itertuples())
    shown = {
        "Stuck (95 % interval)": [_stuck(row) for row in rows],
        "Right after 1 epoch": [_percent(row.first) for row in rows],
        "at the end": [_percent(row.last) for row in rows],
        "Hidden outputs at 0 or 1: before": [_percent(row.saturated) for row in rows],
        "after": [_percent(row.saturated_last) for row in rows],
        "First layer's gradient: before": [_short(row.slope) for row in rows],
        "after ": [_short(row.slope_last) for row in rows],
    }
    return pd.DataFrame(shown, index=pd.Index([row.range for row in rows], name="Range"))


def meanings(found: Found) -> str:
    """What counts as stuck and as at 0 or 1."""
    return (
        f"Stuck: a cost that is not below {100 * BELOW:.0f} % of the lowest rung ({figure(found.ladder['cost'][0])}), "
        "so no better than saying how common each digit is; in brackets the 95 % interval. Hidden outputs at 0 or 1: "
        f"within {FULL:g} of it. The cost is half the sum over the outputs, "
        f"{found.experiment.data.outputs / 2:g} times Keras's mean."
    )


def formulas(found: Found) -> str:
    """The ladder, how deep a unit starts in saturation, and how long an output stays, as LaTeX."""
    experiment, p = found.experiment, 1 / found.experiment.data.outputs
    units, rate = experiment.network.hidden[0], experiment.training.learning_rate * 2 * p
    z = (units + 1) / 2
    steps = np.exp(z) / (rate * (units + 1) * (1 - p))
    low, more = (tex(figure(value)) for value in (found.ladder["cost"][0], np.diff(found.ladder["cost"])[0]))
    return aligned(
        r"C &= \tfrac{1 - p}{2} + m \, \tfrac{(1 - p)^2}{2}",
        rf"&= {low} + {more} \, m, \quad p = {tex(figure(p))}",
        r"z_\text{hidden} &\approx \bar w \textstyle\sum x + \bar b",
        rf"&= 0.5 \cdot {tex(figure(found.ink))} + 0.5 = {tex(figure(0.5 * found.ink + 0.5))}",
        rf"z_\text{{output}} &\approx 0.5 \, (H + 1) = {tex(figure(z))}",
        r"n &= \frac{e^{z}}{\eta \, (H + 1)(1 - p)}",
        rf"&= \frac{{e^{{{tex(figure(z))}}}}}{{{tex(figure(rate))} \cdot {units + 1} \cdot {tex(figure(1 - p))}}}"
        rf" = {tex(_steps(steps))} \text{{ steps}}",
    )


def letters(found: Found) -> str:
    """What the letters are, for weights from 0 to 1."""
    rate = found.experiment.training.learning_rate
    return (
        "For weights from 0 to 1. m: outputs that say 1 to every digit. p: share of one digit. H: hidden units, all at "
        f"1. η: a rate of {figure(rate)} in Keras is {figure(rate * 2 / found.experiment.data.outputs)} for this cost. "
        f"n: steps until such an output lets go; {found.steps:,} were made. Outputs that start a bit lower let go "
        "sooner: theory in the picture counts each from its own start."
    )


def claim(found: Found) -> str:
    """“Avoids the minima in all tests”, with what these tests can say; empty without that range."""
    rows = found.ranges[found.ranges["range"] == "−0.5 to 0.5"]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    budget = f"{_epochs(found.experiment.training.epochs)} ({found.steps:,} steps)"
    if row["stuck"]:
        return f"“−0.5 to 0.5 avoids the minima in all tests”: not here, {_stuck(row)} were stuck after {budget}."
    return (
        f"“−0.5 to 0.5 avoids the minima in all tests”: here too, none of {row['runs']:,} was stuck after {budget}; up "
        f"to {100 * row['high']:.2g} % would still go with that (95 % interval)."
    )


def flat(found: Found) -> str:
    """That the first layer's gradient is small and not zero, and how it changes; empty where no run is stuck."""
    held = found.ranges[found.ranges["stuck"] > 0]
    if held.empty:
        return ""
    row = held.nlargest(1, "stuck").iloc[0]
    before, after = _short(row["slope"]), _short(row["slope_last"])
    if not row["slope_last"] > row["slope"] > 0:
        return f"The first layer's gradient from {row['range']} went from {before} to {after}."
    return (
        f"The first layer's gradient from {row['range']} is tiny, yet it grew from {before} to {after}: so this is a "
        "long plateau, and no minimum. The last question below gives it time."
    )


def course(found: Found) -> str:
    """The picture of the costs in words."""
    return f"Quadratic cost over training, the ladder dashed. {answer(found)} {rungs(found)}"


def activations(found: Found) -> str:
    """The picture of the hidden outputs in words."""
    parts = "; ".join(f"from {row.range} {_percent(row.saturated)}" for row in found.ranges.itertuples())
    return f"Hidden outputs within {FULL:g} of 0 or 1 before training: {parts}."


def _why(found: Found) -> str:
    held = found.ranges[found.ranges["stuck"] > 0]
    if held.empty:
        return ""
    if (held["saturated"] < HELD).any():
        return "Not all of that is saturation."
    least = held.nlargest(1, "stuck").iloc[0]
    return (
        f"That is saturation, not a minimum: with {least['range']}, {_percent(least['saturated'])} of the hidden "
        "outputs start at 0 or 1, where their slope is nearly 0."
    )


def _stuck(row) -> str:
    return f"{row.stuck:,} of {row.runs:,} runs ({100 * row.low:.3g} to {100 * row.high:.3g} %)"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _short(value: float) -> str:
    return f"{value:.1e}".replace("-", "−") if 0 < value < 1e-3 else figure(value)


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{count:,} epochs"


def _steps(value: float) -> str:
    return f"{value:,.0f}" if value < 1e6 else figure(value)
