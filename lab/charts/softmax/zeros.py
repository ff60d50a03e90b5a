"""A classifier from zeros: its cost beside that of other starts, and the kernels it learns."""

import altair as alt
import pandas as pd

from lab.charts import theme

CELL = 58  # pixels of a side of a class's kernel


def curves(curves: pd.DataFrame, floor: float) -> alt.LayerChart:
    """Cost over training, a line for each start with its band over the seeds, and the floor of a frozen network.

    Args:
        curves: `start`, `epoch`, `low`, `mid`, `high`.
        floor: H(p).
    """
    names = list(curves["start"].unique())
    legend = alt.Legend(title=None, orient="top", columns=1, symbolType="stroke", symbolStrokeWidth=3, symbolOpacity=1)
    color = alt.Color("start:N").scale(theme.colors(names)).legend(legend)
    dash = alt.StrokeDash("start:N").scale(theme.dashes(names)).legend(legend)
    base = alt.Chart(curves).encode(alt.X("epoch:Q").title("Epoch").axis(grid=False, tickCount=6), color)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q").title("Cost"), alt.Y2("high:Q"))
    tips = ["start:N", "epoch:Q", alt.Tooltip("mid:Q", title="median cost", format=".4f")]
    line = base.mark_line(strokeWidth=3).encode(alt.Y("mid:Q"), dash, tooltip=tips)
    law = alt.Chart(pd.DataFrame({"floor": [floor], "says": ["theory: H(p)"]})).encode(alt.Y("floor:Q"))
    rule = law.mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=1.5, color=theme.NEUTRAL)
    words = law.mark_text(align="right", dx=-4, dy=-7, color=theme.NEUTRAL).encode(
        alt.Text("says:N"), alt.XValue("width")
    )
    return (band + line + rule + words).properties(height=theme.HEIGHT)


def kernels(kernels: pd.DataFrame) -> alt.FacetChart:
    """The kernel of each class as a picture, at the epoch of a slider below.

    Args:
        kernels: `place`, `class`, `row`, `column`, `weight`, `epoch`.
    """
    most, (shown, rows) = float(kernels["weight"].abs().max()) or 1.0, theme.through_epochs(kernels)
    scale = alt.Scale(scheme="blueorange", domain=[-most, most], domainMid=0)
    legend = alt.Legend(title="Weight", orient="bottom", gradientLength=200, format=".2f")
    base = rows.properties(width=CELL, height=CELL).mark_rect()
    axes = alt.X("column:O").axis(None), alt.Y("row:O").axis(None)
    cells = base.encode(
        *axes, alt.Color("weight:Q").scale(scale).legend(legend), tooltip=["class:N", "epoch:Q", "weight:Q"]
    )
    header = alt.Header(title=None, labelFontSize=12, labelPadding=2, labelColor=theme.NEUTRAL)
    return cells.facet(alt.Facet("class:N").header(header), columns=5, spacing=6).add_params(shown)
