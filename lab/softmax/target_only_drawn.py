"""What the pictures of both ways of training draw."""

import numpy as np
import pandas as pd

from lab.log_axis import LogAxis
from lab.numerals import figure
from lab.softmax.target_only import ONLY, Compared
from lab.softmax.target_only_words import explodes


def accuracy(found: Compared) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Accuracy over training.

    Returns:
        `way`, `epoch`, `low`, `mid`, `high`, only while the median run has not diverged; where one did, its last point:
        `epoch`, `mid`, `says`; and the share that is right by always naming one class: `level`, `says`.
    """
    curves = found.curves[found.curves["quantity"] == "accuracy"]
    finite = curves[np.isfinite(curves["mid"])]
    sound = finite.assign(low=finite["low"].clip(lower=0))
    lost = [
        sound[sound["way"] == way].tail(1).assign(says="diverged")
        for way, group in curves.groupby("way", sort=False)
        if not np.isfinite(group["mid"]).all()
    ]
    level = pd.DataFrame({"level": [found.chance], "says": [f"always the same class: {100 * found.chance:.1f} %"]})
    return sound, pd.concat(lost) if lost else sound[:0], level


def sizes(found: Compared, quantity: str) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """The cost or the size of the output weights over training, on a logarithmic axis.

    Args:
        found: of `target_only.compare`.
        quantity: "cost" or "size".

    Returns:
        `way`, `epoch`, `low`, `mid`, `high` as places on the axis, `middle` in words; what is foretold: `epoch`,
        `value` (a place), `says`, empty for the cost and where there is no law; and the axis.
    """
    curves = found.curves[found.curves["quantity"] == quantity]
    law = _law(found, curves) if quantity == "size" else found.law[:0]
    axis = LogAxis.of(np.append(curves[["low", "mid", "high"]].to_numpy().ravel(), law["value"]))
    words = [figure(value).replace("∞", "diverged") for value in curves["mid"]]
    placed = curves.assign(middle=words, **{name: axis.place(curves[name]) for name in ("low", "mid", "high")})
    return placed, law.assign(value=axis.place(law["value"])), axis


def _law(found: Compared, curves: pd.DataFrame) -> pd.DataFrame:
    """The straight line, or the factor, drawn through the middle of what it is held against."""
    if found.foretold is None or not explodes(found):
        return found.law
    only = curves[(curves["way"] == ONLY) & np.isfinite(curves["mid"])]
    middle = only.iloc[len(only) // 2]
    values = np.log(middle["mid"]) + (only["epoch"] - middle["epoch"]) * np.log(found.foretold)
    shown = pd.DataFrame({"epoch": only["epoch"], "value": np.exp(values.clip(upper=700))})
    return shown[shown["value"] >= only["mid"].iloc[0]].assign(says=f"theory: × {found.foretold:.3f} an epoch")
