"""Lines of one value through a grid of values."""

import numpy as np

SIDES = ((0, 1), (1, 2), (2, 3), (3, 0))  # of a cell, between its corners


def segments(values: np.ndarray, x: np.ndarray, y: np.ndarray, level: float = 0.0) -> np.ndarray:
    """Where the values cross a level, cell by cell, with straight lines between the sides of a cell.

        the crossing of a side from a to b lies at (level - value_a) / (value_b - value_a) of it

    Args:
        values: (row, column), at y[row] and x[column]; a cell with a value that is no finite number has no line.
        x, y: ascending.
        level: of the line.

    Returns:
        Array (segment, 4): x and y of one end, x and y of the other. A saddle has two segments.

    Source: marching squares, as in Lorensen and Cline (1987) in two dimensions instead of three.
    """
    rows, columns = (axis.ravel() for axis in np.indices((len(y) - 1, len(x) - 1)))
    corners = [(rows, columns), (rows, columns + 1), (rows + 1, columns + 1), (rows + 1, columns)]
    z = np.stack([values[corner] - level for corner in corners], axis=1)  # (cell, corner)
    places = np.stack([np.stack([x[column], y[row]], axis=1) for row, column in corners], axis=1)  # (cell, corner, 2)
    above = z > 0
    crossed = np.stack([above[:, a] != above[:, b] for a, b in SIDES], axis=1)  # (cell, side)
    crossed &= np.isfinite(z).all(axis=1)[:, None]
    points = np.stack([_crossing(z, places, a, b) for a, b in SIDES], axis=1)  # (cell, side, 2)
    simple, saddle = crossed.sum(axis=1) == 2, crossed.sum(axis=1) == 4
    pairs = points[simple][crossed[simple]].reshape(-1, 4)
    # a saddle's corners are cut off two by two: those on the side of the level where its middle is not
    middle = (z[saddle].mean(axis=1) > 0) == above[saddle, 0]
    order = np.where(middle[:, None], [0, 1, 2, 3], [3, 0, 1, 2])
    return np.concatenate([pairs, np.take_along_axis(points[saddle], order[:, :, None], axis=1).reshape(-1, 4)])


def _crossing(z: np.ndarray, places: np.ndarray, a: int, b: int) -> np.ndarray:
    """Where the side from corner a to corner b has the level; (cell, 2), of no meaning where it does not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(np.nan_to_num(z[:, a] / (z[:, a] - z[:, b])), 0.0, 1.0)
    return places[:, a] + share[:, None] * (places[:, b] - places[:, a])
