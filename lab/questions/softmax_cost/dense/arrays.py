"""The arrays of a layer: as one picture, with their shapes, and at Python's prompt."""

import numpy as np
import pandas as pd

from lab.charts.arrays import FULLEST, GAP, ROOM
from lab.numerals import cell, figure
from lab.questions.softmax_cost.dense.layer import Dense

VIEWS = {"arrays": "the arrays", "slopes": "the slopes of the loss", "after": "after one step"}
MOST_COLUMNS = 8  # with figures in the cells
MEETS = (
    "One column a unit. Each output stands where its row of x meets its column of the kernel: multiply the two, add "
    "up, add the bias below the column."
)
READINGS = {
    "arrays": MEETS,
    "slopes": "One column a unit. ∂L/∂output is the factor g. Times x and added up over the rows, it is the slope of "
    "the kernel, xᵀg; added up alone, that of the bias. Every slope has the place of its number.",
    "after": f"{MEETS} Kernel and bias have moved against their slopes, by the rate times each slope.",
}
COLOURS = "Blue: below 0; orange: above; each array has colours of its own."


def scheme(found: Dense, view: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Kernel above the output, bias between them, x to the left of the output, all cell by cell.

    Args:
        found: of `layer.measure`.
        view: a key of `VIEWS`: what stands in the places of kernel, bias and output.

    Returns:
        Cells: `array`, `row`, `column` (from 1), `value`, `text` (empty where there is no room), `shade` (from -1 to 1,
        to the largest size in its array), `left`, `right`, `top`, `bottom`. Titles: `says`, `x`, `y`, `align`.
    """
    shown, mark = found.shown(view), {"arrays": "", "slopes": "∂L/∂", "after": "new "}[view]
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
            "text": [cell(value) if room else "" for value in values],
            "shade": FULLEST * values / most if most and np.isfinite(most) else 0.0 * row,
            "left": left + column, "right": left + column + 1, "top": top + row, "bottom": top + row + 1,
        }
    )  # fmt: skip


def summary(found: Dense, view: str) -> str:
    """The picture of the arrays in words."""
    each = "; ".join(
        f"{name} {tuple(array.shape)} {_span(array)}"
        for name, array in zip(("kernel", "bias", "output"), found.shown(view), strict=True)
    )
    return f"x {tuple(found.x.shape)} at the left; {each}."


def _span(array: np.ndarray) -> str:
    low, high = (figure(value, 3) for value in (array.min(), array.max()))
    return f"is {low}" if low == high else f"from {low} to {high}"


def shapes(found: Dense) -> pd.DataFrame:
    """The arrays and what calls of the layer give, with their shapes."""
    (rows, features), count = found.x.shape, found.kernel.shape[1]
    call, more, flat, wrong = (row.output for row in found.calls.itertuples())
    inputs = found.calls["input"]
    held = [
        ("weights before the first call", f"none: get_weights() has {found.before} arrays"),
        ("input x", f"{inputs[0]}: {rows} row{'s' * (rows > 1)}, d0 = {features} feature{'s' * (features > 1)}"),
        ("kernel after the first call", f"{found.kernel.shape}: d0 × units = {found.kernel.size} weights"),
        ("bias", f"{found.bias.shape}: one for each of {count} unit{'s' * (count > 1)}"),
        ("output = x @ kernel + bias", call),
        (f"the same layer called on {inputs[1]}", f"{more}: it works along the last axis"),
        (f"on {inputs[3]}, one feature more", wrong),
        (f"on {inputs[2]}, without an axis for the rows", flat),
    ]
    return pd.DataFrame(held, columns=["What", "Shape"]).set_index("What")


def transcript(found: Dense) -> str:
    """The same at Python's prompt, with the arrays as NumPy prints them."""
    rows = [(f"dense = keras.layers.Dense(units={found.kernel.shape[1]})", None), ("dense.get_weights()", "[]")]
    rows += [("x", found.x), ("dense(x).shape", found.output.shape)]
    rows += [("dense.get_weights()[0].shape", found.kernel.shape), ("dense.get_weights()[1].shape", found.bias.shape)]
    rows += [("dense.kernel", found.kernel), ("dense.bias", found.bias), ("dense(x)", found.output)]
    rows += [("dl_dw", found.slopes[0]), ("dl_db", found.slopes[1])]
    rows += [(f"dense.kernel - {found.rate:g} * dl_dw", found.after[0])]
    rows += [(f"dense.bias - {found.rate:g} * dl_db", found.after[1])]
    with np.printoptions(linewidth=110, threshold=1000):
        return "\n".join(f">>> {code}" + ("" if value is None else f"\n{value}") for code, value in rows)
