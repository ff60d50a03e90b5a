"""Boundaries of many networks side by side, and where they disagree."""

import altair as alt
import pandas as pd

from lab.charts import theme

NO_AXIS = alt.Axis(labels=False, ticks=False, grid=False, domain=False)


def squares(lines: pd.DataFrame, points: pd.DataFrame, frames: pd.DataFrame) -> alt.LayerChart:
    """The boundary of each network in a square of its own, over the examples.

    Args:
        lines: `x1`, `x2`, `x1_end`, `x2_end`.
        points: `x1`, `x2`, `group`.
        frames: `left`, `right`, `low`, `high`, `name`.
    """
    x = alt.X("left:Q").title(None).axis(NO_AXIS).scale(nice=False, zero=False)
    y = alt.Y("low:Q").title(None).axis(NO_AXIS).scale(nice=False, zero=False)
    box = alt.Chart(frames).mark_rect(fillOpacity=0, stroke=theme.NEUTRAL, strokeOpacity=0.6)
    box = box.encode(x, alt.X2("right:Q"), y, alt.Y2("high:Q"), tooltip=["name:N"])
    ends = {"x": "x1:Q", "x2": "x1_end:Q", "y": "x2:Q", "y2": "x2_end:Q"}
    border = alt.Chart(lines).mark_rule(strokeWidth=2, color=theme.NEUTRAL).encode(**ends)
    return (box + _examples(points, 7, 0.6) + border).properties(height=520)


def disagreement(cells: pd.DataFrame, points: pd.DataFrame) -> alt.LayerChart:
    """The share of the networks that say otherwise than the most, place by place, and the examples.

    Args:
        cells: `x1`, `x2`, `x1_end`, `x2_end`, `against`.
        points: `x1`, `x2`, `group`.
    """
    title = "Networks that disagree with the majority"
    legend = alt.Legend(orient="top", format="%", values=[0.1, 0.2, 0.3, 0.4, 0.5], symbolType="square", titleLimit=300)
    share = alt.Opacity("against:Q").title(title).scale(domain=[0, 0.5], range=[0, 1]).legend(legend)
    x = alt.X("x1:Q").title("x1").axis(grid=False).scale(nice=False, zero=False)
    y = alt.Y("x2:Q").title("x2").axis(grid=False).scale(nice=False, zero=False)
    place = alt.Chart(cells).mark_rect(color=theme.SERIES[5])
    place = place.encode(
        x, alt.X2("x1_end:Q"), y, alt.Y2("x2_end:Q"), share, tooltip=[alt.Tooltip("against:Q", format=".0%")]
    )
    return (place + _examples(points, 55, 1)).properties(height=theme.HEIGHT)


def _examples(points: pd.DataFrame, size: int, opacity: float) -> alt.Chart:
    """The training examples, classes by colour and shape."""
    names = sorted(points["group"].unique())
    legend = alt.Legend(title=None, orient="top", columns=3, symbolOpacity=1, symbolSize=60)
    color = alt.Color("group:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("group:N").scale(theme.shapes(names)).legend(legend)
    base = alt.Chart(points).mark_point(filled=True, size=size, opacity=opacity)
    return base.encode(alt.X("x1:Q"), alt.Y("x2:Q"), color, shape)
