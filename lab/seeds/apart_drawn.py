"""What the pictures of two settings draw."""

import numpy as np
import pandas as pd

from lab.seeds.apart import Found

BARS = 25
LAW = "law: sd known"


def bars(found: Found) -> pd.DataFrame:
    """Histogram of the differences, 0 at an edge: `left`, `right`, `pairs`; one bar where all are equal."""
    kept = found.pairs["difference"].dropna().to_numpy()
    if not len(kept):
        return pd.DataFrame(columns=["left", "right", "pairs"], dtype=float)
    width = (np.ptp(kept) or max(abs(kept[0]), 1.0)) / BARS
    edges = np.arange(np.floor(kept.min() / width), np.floor(kept.max() / width) + 2) * width
    return pd.DataFrame({"left": edges[:-1], "right": edges[1:], "pairs": np.histogram(kept, edges)[0]})


def mean(found: Found) -> pd.DataFrame:
    """The mean difference and its interval: `mean`, `low`, `high`; no row without pairs."""
    return found.facts[["mean", "low", "high"]].dropna()


def lines(found: Found) -> pd.DataFrame:
    """Measured shares and theory: `n`, `says`, `share`."""
    table = found.shares.rename(columns={"share": "measured", "law": LAW})
    return table.melt("n", ["measured", LAW], "says", "share").dropna()
