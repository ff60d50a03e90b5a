"""What the pictures of `lab.differentiation.frozen` draw."""

import numpy as np
import pandas as pd

from lab.differentiation.frozen import Frozen
from lab.laws import frozen as laws
from lab.log_axis import LogAxis
from lab.numerals import figure

FEW = 0.3  # a theory for small weights is drawn up to this size


def costs(found: Frozen) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What the picture of the costs draws: the measured bands, the levels foretold, and the one unit foretold.

    Returns:
        `start`, `epoch`, `low`, `mid`, `high`; then `level` with what to write `below` and
        `above` it; then `epoch`, `cost`.
    """
    facts, curves = found.facts, found.curves
    levels = [(facts["floor"], f"H(p) = {figure(facts['floor'])}", "")]
    if not balanced(facts):
        levels.append((facts["blind"], "", f"ln {len(facts['shares'])} = {figure(facts['blind'])}"))
    finite = found.foretold[np.isfinite(found.foretold["cost"])]
    rows = pd.DataFrame(levels, columns=["level", "below", "above"])
    return curves[curves["quantity"] == "cost"], rows, finite


def sizes(found: Frozen, quantity: str) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """What the picture of the distances or of the movements draws.

    Args:
        found: of `frozen.measure`.
        quantity: "distance" or "movement".

    Returns:
        `start`, `epoch`, `low`, `mid`, `high` as places on an axis, and `middle`, the median in words; then theory for
        the tiny start, `epoch`, `value` (a place) and what it `says`, for "distance" alone, empty where there is none;
        then the axis.
    """
    curves = found.curves[found.curves["quantity"] == quantity]
    if quantity == "distance":
        curves = curves[curves["start"].isin(with_units(found))]
    axis = LogAxis.of(curves[["low", "mid", "high"]].to_numpy())
    words = [figure(value).replace("not a number", "diverged") for value in curves["mid"]]
    placed = curves.assign(middle=words, **{name: axis.place(curves[name]) for name in ("low", "mid", "high")})
    law = _growth(curves, found.facts) if quantity == "distance" else _growth(curves[:0], found.facts)
    return placed, law.assign(value=axis.place(law["value"])), axis


def with_units(found: Frozen) -> list[str]:
    """The starts that have two units or more."""
    return found.runs.loc[found.runs["equal"].notna(), "start"].unique().tolist()


def _growth(curves: pd.DataFrame, facts: dict) -> pd.DataFrame:
    """The theory of the tiny start from where it started: `epoch`, `value`, `says`."""
    tiny = curves[curves["start"] == "tiny random"]
    tenfold = decade(facts)
    if tiny.empty or not np.isfinite(tenfold) or not 0 < tiny["mid"].iloc[0] < FEW:
        return pd.DataFrame({"epoch": [], "value": [], "says": []})
    first = tiny["mid"].iloc[0]
    last = min(facts["epochs"], tenfold * np.log10(FEW / first))
    says = f"law: tenfold in {figure(round(tenfold, 1))} epochs"
    return pd.DataFrame({"epoch": [0.0, last], "value": [first, first * 10 ** (last / tenfold)], "says": ["", says]})


def decade(facts: dict) -> float:
    """Epochs that a tiny start needs to grow tenfold; NaN where there is no such law.

    A ReLU has no slope at 0. A sigmoid is not small at 0, so where the classes are unequal it moves at once.
    """
    activation = facts["activation"]
    if activation not in laws.SLOPES or (activation == "sigmoid" and not balanced(facts)):
        return np.nan
    return laws.epochs_a_decade(facts["pull"], facts["rate"], activation)


def balanced(facts: dict) -> bool:
    """Whether all classes have the same share."""
    return facts["blind"] - facts["floor"] < 1e-9
