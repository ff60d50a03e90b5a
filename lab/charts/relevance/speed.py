"""How fast training gets on along every direction of the cost."""

import altair as alt
import pandas as pd

from lab.charts import theme

LEGEND = {"orient": "top", "columns": 1, "labelLimit": 300, "symbolOpacity": 1}
SHARES = [10.0**power for power in range(-6, 4)]


def curves(curves: pd.DataFrame, lowest: float) -> alt.LayerChart:
    """Share of the starting distance that is left: median and band of the seeds, and the law dashed.

    Args:
        curves: `epoch`, `label` (the direction), `low`, `mid`, `high`, `foretold`, `marked` (where its shape stands);
            missing where nothing is drawn.
        lowest: share at the foot of the picture.
    """
    labels = list(curves["label"].unique())
    highest = max(1.5, float(curves[["high", "foretold"]].max().max()))
    scale = alt.Scale(type="log", domain=[lowest, highest], nice=False)
    y = {"title": "Distance left", "scale": scale, "axis": alt.Axis(format="~%", values=SHARES)}
    color = alt.Color("label:N").title(None).scale(theme.colors(labels)).legend(**LEGEND)
    shape = alt.Shape("label:N").title(None).scale(theme.shapes(labels)).legend(**LEGEND)
    base = alt.Chart(curves).encode(_epochs(int(curves["epoch"].max())))
    band = base.mark_area(opacity=0.2, clip=True).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), color)
    line = base.mark_line(strokeWidth=2, clip=True).encode(alt.Y("mid:Q", **y), color)
    marks = base.transform_filter("datum.marked").mark_point(size=110, filled=True, opacity=1, clip=True)
    law = base.mark_line(color=theme.NEUTRAL, strokeDash=theme.LAW_DASH, strokeWidth=7, opacity=0.6, clip=True)
    law = law.encode(alt.Y("foretold:Q", **y), alt.Detail("label:N"))
    return (band + law + line + marks.encode(alt.Y("mid:Q", **y), color, shape)).properties(height=theme.HEIGHT + 60)


def _epochs(last: int) -> alt.X:
    """A logarithmic axis from epoch 0."""
    ticks = [0, *(10**power for power in range(7) if 10**power <= last)]
    scale = alt.Scale(type="symlog", constant=1, domain=[0, last], nice=False)
    return alt.X("epoch:Q").title("Epoch").scale(scale).axis(values=ticks, format=",d", grid=False)
