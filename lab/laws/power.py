"""How many pairs it takes to tell two means apart."""

import numpy as np


def pairs_needed(difference: float, sd: float, confidence: float = 0.95, power: float = 0.8) -> float:
    """Pairs from which the interval of the mean difference excludes 0 as often as `power`.

        n = ((z_(1 - alpha / 2) + z_power) sd / difference)^2

    Args:
        difference: true mean of the paired differences; 0 needs infinitely many.
        sd: their standard deviation.
        confidence: 1 - alpha, of the interval.
        power: share of studies that are to see the difference.

    Source: VRC Academy, "Sample size required to test means for dependent samples": n = ((Z_(1-alpha/2) + Z_(1-beta)) /
        ES)^2 with ES = |difference| / sd.
    """
    from scipy.special import ndtri

    if difference == 0:
        return np.inf
    z = ndtri(0.5 + confidence / 2) + ndtri(power)
    return (z * sd / difference) ** 2


def power(difference: float, sd: float, n: np.ndarray, confidence: float = 0.95) -> np.ndarray:
    """Share of studies of n pairs whose interval excludes 0, where the standard deviation is known.

        P = Phi(d - z) + Phi(-d - z),   d = |difference| sqrt(n) / sd

    Args:
        difference, sd, confidence: as in `pairs_needed`.
        n: pairs of a study, an array.

    Source: the distribution of a mean of n normal values, written out.
    """
    from scipy.special import ndtr, ndtri

    z = ndtri(0.5 + confidence / 2)
    if sd == 0:
        return np.full(np.shape(n), float(difference != 0))
    away = abs(difference) * np.sqrt(np.asarray(n, dtype=float)) / sd
    return ndtr(away - z) + ndtr(-away - z)


def quantile(freedom: np.ndarray | float, confidence: float = 0.95) -> np.ndarray:
    """What Student's t of so many degrees of freedom is below in size with this probability."""
    from scipy.special import stdtrit

    return stdtrit(freedom, 0.5 + confidence / 2)


def student(difference: float, error: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """Share of studies whose interval excludes 0, where the standard deviation is estimated.

        P(|T| > t_(freedom, 0.975)),  T noncentral with difference / error

    Args:
        difference: true difference of the means.
        error: its true standard error.
        freedom: degrees of freedom of the estimate.
    """
    from scipy.stats import nct

    far, away = quantile(freedom), abs(difference) / error
    return nct.sf(far, freedom, away) + nct.cdf(-far, freedom, away)
