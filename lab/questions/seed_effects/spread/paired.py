"""Ways to draw the first weights compared seed by seed: same data, same order, same random numbers."""

import numpy as np
import pandas as pd

from lab.numerals import counted, figure
from lab.seeds.report import half_width
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
    differences = pd.Series(other[finite] - one[finite])
    mean, half = differences.mean(), half_width(differences.std(), max(2, len(differences)))  # NaN without pairs
    share = wilson(lower, len(one))
    return {
        "scheme": scheme, "first": first, "pairs": len(differences), "seeds": len(one), "mean": mean,
        "low": mean - half, "high": mean + half, "lower": lower, "equal": equal, "share_low": share[0],
        "share_high": share[1],
    }  # fmt: skip


def verdict(differences: pd.DataFrame) -> str:
    """Whether the schemes differ, with N."""
    pairs, told = differences["seeds"].iloc[0], "; ".join(_told(row) for row in differences.itertuples())
    return (
        f"{told[0].upper()}{told[1:]} ({counted(pairs, 'pair')}). Each pair has the data, the order of the "
        "examples and the random numbers in common."
    )


def _told(row) -> str:
    if row.pairs == 0:
        return f"no seed is left to compare {row.scheme} and {row.first}: one of them diverged at each"
    if row.equal == row.seeds:
        return f"{row.scheme} ends exactly like {row.first} at every seed"
    if row.pairs < 2 or row.low <= 0 <= row.high:
        return f"on average {row.scheme} and {row.first} cannot be told apart"
    way, other = ("lower", "higher") if row.mean < 0 else ("higher", "lower")
    ways = row.lower if way == "higher" else row.seeds - row.lower - row.equal
    though = f", though {other} at {ways:,} of the {row.seeds:,} seeds" if 2 * ways > row.seeds else ""
    return f"on average {row.scheme} ends {way} than {row.first}{though}"


def table(differences: pd.DataFrame) -> pd.DataFrame:
    """The paired differences as texts."""
    rows = {
        f"{row.scheme} − {row.first}": {
            "mean difference of the costs": f"{figure(row.mean)} ({figure(row.low)} to {figure(row.high)})",
            "seeds at which it ends lower": f"{row.lower:,} of {row.seeds:,} "
            f"({100 * row.share_low:.0f} to {100 * row.share_high:.0f} %)",
        }
        for row in differences.itertuples()
    }
    return pd.DataFrame(rows).T.rename_axis("95 % intervals")
