"""Gradients of the biases by hidden layer."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis

OURS, LAW, BOOK = "median of our networks", "law", "Nielsen, MNIST"


def by_layer(table: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Median and band of the networks by hidden layer, theory dashed, published figures as diamonds.

    Args:
        table: `layer`, `published`, `mid`, `law` (values), `at_low`, `at_mid`, `at_high`, `at_law` (places).
        axis: of the places.
    """
    legend = alt.Legend(title=None, orient="top", columns=2, symbolOpacity=1)
    colors = alt.Scale(domain=[OURS, LAW, BOOK], range=[theme.SERIES[0], theme.NEUTRAL, theme.SERIES[1]])
    y = {"title": "Norm of the biases' gradient", "scale": alt.Scale(type="log", domain=axis.domain, nice=False)}
    y["axis"] = alt.Axis(values=axis.ticks, labelExpr=axis.label)
    base = alt.Chart(table).encode(alt.X("layer:Q").title("Hidden layer").axis(grid=False, tickMinStep=1, format="d"))
    band = base.mark_area(opacity=0.2, color=theme.SERIES[0]).encode(alt.Y("at_low:Q", **y), alt.Y2("at_high:Q"))
    tips = ["layer:Q", alt.Tooltip("mid:Q", format=".3g"), alt.Tooltip("law:Q", format=".3g")]
    line = base.transform_calculate(is_=f"'{OURS}'").mark_line(strokeWidth=3, point=True)
    law = base.transform_calculate(is_=f"'{LAW}'").mark_line(strokeWidth=2.5, strokeDash=theme.LAW_DASH)
    book = base.transform_filter("isValid(datum.published)").transform_calculate(is_=f"'{BOOK}'")
    book = book.mark_point(size=110, shape="diamond", filled=True, opacity=1)
    color = alt.Color("is_:N").scale(colors).legend(legend)
    return (
        band + line.encode(alt.Y("at_mid:Q", **y), color, tooltip=tips) + law.encode(alt.Y("at_law:Q", **y), color)
        + book.encode(alt.Y("published:Q", **y), color, tooltip=["layer:Q", "published:Q"])
    ).properties(height=theme.HEIGHT)  # fmt: skip
