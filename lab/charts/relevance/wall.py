"""What training comes to at rates around the largest stable one."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis

SAYS = ["converges", "some", "diverges"]
NAMES = {"converges": "no run diverges", "some": "some do", "diverges": "all diverge"}


def wall(rates: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Cost at the end against the rate: a dot for each, the law dashed, and the wall.

    Args:
        rates: `share`, `low`, `mid`, `high`, `foretold` (places on the axis), `says`.
        axis: that axis.
    """
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    ticks = alt.Axis(values=axis.ticks, labelExpr=axis.label, grid=False)
    y = {"title": "Cost at the end", "scale": scale, "axis": ticks}
    x = alt.X("share:Q").title("Rate ÷ largest stable rate").scale(domain=[0, 1.12], nice=False)
    x = x.axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], grid=False, format="~g")
    base = alt.Chart(rates.assign(runs=rates["says"].map(NAMES))).encode(x)
    law = base.mark_line(color=theme.NEUTRAL, strokeDash=theme.LAW_DASH, strokeWidth=2)
    law = law.transform_filter("isValid(datum.foretold)").encode(alt.Y("foretold:Q", **y))
    stands = alt.Chart(pd.DataFrame({"share": [1.0]})).mark_rule(
        color=theme.NEUTRAL, strokeDash=theme.LAW_DASH, strokeWidth=3
    )
    return (_row(axis, y) + stands.encode(x) + law + _dots(base, y)).properties(height=theme.HEIGHT)


def _dots(base: alt.Chart, y: dict) -> alt.LayerChart:
    legend = {"orient": "top", "columns": 2, "symbolOpacity": 1}
    color = alt.Color("runs:N").title(None).scale(theme.colors(list(NAMES.values()))).legend(**legend)
    shape = alt.Shape("runs:N").title(None).scale(theme.shapes(list(NAMES.values()))).legend(**legend)
    spread = base.mark_rule(strokeWidth=2).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), color)
    tips = [alt.Tooltip("share:Q", format=".2f"), alt.Tooltip("rate:Q", format=".4g"), "runs:N"]
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(alt.Y("mid:Q", **y), color, shape, tooltip=tips)
    return spread + dots


def _row(axis: LogAxis, y: dict) -> alt.Chart:
    """The strip of what diverged, in grey; nothing where nothing did."""
    rows = pd.DataFrame({"from": [axis.high * 1.5], "to": [axis.domain[1]]})[: int(axis.diverged is not None)]
    strip = alt.Chart(rows).mark_rect(opacity=0.18, color=theme.NEUTRAL)
    return strip.encode(alt.Y("from:Q", **y), alt.Y2("to:Q"))
