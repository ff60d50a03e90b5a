"""What L1 and L2 do to weights: trained models against the size of the penalty, beside laws and scikit-learn."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab.experiment import Experiment
from lab.laws import penalties as law
from lab.laws import relevance as ends
from lab.relevance.penalties_setting import ARRANGEMENTS, SIZES, Arrangement
from lab.series import train_in_turn

KINDS = {"L1": "training.l1", "L2": "training.weight_decay"}
NONE = "no penalty"
BAND = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Found:
    """What was measured, and what the laws say.

    Attributes:
        weights: one row per (kind, size, column): kind "L1", "L2" or `NONE` (size 0); `low`, `mid`, `high` of the
            weight (5, 50, 95 % over the starts), `largest` |weight|, `first` (of the first start), `zeros` (starts that
            end at exactly 0), `law` (missing where the start decides), `reach` (how far from 0 the steps of L1 may end
            where its law is 0; missing elsewhere).
        lasso: one row per (size, column): `weight` of scikit-learn's Lasso with the same penalty.
        sums: one row per (kind, size), of columns that are multiples of x1: sum of factor * weight, `low`, `high` over
            the starts, and its `law`.
        facts: one row: `starts`, `epochs`, `rate`.
        arrangement: of the columns.
        x, y: the examples, (example, column) and (example,).
    """

    weights: pd.DataFrame
    lasso: pd.DataFrame
    sums: pd.DataFrame
    facts: pd.DataFrame
    arrangement: Arrangement
    x: np.ndarray
    y: np.ndarray


def measure(experiment: Experiment, arrangement: str, seeds=range(16), progress=None, cancelled=None) -> Found:
    """Train with each penalty in each size, from the same starts, and without one.

    Args:
        experiment: of `penalties_setting.experiment`, without a penalty.
        arrangement: of its columns, a key of `ARRANGEMENTS`.
        seeds: the starts.
        progress, cancelled: as in `lab.train`.
    """
    plain = {"seeds": seeds, "recorded": 1, "weights": "ends"}
    plans = [(experiment, plain | {"vary": {path: SIZES}}) for path in KINDS.values()]
    *penalised, without = train_in_turn([*plans, (experiment, plain)], progress, cancelled)
    x, y = lab.data.load(experiment.data, "float64")
    chosen, rate, y = ARRANGEMENTS[arrangement], experiment.training.learning_rate, y[:, 0]
    frames, sums = [], []
    for kind, run, sizes in [*zip(KINDS, penalised, [SIZES] * len(KINDS), strict=True), (NONE, without, (0.0,))]:
        kernels = run.arrays[0][:, :, :, :, 0].astype(float)  # (size, start, epoch, column)
        for size, kernel in zip(sizes, kernels, strict=True):
            told = _law(kind, chosen, x, y, size, kernel[:, 0])
            reach = _reaches(kind, chosen, x, y, size, rate)
            frames.append(_rows(kind, size, chosen, kernel[:, -1], told, reach))
            sums.append(_sum(kind, size, chosen, kernel[:, -1], x, y))
    facts = pd.DataFrame({"starts": [len(seeds)], "epochs": experiment.training.epochs, "rate": rate})
    weights = pd.concat(frames, ignore_index=True)
    return Found(weights, _lasso(chosen, x, y), pd.DataFrame(sums), facts, chosen, x, y)


def gives(x: np.ndarray, y: np.ndarray, chosen: Arrangement, place: int) -> float:
    """What the direction of a column has to give: mean of u y, u of mean square 1."""
    return float(x[:, place] @ y / len(x)) / chosen.columns[place][1]


def _law(kind: str, chosen: Arrangement, x: np.ndarray, y: np.ndarray, size: float, starts: np.ndarray) -> np.ndarray:
    """Where each column's weight is foretold to end: (column,); missing where the starts decide."""
    if kind == "L2":
        return law.ridge(x, y, size)
    if kind == NONE:
        found = ends.end(x, y, starts)
        return np.where(np.ptp(found, axis=0) < 1e-9, found[0], np.nan)
    told = np.empty(len(chosen.columns))
    for direction in range(len(chosen.worth)):
        places = chosen.group(direction)
        factors = np.array([chosen.columns[place][1] for place in places])
        told[places] = law.lasso(gives(x, y, chosen, places[0]), factors, size)
    return told


def _reaches(kind: str, chosen: Arrangement, x: np.ndarray, y: np.ndarray, size: float, rate: float) -> np.ndarray:
    """How far from 0 the steps of L1 may end, for each column that its law has at 0."""
    if kind != "L1":
        return np.full(len(chosen.columns), np.nan)
    reaches = []
    for direction, factor in chosen.columns:
        places = chosen.group(direction)
        a, factors = gives(x, y, chosen, places[0]), np.array([chosen.columns[place][1] for place in places])
        reaches.append(law.reach(2 * factor * (a - law.total_of(a, factors, size)), size, rate))
    return np.array(reaches)


def _rows(kind: str, size: float, chosen: Arrangement, kernel: np.ndarray, told: np.ndarray, reach: np.ndarray):
    low, mid, high = np.quantile(kernel, BAND, axis=0)  # each (column,)
    return pd.DataFrame(
        {
            "kind": kind, "size": size, "column": chosen.names, "low": low, "mid": mid, "high": high,
            "largest": np.abs(kernel).max(axis=0), "first": kernel[0], "zeros": (kernel == 0).sum(axis=0),
            "law": told, "reach": np.where(told == 0, reach, np.nan),
        }
    )  # fmt: skip


def _sum(kind: str, size: float, chosen: Arrangement, kernel: np.ndarray, x: np.ndarray, y: np.ndarray) -> dict:
    places = chosen.group(0)
    factors = np.array([chosen.columns[place][1] for place in places])
    total, a = kernel[:, places] @ factors, gives(x, y, chosen, 0)
    told = {"L1": law.total_of(a, factors, size), "L2": law.ridge(x, y, size)[places] @ factors if size else a}
    return {"kind": kind, "size": size, "low": total.min(), "high": total.max(), "law": told.get(kind, a)}


def _lasso(chosen: Arrangement, x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """scikit-learn's own: it minimises C / 2 + alpha sum |w|, so alpha = l1 / 2."""
    from sklearn.linear_model import Lasso

    fits = [Lasso(alpha=size / 2, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(x, y).coef_ for size in SIZES]
    keys = {"size": np.repeat(SIZES, len(chosen.columns)), "column": chosen.names * len(SIZES)}
    return pd.DataFrame({**keys, "weight": np.concatenate(fits)})
