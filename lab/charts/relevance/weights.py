"""The picture of the relevance page."""

import altair as alt
import pandas as pd

from lab.charts import theme

LAW = "law: w₀ + X⁺(y − X w₀)"
LEGENDS = 100  # pixels that the legends take from the picture


def weights(curves: pd.DataFrame, legend: pd.DataFrame, *, decades: bool = False) -> alt.LayerChart:
    """Median line and 5-95% band of every weight against epoch, and the foretold ends as dashed lines.

    Args:
        curves: `weight`, `epoch`, `low`, `mid`, `high`, `marked` (where the weight's shape stands).
        legend: `weight`, `label`, `law`.
        decades: whether the epochs' axis is logarithmic beyond 1.
    """
    labels = legend["label"].tolist()
    base = alt.Chart(curves.merge(legend, on="weight")).encode(_epochs(curves, decades))
    color = (
        alt.Color("label:N")
        .title(None)
        .scale(theme.colors(labels))
        .legend(columns=1, orient="top", labelLimit=300, symbolOpacity=1)
    )
    shape = (
        alt.Shape("label:N").title(None).scale(theme.shapes(labels)).legend(columns=1, orient="top", symbolOpacity=1)
    )
    y = alt.Y("mid:Q").title("Weight").scale(zero=False)
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q").title("Weight"), alt.Y2("high:Q"), color)
    line = base.mark_line(strokeWidth=2.5).encode(y, color)
    tips = [alt.Tooltip("label:N", title="Weight"), "epoch:Q", alt.Tooltip("mid:Q", title="median")]
    marks = base.mark_point(size=70, filled=True, opacity=1).transform_filter("datum.marked")
    return (_law(legend) + band + line + marks.encode(y, color, shape, tooltip=tips)).properties(
        height=theme.HEIGHT + LEGENDS
    )


def _epochs(curves: pd.DataFrame, decades: bool) -> alt.X:
    axis = alt.X("epoch:Q").title("Epoch")
    if not decades:
        return axis.axis(tickCount=5)
    ticks = [0, *(10**power for power in range(7) if 10**power <= curves["epoch"].max())]
    return axis.scale(type="symlog", constant=1, nice=False).axis(values=ticks, format=",d")


def _law(legend: pd.DataFrame) -> alt.Chart:
    dash = (
        alt.StrokeDash("says:N")
        .title(None)
        .legend(orient="bottom", labelLimit=300, symbolSize=600)
        .scale(domain=[LAW], range=[list(theme.LAW_DASH)])
    )
    rule = alt.Chart(legend).mark_rule(color=theme.NEUTRAL, strokeWidth=2)
    return rule.transform_calculate(says=f"'{LAW}'").encode(alt.Y("law:Q"), dash)
