"""What the pictures of the error on fresh examples draw."""

import numpy as np
import pandas as pd

from lab.log_axis import LogAxis
from lab.numerals import figure
from lab.relevance.risk import MOST, Found


def curve(found: Found, columns: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, LogAxis]:
    """The curve, the trained models and what is marked, with places on an axis that has a row for 0, and that axis.

    Args:
        found: what was measured.
        columns: of one's own model.

    Returns:
        `columns`, `mean` and `law` (missing where there is no mean), `mid`, `low`, `high`; the last epoch's `columns`,
        `mean`, `low`, `high`; and `columns`, `label`, `side` ("left" or "right"), `own` of what is marked.
    """
    last = found.trained.groupby("columns").tail(1)[["columns", "mean", "low", "high"]]
    line = found.curve.assign(mean=found.curve["mean"].where(np.isfinite(found.curve["law"])))
    shown = [line[["mid", "low", "high"]].to_numpy().ravel(), last[["mean", "low", "high"]].to_numpy().ravel()]
    axis = LogAxis.of(np.concatenate(shown))
    return _placed(line, axis), _placed(last, axis), _marks(found, columns), axis


def _placed(frame: pd.DataFrame, axis: LogAxis) -> pd.DataFrame:
    """Every error at its place; what is missing, or an infinite law, stays missing."""
    names = [name for name in frame.columns if name != "columns"]
    kept = {name: frame[name].notna() & ~((name == "law") & np.isinf(frame[name])) for name in names}
    return frame.assign(**{name: np.where(kept[name], axis.place(frame[name]), np.nan) for name in names})


def _marks(found: Found, columns: int) -> pd.DataFrame:
    """Where there are as many columns as examples, and one's own model: the labels on different sides."""
    examples, own = int(found.facts["examples"][0]), at(found, columns)
    own = own["mean"] if np.isfinite(own["law"]) else own["mid"]
    law = "p = n, theory: ∞" if found.facts["sigma"][0] else "p = n"
    sides = ("left", "right") if columns > examples else ("right", "left") if columns < examples else ("left", "right")
    sides = (sides[0], "right" if columns < MOST / 4 else "left" if columns > 3 * MOST / 4 else sides[1])
    rows = {"columns": [examples, columns], "label": [law, f"yours: {figure(own)}"], "side": sides}
    return pd.DataFrame(rows).assign(own=[False, True])


def at(found: Found, columns: int) -> pd.Series:
    """The row of the curve with this number of columns."""
    return found.curve.set_index("columns").loc[columns]


def courses(found: Found) -> tuple[pd.DataFrame, LogAxis]:
    """The error over training of models with half as many columns as examples, as many, and the most.

    Returns:
        `says` (which), `epoch`, `mean` and `foretold` as places on the axis; and that axis.
    """
    examples = int(found.facts["examples"][0])
    shown = found.trained[found.trained["columns"].isin([examples // 2, examples, MOST])]
    axis = LogAxis.of(shown[["mean", "foretold"]].to_numpy())
    says = [f"{p} columns" for p in shown["columns"]]
    return shown.assign(says=says, mean=axis.place(shown["mean"]), foretold=axis.place(shown["foretold"])), axis
