"""The spread of the cost over seeds while two models are trained."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def spread(spread: pd.DataFrame, axis: LogAxis, digit: pd.DataFrame) -> alt.LayerChart:
    """Standard deviation of the cost against epoch, a line a model; dashed, the last digit of the convex cost.

    Args:
        spread: `model`, `epoch`, `sd` (places on the axis).
        axis: that axis, with a row for what is exactly 0.
        digit: one row: `digit` (a place on the axis), `label`; may be empty.
    """
    names = list(spread["model"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3)
    color = alt.Color("model:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("model:N").scale(theme.dashes(names)).legend(legend)
    ticks = [0, *(10**power for power in range(5) if 10**power <= spread["epoch"].max())]
    x = alt.X("epoch:Q").title("Epoch").scale(type="symlog", constant=1, nice=False)
    x = x.axis(values=ticks, grid=False, format=",d")
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    y = {"title": "Spread of the cost (sd)", "scale": scale, "axis": alt.Axis(values=axis.ticks, labelExpr=axis.label)}
    lines = alt.Chart(spread).mark_line(strokeWidth=3)
    lines = lines.encode(x, alt.Y("sd:Q", **y), color, dash, tooltip=["model:N", "epoch:Q"])
    base = alt.Chart(digit).encode(alt.Y("digit:Q", **y))
    rule = base.mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=2, color=theme.NEUTRAL)
    words = base.mark_text(align="left", baseline="bottom", dy=-3, color=theme.NEUTRAL)
    return (rule + lines + words.encode(alt.Text("label:N"), alt.XValue(4))).properties(height=theme.HEIGHT)
