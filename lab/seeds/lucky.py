"""The best of n seeds: how much better than the mean seed it looks, over all choices of n among many runs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.laws.best_of import expected_maximum
from lab.seeds.scored import scores
from lab.seeds.split import SCORES

MOST = 100  # of the n that are drawn


@dataclass(frozen=True)
class Found:
    """What was measured, and what theory says.

    Attributes:
        scores: one row per seed: `seed`, `score` (NaN where it diverged).
        best: one row per n: `n`, `mean`, `low`, `high` (mean, 5 and 95 % of the best of n), `law`.
        facts: one row: `runs`, `diverged`, `mean`, `sd`, `skew` (of the scores), `epochs`, `examples`, `held`
            (examples held out), `result`.
    """

    scores: pd.DataFrame
    best: pd.DataFrame
    facts: pd.DataFrame


def measure(
    experiment: Experiment, examples=100, count=400, result="held-out accuracy", progress=None, cancelled=None
) -> Found:
    """Score many seeds, and take the best of every n of them.

    Args:
        experiment, examples, count, result, progress, cancelled: as in `scores`.
    """
    values = scores(
        experiment, examples=examples, count=count, result=result, progress=progress, cancelled=cancelled
    )[0]  # fmt: skip
    kept = values[np.isfinite(values)]
    facts = {
        "runs": len(values),
        "diverged": len(values) - len(kept),
        "mean": kept.mean() if len(kept) else np.nan,
        "sd": kept.std(ddof=1) if len(kept) > 1 else np.nan,
        "skew": skewness(kept),
        "epochs": experiment.training.epochs,
        "examples": examples,
        "held": experiment.data.examples - examples,
        "result": result,
    }
    table = best_of(kept, SCORES[result].better)
    law = facts["mean"] + SCORES[result].better * facts["sd"] * np.array([expected_maximum(n) for n in table["n"]])
    return Found(
        scores=pd.DataFrame({"seed": np.arange(len(values)), "score": values}),
        best=table.assign(law=law),
        facts=pd.DataFrame([facts]),
    )


def best_of(values: np.ndarray, better: int = 1, most: int = MOST) -> pd.DataFrame:
    """The best of n over all choices of n of the values, each choice alike.

        P(best of n is among the i least good of N) = C(i, n) / C(N, n)

    Its mean is an unbiased estimate of the mean best of n new runs; with n near N the spread is too small, as every
    choice has nearly the same runs.

    Args:
        values: scores of N runs, finite.
        better: 1 where more is better, -1 where less is.
        most: largest n.

    Returns:
        One row per n from 1 to at most `most` and half of N: `n`, `mean`, `low`, `high` (5 and 95 %).

    Source: Dodge et al. (2021), "Expected validation performance and estimation of a random variable's maximum",
        arXiv 2110.00613: the unbiased estimator.
    """
    ordered = np.sort(better * np.asarray(values, dtype=float))
    total, n = len(ordered), np.arange(1, max(1, min(most, len(ordered) // 2)) + 1)
    if total == 0:
        return pd.DataFrame({"n": n, "mean": np.nan, "low": np.nan, "high": np.nan})
    ranks = np.arange(1, total + 1)
    below = np.cumprod(np.maximum(ranks - n[:, None] + 1, 0) / (total - n[:, None] + 1), axis=0)  # (n, rank)
    mean = np.diff(below, prepend=0.0, axis=1) @ ordered
    ends = [ordered[(below >= share - 1e-12).argmax(axis=1)] for share in (0.05, 0.95)]
    low, high = ends[::better]
    return pd.DataFrame({"n": n, "mean": better * mean, "low": better * low, "high": better * high})


def skewness(values: np.ndarray) -> float:
    """Mean of ((value - mean) / sd)^3: 0 for a normal distribution; NaN where all are equal."""
    away = values - values.mean() if len(values) else values
    return float((away**3).mean() / (away**2).mean() ** 1.5) if away.any() else np.nan
