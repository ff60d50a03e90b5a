"""Strengths of the modes over training."""

import altair as alt
import pandas as pd

from lab.charts import theme


def strengths(table: pd.DataFrame, most: float) -> alt.LayerChart:
    """Median and 5-95 % band of each mode's strength against epoch; theory dashed.

    Args:
        table: `mode`, `epoch`, `low`, `mid`, `high`, `law`.
        most: end of the axis of strengths.
    """
    names = list(table["mode"].unique())
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3, columns=3)
    color = alt.Color("mode:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("mode:N").scale(theme.dashes(names)).legend(legend)
    y = {"title": "Strength of the mode", "scale": alt.Scale(domain=[0, most], clamp=True)}
    base = alt.Chart(table).encode(alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6))
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), color)
    tips = [
        "mode:N",
        alt.Tooltip("epoch:Q", format=","),
        *(alt.Tooltip(f"{n}:Q", format=".4f") for n in ("mid", "law")),
    ]
    line = base.mark_line(strokeWidth=3).encode(alt.Y("mid:Q", **y), color, dash, tooltip=tips)
    law = base.mark_line(strokeWidth=2, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    return (band + line + law.encode(alt.Y("law:Q", **y), alt.Detail("mode:N"))).properties(height=theme.HEIGHT)
