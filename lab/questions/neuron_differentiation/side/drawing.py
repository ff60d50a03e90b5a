"""The 2-2-1 network as a drawing: where its nodes and edges lie, which numbers stand there, what is marked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme
from lab.lazy import alt
from lab.numerals import cell, figure
from lab.questions.neuron_differentiation.side.chain import differs, source, unit
from lab.questions.neuron_differentiation.side.network import Moment

LINE = 15  # pixels from one line of numbers to the next
NODES = {"x1": (8, 77, True), "x2": (8, 23, False), "1": (46, 77, True), "2": (46, 23, False), "3": (87, 50, False)}
# name -> ends, how far along the line its number stands, on which side of it: -1 above, 1 below
EDGES = {
    "w1": ("x1", "1", 0.5, -1), "w2": ("x2", "1", 0.27, 1), "w3": ("x1", "2", 0.27, -1),
    "w4": ("x2", "2", 0.5, 1), "w5": ("1", "3", 0.48, -1), "w6": ("2", "3", 0.48, 1),
}  # fmt: skip
AWAY = 17  # pixels from a line to the middle of its number
SLOPE = "atan2((datum.y - datum.to_y) * height, (datum.to_x - datum.x) * width)"  # of a line on screen, downwards
SIGNS = ["positive or 0", "negative"]
BOX = "M-0.88,-0.27H0.88V0.27H-0.88Z"  # a frame around the number of a weight, as the path of a point


def nodes(moment: Moment) -> pd.DataFrame:
    """Inputs, neurons and output with their numbers.

    Returns:
        One row per node: `node`, `x`, `y` (0 to 100), `says` (lines), `below` (pixels from the node to the first of
        them; negative is above), `marked` (whether it holds a factor that differs).
    """
    numbers, weights, marked = moment.numbers, moment.weights, _marked(moment)
    says = {name: [cell(numbers[name])] for name in ("x1", "x2")}
    for name in ("1", "2", "3"):
        says[name] = [f"{kind}{name} = {cell(numbers[kind + name])}" for kind in ("z", "a")]
        says[name].insert(0, f"b{name} = {cell(weights['b' + name])}")
    says["3"] += [f"y = {cell(numbers['y'])}", f"J = {cell(numbers['loss'])}"]
    away = dict.fromkeys(NODES, 37) | {"3": 48}  # below the frame of w6, which ends beside the output on a phone
    rows = [
        (
            name,
            x,
            y,
            "\n".join(says[name]),
            away[name] * (-1) ** above - above * LINE * (len(says[name]) - 1),
            name in marked,
        )
        for name, (x, y, above) in NODES.items()
    ]
    return pd.DataFrame(rows, columns=["node", "x", "y", "says", "below", "marked"])


def edges(moment: Moment) -> pd.DataFrame:
    """The six weights as edges.

    Returns:
        One row per weight: `weight`, `x`, `y`, `to_x`, `to_y` (its ends, 0 to 100), `says`, `at_x`, `at_y` (the place
        on the line that it stands beside), `side` (-1 above the line, 1 below), `size` (how large it is among them:
        0 to 1), `sign` ("negative" or "positive or 0"), `chained` (whether one of the two gradients runs along it),
        `marked` (whether it is a factor that differs), `exactly` (its value with more digits).
    """
    marked, along = _marked(moment), {*moment.pair, *(f"w{unit(name) + 4}" for name in moment.pair)}
    sizes = np.nan_to_num(np.abs([moment.weights[name] for name in EDGES]), nan=0.0)
    rows = [
        {
            "weight": name, "x": x, "y": y, "to_x": to_x, "to_y": to_y, "side": side,
            "at_x": x + at * (to_x - x), "at_y": y + at * (to_y - y), "size": size / max(1.0, *sizes),
            "says": f"{name} = {cell(moment.weights[name])}", "exactly": figure(moment.weights[name]),
            "marked": name in marked,
            "sign": "negative" if moment.weights[name] < 0 else "positive or 0", "chained": name in along,
        }
        for (name, (start, end, at, side)), size in zip(EDGES.items(), sizes, strict=True)
        for (x, y, _), (to_x, to_y, _) in [(NODES[start], NODES[end])]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _marked(moment: Moment) -> set[str]:
    """The nodes and edges that hold a factor which differs between the two gradients."""
    holders = {
        "dz3/da": {f"w{unit(name) + 4}" for name in moment.pair},
        "da/dz": {str(unit(name)) for name in moment.pair},
        "dz/dw": {f"x{source(name)}" for name in moment.pair},
    }
    return set().union(*(found for factor, found in holders.items() if differs(moment.factors, factor)))


def takeaway(moment: Moment) -> str:
    """The picture in words."""
    numbers = ", ".join(f"{name} {figure(value)}" for name, value in moment.weights.items())
    way = ", ".join(f"{name} {figure(moment.numbers[name])}" for name in ("x1", "x2", "a1", "a2", "a3", "y", "loss"))
    marks = f" Marked, because it differs: {', '.join(sorted(_marked(moment)))}." if _marked(moment) else ""
    return f"The network after {moment.update:,} updates. Weights: {numbers}. Example {moment.example}: {way}.{marks}"


def network(nodes: pd.DataFrame, edges: pd.DataFrame) -> alt.LayerChart:
    """Nodes and edges with their numbers; a weight is as thick as it is large, and dashed where it is negative."""
    legend = alt.Legend(title="Weight", orient="top", symbolType="stroke", symbolStrokeWidth=3, symbolSize=300)
    lines = alt.Chart(edges).mark_rule()
    lines = lines.encode(
        **_at("x", "y"), x2=alt.X2("to_x:Q"), y2=alt.Y2("to_y:Q"),
        strokeWidth=alt.StrokeWidth("size:Q").scale(domain=[0, 1], range=[1, 9]).legend(None),
        color=alt.Color("sign:N").scale(domain=SIGNS, range=[theme.SERIES[1], theme.SERIES[0]]).legend(legend),
        strokeDash=alt.StrokeDash("sign:N").scale(theme.dashes(SIGNS)).legend(legend),
        opacity=alt.condition("datum.chained", alt.value(0.9), alt.value(0.4)),
        tooltip=[alt.Tooltip("weight:N", title="Weight"), alt.Tooltip("exactly:N", title="is")],
    )  # fmt: skip
    layers = lines + _labels(edges) + _circles(nodes) + _numbers(nodes)
    return layers.properties(height=400).configure_view(stroke=None)


def _labels(edges: pd.DataFrame) -> alt.LayerChart:
    """The numbers of the weights, each along its own line; a frame around what differs."""
    turned, away = alt.expr(f"{SLOPE} * 180 / PI"), f"{AWAY} * datum.side"
    base = alt.Chart(edges).encode(**_at("at_x", "at_y"))
    bold = alt.expr("datum.marked ? 'bold' : 'normal'")
    style = {"fontSize": 13, "fontWeight": bold, "baseline": "middle", "color": "currentColor"}
    words = base.mark_text(angle=turned, dy=alt.expr(away), **style)
    beside = {"xOffset": alt.expr(f"-sin({SLOPE}) * {away}"), "yOffset": alt.expr(f"cos({SLOPE}) * {away}")}
    frame = {"shape": BOX, "size": 8000, "stroke": "currentColor", "strokeWidth": 2, "aria": False}
    frames = base.transform_filter("datum.marked").mark_point(angle=turned, **beside, **frame)
    return frames + words.encode(alt.Text("says:N"))


def _circles(nodes: pd.DataFrame) -> alt.LayerChart:
    """The nodes with their names; a ring around what differs."""
    base = alt.Chart(nodes).encode(**_at("x", "y"))
    ring = {"size": 2600, "strokeWidth": 2.5, "stroke": "currentColor", "aria": False}
    rings = base.transform_filter("datum.marked").mark_point(**ring)
    circles = base.mark_point(size=1500, filled=True, opacity=1, color=theme.NEUTRAL)
    return rings + circles + base.mark_text(fontSize=16, fontWeight="bold", color="white").encode(alt.Text("node:N"))


def _numbers(nodes: pd.DataFrame) -> alt.Chart:
    style = {"fontSize": 13, "lineHeight": 15, "lineBreak": "\n", "color": "currentColor", "baseline": "middle"}
    base = alt.Chart(nodes).mark_text(dy=alt.expr("datum.below"), **style)
    return base.encode(**_at("x", "y"), text=alt.Text("says:N"))


def _at(x: str, y: str) -> dict:
    place = alt.Scale(domain=[0, 100], nice=False, zero=False)
    return {"x": alt.X(f"{x}:Q").scale(place).axis(None), "y": alt.Y(f"{y}:Q").scale(place).axis(None)}
