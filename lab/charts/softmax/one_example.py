"""One example: probability and gradient of every class, and the steps from logit to cost."""

import altair as alt
import pandas as pd

from lab.charts import theme

QUANTITIES = ["probability a", "gradient"]
LAW = "theory: a − y"
TARGET = "indexof(datum.value, 'target') >= 0"
MARKED = "indexof(datum.value, '►') >= 0 || datum.value == 'Σ'"
SUM = "datum.kind == 'sum'"
TICKS = [-1, -0.5, 0, 0.5, 1]
BAR = 30  # pixels of a bar with its room


def bars(frame: pd.DataFrame) -> alt.LayerChart:
    """Probability and gradient of every class side by side; dashed around the gradient, what the law foretells.

    Args:
        frame: of `lab.softmax.bars`: `label` and `quantity` make a row; `value`, `law`, `text`.
    """
    weight = alt.condition(TARGET, alt.value("bold"), alt.value("normal"))
    base = alt.Chart(frame).encode(
        alt.Y("label:N").sort(None).title(None).axis(labelFontWeight=weight, labelFontSize=13, labelLimit=200),
        alt.YOffset("quantity:N").sort(QUANTITIES),
        tooltip=[alt.Tooltip("label:N", title="Class"), alt.Tooltip("quantity:N"), alt.Tooltip("text:N", title="is")],
    )
    x = (
        alt.X("value:Q")
        .title("Probability, and slope of the cost")
        .scale(domain=[-1.6, 1.6], nice=False)
        .axis(values=TICKS)
    )
    color = alt.Color("quantity:N").title(None).scale(theme.colors(QUANTITIES)).legend(orient="top")
    layers = base.mark_bar().encode(x, color) + _law(base) + _texts(base)
    return layers.properties(height=alt.Step(BAR))


def _law(base: alt.Chart) -> alt.Chart:
    outline = {"filled": False, "stroke": theme.NEUTRAL, "strokeWidth": 2.5, "opacity": 1}
    dash = alt.StrokeDash("says:N").title(None).scale(domain=[LAW], range=[list(theme.LAW_DASH)])
    dash = dash.legend(orient="bottom", symbolType="square", symbolStrokeColor=theme.NEUTRAL, symbolSize=200)
    shown = base.mark_bar(**outline).transform_filter("isValid(datum.law)").transform_calculate(says=f"'{LAW}'")
    return shown.encode(alt.X("law:Q"), dash)


def _texts(base: alt.Chart) -> alt.Chart:
    """The figures, outside the bars' ends."""
    side, distance = alt.expr("datum.value < 0 ? 'right' : 'left'"), alt.expr("datum.value < 0 ? -6 : 6")
    return base.mark_text(align=side, dx=distance, fontSize=12, color="currentColor").encode(
        alt.X("value:Q"), alt.Text("text:N")
    )


def steps(frame: pd.DataFrame) -> alt.LayerChart:
    """A row for each class from its logit to its gradient; the row last pointed at or touched stands out.

    Args:
        frame: of `lab.softmax.one_example_drawn.steps`: `row` and `step` make a cell; `text`, `kind`, `says`.
    """
    order, columns = list(frame["row"].unique()), list(frame["step"].unique())
    pointed = alt.selection_point(name="pointed", fields=["row"], on="pointerover", clear=False, empty=False)
    weight = alt.condition(MARKED, alt.value("bold"), alt.value("normal"))
    axis = {"domain": False, "ticks": False, "grid": False, "labelFontSize": 13, "labelLimit": 200}
    base = alt.Chart(frame, height=alt.Step(BAR)).encode(
        alt.X("step:N").sort(columns).title(None).axis(orient="top", labelAngle=0, labelFontWeight="bold", **axis),
        alt.Y("row:N").sort(order).title(None).axis(labelFontWeight=weight, **axis),
        tooltip=alt.Tooltip("says:N", title="Row"),
    )
    lit = base.mark_rect(color=theme.SERIES[0]).encode(
        opacity=alt.when(pointed).then(alt.value(0.35)).when(SUM).then(alt.value(0.12)).otherwise(alt.value(0))
    )
    bold = alt.expr("datum.kind == 'other' || datum.kind == 'zero' ? 'normal' : 'bold'")
    words = base.mark_text(fontSize=13, color="currentColor", fontWeight=bold).encode(
        alt.Text("text:N"), opacity=alt.when("datum.kind == 'zero'").then(alt.value(0.55)).otherwise(alt.value(1))
    )
    return lit.add_params(pointed) + words
