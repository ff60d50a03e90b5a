"""What many seeds have in common, in any tidy frame that has one row a seed: median and 5 to 95 in a hundred."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from lab import checks

SHARES = {"low": 0.05, "mid": 0.5, "high": 0.95}
BAND = tuple(SHARES.values())
MOST_EPOCHS, SINGLE = 129, 4  # a notebook refuses a chart of more than 5,000 rows
PLACE = ("layer", "parameter", "input", "unit")


def of(values: np.ndarray, axis: int | None = None, method: str = "linear") -> dict[str, np.ndarray]:
    """`low`, `mid` and `high` of numbers along an axis, by a method of `numpy.quantile`."""
    return dict(zip(SHARES, np.quantile(values, BAND, axis=axis, method=method), strict=True))


def of_groups(groups: pd.core.groupby.SeriesGroupBy, method: str = "linear") -> dict[str, pd.Series]:
    """`low`, `mid` and `high` of each group of a column; what is missing is left out."""
    return {name: groups.quantile(share, interpolation=method) for name, share in SHARES.items()}


def of_finite(tables: Iterable[np.ndarray]) -> dict[str, np.ndarray]:
    """`low`, `mid` and `high` over the seeds of tables (seed, epoch), each (table, epoch); NaN are left out."""
    return dict(zip(SHARES, np.stack([pd.DataFrame(table).quantile(BAND) for table in tables], axis=1), strict=True))


def over_seeds(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """The quantiles of a column over the seeds; what is no finite number is counted, and left out of them.

    Args:
        frame: with the columns `seed`, `epoch` and `value`, such as `Run.losses`; all further columns are keys.
        value: name of the column.

    Returns:
        One row per combination of keys, in their order: `low`, `mid`, `high`, `runs` and `diverged`.
    """
    keys = [name for name in frame if name not in ("seed", value)]
    finite = frame[value].where(np.isfinite(frame[value]))
    groups = finite.groupby([frame[name] for name in keys], sort=False)
    counts = {"runs": groups.size(), "diverged": groups.size() - groups.count()}
    return pd.DataFrame(of_groups(groups) | counts).reset_index()


def single(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """The rows of the first `SINGLE` seeds; `value` is missing where it is no finite number."""
    few = frame[frame["seed"].isin(frame["seed"].unique()[:SINGLE])]
    return few.assign(**{value: few[value].where(np.isfinite(few[value]))})


def thinned(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of at most `MOST_EPOCHS` epochs, the first and the last among them."""
    epochs = np.sort(frame["epoch"].unique())
    places = np.linspace(0, len(epochs) - 1, min(len(epochs), MOST_EPOCHS)).round().astype(int)
    return frame[frame["epoch"].isin(epochs[places])]


def settings(frame: pd.DataFrame, value: str) -> pd.Series:
    """What was varied, row by row, in words: "learning_rate 0.1, epsilon 0"; "all runs" where nothing was."""
    keys = [name for name in frame if name not in ("seed", "epoch", value, "runs", "diverged", *SHARES)]
    words = [[f"{key.rpartition('.')[2]} {given}" for given in frame[key]] for key in keys]
    return pd.Series([", ".join(row) for row in zip(*words, strict=True)] if words else "all runs", frame.index)


def weight_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Names of the weights, row by row: `weight`, and `group`, which is the weight itself where there are few."""
    group = "layer " + frame["layer"].astype(str) + " " + frame["parameter"]
    bias = frame["parameter"] == "bias"
    into = (frame["input"].astype(str) + " to ").mask(bias, "")
    weight = group + ", " + into + "unit " + frame["unit"].astype(str)
    return pd.DataFrame({"weight": weight, "group": weight if weight.nunique() <= 8 else group})


def has(frame: pd.DataFrame, columns: tuple[str, ...]) -> None:
    """Raise unless a frame has these columns."""
    checks.require_type("frame", frame, pd.DataFrame)
    lacking = [name for name in columns if name not in frame]
    wanted = ", ".join(map(repr, columns))
    checks.require(not lacking, f"The frame needs the columns {wanted}; it lacks {', '.join(map(repr, lacking))}.")
