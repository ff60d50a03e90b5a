"""How far two runs are apart that began a last bit apart, or not at all."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def apart(apart: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Largest difference of a weight against step, on an axis with a row for exactly 0.

    Args:
        apart: `line` (name of the pair), `epoch`, `apart`, `place` (on the axis).
        axis: that axis.
    """
    names = list(apart["line"].unique())
    legend = alt.Legend(title=None, orient="top", columns=1, labelLimit=300, symbolType="stroke", symbolOpacity=1)
    color = alt.Color("line:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("line:N").scale(theme.dashes(names)).legend(legend)
    ticks = [0, *(10**power for power in range(5) if 10**power <= apart["epoch"].max())]
    x = alt.X("epoch:Q").title("Step").scale(type="symlog", constant=1, nice=False)
    x = x.axis(values=ticks, grid=False, format=",d")
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    y = alt.Y("place:Q").title("Largest difference of a weight").scale(scale)
    y = y.axis(values=axis.ticks, labelExpr=axis.label, labelLimit=80)
    tips = ["line:N", "epoch:Q", alt.Tooltip("apart:Q", format=".3g")]
    edge = alt.Chart().mark_rule(color=theme.NEUTRAL, opacity=0.5).encode(alt.YDatum(axis.edge))
    lines = alt.Chart(apart).mark_line(strokeWidth=3).encode(x, y, color, dash, tooltip=tips)
    return (edge + lines).properties(height=theme.HEIGHT)
