"""The arrays of a layer as one picture: each output where its row of x meets its column of the kernel."""

import numpy as np
import pandas as pd

from lab.softmax.dense import Dense

VIEWS = {"arrays": "the arrays", "slopes": "the slopes of the loss", "after": "after one step"}
GAP = 0.5  # between x and the output, in columns
ROOM = 0.9  # for a title, in rows
FULLEST = 0.65  # of the darkest colour, so that dark figures can be read on it
MOST_COLUMNS = 8  # with figures in the cells


def scheme(found: Dense, view: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Kernel above the output, bias between them, x to the left of the output, all cell by cell.

    Args:
        found: of `dense.measure`.
        view: a key of `VIEWS`: what stands in the places of kernel, bias and output.

    Returns:
        Cells: `array`, `row`, `column` (from 1), `value`, `text` (empty where there is no room), `shade` (from -1 to 1,
        to the largest size in its array), `left`, `right`, `top`, `bottom`. Titles: `says`, `x`, `y`, `align`.
    """
    shown = {
        "arrays": (found.kernel, found.bias, found.output), "slopes": found.slopes, "after": found.after,
    }[view]  # fmt: skip
    mark = {"arrays": "", "slopes": "∂L/∂", "after": "new "}[view]
    features, units = found.kernel.shape
    right, down = features + GAP, features + 2 * ROOM + 1
    places = {
        f"{mark}kernel": (shown[0], right, ROOM), f"{mark}bias": (shown[1][None], right, features + 2 * ROOM),
        "x": (found.x, 0.0, down + ROOM), f"{mark}output": (shown[2], right, down + ROOM),
    }  # fmt: skip
    room = features + units <= MOST_COLUMNS
    cells = pd.concat([_cells(name, *place, room) for name, place in places.items()], ignore_index=True)
    shapes = [shown[0].shape, shown[1].shape, found.x.shape, shown[2].shape]
    edges = [(right + units, "right")] * 2 + [(0.0, "left"), (right + units, "right")]
    titles = [
        {"says": f"{name} {tuple(shape)}", "x": edge, "y": top - 0.15, "align": align}
        for (name, (_, _, top)), shape, (edge, align) in zip(places.items(), shapes, edges, strict=True)
    ]
    return cells, pd.DataFrame(titles)


def _cells(name: str, array: np.ndarray, left: float, top: float, room: bool) -> pd.DataFrame:
    """One array's cells."""
    row, column = (index.ravel() for index in np.indices(array.shape))
    values = array.astype(float).ravel()
    most = np.abs(values).max()
    return pd.DataFrame(
        {
            "array": name, "row": row + 1, "column": column + 1, "value": values,
            "text": [short(value) if room else "" for value in values],
            "shade": FULLEST * values / most if most and np.isfinite(most) else 0.0 * row,
            "left": left + column, "right": left + column + 1, "top": top + row, "bottom": top + row + 1,
        }
    )  # fmt: skip


def short(value: float) -> str:
    """Three digits, for a cell."""
    return f"{value:.3g}".replace("-", "−")


def units(found: Dense) -> pd.DataFrame:
    """What each unit has for itself.

    Returns:
        One row per unit (from 1): `error` (mean over rows of z - y), `g` (its slope summed over rows: that of the
        bias), `weight1`, `weight2`, ... (slope of each of its weights by the tape), `gap` (largest difference from
        the slopes by hand), `same` (how many units have the same slopes to the bit, itself among them).
    """
    kernel, bias = found.slopes[:2]
    own = np.vstack([kernel, bias[None]]).T  # (unit, weight and bias)
    hand = np.vstack([found.by_hand[0], found.by_hand[1][None]]).T
    _, group, counts = np.unique(own, axis=0, return_inverse=True, return_counts=True)
    weights = {f"weight{i + 1}": kernel[i] for i in range(len(kernel))}
    return pd.DataFrame(
        {
            "unit": np.arange(1, len(own) + 1), "error": (found.output - found.y).mean(axis=0), "g": bias, **weights,
            "gap": np.abs(own - hand).max(axis=1), "same": counts[group.ravel()],
        }
    )  # fmt: skip
