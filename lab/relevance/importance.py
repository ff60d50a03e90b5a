"""How much a column matters to a trained model, by three measures that need not agree."""

import numpy as np
import pandas as pd

from lab.data import load
from lab.experiment import Experiment
from lab.laws import penalties as law

REPEATS = 30


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
