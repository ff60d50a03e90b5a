"""How many pairs it takes to tell two means apart."""

import numpy as np

FAR = 1000.0  # standard errors from which on every study sees a difference


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


def quantile(freedom: np.ndarray | float, confidence: float = 0.95) -> np.ndarray:
    """What Student's t of so many degrees of freedom is below in size with this probability."""
    from scipy.special import stdtrit

    return stdtrit(freedom, 0.5 + confidence / 2)


def power(difference: float, error: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """Share of studies whose 95 % interval excludes 0, where each estimates the standard deviation itself.

        P(|T| > t_(freedom, 0.975)),  T noncentral with |difference| / error

    Args:
        difference: true difference of the means.
        error: its true standard error.
        freedom: degrees of freedom of the estimate.

    Source: the definition of the noncentral t distribution, as `scipy.stats` computes it.
    """
    from scipy.stats import nct

    if not np.any(error):
        return np.full(np.shape(error), float(difference != 0))
    far, away = quantile(freedom), np.minimum(np.abs(difference) / error, FAR)
    wrong_side = np.nan_to_num(nct.cdf(-far, freedom, away))  # so small far away that SciPy finds no number
    return nct.sf(far, freedom, away) + wrong_side
