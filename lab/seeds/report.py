"""How sure a mean over seeds is, and how many seeds it takes to be surer."""

import numpy as np
import pandas as pd

from lab.laws import power
from lab.numerals import counted, percent
from lab.seeds.scored import SCORES, amount

TEN, TENTH = 10, 0.1  # seeds, and the part of a mean cost, of the examples in words
STUDIES = 2000  # of each size, drawn from the runs
FAR = 3  # quartile ranges from where on a run has failed: Tukey's "far out" (Exploratory Data Analysis, 1977)
Z = 1.96  # standard errors on either side: 95 % of a bell curve


def seeds_within(sd: float, within: float) -> int:
    """Seeds after which the 95 % interval of a mean is it ± `within`, at least 2.

    n = (1.96 sd / within)^2
    """
    return max(2, int(np.ceil((Z * sd / within) ** 2)))


def wanted(result: str, mean: float) -> float:
    """How sure to be of a mean, as an example: to a point of an accuracy, to a tenth of a cost."""
    return 1.0 if SCORES[result].unit else float(f"{TENTH * mean:.1g}")


def spread_of(n: int) -> np.ndarray:
    """The middle 90 % of the standard deviations of n normal scores, over the true one.

    sqrt(chi2_(n - 1) / (n - 1))
    """
    from scipy.special import chdtri

    return np.sqrt(chdtri(n - 1, [0.95, 0.05]) / (n - 1))


def failures(result: str, scores: pd.Series) -> str:
    """How many runs end far behind the rest, and how far the rest lies apart; "" where these do not make the spread."""
    score, scores = SCORES[result], scores.dropna()
    low, high = (score.better * scores).quantile([0.25, 0.75])
    behind = score.better * scores < low - FAR * (high - low)
    rest, worst = scores[~behind].std(), score.better * (score.better * scores[behind]).max()
    if not behind.any() or not rest < scores.std() / 2:
        return ""
    return (
        f"Most of the spread comes from the few runs that failed: {behind.sum()} of {len(scores):,} "
        f"({percent(behind.mean())}) end far behind, with {score.says(worst)} or worse; the others differ by "
        f"{score.differs(rest)} (standard deviation). "
    )


def rule(result: str, mean: float, sd: float) -> str:
    """What to report of one setting, and how many seeds it takes, with its own numbers.

    Args:
        result: a key of `lab.seeds.scored.SCORES`.
        mean, sd: of its scores over the seeds; the spread is above 0.
    """
    differs, within = SCORES[result].differs, wanted(result, mean)
    return (
        "Average over seeds, and give the mean with its standard error, which says how sure it is: the standard "
        "deviation over the seeds, which says how far single runs lie apart, divided by √n. That is "
        f"{differs(sd)} here, so {TEN} seeds give an error of {differs(sd / np.sqrt(TEN))}. To be 95 % "
        f"sure of the mean to ± {differs(within)} takes {counted(seeds_within(sd, within), 'seed')}: "
        f"({Z} · {amount(sd)} ÷ {amount(within)})²; to half of that, four times as many."
    )


def half_width(sd: np.ndarray | float, n: int) -> np.ndarray:
    """Half of the 95 % interval of a mean of n values: t_(n - 1, 0.975) sd / sqrt(n)."""
    return power.quantile(n - 1) * sd / np.sqrt(n)


def shares_that_see(differences: np.ndarray, studies: int = STUDIES) -> pd.DataFrame:
    """Studies of n differences drawn with replacement: in how many the interval of the mean excludes 0.

    Args:
        differences: of all pairs.
        studies: of each size; the draws are the same in every call.

    Returns:
        One row per n from 2 to the number of differences, in steps of a fifth: `n`, `share`; none for fewer than 3.
    """
    sizes = np.unique(np.geomspace(2, max(2, len(differences)), 28).round().astype(int))
    shares = []
    for n in sizes if len(differences) > 2 else ():
        draws = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(n,)))
        drawn = differences[draws.integers(len(differences), size=(studies, n))]  # (study, pair)
        shares.append((n, (np.abs(drawn.mean(axis=1)) > half_width(drawn.std(axis=1, ddof=1), n)).mean()))
    return pd.DataFrame(shares, columns=["n", "share"])
