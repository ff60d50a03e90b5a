"""The cost of batches of every size, against epochs and against steps."""

import altair as alt
import pandas as pd

from lab.charts import theme

LEGEND = {"orient": "top", "columns": 2, "symbolOpacity": 1}
Y_AXIS = alt.Axis(format="~g", tickCount=6, grid=False)


def costs(curves: pd.DataFrame, law: pd.DataFrame, shown: tuple, title: str, level: float) -> alt.LayerChart:
    """Median cost and band of every size, the law for all examples at once dashed, and the cost to reach.

    Args:
        curves: `x`, `label`, `low`, `mid`, `high`, `marked`; missing where nothing is drawn.
        law: `x`, `cost`.
        shown: least and largest cost of the picture.
        title: of the axis of `x`.
        level: the cost to reach.
    """
    labels = list(curves["label"].unique())
    y = {"title": "Cost", "scale": alt.Scale(type="log", domain=shown, nice=False), "axis": Y_AXIS}
    color = alt.Color("label:N").title(None).scale(theme.colors(labels)).legend(**LEGEND)
    shape = alt.Shape("label:N").title(None).scale(theme.shapes(labels)).legend(**LEGEND)
    x = _times(int(curves["x"].max()), title)
    base = alt.Chart(curves).encode(x)
    band = base.mark_area(opacity=0.15, clip=True).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), color)
    line = base.mark_line(strokeWidth=2, clip=True).encode(alt.Y("mid:Q", **y), color)
    marks = base.transform_filter("datum.marked").mark_point(size=70, filled=True, opacity=1, clip=True)
    dashed = {"color": theme.NEUTRAL, "strokeDash": theme.LAW_DASH, "strokeWidth": 6, "opacity": 0.6}
    foretold = alt.Chart(law).mark_line(clip=True, **dashed).encode(x, alt.Y("cost:Q", **y))
    goal = alt.Chart(pd.DataFrame({"cost": [level]})).mark_rule(color=theme.NEUTRAL).encode(alt.Y("cost:Q", **y))
    return (band + foretold + line + goal + marks.encode(alt.Y("mid:Q", **y), color, shape)).properties(height=330)


def _times(last: int, title: str) -> alt.X:
    """A logarithmic axis from 0."""
    scale = alt.Scale(type="symlog", constant=1, domain=[0, last], nice=False)
    ticks = [0, *(10**power for power in range(8) if 10**power <= last)]
    return alt.X("x:Q").title(title).scale(scale).axis(values=ticks, format=",d", grid=False)
