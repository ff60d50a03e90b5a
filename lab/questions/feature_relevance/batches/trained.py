"""What was measured for every size of batch, and what is foretold for all examples at once."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from lab import bands
from lab.compute import Compute
from lab.experiment import Experiment, vary
from lab.laws import relevance as law
from lab.laws import speed as speed_law
from lab.relevance import linear
from lab.run import Run
from lab.series import train_together

SIZES = (None, 5, 2, 1)  # examples a step; None = all
RECORDED = 400
FARTHEST = 10**8  # steps that are foretold
PAIR = 2  # the size that is held against all examples at once
TRAINED = (None, PAIR, 5, 1)  # `SIZES`, those that answer the question first


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
        stable: examples a step -> the rate below which no batch of so many raises its own cost.
        level: the cost to reach.
        least: the lowest cost that any weights have on these examples.
        experiment: without its batches.
    """

    curves: pd.DataFrame
    reached: pd.DataFrame
    foretold: pd.DataFrame
    steps: float
    stable: dict[int, float]
    level: float
    least: float
    experiment: Experiment


def measure(
    experiment: Experiment, level=1e-3, seeds=range(16), compute: Compute | None = None, partly: Callable | None = None
) -> Batches:
    """Train a linear model once for every size of `SIZES`.

    Args:
        experiment: no hidden layers, one linear output, a bias, the loss "mse", optimizer "sgd".
        level: the cost to reach, above 0.
        seeds: as in `lab.train`.
        compute: what trains; the runs do not depend on the level, so they are kept while it changes.
        partly: called with what was found of the first of `TRAINED` while others are still trained.

    Raises:
        ValueError: the experiment cannot be trained.
    """

    def found(runs: list[Run]) -> Batches:
        return _found(experiment, level, dict(zip(TRAINED, runs, strict=False)))

    return found(
        (compute or Compute())(trained, experiment, seeds, partly=partly and (lambda runs: partly(found(runs))))
    )


def _found(experiment: Experiment, level: float, trained: dict[int | None, Run]) -> Batches:
    runs = {size: trained[size] for size in SIZES if size in trained}
    X, y = linear.examples(experiment)
    frames = [_frames(run, size or len(X), len(X), level) for size, run in runs.items()]
    starts = linear.flat([array[0, :, 0] for array in runs[None].arrays])  # (seed, weight)
    rate, epochs = experiment.training.learning_rate, runs[None].epochs
    far = np.append(0, np.unique(np.geomspace(1, FARTHEST, 2000).astype(np.int64)))
    reached = linear.crossings(far, speed_law.costs(X, y, starts, rate, far)[..., None], level)
    middle = np.quantile(speed_law.costs(X, y, starts, rate, epochs), 0.5, axis=0, method="nearest")
    return Batches(
        *(pd.concat(each, ignore_index=True) for each in zip(*frames, strict=True)),
        foretold=pd.DataFrame({"step": epochs, "cost": middle}),
        steps=float(np.quantile(reached, 0.5, method="higher")),
        stable={size or len(X): stable(X, size or len(X)) for size in SIZES},
        level=level,
        least=linear.least(X, y),
        experiment=experiment,
    )


def stable(X: np.ndarray, size: int) -> float:
    """The largest stable rate of the steepest batch of `size` of these examples."""
    batches = X[list(combinations(range(len(X)), size))]  # (batch, example, weight)
    return law.largest_rate(batches[np.linalg.norm(batches, 2, axis=(1, 2)).argmax()])


def trained(experiment: Experiment, seeds, progress=None, cancelled=None, partly=None) -> list[Run]:
    """A run for each of `TRAINED`; arguments as of `measure`, `lab.train` and `train_together`."""
    options = {"seeds": seeds, "recorded": RECORDED, "spacing": "log"}
    plans = [(vary(experiment, {"training.batch_size": size}), options) for size in TRAINED]
    return train_together(plans, progress, cancelled, partly)


def _frames(run: Run, size: int, examples: int, level: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    cost, each = run.loss[0].astype(float), -(-examples // size)  # (seed, epoch), steps an epoch
    quantiles = bands.of(np.where(np.isfinite(cost), cost, np.inf), axis=0, method="nearest")
    curves = pd.DataFrame({"batch": size, "epoch": run.epochs, "step": run.epochs * each, **quantiles})
    epochs = linear.crossings(run.epochs, cost[..., None], level)[:, 0]
    diverged = ~np.isfinite(cost[:, -1]) | (cost[:, -1] > 100 * cost[:, 0])
    reached = {"batch": size, "seed": run.seeds, "epochs": epochs, "steps": epochs * each, "diverged": diverged}
    return curves, pd.DataFrame(reached)


def full_batch(found: Batches) -> int:
    return int(found.reached["batch"].max())


def middle(found: Batches, size: int) -> pd.Series:
    """Medians of one size; `diverged`: whether most of its runs did."""
    rows = found.reached.query("batch == @size")
    middle = rows[["epochs", "steps"]].quantile(0.5, interpolation="higher")
    return pd.Series({**middle, "diverged": rows["diverged"].mean() > 0.5})
