"""Columns that a penalty tells apart, models trained on them with every penalty, and how much a column matters."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.data import Data, load
from lab.experiment import Experiment
from lab.laws import penalties as law
from lab.laws import relevance as ends
from lab.series import train_together
from lab.specs import Init, Network, Training
from lab.table import Table

EXAMPLES, GROUPS = 20, 4
SIZES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # of the penalties
KINDS = {"L1": "training.l1", "L2": "training.weight_decay"}
NONE = "no penalty"
REPEATS = 30


@dataclass(frozen=True)
class Arrangement:
    """Columns as multiples of directions at right angles.

    Attributes:
        columns: for each column its direction and the factor it is multiplied by.
        worth: for each direction what it adds to the targets.
    """

    columns: tuple[tuple[int, float], ...]
    worth: tuple[float, ...]

    @property
    def names(self) -> list[str]:
        """x1, x2, ..."""
        return [f"x{i}" for i in range(1, len(self.columns) + 1)]

    def group(self, direction: int) -> list[int]:
        """Places of the columns of one direction."""
        return [place for place, (other, _) in enumerate(self.columns) if other == direction]

    def factors(self, direction: int) -> np.ndarray:
        """Of the columns of one direction."""
        return np.array([factor for other, factor in self.columns if other == direction])

    @property
    def shared(self) -> list[int]:
        """Places of the columns whose direction has several columns."""
        return [place for place, (direction, _) in enumerate(self.columns) if len(self.group(direction)) > 1]

    @property
    def useful(self) -> list[bool]:
        """Which columns have a part in the targets."""
        return [self.worth[direction] > 0 for direction, _ in self.columns]

    @property
    def useless(self) -> int:
        """Place of a column that has no part in the targets."""
        return self.useful.index(False)


ARRANGEMENTS = {
    "four of different worth": Arrangement(((0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)), (3.0, 1.0, 0.3, 0.0)),
    "x2 = x1": Arrangement(((0, 1.0), (0, 1.0), (1, 1.0)), (3.0, 0.0)),
    "x2 = 2 x1": Arrangement(((0, 1.0), (0, 2.0), (1, 1.0)), (3.0, 0.0)),
    "equal worth, other units": Arrangement(((0, 1.0), (1, 2.0), (2, 0.5), (3, 1.0)), (3.0, 3.0, 3.0, 0.0)),
}


def experiment(arrangement: str, sigma: float, draw: int, begin: float = 1.0, **training) -> Experiment:
    """A linear model without a bias on these columns, without a penalty unless `training` has one.

    Args:
        arrangement: a key of `ARRANGEMENTS`.
        sigma: standard deviation of the noise of the targets.
        draw: of the numbers.
        begin: standard deviation of the weights at the start.
        training: fields of `Training`.
    """
    chosen, draws = ARRANGEMENTS[arrangement], np.random.default_rng(draw)
    numbers = draws.normal(size=(EXAMPLES, GROUPS))
    directions = np.linalg.qr(numbers - numbers.mean(axis=0))[0] * np.sqrt(EXAMPLES)  # mean 0, mean square 1
    x = np.column_stack([factor * directions[:, direction] for direction, factor in chosen.columns])
    y = directions[:, : len(chosen.worth)] @ chosen.worth + sigma * draws.normal(size=EXAMPLES)
    table = Table(tuple(chosen.names), ("y",), (), "regression", x, y[:, None])
    return Experiment(
        data=Data("table", table=table),
        network=Network(hidden=(), output="linear", use_bias=False),
        init=Init("normal", stddev=begin) if begin else Init("zeros"),
        training=Training(**{"loss": "mse", "learning_rate": 0.02, "epochs": 3000, **training}),
    )


@dataclass(frozen=True)
class Penalized:
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


def measure(experiment: Experiment, arrangement: str, seeds=range(16), progress=None, cancelled=None) -> Penalized:
    """Train with each penalty in each size, from the same starts, and without one.

    Args:
        experiment: of `penalties_setting.experiment`, without a penalty.
        arrangement: of its columns, a key of `ARRANGEMENTS`.
        seeds: the starts.
        progress, cancelled: as in `lab.train`.
    """
    plain = {"seeds": seeds, "recorded": 1, "weights": "ends"}
    plans = [(experiment, plain | {"vary": {path: SIZES}}) for path in KINDS.values()]
    *penalised, without = train_together([*plans, (experiment, plain)], progress, cancelled)
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
    return Penalized(weights, _lasso(chosen, x, y), pd.DataFrame(sums), facts, chosen, x, y)


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
        told[places] = law.lasso(gives(x, y, chosen, places[0]), chosen.factors(direction), size)
    return told


def _reaches(kind: str, chosen: Arrangement, x: np.ndarray, y: np.ndarray, size: float, rate: float) -> np.ndarray:
    """How far from 0 the steps of L1 may end, for each column that its law has at 0."""
    if kind != "L1":
        return np.full(len(chosen.columns), np.nan)
    reaches = []
    for direction, factor in chosen.columns:
        a, factors = gives(x, y, chosen, chosen.group(direction)[0]), chosen.factors(direction)
        reaches.append(law.reach(2 * factor * (a - law.total_of(a, factors, size)), size, rate))
    return np.array(reaches)


def _lasso(chosen: Arrangement, x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """scikit-learn's own: it minimises C / 2 + alpha sum |w|, so alpha = l1 / 2."""
    from sklearn.linear_model import Lasso

    fits = [Lasso(alpha=size / 2, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(x, y).coef_ for size in SIZES]
    keys = {"size": np.repeat(SIZES, len(chosen.columns)), "column": chosen.names * len(SIZES)}
    return pd.DataFrame({**keys, "weight": np.concatenate(fits)})


def _rows(kind: str, size: float, chosen: Arrangement, kernel: np.ndarray, told: np.ndarray, reach: np.ndarray):
    return pd.DataFrame(
        {
            "kind": kind, "size": size, "column": chosen.names, **bands.of(kernel, axis=0),
            "largest": np.abs(kernel).max(axis=0), "first": kernel[0], "zeros": (kernel == 0).sum(axis=0),
            "law": told, "reach": np.where(told == 0, reach, np.nan),
        }
    )  # fmt: skip


def _sum(kind: str, size: float, chosen: Arrangement, kernel: np.ndarray, x: np.ndarray, y: np.ndarray) -> dict:
    places, factors = chosen.group(0), chosen.factors(0)
    total, a = kernel[:, places] @ factors, gives(x, y, chosen, 0)
    told = {"L1": law.total_of(a, factors, size), "L2": law.ridge(x, y, size)[places] @ factors if size else a}
    return {"kind": kind, "size": size, "low": total.min(), "high": total.max(), "law": told.get(kind, a)}


def importance(experiment: Experiment, weights: list[float]) -> pd.DataFrame:
    """Weights of a linear model without a bias, what shuffling each column costs, and what leaving it out costs.

    Args:
        experiment: whose examples are used; one target.
        weights: of the trained model, one per column.

    Returns:
        One row per column: `column`, `weight`, `shuffled` (growth of the mean squared error on the training examples,
        mean of `REPEATS` orders, by scikit-learn) with its standard error `error`, `law` (over all orders), `left_out`
        (growth of the best line's error without the column).
    """
    x, y = load(experiment.data, "float64")
    w, y = np.array(weights), y[:, 0]
    shuffled = _shuffled(x, y, w)
    return pd.DataFrame(
        {
            "column": experiment.data.features,
            "weight": w,
            "shuffled": shuffled.mean(axis=1),
            "error": shuffled.std(axis=1, ddof=1) / np.sqrt(REPEATS),
            "law": law.importance(x, y, w),
            "left_out": law.left_out(x, y),
        }
    )


def _shuffled(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """scikit-learn's permutation importance of a linear model with these weights: (column, order)."""
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.inspection import permutation_importance

    class Trained(RegressorMixin, BaseEstimator):
        """The trained model as scikit-learn takes it."""

        def fit(self, x, y):
            return self

        def predict(self, x):
            return x @ weights

    found = permutation_importance(Trained(), x, y, scoring="neg_mean_squared_error", n_repeats=REPEATS, random_state=0)
    return found.importances
