"""The network of two neurons with its numbers."""

import altair as alt
import pandas as pd

from lab.charts import theme

SIGNS = ["positive or 0", "negative"]
BOX = "M-1,-0.27H1V0.27H-1Z"  # a frame around the number of a weight, as the path of a point
PLACE = alt.Scale(domain=[0, 100], nice=False, zero=False)


def network(nodes: pd.DataFrame, edges: pd.DataFrame) -> alt.LayerChart:
    """Nodes and edges with their numbers; a weight is as thick as it is large, and dashed where it is negative.

    A ring or a frame marks what differs between the two gradients that are compared; edges on neither chain are faint.

    Args:
        nodes: of `diagram.nodes`.
        edges: of `diagram.edges`.
    """
    layers = _lines(edges) + _labels(edges) + _circles(nodes) + _numbers(nodes)
    return layers.properties(height=400).configure_view(stroke=None)


def _lines(edges: pd.DataFrame) -> alt.Chart:
    """The edges."""
    legend = alt.Legend(title="Weight", orient="top", symbolType="stroke", symbolStrokeWidth=3, symbolSize=300)
    ends = _at("x", "y") | {"x2": alt.X2("to_x:Q"), "y2": alt.Y2("to_y:Q")}
    faint = alt.condition("datum.chained", alt.value(0.9), alt.value(0.4))
    return (
        alt.Chart(edges)
        .mark_rule()
        .encode(
            **ends,
            strokeWidth=alt.StrokeWidth("size:Q").scale(domain=[0, 1], range=[1, 9]).legend(None),
            color=alt.Color("sign:N").scale(theme.colors(SIGNS)).legend(legend),
            strokeDash=alt.StrokeDash("sign:N").scale(theme.dashes(SIGNS)).legend(legend),
            opacity=faint,
            tooltip=[alt.Tooltip("weight:N", title="Weight"), alt.Tooltip("exactly:N", title="is")],
        )
    )


def _labels(edges: pd.DataFrame) -> alt.LayerChart:
    """What stands along the edges; in a frame what differs."""
    right, below = alt.expr("datum.right"), alt.expr("datum.below")
    base = alt.Chart(edges).encode(**_at("at_x", "at_y"))
    bold = alt.expr("datum.marked ? 'bold' : 'normal'")
    words = base.mark_text(dx=right, dy=below, fontSize=13, fontWeight=bold, color="currentColor")
    frame = {"shape": BOX, "size": 8000, "stroke": "currentColor", "strokeWidth": 2, "aria": False}
    frames = base.transform_filter("datum.marked").mark_point(xOffset=right, yOffset=below, **frame)
    return frames + words.encode(alt.Text("says:N"))


def _circles(nodes: pd.DataFrame) -> alt.LayerChart:
    """The nodes with their names; a ring around what differs."""
    base = alt.Chart(nodes).encode(**_at("x", "y"))
    ring = {"size": 2600, "strokeWidth": 2.5, "stroke": "currentColor", "aria": False}
    rings = base.transform_filter("datum.marked").mark_point(**ring)
    circles = base.mark_point(size=1500, filled=True, opacity=1, color=theme.NEUTRAL)
    return rings + circles + base.mark_text(fontSize=16, fontWeight="bold", color="white").encode(alt.Text("node:N"))


def _numbers(nodes: pd.DataFrame) -> alt.Chart:
    """The numbers above or below the nodes."""
    style = {"fontSize": 13, "lineHeight": 15, "lineBreak": "\n", "color": "currentColor", "baseline": "middle"}
    base = alt.Chart(nodes).mark_text(dy=alt.expr("datum.below"), **style)
    return base.encode(**_at("x", "y"), text=alt.Text("says:N"))


def _at(x: str, y: str) -> dict:
    """Places on the picture, without axes."""
    return {"x": alt.X(f"{x}:Q").scale(PLACE).axis(None), "y": alt.Y(f"{y}:Q").scale(PLACE).axis(None)}
