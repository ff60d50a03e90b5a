"""The weights that lead into units, each unit's as a small picture of the pixels that they look at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme
from lab.lazy import alt

SIDE, ACROSS = 8, 5  # pixels of a side of a digit; units in a row of pictures
STEP = 7  # pixels of the screen that one of them takes: five units fit a phone


def places(unit: np.ndarray, pixel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where pixels lie, x and y, `ACROSS` pictures in a row, a line of nothing between two; both count from 0."""
    down, along = np.divmod(unit, ACROSS)
    row, column = np.divmod(pixel, SIDE)
    return along * (SIDE + 1) + column, down * (SIDE + 1) + row


def pictures(frame: pd.DataFrame, largest: float) -> alt.Chart:
    """The incoming kernel of every unit as a picture, all in one, square.

    Args:
        frame: `unit`, `weight` (the name of its input), `value`, and its place `x`, `y` in the whole picture.
        largest: the size of a weight that gets the fullest colour.
    """
    x, y = (
        channel(f"{name}:O").scale(domain=list(range(int(frame[name].max()) + 1)), padding=0).axis(None)
        for name, channel in (("x", alt.X), ("y", alt.Y))
    )
    tips = ["unit:O", alt.Tooltip("weight:N", title="from"), alt.Tooltip("value:Q", title="weight", format=".3g")]
    cells = alt.Chart(frame, width=alt.Step(STEP), height=alt.Step(STEP)).mark_rect()
    return cells.encode(x, y, weight(largest), tooltip=tips)


def weight(largest: float) -> alt.Color:
    """The colour of a weight, with its legend; orange above 0."""
    legend = alt.Legend(title="Weight", orient="top", gradientLength=180, format=".2g", values=[-largest, 0, largest])
    return alt.Color("value:Q", scale=theme.signed(largest), legend=legend)
