"""A tidy frame as JSON and back: every column with its type, what is not finite by name."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

FINITE = {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf}


def written(frame: pd.DataFrame) -> dict:
    """The frame as what JSON knows: its columns in order, and its index unless it only counts the rows."""
    counts_only = frame.index.name is None and frame.index.equals(pd.RangeIndex(len(frame)))
    return {
        "rows": len(frame),
        "columns": [_column(name, frame.iloc[:, i]) for i, name in enumerate(frame.columns)],
        "index": None if counts_only else _column(frame.index.name, frame.index.to_series()),
    }


def read(held: Mapping) -> pd.DataFrame:
    """The frame that `written` wrote."""
    index = held["index"] and pd.Index(_values(held["index"]), name=held["index"]["name"])
    columns = {i: _values(column) for i, column in enumerate(held["columns"])}
    frame = pd.DataFrame(columns, index=pd.RangeIndex(held["rows"]) if index is None else index)
    return frame.set_axis([column["name"] for column in held["columns"]], axis=1)


def plain(value: object) -> object:
    """A number, a text, a truth value or None as JSON knows it; a number that is not finite by its name."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, np.ndarray):
        return [plain(each) for each in value.tolist()]
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if value is pd.NA or value is pd.NaT:
        return None
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise ValueError(f"An answer must be made of numbers, texts, lists and frames; got {type(value).__name__}.")


def _column(name: object, series: pd.Series) -> dict:
    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        levels = [plain(level) for level in kind.categories]
        codes = series.cat.codes.tolist()
        return {"name": name, "type": "category", "levels": levels, "ordered": bool(kind.ordered), "values": codes}
    if kind.kind == "f":
        finite = bool(np.isfinite(series.to_numpy()).all())
        values = series.tolist() if finite else [plain(value) for value in series.tolist()]
    elif kind.kind in "iub":
        values = series.tolist()
    else:
        values = [None if _missing(value) else plain(value) for value in series]
    return {"name": plain(name), "type": str(kind), "values": values}


def _values(column: Mapping) -> object:
    values = column["values"]
    if column["type"] == "category":
        kind = pd.CategoricalDtype(column["levels"], column["ordered"])
        return pd.Categorical.from_codes(values, dtype=kind)
    if column["type"].startswith("float"):
        return np.array([FINITE.get(value, value) for value in values], column["type"])
    return pd.Series(values, dtype=column["type"]).array


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))
