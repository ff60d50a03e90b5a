"""What was found about the ways to write a gradient, as sentences, a table and a formula with shapes."""

import re

import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.softmax.matrix import LOOP, PRODUCT, Layer

RIGHT, REFUSED = "right", "refused"


def verdict(frame: pd.DataFrame, m: int) -> str:
    """How many ways are right, how many refused, how many wrong in silence.

    Args:
        frame: of `matrix.writings`.
        m: number of examples.
    """
    right, refused = frame[frame["verdict"] == RIGHT], int((frame["verdict"] == REFUSED).sum())
    silent = len(frame) - len(right) - refused
    return (
        f"Of {len(frame)} ways to write the gradient, {len(right)} give what automatic differentiation gives (to "
        f"{figure(right['off'].max())}), {refused or 'none'} {'is' if refused == 1 else 'are'} refused by NumPy, and "
        f"{silent} {'passes' if silent == 1 else 'pass'} without a word and {'is' if silent == 1 else 'are'} wrong "
        f"({m} {'example' if m == 1 else 'examples'})."
    )


def table(frame: pd.DataFrame, m: int) -> str:
    """The ways, as a Markdown table."""
    rows = [
        f"| {'✓' if row.verdict == RIGHT else '–'} `{row.code}` | {_shape(row.shape)} | {_says(row, m)} |"
        for row in frame.itertuples()
    ]
    return "\n".join(["| You write | Shape | W − rate · that |", "|---|---|---|", *rows])


def _says(row, m: int) -> str:
    if row.verdict == REFUSED:
        return f"refused: {_brief(row.message)}"
    return {
        "right": f"right, to {figure(row.off)}",
        "m times": f"{m:,} times too large",
        "other numbers": f"passes, off by {figure(row.off)}",
        "grows": f"passes, and W has shape {row.message}",
    }[row.verdict]


def _brief(message: str) -> str:
    """The sizes that NumPy complains of."""
    return re.search(r"shapes .*|size .* from \d+", message)[0].strip()


def messages(frame: pd.DataFrame) -> str:
    """What NumPy says to each way that it refuses, in full."""
    return "\n".join(
        f"{row.code}\n    ValueError: {row.message}" for row in frame.itertuples() if row.verdict == REFUSED
    )


def _shape(shape: tuple | None) -> str:
    return "none" if shape is None else str(shape)


def formula(one: Layer) -> str:
    """The gradient with the shape below each array."""
    (m, n), k = one.a.shape, one.d.shape[1]
    return aligned(
        _under("d", m, k) + " &= " + _under("p", m, k) + " - " + _under("y", m, k),
        _under(r"\frac{\partial C}{\partial W}", n, k)
        + rf" &= \frac{{1}}{{{m}}} \sum_{{i=1}}^{{{m}}} "
        + _under(r"a_i^\top", n, 1)
        + r"\;"
        + _under("d_i", 1, k),
        rf"&= \frac{{1}}{{{m}}}\;" + _under(r"a^\top", n, m) + r"\;" + _under("d", m, k),
    )


def _under(name: str, rows: int, columns: int) -> str:
    return rf"\underset{{({rows}, {columns})}}{{{name}}}"


def one_entry(one: Layer) -> str:
    """One number of the gradient, written out: a mean of products, the first of them shown."""
    m, (a, d) = len(one.a), (one.a[0, 0], one.d[0, 0])
    more = r" + \dots" if m > 1 else ""
    return aligned(
        rf"\frac{{\partial C}}{{\partial W_{{11}}}} &= \frac{{1}}{{{m}}} \sum_i a_{{i1}} d_{{i1}}",
        rf"&= \frac{{1}}{{{m}}} \left( {_signed(a)} \cdot ({_signed(d)}){more} \right)",
        rf"&= {_signed(float(one.gradient[0, 0]))}",
    )


def _signed(value: float) -> str:
    return tex(figure(round(float(value), 4)))


def summary(cells: pd.DataFrame) -> str:
    """The picture in words: the first number of each matrix."""
    first = cells[(cells["unit"] == 1) & (cells["class"] == 1)]
    each = [f"{row.matrix} {figure(round(row.value, 4))}" for row in first.itertuples()]
    return f"Unit 1, class 1: {'; '.join(each)}."


def speed_words(frame: pd.DataFrame) -> str:
    """How many times as fast the product is, at the smallest and the largest number of examples."""
    table = frame.pivot_table(index="m", columns="way", values="mid")
    ratio = table[LOOP] / table[PRODUCT]
    least, most = ratio.index[0], ratio.index[-1]
    return (
        f"With {most:,} examples, one product takes {_micro(table.loc[most, PRODUCT])} and the loop over per-example "
        f"matrices {_micro(table.loc[most, LOOP])}: {_times(ratio[most])}. With {least}: {_times(ratio[least])}. "
        "Medians, measured on this server when this was first asked for."
    )


def _micro(time: float) -> str:
    return f"{figure(round(time, 1))} µs" if time < 1000 else f"{figure(round(time / 1000, 1))} ms"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} times as fast" if ratio >= 10 else f"{figure(round(ratio, 1))} times as fast"
