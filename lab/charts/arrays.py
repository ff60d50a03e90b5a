"""Arrays as grids of numbers, in one picture that uses the width it has: blue below 0, orange above."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme
from lab.lazy import alt

ROW, LEAST = 36, 320  # pixels of a row, and of the whole
ROOM, GAP = 0.9, 0.5  # for a title, in rows; between arrays, in columns
FULLEST = 0.65  # of the darkest colour, so that dark figures can be read on it
INK = "#0a0f15"  # figures on cells that are light in any theme


def side_by_side(cells: pd.DataFrame, name: str, across: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where the cells of some arrays go, some arrays in a row, all in cells of one size and one scale of colours.

    Args:
        cells: one row a number: its array, in the column `name`; `row`, `column`, counted from any number; `value`.
        name: of that column.
        across: arrays in a row.

    Returns:
        The cells with `left`, `right`, `top`, `bottom` and `shade`; the titles: `says`, `x`, `y`, `align`.
    """
    place = cells[name].map({array: i for i, array in enumerate(cells[name].unique())})
    row, column = cells["row"] - cells["row"].min(), cells["column"] - cells["column"].min()
    left = place % across * (column.max() + 1 + GAP)
    top = place // across * (row.max() + 1 + ROOM) + ROOM
    most = float(cells["value"].abs().max()) or 1.0
    placed = cells.assign(
        left=left + column, right=left + column + 1, top=top + row, bottom=top + row + 1,
        shade=FULLEST * cells["value"] / most,
    )  # fmt: skip
    titles = cells[[name]].assign(x=left, y=top - 0.15, align="left").rename(columns={name: "says"}).drop_duplicates()
    return placed, titles


def picture(cells: pd.DataFrame, titles: pd.DataFrame, tips: list[str]) -> alt.LayerChart:
    """Every number in its cell, the arrays with their titles; pale and without a frame where it is `copied`.

    Args:
        cells: `left`, `right`, `top`, `bottom`, `value`, `shade` (-1 to 1), `text`; perhaps `copied`.
        titles: `says`, `x`, `y`, `align` ("left" or "right").
        tips: columns to read on hover, beside the value.
    """
    colors = alt.Scale(domain=[-1, 0, 1], range=["#1f5f99", "#f4f1ea", "#c4501a"], interpolate="rgb")
    right, bottom = float(cells["right"].max()), float(cells["bottom"].max())
    x = {"scale": alt.Scale(domain=[0, right], nice=False), "axis": None}
    y = {"scale": alt.Scale(domain=[bottom, 0], nice=False), "axis": None}
    tooltip = [*(alt.Tooltip(f"{tip}:N") for tip in tips), alt.Tooltip("value:Q", format=".7g")]
    copied = "copied" in cells
    if copied:  # not by opacity: what is behind may be dark, as the figures are
        cells = cells.assign(shade=cells["shade"] * (1 - 0.6 * cells["copied"]))
    base = alt.Chart(cells).transform_calculate(
        middle="(datum.left + datum.right) / 2", centre="(datum.top + datum.bottom) / 2"
    )
    boxes = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5).encode(
        alt.X("left:Q", **x), alt.X2("right:Q"), alt.Y("top:Q", **y), alt.Y2("bottom:Q"),
        alt.Color("shade:Q", scale=colors, legend=None), tooltip=tooltip,
    )  # fmt: skip
    figures = base.mark_text(color=INK, fontSize=12).encode(
        alt.X("middle:Q", **x), alt.Y("centre:Q", **y), alt.Text("text:N"), tooltip=tooltip
    )
    if copied:
        strong = alt.Scale(domain=[False, True], range=[1.8, 0.2])
        boxes = boxes.encode(alt.StrokeWidth("copied:N", scale=strong, legend=None), stroke=alt.value(INK))
    named = [
        alt.Chart(titles[titles["align"] == align])
        .mark_text(align=align, baseline="bottom", fontSize=13, color="currentColor")
        .encode(alt.X("x:Q", **x), alt.Y("y:Q", **y), alt.Text("says:N"))
        for align in titles["align"].unique()
    ]
    whole = alt.layer(boxes, figures, *named).properties(height=max(LEAST, round(bottom * ROW)))
    return whole.configure_view(strokeOpacity=0)
