"""Batches of every size beside each other: how soon they reach a cost, in epochs and in steps."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.experiment import Experiment, vary
from lab.laws import relevance as law
from lab.laws import speed as speed_law
from lab.progress import Progress
from lab.relevance.speed import crossings, design
from lab.run import Run
from lab.training import train

SIZES = (None, 5, 2, 1)  # examples a step; None = all
RECORDED = 400
BAND = (0.05, 0.5, 0.95)
FARTHEST = 10**8  # steps that are foretold


@dataclass(frozen=True)
class Batches:
    """What was measured for every size of batch, and what was foretold for all examples at once.

    Attributes:
        curves: one row per (batch, epoch): `step`, `low`, `mid`, `high` (5, 50, 95 % of the cost over the seeds);
            `batch` is a number of examples.
        reached: one row per (batch, seed): `epochs` and `steps` until the cost is at most the level (inf: not within
            this training), `diverged`.
        foretold: of the median seed with all examples a step: `step`, `cost`.
        steps: foretold steps until the level with all examples a step, median over the seeds (inf: never).
        largest: largest stable rate with all examples a step; `single`: the rate that every single example bears.
        level: the cost to reach.
        experiment: without its batches.
    """

    curves: pd.DataFrame
    reached: pd.DataFrame
    foretold: pd.DataFrame
    steps: float
    largest: float
    single: float
    level: float
    experiment: Experiment


def measure(experiment: Experiment, level: float = 1e-3, seeds=range(16), progress=None, cancelled=None) -> Batches:
    """Train a linear model once for every size of `SIZES`.

    Args:
        experiment: no hidden layers, one linear output, a bias, the loss "mse", optimizer "sgd".
        level: the cost to reach, above 0.
        seeds, progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment cannot be trained.
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    done: list[int | None] = []

    def one(size: int | None) -> Run:
        changed = vary(experiment, {"training.batch_size": size})
        run = train(changed, seeds, recorded=RECORDED, spacing="log", cancelled=cancelled)
        done.append(size)
        if progress:
            progress(Progress(len(done) / len(SIZES), len(done), len(SIZES), experiment.training.epochs))
        return run

    with ThreadPoolExecutor(2) as pool:
        runs = dict(zip(SIZES, pool.map(one, SIZES), strict=True))
    return _found(experiment, runs, level)


def _found(experiment: Experiment, runs: dict, level: float) -> Batches:
    X, y = design(experiment)
    frames = [_frames(run, size or len(X), len(X), level) for size, run in runs.items()]
    kernel, bias = (array[0, :, 0].astype(float) for array in runs[None].arrays)
    starts = np.concatenate([kernel[..., 0], bias], axis=-1)  # (seed, weight)
    rate, epochs = experiment.training.learning_rate, runs[None].epochs
    steps = np.unique(np.geomspace(1, FARTHEST, 2000).astype(np.int64))
    ahead = speed_law.costs(X, y, starts, rate, np.append(0, steps))  # (seed, step)
    foretold = crossings(np.append(0, steps), ahead[..., None], level)
    return Batches(
        *(pd.concat(each, ignore_index=True) for each in zip(*frames, strict=True)),
        foretold=pd.DataFrame(
            {
                "step": epochs,
                "cost": np.quantile(speed_law.costs(X, y, starts, rate, epochs), 0.5, axis=0, method="nearest"),
            }
        ),
        steps=float(np.quantile(foretold, 0.5, method="higher")),
        largest=law.largest_rate(X),
        single=float(1 / (X**2).sum(axis=1).max()),
        level=level,
        experiment=experiment,
    )


def _frames(run: Run, size: int, examples: int, level: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`curves` and `reached` of one size."""
    cost, each = run.loss[0].astype(float), -(-examples // size)  # (seed, epoch), steps an epoch
    low, mid, high = np.quantile(np.where(np.isfinite(cost), cost, np.inf), BAND, axis=0, method="nearest")
    curves = pd.DataFrame(
        {"batch": size, "epoch": run.epochs, "step": run.epochs * each, "low": low, "mid": mid, "high": high}
    )
    epochs = crossings(run.epochs, cost[..., None], level)[:, 0]
    diverged = ~np.isfinite(cost[:, -1]) | (cost[:, -1] > 100 * cost[:, 0])
    reached = {"batch": size, "seed": run.seeds, "epochs": epochs, "steps": epochs * each, "diverged": diverged}
    return curves, pd.DataFrame(reached)
