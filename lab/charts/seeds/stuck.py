"""Runs that are stuck: their costs beside the levels that are foretold, and what they say to each point."""

import altair as alt
import pandas as pd

from lab.charts import theme


def courses(courses: pd.DataFrame, levels: pd.DataFrame, budget: int) -> alt.LayerChart:
    """Costs of a few runs of each place against epoch, on a logarithmic axis; dashed, the levels; upright, the budget.

    Args:
        courses: `place`, `seed`, `epoch` (from 1), `loss`.
        levels: `level`, `fraction`.
        budget: epochs after which the place of a run was read.
    """
    names = sorted(courses["place"].unique(), key=lambda name: (name != "solved", name))
    legend = alt.Legend(title="Runs at", orient="top", columns=5, symbolType="stroke", symbolOpacity=1)
    color = alt.Color("place:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("place:N").scale(theme.dashes(names)).legend(legend)
    x = alt.X("epoch:Q").scale(type="log", nice=False).title("Epoch").axis(grid=False, tickCount=5, format=",d")
    y = alt.Y("loss:Q").title("Cost").scale(domainMin=0)
    base = alt.Chart(courses).encode(x, y)
    tips = ["place:N", "seed:O", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("loss:Q", format=".4g")]
    lines = base.mark_line(strokeWidth=2).encode(color, dash, alt.Detail("seed:N"), tooltip=tips)
    end = alt.Chart().mark_rule(color=theme.NEUTRAL, strokeWidth=1.5).encode(alt.XDatum(budget))
    both = alt.layer(_laws(levels), end + lines).resolve_axis(y="independent")
    return both.properties(height=theme.HEIGHT)


def outputs(frame: pd.DataFrame) -> alt.LayerChart:
    """What one run of each place says to each point, as shades with their figures; above, the targets.

    Args:
        frame: `row`, `point`, `output`.
    """
    rows, points = list(frame["row"].unique()), list(frame["point"].unique())
    scale = alt.Scale(domain=[0, 1], range=["#f4f1ea", "#6fa9d6"], interpolate="rgb")
    axis = {"ticks": False, "domain": False, "grid": False}
    base = alt.Chart(frame, height=alt.Step(44)).encode(
        alt.X("point:N").sort(points).title("Point (x1, x2)").axis(orient="top", labelAngle=0, **axis),
        alt.Y("row:N").sort(rows).title(None).axis(labelLimit=130, **axis),
    )
    cells = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5).encode(
        alt.Color("output:Q", scale=scale, legend=None)
    )
    words = base.mark_text(fontSize=13, color="#1c2126").encode(alt.Text("output:Q", format=".2f"))
    return cells + words


def _laws(levels: pd.DataFrame) -> alt.Chart:
    """Dashed grey lines at the levels, their fractions at the right."""
    heights, names = list(levels["level"]), list(levels["fraction"])
    label = f"{names}[indexof({heights}, datum.value)]"
    axis = alt.Axis(orient="right", values=heights, labelExpr=label, labelFontSize=13, title=None)
    rules = alt.Chart(levels).mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=1.5, color=theme.NEUTRAL)
    return rules.encode(alt.Y("level:Q", axis=axis))
