"""Signals and errors against the layer."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def through(table: pd.DataFrame, axis: LogAxis, title: str) -> alt.LayerChart:
    """Median and 5-95 % band of the networks of each scheme against the layer; theory dashed.

    Args:
        table: `scheme`, `layer`, `mid`, `mean`, `law` (values), `at_low`, `at_mid`, `at_high`, `at_law` (places).
        axis: of the places.
        title: of what is measured.
    """
    names = list(table["scheme"].unique())
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3, columns=2)
    color = alt.Color("scheme:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("scheme:N").scale(theme.dashes(names)).legend(legend)
    y = {"title": title, "scale": alt.Scale(type="log", domain=axis.domain, nice=False)}
    y["axis"] = alt.Axis(values=axis.ticks, labelExpr=axis.label)
    base = alt.Chart(table).encode(alt.X("layer:Q").title("Layer").axis(grid=False, tickMinStep=1, format="d"))
    band = base.mark_area(opacity=0.18).encode(alt.Y("at_low:Q", **y), alt.Y2("at_high:Q"), color)
    law = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    tips = ["scheme:N", "layer:Q", *(alt.Tooltip(f"{name}:Q", format=".3g") for name in ("mid", "mean", "law"))]
    line = base.mark_line(strokeWidth=3, point=True).encode(alt.Y("at_mid:Q", **y), color, dash, tooltip=tips)
    return (band + line + law.encode(alt.Y("at_law:Q", **y), alt.Detail("scheme:N"))).properties(height=300)
