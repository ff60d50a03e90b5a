"""Two settings, the same seeds: how many seeds it takes to tell them apart."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.laws import power
from lab.seeds.scored import scores

STUDIES = 2000  # of each size, drawn from the runs
WANTED = 0.8  # of the studies are to see the difference


@dataclass(frozen=True)
class Found:
    """What was measured, and what theory says.

    Attributes:
        pairs: one row per seed: `seed`, `a`, `b` (scores), `difference` (a - b); NaN where either diverged.
        shares: one row per size of a study: `n`, `share` (of the studies whose 95 % interval excludes 0), `law`.
        facts: one row: `runs`, `pairs` (not diverged), `mean_a`, `mean_b`, `mean` (of the differences), `sd`, `low`,
            `high` (95 % interval of the mean), `unpaired` (sd of a difference of two runs of different seeds),
            `needed` (pairs, by theory), `measured` (smallest n whose share reaches `WANTED`; inf if none does),
            `epochs`, `examples`, `result`.
    """

    pairs: pd.DataFrame
    shares: pd.DataFrame
    facts: pd.DataFrame


def measure(
    experiment: Experiment,
    other: Mapping,
    examples=100,
    count=400,
    result="held-out accuracy",
    progress=None,
    cancelled=None,
) -> Found:
    """Score both settings from the same seeds on the same examples.

    Args:
        experiment: setting a.
        other: the fields in which setting b differs.
        examples, count, result, progress, cancelled: as in `scores`.
    """
    a, b = scores(
        experiment, (other,), examples=examples, count=count, result=result, progress=progress, cancelled=cancelled
    )  # fmt: skip
    pairs = pd.DataFrame({"seed": np.arange(count), "a": a, "b": b, "difference": a - b})
    shares = shares_that_see(pairs["difference"].dropna().to_numpy())
    facts = _facts(pairs.dropna(), shares).assign(
        runs=count, epochs=experiment.training.epochs, examples=examples, result=result
    )
    law = power.share_that_sees(facts["mean"][0], facts["sd"][0], shares["n"].to_numpy())
    return Found(pairs=pairs, shares=shares.assign(law=law), facts=facts)


def _facts(kept: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """What follows from the pairs that did not diverge."""
    mean, sd = kept["difference"].mean(), kept["difference"].std()  # NaN without pairs
    half = half_width(np.array([sd]), max(2, len(kept)))[0]
    seen = shares.loc[shares["share"] >= WANTED, "n"]
    facts = {
        "pairs": len(kept),
        "mean_a": kept["a"].mean(),
        "mean_b": kept["b"].mean(),
        "mean": mean,
        "sd": sd,
        "low": mean - half,
        "high": mean + half,
        "unpaired": np.hypot(kept["a"].std(), kept["b"].std()),
        "needed": power.pairs_needed(mean, sd),
        "measured": seen.min() if len(seen) else np.inf,
    }
    return pd.DataFrame([facts])


def half_width(sd: np.ndarray, n: int) -> np.ndarray:
    """Half of the 95 % interval of a mean of n values: t_(n - 1, 0.975) sd / sqrt(n)."""
    from scipy.special import stdtrit

    return stdtrit(n - 1, 0.975) * sd / np.sqrt(n)


def shares_that_see(differences: np.ndarray, studies: int = STUDIES) -> pd.DataFrame:
    """Studies of n differences drawn with replacement: in how many the interval of the mean excludes 0.

    Args:
        differences: of all pairs.
        studies: of each size; the draws are the same in every call.

    Returns:
        One row per n from 2 to the number of differences, in steps of a fifth: `n`, `share`; none for fewer than 3.
    """
    sizes = np.unique(np.geomspace(2, max(2, len(differences)), 28).round().astype(int))
    sizes = sizes if len(differences) > 2 else sizes[:0]
    return pd.DataFrame({"n": sizes, "share": [_seen(differences, n, studies) for n in sizes]})


def _seen(differences: np.ndarray, n: int, studies: int) -> float:
    draws = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(n,)))
    drawn = differences[draws.integers(len(differences), size=(studies, n))]  # (study, pair)
    return float((np.abs(drawn.mean(axis=1)) > half_width(drawn.std(axis=1, ddof=1), n)).mean())
