"""The picture of two scores: their means, their single runs, and how far the test set's luck leaves them open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lab.answer import Figure
from lab.charts import theme, traces
from lab.lazy import alt
from lab.questions.seed_effects.apart import held_out
from lab.seeds.scored import amount

if TYPE_CHECKING:
    from lab.questions.seed_effects.apart.scores import Runs


def both(a: Runs, b: Runs, tested: held_out.HeldOut | None, says: str) -> Figure:
    """A row for each of two settings.

    Args:
        a, b: their runs.
        tested: the same scores as shares of test examples; None where nobody says of how many.
        says: what it shows, in words.
    """
    unit = tested.unit if tested else 1.0
    low, high = unit * tested.intervals.T if tested else np.full((2, 2), np.nan)
    means = pd.DataFrame({"name": ["A", "B"], "mean": [a.mean, b.mean], "low": low, "high": high})
    means["says"] = [held_out.labelled(tested, each / unit) if tested else amount(each) for each in means["mean"]]
    runs = [(name, score) for name, each in zip("AB", (a, b), strict=True) for score in each.scores if each.n > 1]
    bars = (
        f"Bars: where the scores on very many examples may lie, going by these {tested.examples:,} (Wilson's 95 % "
        "intervals)."
        if tested
        else "The number of test examples would give them bars."
    )
    drawn = intervals(means, pd.DataFrame(runs, columns=["name", "score"]), "Score, %" if unit > 1 else "Score")
    caption = f"Dots: the scores. {'Rings: single runs. ' * bool(runs)}{bars}"
    return Figure.of(drawn.properties(height=320), says, caption=caption)


def intervals(means: pd.DataFrame, runs: pd.DataFrame, title: str) -> alt.LayerChart:
    """Intervals with their ends, means with their words, and single runs.

    Args:
        means: one row per setting: `name`, `mean`, `low`, `high` (NaN = unknown), `says`.
        runs: one row per run: `name`, `score`.
        title: of the axis.
    """
    y = alt.Y("name:N").title(None).axis(labelFontSize=16, labelFontWeight="bold", ticks=False, domain=False)
    x = {"title": title, "scale": alt.Scale(zero=False, nice=False, padding=40), "axis": alt.Axis(tickCount=6)}
    color = alt.Color("name:N").scale(theme.colors(["A", "B"])).legend(None)
    look, base = {"fontSize": 13, "color": "currentColor"}, alt.Chart(means).encode(y)
    drawn = base.mark_point(filled=True, size=160, opacity=1).encode(color, alt.X("mean:Q", **x))
    drawn += base.mark_text(dy=-20, fontWeight="bold", **look).encode(alt.X("mean:Q", **x), alt.Text("says:N"))
    if len(runs):
        drawn += alt.Chart(runs).mark_point(size=50, opacity=1).encode(y, color, alt.X("score:Q", **x))
    if means["low"].notna().all():
        for end in ("low", "high"):
            words = alt.Text(f"{end}:Q", format=".3~r")
            drawn += base.mark_text(dy=20, **look).encode(alt.X(f"{end}:Q", **x), words)
        drawn = traces.spans(base, x, color, along="x", strokeWidth=6, opacity=0.45) + drawn
    return drawn
