"""The pictures: the error against the number of columns, and over training."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.log_axis import LogAxis

ENDS, TRAINED, OWN = "fresh examples", "fresh, really trained", "training examples"
ERROR = "Squared error"


def curve_chart(line: pd.DataFrame, dots: pd.DataFrame, marks: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Mean error with its band against the number of columns, theory dashed, trained models as dots."""
    x, y = alt.X("columns:Q").title("Columns p: x1 and useless ones").axis(grid=False), traces.on_log(axis, ERROR)
    color, _ = traces.marked_apart("says", [ENDS, TRAINED, OWN], orient="bottom")
    base, trained = alt.Chart(line).encode(x), alt.Chart(dots).encode(x)
    band = base.mark_area(opacity=0.15, color=theme.SERIES[0]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    mid = base.mark_line(strokeWidth=1, color=theme.SERIES[0]).encode(alt.Y("mid:Q", **y))
    mean = base.transform_calculate(says=f"'{ENDS}'").mark_line(**traces.UNDER)
    mean = mean.encode(alt.Y("mean:Q", **y), color, tooltip=["columns:Q", *traces.tips("mean", "law")])
    bars = trained.mark_rule(strokeWidth=2, color=theme.SERIES[1]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    signs = trained.transform_calculate(says=f"'{TRAINED}'").mark_point(
        opacity=1, shape="diamond", size=110, filled=True
    )
    own = base.transform_calculate(says=f"'{OWN}'").mark_line(**traces.UNDER).encode(alt.Y("own:Q", **y), color)
    laws = [traces.dashed(base, alt.Y(f"{name}:Q", **y), **traces.OVER) for name in ("law", "own_law")]
    layers = band + mid + mean + own + laws[0] + laws[1] + bars
    return (layers + signs.encode(alt.Y("mean:Q", **y), color) + _marked(marks)).properties(height=theme.HEIGHT + 40)


def _marked(marks: pd.DataFrame) -> alt.LayerChart:
    """Uprights with their words: where p = n, dotted, and one's own model, solid."""
    base = alt.Chart(marks).encode(alt.X("columns:Q"))
    rules = base.mark_rule(strokeWidth=2, color="currentColor", opacity=0.7).encode(
        strokeDash=alt.condition("datum.own", alt.value([1, 0]), alt.value([2, 4]))
    )
    align, away = (f"datum.side == 'left' ? {left} : {right}" for left, right in (("'right'", "'left'"), ("-5", "5")))
    place = {"align": alt.expr(align), "dx": alt.expr(away), "dy": alt.expr("datum.own ? -5 : -20")}
    words = base.mark_text(baseline="bottom", fontSize=12, fontWeight="bold", color="currentColor", **place)
    return rules + words.encode(alt.Text("label:N"), alt.YValue(0))


def courses_chart(courses: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """The error over training, a line for each number of columns, and the closed form, dashed."""
    names, y = list(courses["says"].unique()), traces.on_log(axis, ERROR)
    color, shape = traces.marked_apart("says", names)
    base = alt.Chart(courses).encode(traces.decades(courses["epoch"].max()))
    told = ["says:N", alt.Tooltip("epoch:Q", format=","), *traces.tips("mean")]
    line = base.mark_line(**traces.UNDER).encode(alt.Y("mean:Q", **y), color)
    signs = base.mark_point(filled=True, opacity=1, size=60).encode(alt.Y("mean:Q", **y), color, shape, tooltip=told)
    law = traces.dashed(base, alt.Y("foretold:Q", **y), alt.Detail("says:N"), **traces.OVER)
    return (line + law + signs).properties(height=300)
