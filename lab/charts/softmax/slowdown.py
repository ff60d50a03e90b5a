"""One neuron with two costs: its output over the steps, and how long it waits."""

import altair as alt
import pandas as pd

from lab.charts import theme

LAW = {"color": theme.NEUTRAL, "strokeDash": list(theme.LAW_DASH), "strokeWidth": 2.5}
SAYS = "theory: closed form"
DECADES = [10**power for power in range(7)]
LEGEND = 80  # pixels that the legends take from the picture


def outputs(frame: pd.DataFrame) -> alt.LayerChart:
    """Output against step, a line and a shape for each cost; dashed: the closed form.

    Args:
        frame: `cost`, `label`, `step`, `output`, `law`, `marked` (whether the cost's shape stands there).
    """
    y = alt.Y("output:Q").title("Output (target: 0)").scale(domain=[0, 1]).axis(tickCount=5, format=".1f")
    color, shape = _signs(frame, "label")
    tips = ["cost:N", "step:Q", alt.Tooltip("output:Q", format=".4f"), alt.Tooltip("law:Q", format=".4f")]
    base = alt.Chart(frame).encode(alt.X("step:Q").title("Step of training").axis(grid=False, tickCount=6))
    lines = base.mark_line(strokeWidth=4, opacity=0.75).encode(y, color)
    points = base.mark_point(filled=True, size=60, opacity=1).transform_filter("datum.marked")
    law = base.mark_line(**LAW).transform_calculate(says=f"'{SAYS}'")
    law = law.encode(alt.Y("law:Q"), _dashed(), alt.Detail("cost:N"))
    return (lines + law + points.encode(y, color, shape, tooltip=tips)).properties(height=320 + LEGEND)


def waits(frame: pd.DataFrame) -> alt.LayerChart:
    """Steps to an output below one half against the start, one shape a cost; dashed: the closed form.

    Args:
        frame: `cost`, `start`, `steps`, `foretold`.
    """
    color, shape = _signs(frame, "cost")
    ticks = alt.Axis(values=DECADES, format=",d")
    y = {"title": "Steps to an output below ½", "scale": alt.Scale(type="log"), "axis": ticks}
    tips = ["cost:N", "start:Q", "steps:Q", alt.Tooltip("foretold:Q", format=",.2f")]
    base = alt.Chart(frame, height=280 + LEGEND).encode(alt.X("start:Q").title("Start z = w + b").axis(grid=False))
    points = base.mark_point(filled=True, size=80, opacity=1).encode(alt.Y("steps:Q", **y), color, shape, tooltip=tips)
    law = base.mark_line(**LAW).encode(alt.Y("foretold:Q", **y), _dashed(), alt.Detail("cost:N"))
    return law.transform_calculate(says=f"'{SAYS}'") + points


def _signs(frame: pd.DataFrame, column: str) -> tuple:
    """Colour and shape of each cost, in one legend."""
    names = list(frame[column].unique())
    legend = alt.Legend(title=None, orient="top", symbolOpacity=1, columns=1, labelLimit=300)
    color = alt.Color(f"{column}:N").scale(theme.colors(names)).legend(legend)
    return color, alt.Shape(f"{column}:N").scale(theme.shapes(names)).legend(legend)


def _dashed() -> alt.StrokeDash:
    """What makes the law's line dashed, and says so below the picture."""
    legend = alt.Legend(
        title=None, orient="bottom", symbolType="stroke", symbolStrokeColor=theme.NEUTRAL, symbolSize=600
    )
    return alt.StrokeDash("says:N").scale(domain=[SAYS], range=[list(theme.LAW_DASH)]).legend(legend)
