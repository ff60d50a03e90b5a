"""The error on fresh examples against the number of columns, and over training."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.log_axis import LogAxis

ERROR = "Squared error, fresh examples"
ENDS, TRAINED = "endless training", "really trained"


def curve(line: pd.DataFrame, dots: pd.DataFrame, marks: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """Mean error with its band against the number of columns, the law dashed, trained models as dots.

    Args:
        line: `columns`, `mean` and `law` (missing where there is no mean), `mid`, `low`, `high`.
        dots: `columns`, `mean`, `low`, `high`.
        marks: `columns`, `label`, `side`, `own`.
        axis: that the places belong to.
    """
    x, y = alt.X("columns:Q").title("Columns p: x1 and useless ones").axis(grid=False), _error(axis)
    color, shape = _legend(alt.Color, theme.colors([ENDS, TRAINED])), {"shape": "diamond", "size": 110, "filled": True}
    base, trained = alt.Chart(line).encode(x), alt.Chart(dots).encode(x)
    band = base.mark_area(opacity=0.15, color=theme.SERIES[0]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    tips = ["columns:Q", *(alt.Tooltip(f"{name}:Q", format=".4g") for name in ("mean", "law"))]
    mid = base.mark_line(strokeWidth=1, color=theme.SERIES[0]).encode(alt.Y("mid:Q", **y))
    mean = base.transform_calculate(says=f"'{ENDS}'").mark_line(strokeWidth=3)
    mean = mean.encode(alt.Y("mean:Q", **y), color, tooltip=tips)
    law = base.mark_line(strokeWidth=2, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH).encode(alt.Y("law:Q", **y))
    bars = trained.mark_rule(strokeWidth=2, color=theme.SERIES[1]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    signs = trained.transform_calculate(says=f"'{TRAINED}'").mark_point(opacity=1, **shape)
    return (band + mid + mean + law + bars + signs.encode(alt.Y("mean:Q", **y), color) + _marked(marks)).properties(
        height=theme.HEIGHT + 40
    )


def _error(axis: LogAxis) -> dict:
    ticks = alt.Axis(values=axis.ticks, labelExpr=axis.label)
    return {"title": ERROR, "scale": alt.Scale(type="log", domain=axis.domain, nice=False), "axis": ticks}


def _legend(channel: type, scale: alt.Scale):
    legend = alt.Legend(title=None, orient="bottom", columns=2, symbolOpacity=1)
    return channel("says:N").scale(scale).legend(legend)


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


def courses(courses: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """The error over training, a line for each number of columns, and the closed form, dashed.

    Args:
        courses: `says`, `epoch`, `mean`, `foretold`.
        axis: that the places belong to.
    """
    names = list(courses["says"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3)
    color = alt.Color("says:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("says:N").scale(theme.dashes(names)).legend(legend)
    ticks = [0, *(10**power for power in range(6) if 10**power <= courses["epoch"].max())]
    x = alt.X("epoch:Q").title("Epoch").scale(type="symlog", constant=1, nice=False)
    base = alt.Chart(courses).encode(x.axis(values=ticks, grid=False, format=",d"))
    tips = ["says:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mean:Q", format=".4g")]
    line = base.mark_line(strokeWidth=3.5).encode(alt.Y("mean:Q", **_error(axis)), color, dash, tooltip=tips)
    law = base.mark_line(strokeWidth=1.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    return (line + law.encode(alt.Y("foretold:Q", **_error(axis)), alt.Detail("says:N"))).properties(height=300)
