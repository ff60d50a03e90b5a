"""What is left of the sums over the classes."""

import altair as alt
import pandas as pd

from lab.charts import theme

LAW = "theory: (1 − ηλ)ᵀ"


def courses(courses: pd.DataFrame) -> alt.LayerChart:
    """The share of the sums that is left, a line for each optimizer with its band, and the law's lines, dashed.

    Args:
        courses: `optimizer`, `epoch`, `low`, `mid`, `high`, `law`.
    """
    names = list(courses["optimizer"].unique())
    color = (
        alt.Color("optimizer:N").title(None).scale(theme.colors(names)).legend(orient="top", columns=2, symbolOpacity=1)
    )
    shape = (
        alt.Shape("optimizer:N").title(None).scale(theme.shapes(names)).legend(orient="top", columns=2, symbolOpacity=1)
    )
    x, title = alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6), "Share of the sums that is left"
    base = alt.Chart(courses).encode(x)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q").title(title), alt.Y2("high:Q"), color)
    line = base.mark_line(strokeWidth=3).encode(alt.Y("mid:Q"), color)
    tips = [
        "optimizer:N",
        "epoch:Q",
        alt.Tooltip("mid:Q", title="median", format=".4f"),
        alt.Tooltip("law:Q", format=".4f"),
    ]
    dots = base.mark_point(filled=True, size=45, opacity=1).encode(alt.Y("mid:Q"), color, shape, tooltip=tips)
    return (band + line + dots + _law(base)).properties(height=theme.HEIGHT)


def _law(base: alt.Chart) -> alt.Chart:
    """The law's lines, where there is one."""
    dash = alt.StrokeDash("says:N").title(None).scale(domain=[LAW], range=[list(theme.LAW_DASH)])
    law = base.transform_filter("isValid(datum.law)").transform_calculate(says=f"'{LAW}'")
    return law.mark_line(strokeWidth=2, color=theme.NEUTRAL).encode(
        alt.Y("law:Q"), alt.Detail("optimizer:N"), dash.legend(orient="bottom", symbolSize=500)
    )
