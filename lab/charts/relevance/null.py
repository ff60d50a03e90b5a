"""Weights of useless columns: where they end, and how they get there."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def pile(bars: pd.DataFrame, curve: pd.DataFrame, own: pd.DataFrame) -> alt.LayerChart:
    """Histogram of the weights over the draws, the law's dashed curve, and one's own weight.

    Args:
        bars: `left`, `right`, `draws`, `place`.
        curve: `weight`, `draws`, `says`.
        own: `weight`, `label`, `side`; may be empty.
    """
    places, says = sorted(bars["place"].unique()), list(curve["says"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolOpacity=1, symbolStrokeWidth=0)
    color = alt.Color("place:N").scale(theme.colors(places)).legend(legend)
    x = alt.X("left:Q").title("Weight of x2 after training").axis(grid=False, tickCount=7, format="~g")
    y = alt.Y("draws:Q").title("Draws of the data").axis(tickMinStep=1).scale(domainMin=0)
    columns = alt.Chart(bars).mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5)
    columns = columns.encode(x, alt.X2("right:Q"), y, alt.Y2Datum(0), color, tooltip=["draws:Q"])
    dash = alt.StrokeDash("says:N").title(None).scale(domain=says, range=[list(theme.LAW_DASH)])
    dash = dash.legend(orient="bottom", symbolType="stroke", symbolSize=600, symbolStrokeColor=theme.NEUTRAL)
    line = alt.Chart(curve).mark_line(strokeWidth=2.5, color=theme.NEUTRAL)
    return (columns + line.encode(alt.X("weight:Q"), alt.Y("draws:Q"), dash) + _own(own)).properties(
        height=theme.HEIGHT + 40
    )


def _own(own: pd.DataFrame) -> alt.LayerChart:
    """One's own weight, a line with its figure at the top."""
    base = alt.Chart(own).encode(alt.X("weight:Q"))
    rule = base.mark_rule(strokeWidth=3, color="currentColor")
    side = {
        "align": alt.expr("datum.side == 'left' ? 'right' : 'left'"),
        "dx": alt.expr("datum.side == 'left' ? -6 : 6"),
    }
    words = base.mark_text(baseline="bottom", fontSize=13, fontWeight="bold", color="currentColor", **side)
    return rule + words.encode(alt.Text("label:N"), alt.YValue(-5))


def courses(courses: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """The size of a useless weight over training, a line and a band for each noise; dashed, where it must end.

    Args:
        courses: `noise`, `epoch`, `low`, `mid`, `high`, `law` (places on the axis).
        axis: that axis.
    """
    names = list(courses["noise"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3)
    color = alt.Color("noise:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("noise:N").scale(theme.dashes(names)).legend(legend)
    ticks = [0, *(10**power for power in range(5) if 10**power <= courses["epoch"].max())]
    x = alt.X("epoch:Q").title("Epoch").scale(type="symlog", constant=1, nice=False)
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    y = {"title": "|weight of x2|", "scale": scale, "axis": alt.Axis(values=axis.ticks, labelExpr=axis.label)}
    base = alt.Chart(courses).encode(x.axis(values=ticks, grid=False, format=",d"))
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), color)
    law = base.mark_line(strokeWidth=2, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    line = base.mark_line(strokeWidth=3).encode(alt.Y("mid:Q", **y), color, dash, tooltip=["noise:N", "epoch:Q"])
    return (band + law.encode(alt.Y("law:Q", **y), alt.Detail("noise:N")) + line).properties(height=300)
