"""Weights against the size of a penalty, and how near to zero it takes them."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis

LAW = "law"


def paths(paths: pd.DataFrame, title: str) -> alt.LayerChart:
    """Median line and band of every weight against the penalty, and the law of each, dashed.

    Args:
        paths: `size`, `column`, `low`, `mid`, `high`, `law` (missing where there is none).
        title: of the horizontal axis.
    """
    names = list(paths["column"].unique())
    legend = alt.Legend(title=None, orient="top", columns=4, symbolOpacity=1)
    color = alt.Color("column:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("column:N").scale(theme.shapes(names)).legend(legend)
    x = alt.X("size:Q").title(title).scale(type="log", nice=False).axis(format="~g", grid=False, tickCount=4)
    y, base = alt.Y("mid:Q").title("Weight"), alt.Chart(paths).encode(x)
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q").title("Weight"), alt.Y2("high:Q"), color)
    line = base.mark_line(strokeWidth=3).encode(y, color)
    tips = ["column:N", "size:Q", *(alt.Tooltip(f"{name}:Q", format=".4g") for name in ("low", "mid", "high", "law"))]
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(y, color, shape, tooltip=tips)
    law = base.mark_line(strokeWidth=2, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    dashed = law.encode(alt.Y("law:Q"), alt.Detail("column:N"))
    return (band + line + dots + dashed).properties(height=300)


def near_zero(shown: pd.DataFrame, reach: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """The size of a useless weight against the penalty, a line for each way, and the reach of L1's steps, dashed.

    Args:
        shown: `size`, `way`, `weight`.
        reach: `size`, `reach`; may be empty.
        axis: that the places belong to.
    """
    names = list(shown["way"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolOpacity=1)
    color = alt.Color("way:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("way:N").scale(theme.shapes(names)).legend(legend)
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    y = {"title": "|weight|", "scale": scale, "axis": alt.Axis(values=axis.ticks, labelExpr=axis.label)}
    x = alt.X("size:Q").title("Penalty").scale(type="log", nice=False).axis(format="~g", grid=False, tickCount=4)
    base = alt.Chart(shown).encode(x, alt.Y("weight:Q", **y), color)
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(shape, tooltip=["way:N", "size:Q"])
    law = alt.Chart(reach).mark_line(strokeWidth=2, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    return (base.mark_line(strokeWidth=2.5) + dots + law.encode(x, alt.Y("reach:Q", **y))).properties(height=300)
