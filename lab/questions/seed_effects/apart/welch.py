"""How often Welch's test sees a difference between two settings, with so many runs of each."""

from __future__ import annotations

import numpy as np

from lab.laws import power

NODES = 32  # of Gauss and Legendre, of each of the two estimated variances


def error_and_freedom(variances: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Standard error of a difference of means and its degrees of freedom, (..., variance) -> (...).

        e^2 = sum_i s_i^2 / n_i,  nu = e^4 / sum_i (s_i^2 / n_i)^2 / (n_i - 1)

    Source: Welch (1947), Biometrika 34, 28-35; as `scipy.stats.ttest_ind(equal_var=False)` computes it.
    """
    parts = variances / counts
    return np.sqrt(parts.sum(axis=-1)), parts.sum(axis=-1) ** 2 / (parts**2 / (counts - 1)).sum(axis=-1)


def share(difference: float, variances: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Share of the studies whose 95 % interval excludes 0, where each estimates both variances itself.

        E[Phi((|d| - t_nu e) / s) + Phi((-|d| - t_nu e) / s)],  s_i^2 ~ sigma_i^2 chi^2_(n_i - 1) / (n_i - 1)

    with e and nu of the study's own variances, and s the true standard error. A noncentral t with the degrees of
    freedom of the true variances is not that: a study of few runs has fewer, and sees the difference less often.

    Args:
        difference: true difference of the means.
        variances: true variances of A and of B.
        counts: runs of A and of B, (..., 2), at least 2.
    """
    from scipy.special import gammaincinv, ndtr

    if not np.any(variances):
        return np.full(np.shape(counts)[:-1], float(difference != 0))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    half = (np.asarray(counts, dtype=float)[..., None] - 1) / 2
    drawn = variances[:, None] * gammaincinv(half, (nodes + 1) / 2) / half  # (..., setting, node)
    pairs = np.stack(np.broadcast_arrays(drawn[..., 0, :, None], drawn[..., 1, None, :]), axis=-1)
    error, freedom = error_and_freedom(pairs, np.asarray(counts)[..., None, None, :])
    true = np.sqrt((variances / counts).sum(axis=-1))[..., None, None]
    far = power.quantile(freedom) * error
    seen = sum(ndtr((side * abs(difference) - far) / true) for side in (1, -1))
    return np.einsum("...ij,i,j->...", seen, weights / 2, weights / 2)
