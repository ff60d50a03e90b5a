"""Paired differences, and how many pairs it takes to see their mean."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.charts.seeds.against_law import lines as both


def differences(bars: pd.DataFrame, mean: pd.DataFrame, title: str) -> alt.LayerChart:
    """Histogram of the differences, a line at 0, and the mean with its interval.

    Args:
        bars: `left`, `right`, `pairs`; may be empty.
        mean: `mean`, `low`, `high`; may be empty.
        title: of the score, with its unit.
    """
    x = alt.X("left:Q").title(f"A − B: {title}").axis(grid=False)
    columns = alt.Chart(bars).mark_rect(color=theme.SERIES[0], opacity=0.75, stroke=theme.NEUTRAL, strokeWidth=0.5)
    y = alt.Y("pairs:Q").title("Seeds").axis(tickMinStep=1)
    columns = columns.encode(x, alt.X2("right:Q"), y, alt.Y2Datum(0), tooltip=["pairs:Q"])
    zero = alt.Chart().mark_rule(color=theme.NEUTRAL, strokeWidth=2).encode(alt.XDatum(0))
    base = alt.Chart(mean)
    span = base.mark_rule(strokeWidth=5, color=theme.SERIES[1]).encode(alt.X("low:Q"), alt.X2("high:Q"), alt.YValue(8))
    dot = base.mark_point(filled=True, size=130, color=theme.SERIES[1], opacity=1).encode(
        alt.X("mean:Q"), alt.YValue(8)
    )
    return (columns + zero + span + dot).properties(height=220)


def shares(lines: pd.DataFrame) -> alt.LayerChart:
    """Share of the studies of n seeds that see the difference, theory dashed; a line at 80 %.

    Args:
        lines: `n`, `says`, `share`; may be empty.
    """
    ticks = [2, 3, 5, 10, 20, 50, 100, 200, 400, 1000]
    x = alt.X("n:Q").title("Seeds of a study, n").scale(type="log", nice=False)
    x = x.axis(values=ticks, grid=False, format="d")
    y = alt.Y("share:Q").title("Studies that see it").scale(domain=[0, 1]).axis(format="%", tickCount=5)
    wanted = alt.Chart().mark_rule(color=theme.NEUTRAL, strokeWidth=1).encode(alt.YDatum(0.8))
    return (wanted + both(lines, x, y)).properties(height=300)
