"""The error of students on their plateau."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def errors(table: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Median and 5-95 % band of the error against the step; the plateau dashed.

    Args:
        table: `step`, `mid`, `law` (values), `at_low`, `at_mid`, `at_high`, `at_law` (places).
        axis: of the places.
    """
    y = {"title": "Generalisation error", "scale": alt.Scale(type="log", domain=axis.domain, nice=False)}
    y["axis"] = alt.Axis(values=axis.ticks, labelExpr=axis.label)
    base = alt.Chart(table).encode(alt.X("step:Q").title("Step").axis(grid=False, tickCount=6))
    band = base.mark_area(opacity=0.2, color=theme.SERIES[0]).encode(alt.Y("at_low:Q", **y), alt.Y2("at_high:Q"))
    tips = [alt.Tooltip("step:Q", format=","), alt.Tooltip("mid:Q", format=".3g"), alt.Tooltip("law:Q", format=".3g")]
    line = base.mark_line(strokeWidth=3, color=theme.SERIES[0]).encode(alt.Y("at_mid:Q", **y), tooltip=tips)
    law = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    return (band + line + law.encode(alt.Y("at_law:Q", **y))).properties(height=theme.HEIGHT)
