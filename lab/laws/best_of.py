"""What the best of n draws looks like, where the draws are normal."""

from functools import lru_cache
from statistics import NormalDist

import numpy as np

REACH, STEP = 9.0, 0.01  # of the integration, in standard deviations
NORMAL = NormalDist()


@lru_cache(maxsize=1)
def _grid() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, density and distribution function of the standard normal."""
    x = np.arange(-REACH, REACH + STEP / 2, STEP)
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    return x, density, np.array([NORMAL.cdf(each) for each in x])


def expected_maximum(n: int) -> float:
    """Mean of the largest of n draws from the standard normal distribution.

        e_n = integral of n x phi(x) Phi(x)^(n - 1) dx

    The best of n scores with mean m and standard deviation s is m + e_n s in the mean; the least m - e_n s.

    Args:
        n: draws, from 1.

    Source: Cook (2022), "Normal order statistics", johndcook.com, E(r, n) with r = n.
    """
    x, density, below = _grid()
    return float((n * x * density * below ** (n - 1)).sum() * STEP)
