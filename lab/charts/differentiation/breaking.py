"""Which suspects make equal neurons different."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis


def suspects(summary: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """How far apart equal neurons are after training: a dot for each suspect, with the range of its runs.

    Args:
        summary: `suspect`, `low`, `mid`, `high` (places on the axis), `says`, `foretold`.
        axis: that axis.
    """
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    ticks = alt.Axis(values=axis.ticks, labelExpr=axis.label, grid=True, orient="top", labelAngle=0, labelOverlap=True)
    x = {"title": "Apart after training (units of the weights)", "scale": scale, "axis": ticks}
    order = list(summary["suspect"])
    y = alt.Y("suspect:N").title(None).sort(order).axis(labelLimit=200, labelFontSize=12, grid=False)
    base = alt.Chart(summary, height=alt.Step(30)).encode(y)
    says = sorted(summary["says"].unique())
    color = alt.Color("says:N").title(None).scale(theme.colors(says)).legend(orient="bottom")
    shape = alt.Shape("says:N").title(None).scale(theme.shapes(says)).legend(orient="bottom")
    spread = base.mark_rule(strokeWidth=3, opacity=0.6).encode(alt.X("low:Q", **x), alt.X2("high:Q"), color)
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(
        alt.X("mid:Q", **x),
        color,
        shape,
        tooltip=["suspect:N", "says:N"],
    )
    return _zero(axis, x) + spread + dots


def _zero(axis: LogAxis, x: dict) -> alt.Chart:
    """The strip of what is exactly 0, in grey."""
    strip = alt.Chart(pd.DataFrame({"from": [axis.domain[0]], "to": [axis.edge]}))
    return strip.mark_rect(opacity=0.18, color=theme.NEUTRAL).encode(alt.X("from:Q", **x), alt.X2("to:Q"))
