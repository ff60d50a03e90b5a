"""The output of one neuron over its steps."""

import altair as alt
import pandas as pd

from lab.charts import theme


def outputs(frame: pd.DataFrame) -> alt.Chart:
    """Output against step, one line a cost. Frame: `cost`, `step`, `output`."""
    names = list(frame["cost"].unique())
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3)
    return (
        alt.Chart(frame, height=260)
        .mark_line(strokeWidth=3)
        .encode(
            alt.X("step:Q").title("Step of training").axis(grid=False, tickCount=6),
            alt.Y("output:Q").title("Output (target: 0)").scale(domain=[0, 1]),
            alt.Color("cost:N").scale(theme.colors(names)).legend(legend),
            alt.StrokeDash("cost:N").scale(theme.dashes(names)).legend(legend),
            tooltip=["cost:N", "step:Q", alt.Tooltip("output:Q", format=".4f")],
        )
    )
