"""The squared error of a linear model on fresh examples, when some or all of its columns are useless.

Everywhere the p columns are independent standard normal numbers, y = X b + e with normal errors of standard deviation
sigma, there are n examples and no bias. A fresh example then has the expected squared error sigma^2 + |w - b|^2.
"""

import numpy as np


def risk(columns: int, examples: int, sigma: float, missed: float) -> float:
    """Expected squared error on a fresh example where gradient descent ends, over draws of the data.

        p <= n - 2:          sigma^2 (1 + p / (n - p - 1))
        n - 1 <= p <= n + 1: infinite, where sigma > 0
        p >= n + 2:          |b - w_0|^2 (1 - n / p) + sigma^2 (1 + n / (p - n - 1))

    Args:
        columns: p.
        examples: n.
        sigma: standard deviation of the errors.
        missed: |b - w_0|^2, its expectation where the start w_0 is drawn in all directions alike.

    Source: Belkin, Hsu, Xu (2019), "Two models of double descent for weak features", Theorem 1, for w_0 = 0, as quoted
    and proved in Lafon and Thomas (2021), "Deep double descent explained (3/4)", Theorem 19. From another start the
    end is w_0 + X^+ (y - X w_0), which is the same problem with b - w_0 for b. The first line is L11 in the claims of
    this laboratory.
    """
    p, n = columns, examples
    kept = missed * (1 - n / p) if p > n else 0.0
    if sigma == 0:
        return kept
    if n - 1 <= p <= n + 1:
        return np.inf
    return kept + sigma**2 * (1 + (p / (n - p - 1) if p < n else n / (p - n - 1)))


def on_training(columns: int, examples: int, sigma: float) -> float:
    """Expected squared error on the training examples themselves where gradient descent ends: sigma^2 (1 - p / n).

    Nothing where p >= n: then every target is met. Columns and errors as above; with p <= n the residuals are the part
    of the errors that lies across the p columns, sigma^2 for each of n - p directions (Gauss-Markov theorem).

    Args:
        columns: p.
        examples: n.
        sigma: standard deviation of the errors.
    """
    return sigma**2 * max(0.0, 1 - columns / examples)


def doubled(examples: int) -> float:
    """Columns at which the error is twice sigma^2: p / (n - p - 1) = 1, so p = (n - 1) / 2."""
    return (examples - 1) / 2


def descended(X: np.ndarray, y: np.ndarray, start: np.ndarray, rate: float, steps: np.ndarray) -> np.ndarray:
    """Weights after some steps of full-batch gradient descent on the mean squared error, in closed form.

        w_T = w_0 + sum over i of v_i (1 - (1 - rate c_i)^T) (u_i . (y - X w_0)) / s_i,   c_i = 2 s_i^2 / n

    Args:
        X: the design, (example, weight), with the singular values s_i and vectors u_i, v_i.
        y: targets, (example,).
        start: w_0, (weight,).
        rate: learning rate.
        steps: T, (step,).

    Returns:
        Weights, (step, weight); where the descent diverges they are infinite or no number.

    Source: each step multiplies the distance along v_i by 1 - rate c_i; written out.
    """
    left, sizes, right = np.linalg.svd(X, full_matrices=False)
    kept = sizes > 1e-10 * sizes[0]
    left, sizes, right = left[:, kept], sizes[kept], right[kept]
    with np.errstate(all="ignore"):
        share = 1 - (1 - rate * 2 / len(X) * sizes**2) ** np.asarray(steps)[:, None]  # (step, direction)
        return start + (share * (left.T @ (y - X @ start)) / sizes) @ right
