"""What all charts share: colours that are seen on light and on dark, and what a dash means.

Measured is solid and coloured, a law dashed and grey. Series differ by dash too, so colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lab.lazy import alt

SERIES = ("#2b7bba", "#d1641a", "#2a9268", "#b065b8", "#b3861c", "#c84b5a", "#5b7f95", "#7d7fd6")
DASHES = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (4, 2), (12, 3), (1, 3), (6, 2, 1, 2, 1, 2))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
NEUTRAL = "#7d868f"
BELOW, NOTHING, ABOVE = "#1f5f99", "#f4f1ea", "#c4501a"  # of what may be negative; read on light and on dark alike
LAW_DASH = (5, 4)
HEIGHT = 380


def colors(names: list[str]) -> alt.Scale:
    """One colour a series, in the order of `names`."""
    return alt.Scale(domain=names, range=[SERIES[i % len(SERIES)] for i in range(len(names))])


def dashes(names: list[str]) -> alt.Scale:
    """One dash a series, in the order of `names`; the first is solid."""
    return alt.Scale(domain=names, range=[list(DASHES[i % len(DASHES)]) for i in range(len(names))])


def shapes(names: list[str]) -> alt.Scale:
    """One shape a series, in the order of `names`."""
    return alt.Scale(domain=names, range=[SHAPES[i % len(SHAPES)] for i in range(len(names))])


def signed(most: float = 1.0) -> alt.Scale:
    """Colours of values from -most to most."""
    return alt.Scale(domain=[-most, 0, most], range=[BELOW, NOTHING, ABOVE], interpolate="rgb")


def whole() -> alt.Scale:
    """Cells that end at whole pixels, so that nothing shines through between them."""
    return alt.Scale(padding=0, round=True)


def equal(low: Sequence[float], high: Sequence[float]) -> tuple[alt.Scale, alt.Scale]:
    """Scales of x and y with as many units to a pixel, whatever the screen: right angles look right.

    Args:
        low, high: corners, (x, y), of what is shown at least.
    """
    (left, bottom), (right, top) = (tuple(map(float, corner)) for corner in (low, high))
    unit = f"max({right - left!r} / width, {top - bottom!r} / height)"
    ends = (("width", (left + right) / 2), ("height", (bottom + top) / 2))
    return tuple(
        alt.Scale(
            domainMin=alt.expr(f"{middle!r} - {unit} * {side} / 2"),
            domainMax=alt.expr(f"{middle!r} + {unit} * {side} / 2"),
            nice=False,
            zero=False,
        )
        for side, middle in ends
    )


def through_epochs(frame: pd.DataFrame) -> tuple[alt.Parameter, alt.Chart]:
    """A slider that shows the epoch itself, and the rows of the last one recorded up to there; it begins at the end.

    Args:
        frame: `epoch` and more; the epochs may lie unevenly.
    """
    epochs = sorted(int(epoch) for epoch in frame["epoch"].unique())
    until = dict(zip(epochs, [*epochs[1:], epochs[-1] + 1], strict=True))
    slider = alt.binding_range(min=epochs[0], max=epochs[-1], step=1, name="Up to epoch ")
    shown = alt.param(name="shown", value=epochs[-1], bind=slider)
    rows = alt.Chart(frame.assign(until=frame["epoch"].map(until)))
    return shown, rows.transform_filter("datum.epoch <= shown && shown < datum.until")
