"""A small batch: the loss of each example and their means; the cost of one input; the cost before training."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.softmax.batch_drawn import HIGHEST

BAR = 26  # pixels of a bar with its room
TOP = {"title": None, "orient": "top", "columns": 2, "labelLimit": 220}
COST = theme.SERIES[5]


def losses(bars: pd.DataFrame, lines: pd.DataFrame) -> alt.LayerChart:
    """A bar for the loss of each example, a mark for the mean of its mini-batch, a line for the cost; dashed: ln K.

    Args:
        bars: `example`, `minibatch`, `loss`, `mean`, `text`.
        lines: `value`, `says`, `law`.
    """
    groups = list(bars["minibatch"].unique())
    tips = ["example:N", "minibatch:N", alt.Tooltip("text:N", title="loss"), alt.Tooltip("mean:Q", format=".4f")]
    base = alt.Chart(bars, height=alt.Step(BAR)).encode(
        alt.Y("example:N").sort(None).title(None).axis(labelFontSize=12), tooltip=tips
    )
    color = alt.Color("minibatch:N").scale(theme.colors(groups)).legend(**TOP | {"columns": 3})
    x = alt.X("loss:Q").title("Loss").scale(domainMin=0)
    drawn = base.mark_bar(opacity=0.75).encode(x, color)
    means = base.mark_tick(thickness=5, height=BAR, opacity=1).encode(alt.X("mean:Q"), color)
    words = base.mark_text(align="left", dx=4, baseline="middle", color="currentColor").encode(
        alt.XValue(0), alt.Text("text:N")
    )
    return drawn + means + words + _lines(lines)


def _lines(lines: pd.DataFrame) -> alt.LayerChart:
    """The cost, solid, and the law, dashed, with a legend of their own."""
    says = list(lines["says"])
    scales = {
        "color": alt.Scale(domain=says, range=[COST, theme.NEUTRAL]),
        "dash": alt.Scale(domain=says, range=[[1, 0], list(theme.LAW_DASH)]),
    }
    legend = alt.Legend(title=None, orient="bottom", symbolType="stroke", symbolSize=400, symbolStrokeWidth=3)
    base = alt.Chart(lines).encode(alt.X("value:Q"))
    return base.mark_rule(strokeWidth=3).encode(
        alt.Stroke("says:N").scale(scales["color"]).legend(legend),
        alt.StrokeDash("says:N").scale(scales["dash"]).legend(legend),
    )


def floor(curve: pd.DataFrame, points: pd.DataFrame, floor: pd.DataFrame) -> alt.LayerChart:
    """The cost of one input against the predicted probability; dashed: what it cannot go below.

    Args:
        curve: `p`, `cost`.
        points: `p`, `cost`, `says`.
        floor: `value`, `says`.
    """
    x = alt.X("p:Q").title("Predicted probability of class 1").scale(domain=[0, 1])
    y = alt.Y("cost:Q").title("Cost").scale(domain=[0, HIGHEST], clamp=True)
    line = alt.Chart(curve, height=300).mark_line(strokeWidth=3, clip=True).encode(x, y)
    names = list(points["says"])
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, size=140, opacity=1)
        .encode(
            x,
            y,
            alt.Color("says:N").scale(range=[theme.SERIES[2], theme.SERIES[1]], domain=names).legend(**TOP),
            alt.Shape("says:N").scale(theme.shapes(names)).legend(**TOP),
            tooltip=["says:N", alt.Tooltip("cost:Q", format=".6f")],
        )
    )
    rule = alt.Chart(floor).encode(alt.Y("value:Q"))
    dashed = rule.mark_rule(color=theme.NEUTRAL, strokeDash=list(theme.LAW_DASH), strokeWidth=2)
    says = rule.mark_text(align="left", dx=4, dy=8, baseline="top", color=theme.NEUTRAL, fontSize=13)
    return line + dashed + says.encode(alt.XValue(0), alt.Text("says:N")) + marks


def starts(starts: pd.DataFrame, levels: pd.DataFrame) -> alt.LayerChart:
    """Median cost and 5-95% range of fresh classifiers against their number of classes; dashed: the laws.

    Args:
        starts: `classes`, `low`, `mid`, `high`, `mean`.
        levels: `classes`, `value`, `says`.
    """
    x = alt.X("classes:Q").title("Classes K").scale(type="log").axis(values=[2, 3, 5, 10, 20, 50, 100], grid=False)
    base = alt.Chart(starts, height=300).encode(x)
    spread = base.mark_rule(strokeWidth=3, opacity=0.5, color=theme.SERIES[0])
    tips = ["classes:Q", alt.Tooltip("mean:Q", format=".4f"), *(alt.Tooltip(f"{name}:Q") for name in ("low", "high"))]
    dots = base.mark_point(filled=True, size=80, opacity=1, color=theme.SERIES[0])
    names = list(levels["says"].unique())
    ranges = [list(theme.LAW_DASH), [1, 3]][: len(names)]
    dash = alt.StrokeDash("says:N").scale(domain=names, range=ranges)
    laws = alt.Chart(levels).mark_line(color=theme.NEUTRAL, strokeWidth=2)
    return (
        laws.encode(
            x,
            alt.Y("value:Q"),
            dash.legend(**TOP, symbolType="stroke", symbolSize=500, symbolStrokeColor=theme.NEUTRAL),
        )
        + spread.encode(alt.Y("low:Q").title("Cost before training"), alt.Y2("high:Q"))
        + dots.encode(alt.Y("mean:Q"), tooltip=tips)
    )
