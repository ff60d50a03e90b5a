"""The map of rates and scales as a picture, and how rough its border is further in."""

import altair as alt
import pandas as pd

from lab.charts import theme

CANVAS = {"embedOptions": {"renderer": "canvas"}}  # as SVG, the box would be a picture without words to a screen reader


def map_of(image: pd.DataFrame, key: pd.DataFrame, rates: list[str], scales: list[str]) -> alt.LayerChart:
    """The picture; a box drawn on it is the selection `zoom`, in shares of the way to the right and up.

    Args:
        image: `url`, `left`, `right`, `low`, `high`; one row.
        key: `meaning`, `color`.
        rates, scales: what stands at the left, in the middle and at the right; below, in the middle and above.
    """
    x = alt.X("left:Q").title("Learning rate").axis(**_axis(rates)).scale(domain=[0, 1])
    y = alt.Y("low:Q").title("Factor on the first weights").axis(**_axis(scales)).scale(domain=[0, 1])
    base = alt.Chart(image).encode(x, y, alt.X2("right:Q"), alt.Y2("high:Q"))
    zoom = alt.selection_interval(name="zoom", mark=alt.BrushConfig(stroke="black", strokeWidth=2, fillOpacity=0.2))
    picture = base.mark_image(aspect=False).encode(alt.Url("url:N"))
    brush = base.mark_rect(fillOpacity=0.001).add_params(zoom)
    names = key["meaning"].tolist()
    color = alt.Color("meaning:N").scale(domain=names, range=key["color"].tolist())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolStrokeWidth=0, symbolSize=160)
    meanings = alt.Chart(key).mark_square(size=0).encode(color.legend(legend))
    return (picture + meanings + brush).properties(height=theme.HEIGHT + 60, usermeta=CANVAS)


def dimensions(levels: pd.DataFrame, marks: pd.DataFrame) -> alt.LayerChart:
    """Dimension of the border at each level of zoom, and what a smooth line and a coin toss for every point give.

    Args:
        levels: `decades`, `dimension`, `trained`, `rates`.
        marks: `dimension`, `meaning`: the dashed lines.
    """
    x = (
        alt.X("decades:Q")
        .title("Width of the window, in decades of the rate")
        .axis(grid=False, format=".0e", tickCount=4)
    )
    y = alt.Y("dimension:Q").title("Dimension of the border").scale(domain=[0.8, 2.05])
    base = alt.Chart(levels).encode(x.scale(type="log", reverse=True), y)
    tips = [alt.Tooltip("decades:Q", format=".2g"), alt.Tooltip("dimension:Q", format=".3f"), "rates:Q"]
    color = theme.SERIES[0]
    line = base.mark_line(color=color, point=alt.OverlayMarkDef(color=color, size=70)).encode(tooltip=tips)
    laws = alt.Chart(marks).encode(y)
    rules = laws.mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=1.5, color=theme.NEUTRAL)
    words = laws.mark_text(dy=-6, dx=4, align="left", color=theme.NEUTRAL).encode(
        alt.Text("meaning:N"), x=alt.XValue(0)
    )
    return (rules + words + line).properties(height=260)


def _axis(labels: list[str]) -> dict:
    """Three labels, at the ends and in the middle of 0 to 1."""
    said = f"datum.value < 0.25 ? '{labels[0]}' : datum.value < 0.75 ? '{labels[1]}' : '{labels[2]}'"
    return {"values": [0, 0.5, 1], "labelExpr": said, "grid": False, "labelFlush": True}
