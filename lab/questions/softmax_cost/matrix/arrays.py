"""The arrays of a layer's gradient: each example's matrix, their mean, the product; as grids and with their shapes."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.questions.softmax_cost.matrix.ways import CONVENTIONS, IN_OUT, WRITINGS, Layer

SHOWN = 3  # examples whose matrices are drawn


def cells(one: Layer) -> pd.DataFrame:
    """The first examples' matrices, their mean over all, the product, and the automatic gradient; each shaped as W.

    Returns:
        One row per (matrix, row, column), both from 0 as in NumPy: `value`, and its `text` where there is room.
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
    room = one.gradient.size <= 24 and one.gradient.shape[1] <= 4
    frame = pd.DataFrame(rows)
    return frame.assign(
        text=[f"{round(value, 2) + 0.0:.2f}".replace("-", "−") if room else "" for value in frame["value"]]
    )


def summary(cells: pd.DataFrame) -> str:
    """The picture in words: the first number of each matrix."""
    first = cells[(cells["row"] == 0) & (cells["column"] == 0)]
    each = [f"{row.matrix} {figure(round(row.value, 4))}" for row in first.itertuples()]
    return f"First number, unit 0 and output 0: {'; '.join(each)}."


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
