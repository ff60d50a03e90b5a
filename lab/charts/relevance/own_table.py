"""The columns of a table: their weights after training and over it, beside those of planted noise."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.relevance.own_table import STATUS
from lab.relevance.own_table_drawn import NO_NOISE, OTHERS

X = "Weight × sd of the column"


def ends(rows: pd.DataFrame, strip: pd.DataFrame) -> alt.LayerChart:
    """A dot a column at its weight, a bar for the seeds; the strip of planted noise, the laws in dashed grey.

    Args:
        rows: `name`, `low`, `mid`, `high`, `law`, `status`.
        strip: `from`, `to`, `law_from`, `law_to`.
    """
    names = [status for status in (*STATUS, NO_NOISE) if status in set(rows["status"])]
    legend = alt.Legend(title=None, orient="top", columns=1, symbolOpacity=1, labelLimit=320)
    color = alt.Color("status:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("status:N").scale(theme.shapes(names)).legend(legend)
    y = alt.Y("name:N").title(None).sort(rows["name"].tolist()).axis(labelLimit=140, grid=True, ticks=False)
    base = alt.Chart(rows).encode(y)
    tips = ["name:N", "status:N", *(alt.Tooltip(f"{name}:Q", format=".4g") for name in ("mid", "low", "high", "law"))]
    bars = base.mark_rule(strokeWidth=3, opacity=0.6).encode(_x("low"), alt.X2("high:Q"), color)
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(_x("mid"), color, shape, tooltip=tips)
    law = base.mark_tick(thickness=2, size=18, color=theme.NEUTRAL, strokeDash=[3, 2]).encode(_x("law"))
    return alt.layer(_strip(strip), _band(strip), law, bars, dots).properties(height=alt.Step(24))


def curves(rows: pd.DataFrame, strip: pd.DataFrame) -> alt.LayerChart:
    """Median weight and 5-95% band over training of the heaviest columns, in colour; thin and grey the others.

    Args:
        rows: `column`, `label`, `epoch`, `low`, `mid`, `high`.
        strip: of planted noise: `epoch`, `from`, `to`.
    """
    names = [name for name in dict.fromkeys(rows["label"]) if name != OTHERS]
    legend = alt.Legend(title=None, orient="top", columns=2, symbolType="stroke", symbolOpacity=1, symbolSize=500)
    color = alt.Color("label:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("label:N").scale(theme.dashes(names)).legend(legend)
    x = _epochs(rows)
    noise = alt.Chart(strip).mark_area(color=theme.NEUTRAL, opacity=0.25).encode(x, alt.Y("from:Q"), alt.Y2("to:Q"))
    rest = alt.Chart(rows[rows["label"] == OTHERS]).mark_line(strokeWidth=1, color=theme.NEUTRAL)
    base = alt.Chart(rows[rows["label"] != OTHERS]).encode(x, color)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q").title(X), alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=2.5).encode(alt.Y("mid:Q"), dash, tooltip=["label:N", "epoch:Q", "mid:Q"])
    others = rest.encode(x, alt.Y("mid:Q"), alt.Detail("column:N"))
    return (noise + others + band + line).properties(height=theme.HEIGHT + 60)


def _x(name: str) -> alt.X:
    return alt.X(f"{name}:Q").title(X).axis(grid=False, tickCount=6)


def _strip(strip: pd.DataFrame) -> alt.Chart:
    """From the largest planted weight below 0 to the largest above."""
    return alt.Chart(strip).mark_rect(color=theme.NEUTRAL, opacity=0.25).encode(_x("from"), alt.X2("to:Q"))


def _band(strip: pd.DataFrame) -> alt.LayerChart:
    """Where the law has 95 % of useless columns, between two dashed lines; nothing where there is no law."""
    known = strip.dropna()
    lines = [alt.Chart(known).mark_rule(color=theme.NEUTRAL, strokeWidth=2, strokeDash=list(theme.LAW_DASH))] * 2
    return alt.layer(*[line.encode(_x(name)) for line, name in zip(lines, ("law_from", "law_to"), strict=True)])


def _epochs(rows: pd.DataFrame) -> alt.X:
    ticks = [0, *(10**power for power in range(7) if 10**power <= rows["epoch"].max())]
    axis = alt.X("epoch:Q").title("Epoch").scale(type="symlog", constant=1, nice=False)
    return axis.axis(values=ticks, format=",d", grid=False)
