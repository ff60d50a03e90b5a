"""Measured and law in one picture: lines that share a legend."""

import altair as alt
import pandas as pd

from lab.charts import theme

MEASURED = "measured"


def lines(frame: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """The measured line solid and coloured, the law's dashed and grey.

    Args:
        frame: `says` (`MEASURED`, or what the law is called), and the columns of x and y.
        x, y: of the picture.
    """
    says = [MEASURED, *(each for each in frame["says"].unique() if each != MEASURED)]
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3, columns=2)
    colors = [theme.SERIES[0], *[theme.NEUTRAL] * (len(says) - 1)]
    dashes = [[1, 0], *[list(theme.LAW_DASH)] * (len(says) - 1)]
    color = alt.Color("says:N").scale(domain=says, range=colors).legend(legend)
    dash = alt.StrokeDash("says:N").scale(domain=says, range=dashes).legend(legend)
    return (
        alt.Chart(frame)
        .mark_line(strokeWidth=3)
        .encode(x, y, color, dash, tooltip=["says:N", x.shorthand, y.shorthand])
    )
