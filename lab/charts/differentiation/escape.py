"""How long a push takes to make two neurons different, and why it does."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.charts.differentiation.distance import zero_row
from lab.log_axis import LogAxis


def courses(courses: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """The distance over training, a line for each push, and theory's lines, dashed.

    Args:
        courses: `epsilon`, `epoch`, `distance` (places on the axis), `foretold`.
        axis: that axis.
    """
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    ticks = alt.Axis(values=axis.ticks, labelExpr=axis.label, grid=True)
    y = {"title": "Distance between the neurons", "scale": scale, "axis": ticks}
    tips = [alt.Tooltip("epsilon:Q", title="Push", format="~e"), alt.Tooltip("epoch:Q", format=",")]
    base = alt.Chart(courses).encode(
        alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6), alt.Detail("epsilon:Q")
    )
    lines = base.mark_line(strokeWidth=2, color=theme.SERIES[0]).encode(alt.Y("distance:Q", **y), tooltip=tips)
    law = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    law = law.transform_filter("isValid(datum.foretold)").encode(alt.Y("foretold:Q", **y))
    return (zero_row(axis, y) + lines + law).properties(height=theme.HEIGHT)


def times(times: pd.DataFrame, rounded: pd.DataFrame, pushes: tuple[float, float]) -> alt.LayerChart:
    """Epochs until the neurons differ against the push: dots with their spread, theory's dashed line, rounding.

    Args:
        times: `kind`, `epsilon`, `low`, `mid`, `high`.
        rounded: `epsilon`, `epochs`, `label`; may be empty.
        pushes: smallest and largest of the axis.
    """
    x = alt.X("epsilon:Q").title("Push (epsilon)").axis(format="~e", tickCount=6, grid=False)
    x = x.scale(type="log", domain=list(pushes), reverse=True, nice=False)
    base, title = alt.Chart(times), "Epochs until they differ"
    measured, law = (base.transform_filter(f"datum.kind == '{kind}'") for kind in ("measured", "foretold"))
    tips = [
        alt.Tooltip("epsilon:Q", format="~e"),
        *(alt.Tooltip(f"{name}:Q", format=",.0f") for name in ("low", "mid", "high")),
    ]
    line = law.mark_line(strokeDash=theme.LAW_DASH, strokeWidth=2, color=theme.NEUTRAL).encode(
        x, alt.Y("mid:Q").title(title)
    )
    spread = measured.mark_rule(color=theme.SERIES[0], strokeWidth=2).encode(
        x, alt.Y("low:Q").title(title), alt.Y2("high:Q")
    )
    dots = measured.mark_point(filled=True, size=60, opacity=1, color=theme.SERIES[0]).encode(
        x, alt.Y("mid:Q"), tooltip=tips
    )
    return (line + spread + dots + _rounding(rounded, x)).properties(height=theme.HEIGHT)


def _rounding(rounded: pd.DataFrame, x: alt.X) -> alt.LayerChart:
    """The runs that rounding parted, with their words."""
    mark = alt.Chart(rounded).encode(x, alt.Y("epochs:Q"))
    sign = mark.mark_point(shape="diamond", filled=True, size=130, opacity=1, color=theme.SERIES[1])
    return sign + mark.mark_text(align="right", dx=-10, color=theme.SERIES[1]).encode(alt.Text("label:N"))


def ridge(ridge: pd.DataFrame) -> alt.LayerChart:
    """The cost when the two neurons are pulled apart where they settle together, and theory's parabola.

    Args:
        ridge: `apart`, `cost`, `foretold`.
    """
    base = alt.Chart(ridge).encode(alt.X("apart:Q").title("Difference between the two neurons").axis(grid=False))
    y = alt.Y("cost:Q").title("Cost").scale(zero=False)
    line = base.mark_line(strokeWidth=3, color=theme.SERIES[0]).encode(y)
    law = base.mark_line(strokeWidth=2, strokeDash=theme.LAW_DASH, color=theme.NEUTRAL).encode(alt.Y("foretold:Q"))
    top = base.transform_filter("datum.apart == 0").mark_point(size=110, filled=True, opacity=1, color=theme.SERIES[1])
    return (line + law + top.encode(y)).properties(height=260)
