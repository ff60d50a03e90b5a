"""The best of n seeds against n, and the scores that it is picked from."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.charts.seeds.against_law import lines as both


def best(best: pd.DataFrame, lines: pd.DataFrame, own: pd.DataFrame, title: str) -> alt.LayerChart:
    """Mean best of n with its 5-95% band, theory dashed, and one's own n.

    Args:
        best: `n`, `low`, `high`.
        lines: `n`, `says`, `score`.
        own: `n`, `mean`, `label`; may be empty.
        title: of the score, with its unit.
    """
    ticks = [1, 2, 3, 5, 10, 20, 50, 100]
    x = alt.X("n:Q").title("Seeds tried, n").scale(type="log", nice=False).axis(values=ticks, grid=False, format="d")
    y = {"title": title, "scale": alt.Scale(zero=False)}
    band = alt.Chart(best).mark_area(opacity=0.2, color=theme.SERIES[0])
    band = band.encode(x, alt.Y("low:Q", **y), alt.Y2("high:Q"))
    return (band + both(lines, x, alt.Y("score:Q", **y)) + _own(own)).properties(height=theme.HEIGHT)


def _own(own: pd.DataFrame) -> alt.LayerChart:
    """One's own n: a dot with its figure."""
    base = alt.Chart(own).encode(alt.X("n:Q"), alt.Y("mean:Q"))
    dot = base.mark_point(filled=True, size=130, color="currentColor", opacity=1)
    words = base.mark_text(align="center", dy=24, fontSize=13, fontWeight="bold", color="currentColor")
    return dot + words.encode(alt.Text("label:N"))


def scores(bars: pd.DataFrame, title: str) -> alt.LayerChart:
    """Histogram of the scores, and the normal law of their mean and sd dashed.

    Args:
        bars: `left`, `right`, `runs`, `middle`, `law`; may be empty.
        title: of the score, with its unit.
    """
    x, y = alt.X("left:Q").title(title).scale(zero=False).axis(grid=False), {"title": "Runs"}
    base = alt.Chart(bars)
    columns = base.mark_rect(color=theme.SERIES[0], stroke=theme.NEUTRAL, strokeWidth=0.5)
    columns = columns.encode(x, alt.X2("right:Q"), alt.Y("runs:Q", **y), alt.Y2Datum(0), tooltip=["runs:Q"])
    curve = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    return (columns + curve.encode(alt.X("middle:Q"), alt.Y("law:Q"))).properties(height=200)
