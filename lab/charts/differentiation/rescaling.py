"""What goes into a unit, what goes out, and what stays; and how the drift falls with the rate."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def course(frame: pd.DataFrame, names: list[str]) -> alt.LayerChart:
    """The squares of one unit's weights and their difference over rate x steps; the thicker, the larger the rate.

    Args:
        frame: `quantity`, `rate`, `time`, `value` of one unit.
        names: the values of `quantity`, the conserved one first.
    """
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3, columns=3, symbolOpacity=1)
    color = alt.Color("quantity:N").scale(theme.colors(names)).legend(legend).sort(names)
    dash = alt.StrokeDash("quantity:N").scale(theme.dashes(names)).legend(legend).sort(names)
    width = alt.StrokeWidth("rate:O").scale(range=[1.5, 3.5, 6]).legend(None)
    tips = ["quantity:N", alt.Tooltip("rate:Q", format="g"), alt.Tooltip("time:Q", title="rate × steps", format=".3g")]
    base = alt.Chart(frame).encode(alt.X("time:Q").title("Rate × steps").axis(grid=False, tickCount=6), color, dash)
    lines = base.mark_line(opacity=0.75).encode(alt.Y("value:Q").title("Squared weights"), width)
    value = alt.Tooltip("value:Q", format=".5g")
    dots = base.mark_circle(opacity=0, size=60).encode(alt.Y("value:Q"), tooltip=[*tips, value])
    return (lines + dots).properties(height=theme.HEIGHT)


def drifts(over_seeds: pd.DataFrame, single: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Drift at the end against the rate: seeds as dots, median and band, theory dashed, and what halving would give.

    Args:
        over_seeds: `rate`, `low`, `mid`, `high`, `foretold`, `slope`, as places on the axis.
        single: `rate`, `seed`, `drift`, as places on the axis.
        axis: that axis.
    """
    ticks = alt.Axis(values=axis.ticks, labelExpr=axis.label, grid=True)
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    y = {"title": "Drift of in² + b² − out²", "scale": scale, "axis": ticks}
    rates = alt.Axis(values=over_seeds["rate"].tolist(), grid=False, format="~g")
    x = alt.X("rate:Q").title("Learning rate").scale(type="log", nice=False, padding=24).axis(rates)
    base = alt.Chart(over_seeds).encode(x)
    band = base.mark_area(opacity=0.2, color=theme.SERIES[2]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    dots = alt.Chart(single).mark_circle(opacity=0.5, size=30, color=theme.SERIES[2])
    dots = dots.encode(x, alt.Y("drift:Q", **y))
    line = base.mark_line(
        strokeWidth=4, point=alt.OverlayMarkDef(size=80, color=theme.SERIES[2]), color=theme.SERIES[2]
    ).encode(alt.Y("mid:Q", **y))
    law = base.mark_line(strokeDash=theme.LAW_DASH, strokeWidth=2, color=theme.NEUTRAL)
    half = base.mark_line(strokeDash=[1, 5], strokeWidth=2, color=theme.NEUTRAL).encode(alt.Y("slope:Q", **y))
    return (band + dots + half + line + law.encode(alt.Y("foretold:Q", **y))).properties(height=theme.HEIGHT)
