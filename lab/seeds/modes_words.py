"""What was found about modes, in sentences, a table and formulas."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.seeds.modes import Found


def verdict(found: Found) -> str:
    """When each mode is half learned, measured and by theory."""
    facts, halves = found.facts.iloc[0], found.halves
    kept = int(facts["runs"] - facts["diverged"])
    if kept == 0:
        return f"No answer: {'the run' if facts['runs'] == 1 else 'every run'} diverged. A smaller rate helps."
    parts = [f"{row.mode.partition(':')[0]} (strength {row.s:g}) {_when(row, facts)}" for row in halves.itertuples()]
    runs = "one aligned start" if facts["runs"] == 1 else f"medians of {kept} random starts"
    lost = f" {int(facts['diverged'])} more diverged." if facts["diverged"] else ""
    return f"{_order(halves)}: {'; '.join(parts)} ({runs}, {int(facts['epochs']):,} epochs).{lost}"


def _when(row, facts: pd.Series) -> str:
    if not np.isfinite(row.median):
        told = f", theory says {figure(round(row.law))}" if np.isfinite(row.law) else ""
        return f"is not half learned after {int(facts['epochs']):,} epochs{told}"
    told = f"theory {figure(round(row.law))}" if np.isfinite(row.law) else "theory: from the start"
    return f"is half learned after {figure(round(row.median))} epochs ({told})"


def _order(halves: pd.DataFrame) -> str:
    """Whether the modes come apart in time: each at least half as late again as the one before."""
    times = np.sort(halves["median"].to_numpy())
    if not np.isfinite(times).all():
        return "Not every mode is half learned in time"
    if (times[1:] > 1.5 * times[:-1]).all():
        return "One mode after another"
    return "All modes at once" if times[-1] <= 1.1 * times[0] else "The modes come close together"


def table(found: Found) -> pd.DataFrame:
    """One row per mode: when it is half learned, measured with its band, and by theory."""
    rows = {
        row.mode: {
            "half learned (middle 90 %)": _span(row),
            "theory": figure(round(row.law)) if np.isfinite(row.law) else "at the start",
            "runs that have it": f"{row.runs}",
        }
        for row in found.halves.itertuples()
    }
    return pd.DataFrame(rows).T.rename_axis("mode: strength")


def _span(row) -> str:
    early, median, late = (
        figure(round(value)) if np.isfinite(value) else "diverged" if np.isnan(value) else "not yet"
        for value in (row.early, row.median, row.late)
    )
    return median if early == late else f"{median} ({early} to {late})"


def summary(found: Found) -> str:
    """The strengths at the end: the takeaway of the picture."""
    last = found.table.groupby("mode", sort=False).tail(1)
    parts = [f"{row.mode} ends at {figure(row.mid)} (theory {figure(row.law)})" for row in last.itertuples()]
    return f"{'; '.join(parts)}. {verdict(found)}"


def formulas(found: Found) -> str:
    """The half time of every mode with its numbers, as LaTeX: medians over the starts."""
    lines = [r"t_{1/2} &= \frac{\ln(s / u_0 - 1)}{2 s \eta}, \quad \eta = " + tex(figure(found.facts["rate"][0]))]
    for row in found.halves.itertuples():
        time = f"= {tex(figure(round(row.law)))}" if np.isfinite(row.law) else r"\text{: none, } u_0 \ge s / 2"
        lines.append(rf"t_{{1/2}} &{time}, \quad s = {row.s:g}, \; u_0 = {tex(figure(row.start))}")
    return aligned(*lines)


def drawn(found: Found) -> str:
    """What the lines of the picture are."""
    if found.facts["runs"][0] == 1:
        return "Line: the one run; dashed: theory, from its start."
    return "Line: the median run; band: the middle 90 % of runs; dashed: theory, from each run's own start."


def meanings(found: Found) -> str:
    """What the letters are, and when the theory is exact."""
    begun = "" if found.facts["runs"][0] == 1 else " (here medians; the picture's law takes each start's own)"
    return (
        f"Output k is s times input k; the strength u of a mode is what the network makes of it, u0 where it "
        f"begins{begun}. The theory is exact for aligned starts and small rates. From random starts it takes "
        "u0 = |a + b|²/4, the part of a mode's weights into (a) and out of (b) the hidden units that grows; the modes "
        "then get in each other's way in the hidden units, and the later ones are somewhat late, the more so the fewer "
        "units there are."
    )
