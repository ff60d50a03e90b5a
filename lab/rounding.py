"""What float32, in which training computes, leaves of a table's columns."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

LEFT = 0.6  # of its distinct values: a column with fewer left has lost what it tells
MOVED = 1e-3  # of its standard deviation: a column whose values move by more is blurred
LARGEST = float(np.sqrt(np.finfo(np.float32).max))  # numbers beyond it have a square that float32 cannot hold
WHOLE = 2**53  # whole numbers beyond it are rounded by float64 already


def blurred(columns: Mapping[str, np.ndarray], given: Mapping[str, np.ndarray] | None = None) -> pd.DataFrame:
    """The columns that training in float32 does not see as they are.

    Args:
        columns: name -> values as they are trained on, before they are rounded, (example,) of float64.
        given: name -> whole numbers as they came, (example,), where float64 rounds them already.

    Returns:
        One row per such column: `column`, `distinct` and `left` (different values in all, and in float32), `moved`
        (root of the mean squared rounding error, in standard deviations of the column), `largest` (absolute value).
        These are columns with `left` below `LEFT` of `distinct`, `moved` above `MOVED`, or `largest` above `LARGEST`.
    """
    given = given or {}
    rows = [_row(name, np.ascontiguousarray(values), given.get(name)) for name, values in columns.items()]
    frame = pd.DataFrame(rows, columns=["column", "distinct", "left", "moved", "largest"])
    lost = (frame["left"] < LEFT * frame["distinct"]) | (frame["moved"] > MOVED) | (frame["largest"] > LARGEST)
    return frame[lost].reset_index(drop=True)


def whole(frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Name -> values of the columns with whole numbers that float64 would round."""
    columns = {str(name): frame.iloc[:, i] for i, name in enumerate(frame.columns)}
    found = {name: values.to_numpy() for name, values in columns.items() if isinstance(values.dtype, np.dtype)}
    whole = {name: values for name, values in found.items() if values.dtype.kind in "iu"}
    return {name: values for name, values in whole.items() if max(int(values.max()), -int(values.min())) > WHOLE}


def _row(name: str, values: np.ndarray, given: np.ndarray | None) -> tuple[str, int, int, float, float]:
    single, largest = values.astype(np.float32), float(np.abs(values).max())
    single[np.abs(single) < np.finfo(np.float32).tiny] = 0.0  # so does TensorFlow
    if given is None and np.array_equal(single, values):
        return name, 1, 1, 0.0, largest
    size = largest or 1.0  # the squares of 1e-200 are 0
    error, spread = (single - values) / size, (values / size).std()
    moved = np.sqrt(np.mean(error**2)) / spread if np.ptp(values) > 0 else 0.0
    left = _distinct(single)
    distinct = left if left >= LEFT * len(values) else _distinct(values if given is None else given)
    return name, distinct, left, float(moved), largest


def _distinct(values: np.ndarray) -> int:
    ordered = np.sort(values)
    return 1 + int(np.count_nonzero(ordered[1:] != ordered[:-1]))


def told(row) -> str:
    """What became of a column, in words that follow "float32"."""
    if row.largest > LARGEST:
        return f"cannot hold the squares of {row.column!r}, whose values go up to {row.largest:.2g}"
    if row.left < LEFT * row.distinct:
        return f"keeps {row.left:,} of the {row.distinct:,} different values of {row.column!r}"
    return f"moves the values of {row.column!r} by {100 * row.moved:.2g} % of their standard deviation"


def warning(frame: pd.DataFrame, standardized: bool, targets: tuple[str, ...]) -> str:
    """What there is to know about columns that `blurred` has found, and what to do; for one who programs."""
    shown = [told(row) for row in frame.head(3).itertuples()]
    more = f", and does the like to {len(frame) - 3:,} more columns" if len(frame) > 3 else ""
    inputs = not standardized and not frame["column"].isin(targets).all()
    way = "Pass `standardize=True`, or subtract" if inputs else "Subtract"
    return (
        f"Training computes in float32, which {'; '.join(shown)}{more}. {way} a column's mean and divide by its "
        "standard deviation before you make the table, or train with `Training.precision` 'float64'."
    )
