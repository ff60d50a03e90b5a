"""Data, split, first weights, order of the examples: the spread of a result over each alone, and over all together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.seeds.paired import train_pairs
from lab.seeds.split import SCORES, split

DATA, SPLIT, WEIGHTS, ORDER, ALL = "data", "split", "first weights", "order", "all together"
FREE = {DATA: (DATA,), SPLIT: (SPLIT,), WEIGHTS: (WEIGHTS,), ORDER: (ORDER,), ALL: (DATA, SPLIT, WEIGHTS, ORDER)}
LANES = 9  # heights that dots of one row are spread over


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        runs: one row per (free, run): `score` (NaN where it diverged), `lift` (of its dot, -1 to 1).
        spreads: one row per key of `FREE` that was asked for: `free`, `kept`, `diverged`, `mean`, `sd`, `low`, `high`
            (95 % interval of the sd).
        facts: one row: `sum` (sd of all together if the variances of the single ones added up), `together` (as
            measured), `count`, `base` (seed of what is fixed), `epochs`, `batch`, `examples`, `result`.
    """

    runs: pd.DataFrame
    spreads: pd.DataFrame
    facts: pd.DataFrame


def measure(
    experiment: Experiment,
    free: Sequence[str] = tuple(FREE),
    examples=100,
    count=50,
    base=0,
    result="held-out accuracy",
    progress=None,
    cancelled=None,
) -> Found:
    """Train many times with one randomness free and the others fixed, and with all free.

    Args:
        experiment: on all examples; mini-batches, so that the order of the examples matters.
        free: keys of `FREE`.
        examples: how many are trained on.
        count: runs of each; where a randomness is free its seeds are 0, 1, ...
        base: seed of every randomness that is fixed.
        result: a key of `SCORES`.
        progress, cancelled: as in `lab.train`.
    """
    plans = [_plan(experiment, FREE[name], place, examples, base) for name in free for place in range(count)]
    run = train_pairs([(each, seed) for each, seed, _ in plans], progress, cancelled)
    scores = SCORES[result].of(run, [parts for *_, parts in plans])[:, 0]  # (run,)
    runs = pd.DataFrame(
        {
            "free": np.repeat(list(free), count),
            "run": np.tile(np.arange(count), len(free)),
            "score": scores,
            "lift": np.tile(np.arange(count) % LANES / (LANES - 1) * 2 - 1, len(free)),
        }
    )
    spreads = spreads_of(runs)
    sd = spreads.set_index("free")["sd"]
    single = [name for name in free if name != ALL]
    facts = {
        "sum": np.sqrt((sd[single] ** 2).sum()),
        "together": sd.get(ALL, np.nan),
        "count": count,
        "base": base,
        "epochs": experiment.training.epochs,
        "batch": experiment.training.batch_size,
        "examples": examples,
        "result": result,
    }
    return Found(runs=runs, spreads=spreads, facts=pd.DataFrame([facts]))


def spreads_of(runs: pd.DataFrame) -> pd.DataFrame:
    """Standard deviations with their 95 % intervals.

        s sqrt((n - 1) / chi2_0.975),  s sqrt((n - 1) / chi2_0.025)

    of n - 1 degrees of freedom: exact for normal scores.

    Args:
        runs: `free`, `score`.

    Source: StatSoft, Statistica help, "Confidence Interval for Sample Standard Deviation".
    """
    from scipy.special import chdtri

    rows = []
    for name, scores in runs.groupby("free", sort=False)["score"]:
        kept = scores.dropna()
        n, sd = len(kept), kept.std()
        bounds = [sd * np.sqrt((n - 1) / chdtri(n - 1, above)) for above in (0.025, 0.975)] if n > 1 else [np.nan] * 2
        rows.append((name, n, len(scores) - n, kept.mean(), sd, *bounds))
    return pd.DataFrame(rows, columns=["free", "kept", "diverged", "mean", "sd", "low", "high"])


def _plan(experiment: Experiment, free: tuple[str, ...], place: int, examples: int, base: int) -> tuple:
    """Experiment, seed of the weights and split of one run."""
    seeds = {name: place if name in free else base for name in FREE}
    parts = split(replace(experiment.data, seed=seeds[DATA]), examples, seeds[SPLIT])
    training = replace(experiment.training, order_seed=seeds[ORDER])
    return replace(experiment, data=parts.training, training=training), seeds[WEIGHTS], parts
