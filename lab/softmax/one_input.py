"""One and the same input, labelled differently: what the cost can be."""

import numpy as np
import pandas as pd

from lab import checks

EXAMPLES = 100  # with the same input, so that every share in hundredths is met exactly
GRID = np.round(np.arange(0.01, 1.0, 0.01), 2)  # predicted probabilities


def cost(share: float, p: float) -> float:
    """Mean loss of 100 examples that share their input, and so the prediction.

        C = mean over examples of -log(probability of its label)

    Args:
        share: of the examples that are labelled class 1, from 0 to 1; the others are class 0.
        p: probability that is predicted for class 1, from 0 to 1.

    Returns:
        The cost; infinite where a label that occurs is said to be impossible.
    """
    ones = round(checks.number("share", share, 0.0, 1.0) * EXAMPLES)
    checks.number("p", p, 0.0, 1.0)
    told = np.where(np.arange(EXAMPLES) < ones, p, 1 - p)  # probability of each example's own label
    with np.errstate(divide="ignore"):
        return float(-np.log(told).mean() + 0.0)


def curve(share: float) -> pd.DataFrame:
    """The cost at every predicted probability of `GRID`, and at the share itself: one row of `p` and `cost` each."""
    places = np.unique([*GRID, share])
    return pd.DataFrame({"p": places, "cost": [cost(share, p) for p in places]})


def lowest(curve: pd.DataFrame) -> pd.Series:
    """The row of `curve` with the least cost."""
    return curve.loc[curve["cost"].idxmin()]
