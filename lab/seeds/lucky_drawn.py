"""What the pictures of the best of n seeds draw."""

import numpy as np
import pandas as pd

from lab.numerals import figure
from lab.seeds.lucky import Found
from lab.seeds.lucky_words import reported
from lab.seeds.split import SCORES

BARS = 24
LAW = "law: normal scores"


def title(result: str) -> str:
    """A score as an axis names it, with its unit."""
    return result.capitalize() + (", %" if SCORES[result].unit else " (cross-entropy)")


def drawn(found: Found) -> pd.DataFrame:
    """The best of n, at as many n as the eye can tell apart."""
    return found.best[found.best["n"].isin(np.geomspace(1, len(found.best), 30).round())]


def lines(found: Found) -> pd.DataFrame:
    """The means and the theory of `drawn`, one row per (n, line): `n`, `says`, `score`."""
    table = drawn(found).rename(columns={"mean": "measured", "law": LAW})
    return table.melt("n", ["measured", LAW], "says", "score").dropna()


def own(found: Found, n: int) -> pd.DataFrame:
    """One's own n: `n`, `mean`, `label`; no row where there is no score."""
    n, mean, *_ = reported(found, n)
    label = f"best of {n}: {figure(round(mean, 1 if SCORES[found.facts['result'][0]].unit else 4))}"
    row = {"n": [n], "mean": [mean], "label": [label]}
    return pd.DataFrame(row).dropna()


def bars(found: Found, count: int = BARS) -> pd.DataFrame:
    """Histogram of the scores beside the normal law: `left`, `right`, `runs`, `middle`, `law`; no row without runs."""
    kept, facts = found.scores["score"].dropna(), found.facts.iloc[0]
    columns = ["left", "right", "runs", "middle", "law"]
    if kept.nunique() < 2:
        return pd.DataFrame(columns=columns, dtype=float)
    runs, edges = np.histogram(kept, count)
    middle = (edges[1:] + edges[:-1]) / 2
    normal = np.exp(-0.5 * ((middle - facts["mean"]) / facts["sd"]) ** 2) / (facts["sd"] * np.sqrt(2 * np.pi))
    law = len(kept) * (edges[1] - edges[0]) * normal
    return pd.DataFrame(dict(zip(columns, (edges[:-1], edges[1:], runs, middle, law), strict=True)))
