"""What the best of n draws looks like: of some values, and where the draws are normal."""

import numpy as np
import pandas as pd

X = np.arange(-9.0, 9.005, 0.01)  # of the integration, in standard deviations
MOST = 100  # of the n that are told


def expected_maximum(n: int) -> float:
    """Mean of the largest of n draws from the standard normal distribution.

        e_n = integral of n x phi(x) Phi(x)^(n - 1) dx

    The best of n scores with mean m and standard deviation s is m + e_n s in the mean; the least m - e_n s.

    Args:
        n: draws, from 1.

    Source: Cook (2022), "Normal order statistics", johndcook.com, E(r, n) with r = n.
    """
    from scipy.special import ndtr

    density = np.exp(-0.5 * X * X) / np.sqrt(2 * np.pi)
    return float((n * X * density * ndtr(X) ** (n - 1)).sum() * (X[1] - X[0]))


def best_of(values: np.ndarray, better: int = 1, most: int = MOST) -> pd.DataFrame:
    """The best of n over all choices of n of the values, each choice alike.

        P(best of n is among the i least good of N) = C(i, n) / C(N, n)

    Its mean is an unbiased estimate of the mean best of n new runs; with n near N the spread is too small, as every
    choice has nearly the same runs.

    Args:
        values: scores of N runs, finite.
        better: 1 where more is better, -1 where less is.
        most: largest n.

    Returns:
        One row per n from 1 to at most `most` and half of N: `n`, `mean`, `low`, `high` (5 and 95 %).

    Source: Dodge et al. (2021), "Expected validation performance and estimation of a random variable's maximum",
        arXiv 2110.00613: the unbiased estimator.
    """
    ordered = np.sort(better * np.asarray(values, dtype=float))
    total, n = len(ordered), np.arange(1, max(1, min(most, len(ordered) // 2)) + 1)
    if total == 0:
        return pd.DataFrame({"n": n, "mean": np.nan, "low": np.nan, "high": np.nan})
    ranks = np.arange(1, total + 1)
    below = np.cumprod(np.maximum(ranks - n[:, None] + 1, 0) / (total - n[:, None] + 1), axis=0)  # (n, rank)
    mean = np.diff(below, prepend=0.0, axis=1) @ ordered
    ends = [ordered[(below >= share - 1e-12).argmax(axis=1)] for share in (0.05, 0.95)]
    low, high = ends[::better]
    return pd.DataFrame({"n": n, "mean": better * mean, "low": better * low, "high": better * high})
