"""The plane of variances with its critical line, and correlations through the layers."""

import altair as alt
import pandas as pd

from lab.charts import theme


def plane(cells: pd.DataFrame, line: pd.DataFrame, point: pd.DataFrame) -> alt.LayerChart:
    """chi as colour, the critical line dashed, one's own point.

    Args:
        cells: `left`, `right`, `bottom`, `top`, `chi`.
        line: `weights`, `biases`.
        point: one row, `weights`, `biases`.
    """
    x = (
        alt.X("left:Q")
        .title("Variance of the weights times inputs")
        .scale(nice=False, zero=False)
        .axis(tickCount=6, grid=False)
    )
    y = alt.Y("bottom:Q").title("Variance of the biases").scale(nice=False, zero=False).axis(grid=False)
    legend = alt.Legend(
        title="χ: below 1 order, above 1 chaos", orient="top", gradientLength=220, format=".1f", titleLimit=300
    )
    colors = {"domain": [0, 1, 1.5], "range": [theme.SERIES[0], "#f4f4f2", theme.SERIES[1]]}
    scale = alt.Scale(**colors, interpolate="rgb", clamp=True)
    color = alt.Color("chi:Q").scale(scale).legend(legend)
    heat = alt.Chart(cells).mark_rect(strokeWidth=0)
    heat = heat.encode(x, alt.X2("right:Q"), y, alt.Y2("top:Q"), color, tooltip=[alt.Tooltip("chi:Q", format=".3f")])
    curve = alt.Chart(line).mark_line(color="#33383d", strokeWidth=2.5, strokeDash=theme.LAW_DASH)
    curve = curve.encode(alt.X("weights:Q"), alt.Y("biases:Q"), alt.Order("weights:Q"))
    own = alt.Chart(point).mark_point(shape="cross", size=220, filled=True, opacity=1, color="black", stroke="white")
    return (heat + curve + own.encode(alt.X("weights:Q"), alt.Y("biases:Q"))).properties(height=320)


def correlations(table: pd.DataFrame) -> alt.LayerChart:
    """Median and band of the correlation of two inputs against the layer; theory dashed.

    Args:
        table: `layer`, `low`, `mid`, `high`, `law`.
    """
    y = {"title": "Correlation of two inputs", "scale": alt.Scale(zero=False, nice=False)}
    base = alt.Chart(table).encode(alt.X("layer:Q").title("Layer").axis(grid=False, tickMinStep=1, format="d"))
    band = base.mark_area(opacity=0.2, color=theme.SERIES[0]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    tips = ["layer:Q", alt.Tooltip("mid:Q", format=".4f"), alt.Tooltip("law:Q", format=".4f")]
    line = base.mark_line(strokeWidth=3, point=True, color=theme.SERIES[0]).encode(alt.Y("mid:Q", **y), tooltip=tips)
    law = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    return (band + line + law.encode(alt.Y("law:Q", **y))).properties(height=280)
