"""Runs from positive weights: their costs on the ladder of stuck outputs, and what their hidden units say."""

import altair as alt
import pandas as pd

from lab.charts import theme


def courses(courses: pd.DataFrame, means: pd.DataFrame, ladder: pd.DataFrame) -> alt.LayerChart:
    """Costs of some runs of each range against epoch; dashed, the rungs of the ladder; long dashes, the law's mean.

    Args:
        courses: `range`, `seed`, `epoch`, `cost`.
        means: `range`, `epoch`, `cost`; may be empty.
        ladder: `stuck`, `cost`; as many stuck outputs as its row says.
    """
    names = list(courses["range"].unique())
    legend = alt.Legend(title="First weights from", orient="top", columns=3, symbolType="stroke", symbolOpacity=1)
    color = alt.Color("range:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("range:N").scale(theme.dashes(names)).legend(legend)
    x = alt.X("epoch:Q").title("Epoch").axis(grid=False, tickMinStep=1, tickCount=6)
    y = alt.Y("cost:Q").title("Cost, half the sum over the outputs").scale(domainMin=0).axis(grid=False)
    tips = ["range:N", "seed:O", "epoch:Q", alt.Tooltip("cost:Q", format=".4g")]
    lines = alt.Chart(courses).mark_line(strokeWidth=1.5, opacity=0.8)
    lines = lines.encode(x, y, color, dash, alt.Detail("seed:N"), tooltip=tips)
    law = alt.Chart(means).mark_line(strokeWidth=4, opacity=0.7, color=theme.NEUTRAL, strokeDash=[10, 5])
    law = law.encode(x, y, alt.Detail("range:N"))
    both = alt.layer(_rungs(ladder), law + lines).resolve_axis(y="independent")
    return both.properties(height=theme.HEIGHT + 40)


def activations(frame: pd.DataFrame) -> alt.LayerChart:
    """How many hidden outputs lie where between 0 and 1, a strip for each range, before and after training.

    Args:
        frame: `row`, `left`, `right`, `share`, `label`, `ends` (whether the figure stands at its left or right).
    """
    rows = list(frame["row"].unique())
    scale = alt.Scale(domain=[0, 1], range=["#f4f1ea", "#6fa9d6"], interpolate="rgb", type="pow", exponent=0.5)
    x = alt.X("left:Q").title("Output of a hidden unit").axis(grid=False, values=[0, 0.5, 1], format="~g")
    y = alt.Y("row:N").sort(rows).title(None).axis(labelLimit=150, ticks=False, domain=False)
    base = alt.Chart(frame, height=alt.Step(34)).encode(y)
    legend = alt.Legend(title="Share of them", orient="top", format="~%", gradientLength=180, values=[0, 0.1, 0.5, 1])
    cells = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.3).encode(
        x, alt.X2("right:Q"), alt.Color("share:Q", scale=scale, legend=legend), tooltip=["row:N", "left:Q", "share:Q"]
    )
    words = base.transform_filter("datum.label != ''").mark_text(fontSize=11, color="#1c2126")
    return cells + words.encode(alt.X("middle:Q"), alt.Text("label:N"))


def _rungs(ladder: pd.DataFrame) -> alt.Chart:
    """Dashed grey lines, numbered at the right by the stuck outputs."""
    costs = list(ladder["cost"])
    axis = alt.Axis(orient="right", values=costs, labelExpr=f"indexof({costs}, datum.value)", labelOverlap=False)
    rules = alt.Chart(ladder).mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=1, color=theme.NEUTRAL)
    return rules.encode(alt.Y("cost:Q", axis=axis).title("Outputs that say 1 to every digit"))
