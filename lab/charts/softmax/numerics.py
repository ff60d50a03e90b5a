"""Logits far apart: cost and gradient in several ways of computing them, and whether a wrong start is unlearned."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.linear_axis import LinearAxis

LEGEND = 70  # pixels that the legend takes from the picture


def over_gaps(
    dots: pd.DataFrame, law: pd.DataFrame, borders: pd.DataFrame, axis: LinearAxis, title: str
) -> alt.LayerChart:
    """Cost or gradient against the gap of the logits, a symbol for each way; dashed: what is right, and where it ends.

    Args:
        dots: `way`, `gap`, `place` on the axis, `says` (the value).
        law: `gap`, `place`.
        borders: `gap`, and what it `says`; may be empty.
        axis: of the places.
        title: of that axis.
    """
    scale = alt.Scale(domain=axis.domain, nice=False, zero=False)
    ticks = alt.Axis(values=axis.values, labelExpr=axis.label, grid=True, labelLimit=90)
    y = {"scale": scale, "axis": ticks, "title": title}
    x = alt.X("gap:Q").title("Gap: wrong logit minus right logit").axis(grid=False, tickCount=6).scale(nice=False)
    grey = {"color": theme.NEUTRAL, "strokeDash": list(theme.LAW_DASH), "strokeWidth": 1.5}
    right = alt.Chart(law).mark_line(**grey).encode(x, alt.Y("place:Q", **y))
    rules = alt.Chart(borders).encode(alt.X("gap:Q"))
    words = rules.mark_text(angle=270, dy=-6, baseline="bottom", color=theme.NEUTRAL)
    words = words.encode(alt.Text("says:N"), y=alt.value(alt.expr("height / 2")))
    layers = _rows(axis, y) + rules.mark_rule(**grey) + words + right + _symbols(dots, x, alt.Y("place:Q", **y))
    return layers.properties(height=300 + LEGEND)


def steps(lines: pd.DataFrame, dots: pd.DataFrame) -> alt.LayerChart:
    """The gap against the step of gradient descent; what is no number is not drawn.

    Args:
        lines: `way`, `step`, `gap`.
        dots: some of its rows, those of each way at steps of their own.
    """
    x = alt.X("step:Q").title("Step of gradient descent").axis(grid=False, tickCount=6)
    y = alt.Y("gap:Q").title("Gap")
    color = alt.Color("way:N").scale(theme.colors(list(lines["way"].unique())))
    thin = alt.Chart(lines).mark_line(strokeWidth=1.5, strokeOpacity=0.6).encode(x, y, color)
    return (thin + _symbols(dots, x, y)).properties(height=220 + LEGEND)


def _symbols(dots: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """A symbol and a colour for each way."""
    names = list(dots["way"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, labelLimit=160, symbolSize=80)
    color = alt.Color("way:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("way:N").scale(theme.shapes(names)).legend(legend)
    tips = ["way:N", alt.Tooltip("gap:Q", format=".2f"), *([alt.Tooltip("says:N", title="is")] * ("says" in dots))]
    return alt.Chart(dots).mark_point(filled=True, size=55, opacity=1).encode(x, y, color, shape, tooltip=tips)


def _rows(axis: LinearAxis, y: dict) -> alt.Chart:
    """The strip of what is infinite or no number, in grey."""
    strip = alt.Chart(pd.DataFrame({"from": [axis.edge], "to": [axis.domain[1]]}))
    return strip.mark_rect(opacity=0.18, color=theme.NEUTRAL).encode(alt.Y("from:Q", **y), alt.Y2("to:Q"))
