"""A gradient as matrices: of single examples, their mean, one product; and how long loop and product take."""

import altair as alt
import pandas as pd

from lab.charts import theme

WIDE = 92  # pixels of a matrix, so that three stand side by side on a phone


def matrices(cells: pd.DataFrame, rows: str = "unit", columns: str = "class") -> alt.FacetChart:
    """Each matrix as a grid, three side by side; with its numbers where there is room.

    Args:
        cells: `matrix`, `row`, `column`, `value`.
        rows, columns: what a row and a column stand for.
    """
    high, wide = cells["row"].nunique(), cells["column"].nunique()
    most = float(cells["value"].abs().max()) or 1.0
    scale = alt.Scale(scheme="blueorange", domain=[-most, most], domainMid=0)
    legend = alt.Legend(title=None, orient="bottom", gradientLength=200, format=".2f")
    x = alt.X("column:O").title(columns).axis(labelAngle=0, ticks=False, labelOverlap=True)
    y = alt.Y("row:O").title(rows).axis(ticks=False, labelOverlap=True)
    places = [alt.Tooltip("row:O", title=rows), alt.Tooltip("column:O", title=columns)]
    tips = ["matrix:N", *places, alt.Tooltip("value:Q", format=".5f")]
    base = alt.Chart(cells, width=WIDE, height=max(60, min(28 * high, 200))).encode(x, y, tooltip=tips)
    layers = base.mark_rect().encode(alt.Color("value:Q").scale(scale).legend(legend))
    if high * wide <= 24 and wide <= 4:
        layers = layers + base.mark_text(fontSize=10, color="black").encode(alt.Text("value:Q", format=".2f"))
    header = alt.Header(title=None, labelFontSize=12, labelPadding=2, labelColor=theme.NEUTRAL)
    order = list(cells["matrix"].unique())
    return layers.facet(alt.Facet("matrix:N").header(header).sort(order), columns=3, spacing=8)


def speed(frame: pd.DataFrame) -> alt.LayerChart:
    """Time of a gradient against the number of examples, for the loop and for the product.

    Args:
        frame: `way`, `m`, `low`, `mid`, `high` (microseconds).
    """
    names = list(frame["way"].unique())
    color = alt.Color("way:N").title(None).scale(theme.colors(names)).legend(orient="top", symbolOpacity=1)
    shape = alt.Shape("way:N").title(None).scale(theme.shapes(names)).legend(orient="top")
    x = alt.X("m:Q").title("Examples in the batch").scale(type="log", nice=False)
    x = x.axis(values=list(frame["m"].unique()), grid=False)
    y = {"scale": alt.Scale(type="log"), "axis": alt.Axis(tickCount=4, format="~g")}
    base = alt.Chart(frame).encode(x, color)
    band = base.mark_rule(strokeWidth=3, opacity=0.4).encode(
        alt.Y("low:Q", **y).title("Time of a gradient (µs)"), alt.Y2("high:Q")
    )
    tips = ["way:N", "m:Q", alt.Tooltip("mid:Q", title="median, µs", format=".1f")]
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(alt.Y("mid:Q", **y), shape, tooltip=tips)
    return (band + base.mark_line().encode(alt.Y("mid:Q", **y)) + dots).properties(height=240)
