"""Cost from three starts, with the figures that were published."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def costs(costs: pd.DataFrame, published: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """A line for each start; published figures as open diamonds.

    Args:
        costs: `start`, `epoch`, `cost`, `place` (on the axis).
        published: the same columns; may be empty.
        axis: that axis.
    """
    names = list(costs["start"].unique())
    legend = alt.Legend(title=None, orient="top", columns=3, symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3)
    color = alt.Color("start:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("start:N").scale(theme.dashes(names)).legend(legend)
    x = alt.X("epoch:Q").title("Step").scale(nice=False).axis(grid=False, tickCount=5, format=",d")
    scale = alt.Scale(type="log", domain=[axis.low, axis.domain[1]], nice=False)
    decades = [tick for tick in axis.ticks if tick >= axis.low]
    y = alt.Y("place:Q").title("Cost").scale(scale).axis(values=decades, labelExpr=axis.label)
    tips = ["start:N", "epoch:Q", alt.Tooltip("cost:Q", format=".6g")]
    lines = alt.Chart(costs).mark_line(strokeWidth=3).encode(x, y, color, dash, tooltip=tips)
    marks = alt.Chart(published).mark_point(shape="diamond", size=150, strokeWidth=2, color="currentColor", opacity=1)
    return (lines + marks.encode(x, y, tooltip=tips)).properties(height=theme.HEIGHT)
