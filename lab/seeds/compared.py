"""Ways to draw the first weights compared seed by seed: same data, same order, same random numbers."""

import numpy as np
import pandas as pd

from lab.seeds.spread import SCHEME, wilson
from lab.seeds.starts import Starts


def against_first(starts: Starts) -> pd.DataFrame:
    """Final costs of every scheme minus those of the first, over the seeds.

    Diverged runs leave their pair out of the mean; in `lower`, a run that diverged is higher than one that did not.

    Returns:
        One row per further scheme: `scheme`, `first`, `pairs` (both finite), `seeds`, `mean` (of the differences),
        `low`, `high` (95 % interval of the mean, from Student's t; NaN with fewer than 2 pairs), `lower`, `equal`
        (seeds at which the scheme ends lower, or exactly equal without having diverged), `share_low`, `share_high`
        (Wilson's 95 % interval of the share of `lower`).
    """
    names = [values[SCHEME].replace("_", " ") for values in starts.variants]
    ends = starts.loss[:, :, -1].astype(np.float64)
    return pd.DataFrame([_row(names[0], name, ends[0], end) for name, end in zip(names[1:], ends[1:], strict=True)])


def _row(first: str, scheme: str, one: np.ndarray, other: np.ndarray) -> dict:
    finite = np.isfinite(one) & np.isfinite(other)
    ranked = [np.where(np.isfinite(end), end, np.inf) for end in (one, other)]
    lower, equal = int((ranked[1] < ranked[0]).sum()), int((other == one)[finite].sum())
    mean, low, high = _interval(other[finite] - one[finite])
    share = wilson(lower, len(one))
    return {
        "scheme": scheme, "first": first, "pairs": int(finite.sum()), "seeds": len(one), "mean": mean, "low": low,
        "high": high, "lower": lower, "equal": equal, "share_low": share[0], "share_high": share[1],
    }  # fmt: skip


def _interval(differences: np.ndarray) -> tuple[float, float, float]:
    """The mean, and the bounds of its 95 % interval: mean +- t sd / sqrt(n)."""
    from scipy import stats

    n = len(differences)
    mean = float(differences.mean()) if n else float("nan")
    if n < 2:
        return mean, float("nan"), float("nan")
    half = stats.t.ppf(0.975, n - 1) * differences.std(ddof=1) / np.sqrt(n)
    return mean, float(mean - half), float(mean + half)
