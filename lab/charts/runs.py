"""Costs of many runs over training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab import lazy
from lab.charts import lines

if TYPE_CHECKING:
    import pandas as pd

alt = lazy.module("altair")


def curves(curves: pd.DataFrame, single: pd.DataFrame, title: str = "Cost") -> alt.LayerChart:
    """Median line, 5-95% band and a few single runs of each scheme against epoch.

    Args:
        curves: `scheme`, `epoch`, `low`, `mid`, `high`.
        single: `scheme`, `seed`, `epoch`, `loss`.
        title: of the vertical axis.
    """
    color, dash = lines.told_apart("scheme", list(curves["scheme"].unique()), columns=3)
    base = alt.Chart(curves).encode(alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6), color)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q").title(title), alt.Y2("high:Q"))
    thin = alt.Chart(single).mark_line(strokeWidth=1, opacity=0.5)
    few = thin.encode(alt.X("epoch:Q"), alt.Y("loss:Q"), color, dash, alt.Detail("seed:N"))
    tips = ["scheme:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median", format=".4g")]
    median = base.mark_line(strokeWidth=3.5).encode(alt.Y("mid:Q"), dash, tooltip=tips)
    return (band + few + median).properties(height=300)
