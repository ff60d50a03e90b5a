"""The arrays of a layer's gradient: each example's matrix, their mean, the product; as grids and with their shapes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab import lazy
from lab.charts import theme
from lab.numerals import aligned, figure, tex
from lab.questions.softmax_cost.matrix.ways import CONVENTIONS, IN_OUT, WRITINGS, Layer

alt = lazy.module("altair")
SHOWN = 3  # examples whose matrices are drawn
WIDE = 92  # pixels of a matrix, so that three stand side by side on a phone


def cells(one: Layer) -> pd.DataFrame:
    """The first examples' matrices, their mean over all, the product, and the automatic gradient; each shaped as W.

    Returns:
        One row per (matrix, row, column), both from 0 as in NumPy: `value`.
    """
    m, code = len(one.a), CONVENTIONS[one.convention]
    pairs = (one.a, one.d) if one.convention == IN_OUT else (one.d, one.a)
    each = [np.outer(first, second) for first, second in zip(*pairs, strict=True)]
    named = {f"example {i + 1}": matrix for i, matrix in enumerate(each[:SHOWN])}
    named |= {f"mean of {m}": np.mean(each, axis=0), code: WRITINGS[code](one.a, one.d, m), "automatic": one.gradient}
    rows = [
        {"matrix": name, "row": i, "column": k, "value": float(value)}
        for name, matrix in named.items() for (i, k), value in np.ndenumerate(matrix)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def summary(cells: pd.DataFrame) -> str:
    """The picture in words: the first number of each matrix."""
    first = cells[(cells["row"] == 0) & (cells["column"] == 0)]
    each = [f"{row.matrix} {figure(round(row.value, 4))}" for row in first.itertuples()]
    return f"Unit 0, class 0: {'; '.join(each)}."


def grids(cells: pd.DataFrame, rows: str = "unit", columns: str = "class") -> alt.FacetChart:
    """Each matrix as a grid, three side by side; with its numbers where there is room.

    Args:
        cells: of `cells`.
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
    base = alt.Chart(cells, width=WIDE, height=min(max(28 * high, 110), 200)).encode(x, y, tooltip=tips)
    layers = base.mark_rect().encode(alt.Color("value:Q").scale(scale).legend(legend))
    if high * wide <= 24 and wide <= 4:
        layers = layers + base.mark_text(fontSize=10, color="black").encode(alt.Text("value:Q", format=".2f"))
    header = alt.Header(title=None, labelFontSize=12, labelPadding=2, labelColor=theme.NEUTRAL)
    order = list(cells["matrix"].unique())
    return layers.facet(alt.Facet("matrix:N").header(header).sort(order), columns=3, spacing=8)


def formula(one: Layer) -> str:
    """The gradient with the shape below each array."""
    m, k = one.d.shape
    first, second = ("a", "d") if one.convention == IN_OUT else ("d", "a")
    high, wide = one.gradient.shape
    return aligned(
        _under("d", m, k) + " &= " + _under("p", m, k) + " - " + _under("y", m, k),
        _under(r"\frac{\partial C}{\partial W}", high, wide)
        + rf" &= \frac{{1}}{{{m}}} \sum_{{i=1}}^{{{m}}} "
        + _under(rf"{first}_i^\top", high, 1)
        + r"\;"
        + _under(f"{second}_i", 1, wide),
        rf"&= \frac{{1}}{{{m}}}\;" + _under(rf"{first}^\top", high, m) + r"\;" + _under(second, m, wide),
    )


def _under(name: str, rows: int, columns: int) -> str:
    return rf"\underset{{({rows}, {columns})}}{{{name}}}"


def one_entry(one: Layer) -> str:
    """One number of the gradient, written out: a mean of products, the first of them shown."""
    m, (a, d) = len(one.a), (one.a[0, 0], one.d[0, 0])
    more = r" + \dots" if m > 1 else ""
    return aligned(
        rf"\frac{{\partial C}}{{\partial W_{{0,0}}}} &= \frac{{1}}{{{m}}} \sum_i a_{{i,0}} \, d_{{i,0}}",
        rf"&= \frac{{1}}{{{m}}} \left( {_signed(a)} \cdot ({_signed(d)}){more} \right)",
        rf"&= {_signed(float(one.gradient[0, 0]))}",
    )


def _signed(value: float) -> str:
    return tex(figure(round(float(value), 4)))
