"""The pictures: useless weights of many draws beside one's own, and their way there."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.log_axis import LogAxis


def histogram(bars: pd.DataFrame, curve: pd.DataFrame, own: pd.DataFrame) -> alt.LayerChart:
    """Histogram of the weights over the draws, the dashed curve of theory, and one's own weight with its figure."""
    places, says = sorted(bars["place"].unique()), curve["says"].iloc[0]
    color, _ = traces.marked_apart("place", places, symbolStrokeWidth=0)
    x = alt.X("left:Q").title("Weight of x2 after training").axis(grid=False, tickCount=7, format="~g")
    y = alt.Y("draws:Q").title("Draws of the data").axis(tickMinStep=1).scale(domainMin=0)
    columns = alt.Chart(bars).mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5)
    columns = columns.encode(x, alt.X2("right:Q"), y, alt.Y2Datum(0), color, tooltip=["draws:Q"])
    named = traces.named(says, symbolStrokeColor=theme.NEUTRAL)
    line = traces.dashed(alt.Chart(curve), alt.X("weight:Q"), alt.Y("draws:Q"), named, width=2.5)
    base = alt.Chart(own).encode(alt.X("weight:Q"))
    align, away = (f"datum.side == 'left' ? {one} : {other}" for one, other in (("'right'", "'left'"), ("-6", "6")))
    side = {"align": alt.expr(align), "dx": alt.expr(away)}
    words = base.mark_text(baseline="bottom", fontSize=13, fontWeight="bold", color="currentColor", **side)
    mine = base.mark_rule(strokeWidth=3, color="currentColor") + words.encode(alt.Text("label:N"), alt.YValue(-5))
    return (columns + line + mine).properties(height=theme.HEIGHT + 40)


def courses_chart(courses: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """The size of a useless weight over training, a line and a band for each noise; dashed, where it must end."""
    names, y = list(courses["noise"].unique()), traces.on_log(axis, "|weight of x2|")
    color, dash = traces.told_apart("noise", names)
    base = alt.Chart(courses).encode(traces.decades(courses["epoch"].max()))
    law = traces.dashed(base, alt.Y("law:Q", **y), alt.Detail("noise:N"))
    measured = traces.in_band(base, y, color, dash, tips=["noise:N", "epoch:Q"], opacity=0.15)
    return (law + measured).properties(height=300)
