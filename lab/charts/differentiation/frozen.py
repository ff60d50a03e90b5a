"""Starts that look alike: their costs, and how far their units are apart or have moved."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis

LEGEND = 70  # pixels that the legend takes from the picture


def costs(curves: pd.DataFrame, levels: pd.DataFrame, foretold: pd.DataFrame) -> alt.LayerChart:
    """Median cost and 5-95% band of every start against epoch; dashed: the floor, and the one unit that is predicted.

    Args:
        curves: `start`, `epoch`, `low`, `mid`, `high`.
        levels: `level`, and what to write `below` and `above` it.
        foretold: `epoch`, `cost`; may be empty.
    """
    y = alt.Y("mid:Q").title("Cost")
    tips = ["start:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median cost", format=".4g")]
    law = {"color": theme.NEUTRAL, "strokeDash": list(theme.LAW_DASH), "strokeWidth": 2}
    rules = alt.Chart(levels).mark_rule(**law).encode(alt.Y("level:Q"))
    right = rules.encode(alt.XValue("width"))
    below = right.mark_text(align="right", dx=-4, dy=4, baseline="top", color=theme.NEUTRAL).encode(alt.Text("below:N"))
    above = right.mark_text(align="right", dx=-4, dy=-4, baseline="bottom", color=theme.NEUTRAL)
    layers = [_lines(curves, y, tips), rules, below, above.encode(alt.Text("above:N")), *_one_unit(foretold, law)]
    return alt.layer(*layers).properties(height=theme.HEIGHT + LEGEND)


def _one_unit(foretold: pd.DataFrame, law: dict) -> list[alt.Chart]:
    """The curve that is predicted, with its name at the end; nothing where there is none, for screen readers too."""
    line = alt.Chart(foretold).mark_line(**law).encode(alt.X("epoch:Q"), alt.Y("cost:Q"))
    named = alt.Chart(foretold[-1:].assign(says="law: one unit"))
    named = named.mark_text(align="right", dy=-6, dx=-4, baseline="bottom", color=theme.NEUTRAL)
    named = named.encode(alt.X("epoch:Q"), alt.Y("cost:Q"), alt.Text("says:N"))
    return [line, named] if len(foretold) else []


def sizes(curves: pd.DataFrame, law: pd.DataFrame, axis: LogAxis, title: str, zero: str) -> alt.LayerChart:
    """Median and 5-95% band of a size for every start against epoch, on a log axis with a row for what is exactly 0.

    Args:
        curves: `start`, `epoch`, `low`, `mid`, `high` as places on the axis, `middle` in words.
        law: `epoch`, `value` (a place), and what it `says`; may be empty.
        axis: that axis.
        title: of the axis, with its unit.
        zero: what it means to be exactly 0.
    """
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    ticks = {"scale": scale, "axis": alt.Axis(values=axis.ticks, labelExpr=axis.label, grid=True), "title": title}
    tips = ["start:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("middle:N", title="median")]
    dashed = alt.Chart(law).mark_line(color=theme.NEUTRAL, strokeDash=list(theme.LAW_DASH), strokeWidth=2)
    dashed = dashed.encode(alt.X("epoch:Q"), alt.Y("value:Q", **ticks))
    says = dashed.mark_text(align="left", dx=7, color=theme.NEUTRAL).encode(alt.Text("says:N"))
    lines = _lines(curves, alt.Y("mid:Q", **ticks), tips)
    layers = [_zero_row(axis, ticks, zero), lines, *([dashed, says] if len(law) else [])]
    return alt.layer(*layers).properties(height=300 + LEGEND)


def _lines(curves: pd.DataFrame, y: alt.Y, tips: list) -> alt.LayerChart:
    """Band and median of every start."""
    names = list(curves["start"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, labelLimit=220, symbolType="stroke", symbolOpacity=1)
    color = alt.Color("start:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("start:N").scale(theme.dashes(names)).legend(legend)
    base = alt.Chart(curves).encode(alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6), color)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q"), alt.Y2("high:Q"))
    return band + base.mark_line(strokeWidth=3).encode(y, dash, tooltip=tips)


def _zero_row(axis: LogAxis, y: dict, says: str) -> alt.LayerChart:
    """The strip of what is exactly 0, in grey, with its words."""
    row = pd.DataFrame({"from": [axis.domain[0]], "to": [axis.edge], "zero": [axis.zero], "says": [says]})
    base = alt.Chart(row)
    strip = base.mark_rect(opacity=0.18, color=theme.NEUTRAL).encode(alt.Y("from:Q", **y), alt.Y2("to:Q"))
    words = base.mark_text(align="right", dx=-6, dy=-7, color=theme.NEUTRAL, baseline="bottom")
    return strip + words.encode(alt.Y("zero:Q", **y), alt.XValue("width"), alt.Text("says:N"))
