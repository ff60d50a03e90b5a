"""The full gradient beside the target's logit alone: accuracy, cost and size of the weights over training."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis

LEGEND = 60  # pixels that the legend takes from the picture
TOP = {"title": None, "orient": "top", "columns": 2, "labelLimit": 220}
DASHED = {"color": theme.NEUTRAL, "strokeDash": list(theme.LAW_DASH), "strokeWidth": 2}


def accuracy(curves: pd.DataFrame, lost: pd.DataFrame, level: pd.DataFrame) -> alt.LayerChart:
    """Median accuracy and 5-95% band against epoch; dashed: always naming one class.

    Args:
        curves: `way`, `epoch`, `low`, `mid`, `high`.
        lost: where a median run diverged: `epoch`, `mid`, `says`; may be empty.
        level: `level`, `says`.
    """
    y = {"title": "Right", "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format=".0%", tickCount=6)}
    tips = ["way:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median", format=".1%")]
    rule = alt.Chart(level).encode(alt.Y("level:Q", **y))
    says = rule.mark_text(align="right", dx=-4, dy=-4, baseline="bottom", color=theme.NEUTRAL, fontSize=12)
    layers = [rule.mark_rule(**DASHED), _lines(curves, y, tips), says.encode(alt.XValue("width"), alt.Text("says:N"))]
    if len(lost):
        base = alt.Chart(lost).encode(alt.X("epoch:Q"), alt.Y("mid:Q", **y))
        cross = base.mark_point(shape="cross", angle=45, size=160, filled=True, opacity=1, color=theme.SERIES[5])
        layers += [cross, base.mark_text(align="right", dx=-4, dy=16, color=theme.SERIES[5]).encode(alt.Text("says:N"))]
    return alt.layer(*layers).properties(height=theme.HEIGHT)


def sizes(curves: pd.DataFrame, law: pd.DataFrame, axis: LogAxis, title: str) -> alt.LayerChart:
    """Median and 5-95% band against epoch on a logarithmic axis; dashed: what is foretold.

    Args:
        curves: `way`, `epoch`, `low`, `mid`, `high` as places on the axis, `middle` in words.
        law: `epoch`, `value` (a place), `says`; may be empty.
        axis: that axis.
        title: of the axis.
    """
    scale = alt.Scale(type="log", domain=[axis.low, axis.domain[1]], nice=False)
    ticks = alt.Axis(values=[tick for tick in axis.ticks if tick >= axis.low], labelExpr=axis.label, grid=True)
    y = {"title": title, "scale": scale, "axis": ticks}
    tips = ["way:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("middle:N", title="median")]
    layers = [_lines(curves, y, tips)]
    if len(law):
        base = alt.Chart(law).encode(alt.X("epoch:Q"), alt.Y("value:Q", **y))
        words = alt.Chart(law.tail(1)).mark_text(align="right", dx=-8, dy=-6, baseline="bottom", color=theme.NEUTRAL)
        words = words.encode(alt.X("epoch:Q"), alt.Y("value:Q", **y), alt.Text("says:N"))
        layers = [base.mark_line(**DASHED | {"strokeWidth": 5, "opacity": 0.5}), *layers, words]
    return alt.layer(*layers).properties(height=260 + LEGEND)


def _lines(curves: pd.DataFrame, y: dict, tips: list) -> alt.LayerChart:
    """Band and median of both ways."""
    names = list(curves["way"].unique())
    legend = alt.Legend(**TOP, symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3)
    color = alt.Color("way:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("way:N").scale(theme.dashes(names)).legend(legend)
    base = alt.Chart(curves).encode(alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6), color)
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    return band + base.mark_line(strokeWidth=3).encode(alt.Y("mid:Q", **y), dash, tooltip=tips)
