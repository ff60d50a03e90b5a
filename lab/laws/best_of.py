"""What the best of n draws looks like, where the draws are normal."""

import numpy as np

X = np.arange(-9.0, 9.005, 0.01)  # of the integration, in standard deviations


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
