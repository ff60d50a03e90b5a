"""A layer: its arrays where they meet, and the loss after one step."""

import altair as alt
import pandas as pd

from lab.charts import theme

COLORS = alt.Scale(domain=[-1, 0, 1], range=["#1f5f99", "#f4f1ea", "#c4501a"], interpolate="rgb")
INK = "#0a0f15"  # figures on cells that are light in any theme
ROW = 36  # pixels
LAW = "law: L − ηG + η²Q"


def scheme(cells: pd.DataFrame, titles: pd.DataFrame) -> alt.LayerChart:
    """Kernel above the output, bias between, x at its left; blue below 0, orange above.

    Args:
        cells: of `lab.softmax.dense_drawn.scheme`.
        titles: `says`, `x`, `y`, `align`.
    """
    right, bottom = float(cells["right"].max()), float(cells["bottom"].max())
    x = {"scale": alt.Scale(domain=[0, right], nice=False), "axis": None}
    y = {"scale": alt.Scale(domain=[bottom, 0], nice=False), "axis": None}
    tips = ["array:N", "row:Q", "column:Q", alt.Tooltip("value:Q", format=".7g")]
    base = alt.Chart(cells).transform_calculate(
        middle="(datum.left + datum.right) / 2", centre="(datum.top + datum.bottom) / 2"
    )
    boxes = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5).encode(
        alt.X("left:Q", **x), alt.X2("right:Q"), alt.Y("top:Q", **y), alt.Y2("bottom:Q"),
        alt.Color("shade:Q", scale=COLORS, legend=None), tooltip=tips,
    )  # fmt: skip
    figures = base.mark_text(color=INK, fontSize=12).encode(
        alt.X("middle:Q", **x), alt.Y("centre:Q", **y), alt.Text("text:N"), tooltip=tips
    )
    named = [_titles(titles, align).encode(alt.X("x:Q", **x), alt.Y("y:Q", **y)) for align in ("left", "right")]
    return alt.layer(boxes, figures, *named).properties(height=round(bottom * ROW))


def _titles(titles: pd.DataFrame, align: str) -> alt.Chart:
    """The names of the arrays at one side."""
    rows = alt.Chart(titles[titles["align"] == align])
    return rows.mark_text(align=align, baseline="bottom", fontSize=13, color="currentColor").encode(alt.Text("says:N"))


def course(frame: pd.DataFrame, chosen: float) -> alt.LayerChart:
    """The loss after one step against its rate; dashed: the parabola that is foretold.

    Args:
        frame: `rate`, `loss`, `law`.
        chosen: the rate of the page.
    """
    base = alt.Chart(frame, height=260).encode(
        alt.X("rate:Q").title("Learning rate of the step").axis(grid=False, tickCount=6)
    )
    tips = [alt.Tooltip(f"{name}:Q", format=".4g") for name in ("rate", "loss", "law")]
    dots = base.mark_point(filled=True, size=45, opacity=1, color=theme.SERIES[0])
    dots = dots.encode(alt.Y("loss:Q").title("Loss after one step"), tooltip=tips)
    dash = alt.StrokeDash("says:N").title(None).scale(domain=[LAW], range=[list(theme.LAW_DASH)])
    dash = dash.legend(orient="top", symbolType="stroke", symbolStrokeColor=theme.NEUTRAL, symbolSize=600)
    law = base.mark_line(color=theme.NEUTRAL, strokeWidth=2).transform_calculate(says=f"'{LAW}'")
    mine = base.transform_filter(f"datum.rate == {chosen!r}")
    ring = mine.mark_point(filled=False, size=260, strokeWidth=3, opacity=1, color=theme.SERIES[1])
    says = mine.mark_text(dy=-16, fontSize=13, color="currentColor").encode(alt.Y("loss:Q"), text=alt.value("yours"))
    return law.encode(alt.Y("law:Q"), dash) + dots + ring.encode(alt.Y("loss:Q")) + says
