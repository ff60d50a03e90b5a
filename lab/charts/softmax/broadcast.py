"""Arrays as grids of numbers: what NumPy stretches when it adds biases."""

import altair as alt
import pandas as pd

from lab.charts import theme

CELL = 26  # pixels of a number's side


def grids(cells: pd.DataFrame) -> alt.FacetChart:
    """Each array as a grid, all in cells of one size; pale: a number that is used again.

    Args:
        cells: `array`, `row`, `column`, `value`, `copied`.
    """
    rows, columns = int(cells["row"].max()), int(cells["column"].max())
    most = float(cells["value"].abs().max()) or 1.0
    color = alt.Color("value:Q").scale(scheme="blueorange", domain=[-most, most], domainMid=0).legend(None)
    x = alt.X("column:O").scale(domain=list(range(1, columns + 1))).axis(None)
    y = alt.Y("row:O").scale(domain=list(range(1, rows + 1))).axis(None)
    opacity = alt.Opacity("copied:N").scale(domain=[False, True], range=[1.0, 0.35]).legend(None)
    tips = ["array:N", "row:O", "column:O", alt.Tooltip("value:Q", format=".4f"), "copied:N"]
    base = alt.Chart(cells, width=CELL * columns, height=CELL * rows).encode(x, y, tooltip=tips)
    shown = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5).encode(color, opacity)
    texts = base.mark_text(fontSize=10).encode(
        alt.Text("value:Q", format=".1f"),
        color=alt.condition("datum.copied", alt.value(theme.NEUTRAL), alt.value("black")),
    )
    header = alt.Header(title=None, labelFontSize=12, labelPadding=4, labelColor=theme.NEUTRAL)
    order = list(cells["array"].unique())
    each = 2 if columns > 4 else 3  # as many as a phone has room for
    return (shown + texts).facet(alt.Facet("array:N").header(header).sort(order), columns=each, spacing=14)
