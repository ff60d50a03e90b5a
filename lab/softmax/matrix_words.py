"""What was found about the ways to write a gradient, as sentences, a table and a formula with shapes."""

import re

import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.softmax.matrix import IN_OUT, LOOP, PRODUCT, Layer

RIGHT, REFUSED = "right", "refused"


def kept(convention: str) -> str:
    """How W is kept, without where: "(in, out)"."""
    return convention.partition("), ")[0] + ")"


def verdict(frame: pd.DataFrame, one: Layer) -> str:
    """How many ways are right, how many refused, how many wrong in silence.

    Args:
        frame, one: of `matrix.writings`.
    """
    m = len(one.a)
    right, refused = frame[frame["verdict"] == RIGHT], int((frame["verdict"] == REFUSED).sum())
    silent = len(frame) - len(right) - refused
    return (
        f"For a W kept as {kept(one.convention)}, {len(right)} of {len(frame)} ways to write its gradient give what "
        f"automatic differentiation gives (to {figure(right['off'].max())}), {refused or 'none'} "
        f"{'is' if refused == 1 else 'are'} refused by NumPy, and {silent} {'passes' if silent == 1 else 'pass'} "
        f"without a word and {'is' if silent == 1 else 'are'} wrong ({m} {'example' if m == 1 else 'examples'})."
    )


def table(frame: pd.DataFrame, m: int) -> str:
    """The ways, as a Markdown table."""
    rows = [
        f"| {'✓' if row.verdict == RIGHT else '–'} `{row.code}` | {_shape(row.shape)} | {_says(row, m)} |"
        for row in frame.itertuples()
    ]
    return "\n".join(["| You write | Shape | W − rate · that |", "|---|---|---|", *rows])


def _says(row, m: int) -> str:
    elsewhere = f"; right for a W kept as {kept(row.elsewhere)}" if row.elsewhere else ""
    if row.verdict == REFUSED:
        return f"refused: {_brief(row.message)}{elsewhere}"
    told = {
        "right": f"right, to {figure(row.off)}",
        "m times": f"{m:,} times too large",
        "other numbers": f"passes, off by {figure(row.off)}",
        "grows": f"passes, and W has shape {row.message}",
    }
    return told[row.verdict] + elsewhere


def _brief(message: str) -> str:
    """The sizes that NumPy complains of."""
    return re.search(r"shapes .*|size .* from \d+", message)[0].strip()


def advice(m: int) -> str:
    """What NumPy does not notice."""
    passes = (
        "with one example a forgotten 1/m and a mean of each factor change nothing; with more examples both pass, and "
        "are wrong"
        if m == 1
        else "a forgotten 1/m and a mean of each factor pass, and are wrong"
    )
    return (
        f"NumPy checks shapes, not meaning: {passes}. Compare one matrix with automatic differentiation before you "
        "train."
    )


def messages(frame: pd.DataFrame) -> str:
    """What NumPy says to each way that it refuses, in full."""
    return "\n".join(
        f"{row.code}\n    ValueError: {row.message}" for row in frame.itertuples() if row.verdict == REFUSED
    )


def _shape(shape: tuple | None) -> str:
    return "none" if shape is None else str(shape)


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


def summary(cells: pd.DataFrame) -> str:
    """The picture in words: the first number of each matrix."""
    first = cells[(cells["row"] == 0) & (cells["column"] == 0)]
    each = [f"{row.matrix} {figure(round(row.value, 4))}" for row in first.itertuples()]
    return f"Unit 0, class 0: {'; '.join(each)}."


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
