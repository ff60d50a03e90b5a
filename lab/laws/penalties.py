"""Where gradient descent takes a linear model whose weights are penalised, and what shuffling a column costs.

Cost C = mean of (X w - y)^2, without a bias. Columns that are multiples of one another form a group: column j is c_j u,
with u of mean square 1 at right angles to all other groups; a = mean of u y is what the group has to give.
"""

import numpy as np

from lab.laws.rank import columns


def ridge(X: np.ndarray, y: np.ndarray, decay: float) -> np.ndarray:
    """The end with an L2 penalty, decay / 2 * |w|^2, whatever the start.

        w = (X^T X / n + decay / 2 I)^-1 X^T y / n;   of a group: w_j = c_j a / (sum of c^2 + decay / 2)

    Args:
        X: the design, (example, weight).
        y: targets, (example,).
        decay: above 0, as `Training.weight_decay`.

    Source: Hoerl and Kennard (1970), ridge regression; here dC/dw + decay w = 0, solved.
    """
    n = len(X)
    return np.linalg.solve(X.T @ X / n + decay / 2 * np.eye(X.shape[1]), X.T @ y / n)


def lasso(a: float, factors: np.ndarray, l1: float) -> np.ndarray:
    """The end of one group with an L1 penalty, l1 * sum of |w|.

        |c| largest: w = sign(a / c) max(|a| - l1 / (2 |c|), 0) / |c|;   any other: 0

    Args:
        a: what the group has to give.
        factors: c_j, (weight,).
        l1: as `Training.l1`.

    Returns:
        Weights; no number where several columns have the largest |c| and the group is not 0: then their sum alone is
        decided, and the start decides how they share it.

    Source: soft thresholding, Tibshirani (1996), eq. 3, for columns at right angles; a weight of a smaller |c| pays
    more for the same effect.
    """
    largest = np.isclose(np.abs(factors), np.abs(factors).max())
    total = total_of(a, factors, l1)
    share = total / np.where(largest, factors, np.inf)
    return np.where(largest, np.nan, 0.0) if largest.sum() > 1 and total else share


def total_of(a: float, factors: np.ndarray, l1: float) -> float:
    """What is left of a group under L1: sum of c_j w_j = sign(a) max(|a| - l1 / (2 max |c|), 0)."""
    return float(np.sign(a) * max(abs(a) - l1 / (2 * np.abs(factors).max()), 0.0))


def reach(slope: float, l1: float, rate: float) -> float:
    """How far from 0 descent in steps may end where the L1 penalty would have a weight at 0.

        |w| <= rate (l1 + |slope|)

    The slope of l1 |w| is l1 on one side of 0 and -l1 on the other, however small w is, so a step from just beside 0
    leads beyond it by up to this much, and never ends there.

    Args:
        slope: dC/dw where the weight is 0 and the others are where they end; at most l1 in size.
        l1: as `Training.l1`.
        rate: learning rate.
    """
    return rate * (l1 + abs(slope))


def importance(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """By how much the mean squared error grows, on average, when one column is shuffled.

        I_j = 2 w_j^2 var(x_j) + 2 w_j cov(x_j, y - X w)

    Args:
        X: (example, weight).
        y: targets, (example,).
        w: weights, (weight,).

    Source: shuffling changes the prediction by w_j (x' - x); mean (x' - x)^2 = 2 var(x_j) and mean (x' - x) r =
    -cov(x_j, r) over all orders; written out. At the least-squares line cov = 0.
    """
    centred, left = X - X.mean(axis=0), y - X @ w
    return 2 * w**2 * (centred**2).mean(axis=0) + 2 * w * (centred * left[:, None]).mean(axis=0)


def left_out(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """By how much the mean squared error of the best line grows when a column is left out and the rest fitted anew."""

    def least(some: np.ndarray) -> float:
        basis = columns(some).basis
        return float(np.mean((y - basis @ (basis.T @ y)) ** 2))

    return np.array([least(np.delete(X, j, axis=1)) for j in range(X.shape[1])]) - least(X)
