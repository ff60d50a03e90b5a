"""Two neurons as lines in the plane of their inputs, at an epoch that a slider chooses."""

import altair as alt
import pandas as pd

from lab.charts import theme


def lines(lines: pd.DataFrame, examples: pd.DataFrame) -> alt.LayerChart:
    """Where each neuron is undecided, at the epoch of a slider below the picture, and the examples.

    Args:
        lines: `epoch`, `neuron`, `x1`, `x2`, `x1_end`, `x2_end`, `says`.
        examples: `x1`, `x2`, `target`.
    """
    shown, now = theme.through_epochs(lines)
    x, y = (alt.X("x1:Q").title("x1").scale(zero=False), alt.Y("x2:Q").title("x2").scale(zero=False))
    names = ["neuron 1", "neuron 2"]
    color = alt.Color("neuron:N").title(None).scale(theme.colors(names)).legend(orient="bottom")
    width = alt.StrokeWidth("neuron:N").title(None).scale(domain=names, range=[6, 2.5]).legend(None)
    dash = alt.StrokeDash("neuron:N").title(None).scale(domain=names, range=[[1, 0], [7, 4]]).legend(orient="bottom")
    points = alt.Chart(examples).mark_point(color=theme.NEUTRAL, opacity=0.6, size=35)
    points = points.encode(
        x, y, alt.Shape("target:N").title(None).scale(range=["circle", "triangle-up"]).legend(orient="top")
    )
    rules = now.mark_rule(opacity=0.9).encode(
        x, y, alt.X2("x1_end:Q").title(""), alt.Y2("x2_end:Q").title(""), color, dash, width
    )
    return (points + rules + _says(now)).add_params(shown).properties(height=theme.HEIGHT)


def _says(now: alt.Chart) -> alt.Chart:
    """The epoch and the distance in the corner."""
    words = now.transform_filter("datum.neuron == 'neuron 1'").mark_text(
        align="left", baseline="top", fontSize=13, dx=4, dy=4
    )
    return words.encode(alt.Text("says:N"), alt.XValue(0), alt.YValue(0), alt.ColorValue(theme.NEUTRAL))
