"""The costs of the mean and of the sum over training."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def paths(lines: pd.DataFrame, dots: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Cost against epoch, a line for each path, and symbols on it at epochs of its own: paths that agree share a line.

    Args:
        lines: `path`, `epoch`, `place` on the axis, `says` (the cost).
        dots: some rows of it.
        axis: that axis.
    """
    names = list(lines["path"].unique())
    scale = alt.Scale(type="log", domain=(axis.low, axis.domain[1]), nice=False)
    y = alt.Y("place:Q").scale(scale).title("Cost, mean over all examples")
    y = y.axis(values=axis.ticks[1:], labelExpr=axis.label)
    x = alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6)
    legend = alt.Legend(title=None, orient="top", columns=3, labelLimit=140, symbolSize=80)
    color = alt.Color("path:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("path:N").scale(theme.shapes(names)).legend(legend)
    thin = alt.Chart(lines).mark_line(strokeWidth=1.5, strokeOpacity=0.6).encode(x, y, color)
    tips = ["path:N", "epoch:Q", alt.Tooltip("says:N", title="cost")]
    symbols = alt.Chart(dots).mark_point(filled=True, size=55, opacity=1).encode(x, y, color, shape, tooltip=tips)
    return (thin + symbols).properties(height=theme.HEIGHT)
