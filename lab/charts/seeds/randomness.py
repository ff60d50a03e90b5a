"""Scores under each randomness, and how far they spread."""

import altair as alt
import pandas as pd

from lab.charts import theme


def dots(runs: pd.DataFrame, names: list[str], title: str) -> alt.Chart:
    """Every run a dot, a row for each randomness.

    Args:
        runs: `free`, `run`, `score`, `lift`.
        names: of the rows, first at the top.
        title: of the score, with its unit.
    """
    x = alt.X("score:Q").title(title).scale(zero=False).axis(grid=False)
    y = alt.Y("free:N").title(None).sort(names)
    lift = alt.YOffset("lift:Q").scale(domain=[-1.6, 1.6])
    color = alt.Color("free:N").scale(theme.colors(names)).legend(None)
    tips = ["free:N", "run:Q", alt.Tooltip("score:Q", format=".4g")]
    base = alt.Chart(runs, height=alt.Step(54)).mark_point(filled=True, size=26, opacity=0.7)
    return base.encode(x, y, lift, color, tooltip=tips)


def spreads(spreads: pd.DataFrame, added: pd.DataFrame, title: str) -> alt.LayerChart:
    """The standard deviations with their intervals, and dashed what they would add up to.

    Args:
        spreads: `free`, `sd`, `low`, `high`.
        added: one row: `sum`, `label`.
        title: of the standard deviation, with its unit.
    """
    names = list(spreads["free"])
    color = alt.Color("free:N").scale(theme.colors(names)).legend(None)
    x = {"title": title, "axis": alt.Axis(grid=False), "scale": alt.Scale(zero=True)}
    base = alt.Chart(spreads, height=alt.Step(34)).encode(alt.Y("free:N").title(None).sort(names), color)
    span = base.mark_rule(strokeWidth=3).encode(alt.X("low:Q", **x), alt.X2("high:Q"))
    dot = base.mark_point(filled=True, size=110, opacity=1).encode(alt.X("sd:Q", **x), tooltip=["free:N", "sd:Q"])
    law = alt.Chart(added).encode(alt.X("sum:Q", **x))
    rule = law.mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=2, color=theme.NEUTRAL)
    words = law.mark_text(align="right", dx=4, baseline="bottom", color=theme.NEUTRAL)
    return rule + span + dot + words.encode(alt.Text("label:N"), alt.YValue(-4))
