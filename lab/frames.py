"""One function makes every tidy frame."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd


def tidy(axes: Sequence[tuple[Sequence[str], Sequence[tuple]]], values: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Arrays as a frame, one row an element.

    Args:
        axes: for each axis of the arrays its key columns and, for each place along it, their values.
        values: column -> array of the shape of the axes.

    Returns:
        Key columns in the order of the axes, then the value columns; plain index.
    """
    sizes = [len(places) for _, places in axes]
    columns: dict[str, np.ndarray] = {}
    for number, (names, places) in enumerate(axes):
        inner = int(np.prod(sizes[number + 1 :]))
        outer = int(np.prod(sizes[:number]))
        for i, name in enumerate(names):
            columns[name] = np.tile(np.repeat(column([place[i] for place in places]), inner), outer)
    return pd.DataFrame({**columns, **{name: array.reshape(-1) for name, array in values.items()}})


def column(values: list) -> np.ndarray:
    """The values as an array; of objects where they are neither numbers nor texts (tuples, None)."""
    if all(isinstance(value, (int, float, str)) for value in values):
        return np.array(values)
    column = np.empty(len(values), object)
    column[:] = values
    return column
