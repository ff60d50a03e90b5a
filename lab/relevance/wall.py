"""The largest stable learning rate: training at many rates around it, and at 0.98 and 1.02 of it for other columns."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab import presets
from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.laws import speed as speed_law
from lab.relevance.speed import ENOUGH, crossings, design
from lab.run import Run
from lab.specs import Training

# of the largest stable rate: far from the wall in larger steps; not 1, where nothing shrinks and nothing grows
SHARES = tuple(round(0.04 * p, 2) for p in range(3, 23)) + tuple(round(0.01 * p, 2) for p in range(90, 111) if p != 100)
BEFORE, BEHIND = 0.98, 1.02
BUDGET = 300  # epochs of a row of the table
STANDARD = Data("line", columns=(Column("zero"),), standardize=True)  # a column of zeros changes no other weight
OTHERS = {  # row of the table -> its data; two inputs each, so that all share a compiled program
    "noise, mean 0": Data("line", columns=(Column("noise"),)),
    "noise, mean 1": Data("line", columns=(Column("noise", mean=1.0),)),
    "noise, mean 10": Data("line", columns=(Column("noise", mean=10.0),)),
    "noise, mean 30": Data("line", columns=(Column("noise", mean=30.0),)),
    "noise, mean 30, standardised": Data("line", columns=(Column("noise", mean=30.0),), standardize=True),
    "x1 alone, standardised": STANDARD,
    "x1 twice, standardised": replace(STANDARD, columns=(Column("duplicate"),)),
}
MORE = {  # rows with programs of their own
    f"x1 {copies} times, standardised": replace(STANDARD, columns=(Column("duplicate"),) * (copies - 1))
    for copies in (5, 10)
}
PLAIN = Experiment(data=STANDARD, network=presets.S09.network, training=Training(loss="mse", epochs=BUDGET))


@dataclass(frozen=True)
class Wall:
    """What training does at rates around the largest stable one.

    Attributes:
        rates: one row per rate: `share` of the largest stable one, `rate`, `low`, `mid`, `high` (least, median, largest
            cost after the last epoch; inf for what diverged), `diverged` (how many), `foretold` (median cost; missing
            where there is no law for it).
        largest: the largest stable rate.
        best: the best rate, as a share of it (missing but for "sgd").
        curvature: the largest.
        experiment: that was trained, at those rates.
        replicas: seeds of each rate.
    """

    rates: pd.DataFrame
    largest: float
    best: float
    curvature: float
    experiment: Experiment
    replicas: int


def measure(experiment: Experiment, seeds=range(4), progress=None, cancelled=None) -> Wall:
    """Train a linear model at every rate of `SHARES`.

    Args:
        experiment: no hidden layers, one linear output, a bias, the loss "mse", full batch; optimizer "sgd",
            "momentum" or "nesterov". Its rate does not matter.
        seeds, progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment cannot be trained.
    """
    X, y = design(experiment)
    training = experiment.training
    largest = law.largest_rate(X, training.optimizer, training.acting_momentum)
    rates = [share * largest for share in SHARES]
    run = lab.train(
        experiment, seeds, {"training.learning_rate": rates}, recorded=1, progress=progress, cancelled=cancelled
    )
    cost, lost = run.loss[..., -1].astype(float), diverged(run)  # (rate, seed)
    low, mid, high = np.quantile(np.where(lost, np.inf, cost), (0.0, 0.5, 1.0), axis=1, method="nearest")
    plain = training.optimizer == "sgd"
    return Wall(
        rates=pd.DataFrame(
            {
                "share": SHARES, "rate": rates, "low": low, "mid": mid, "high": high, "diverged": lost.sum(axis=1),
                "foretold": _foretold(run, X, y, rates) if plain else np.nan,
            }
        ),
        largest=largest,
        best=speed_law.best_rate(X) / largest if plain else np.nan,
        curvature=float(law.curvatures(X)[0]),
        experiment=experiment,
        replicas=len(run.seeds),
    )  # fmt: skip


def diverged(run: Run) -> np.ndarray:
    """Whether the cost ends as no number or above its start, which a stable rate on all examples never lets it."""
    cost = run.loss  # (variant, seed, epoch)
    return ~np.isfinite(cost[..., -1]) | (cost[..., -1] > cost[..., 0])


def _foretold(run: Run, X: np.ndarray, y: np.ndarray, rates: list[float]) -> np.ndarray:
    kernel, bias = (array[0, :, 0].astype(float) for array in run.arrays)
    starts = np.concatenate([kernel[..., 0], bias], axis=-1)  # (seed, weight)
    ends = [speed_law.costs(X, y, starts, rate, run.epochs[-1:])[:, 0] for rate in rates]
    return np.quantile(ends, 0.5, axis=1, method="nearest")


def others(experiment: Experiment = PLAIN, seeds=range(4), more=False, progress=None, cancelled=None) -> pd.DataFrame:
    """The same for other columns: what is foretold, and whether runs just before and just behind the wall keep to it.

    Args:
        experiment: of a line; its data and its rate are replaced.
        seeds, progress, cancelled: as in `lab.train`.
        more: with the rows of `MORE`.

    Returns:
        One row per `columns`: `steepest`, `flattest` (curvatures), `largest`, `best` (rates); of `runs` seeds,
        `converge` at `BEFORE` the largest rate and `diverge` at `BEHIND` it; epochs until the slowest direction has
        `ENOUGH` left at the best rate: `foretold` and `measured` (median; inf: not within `BUDGET`).
    """
    rows = [
        {"columns": name} | _row(replace(experiment, data=data), seeds, progress, cancelled)
        for name, data in (OTHERS | MORE if more else OTHERS).items()
    ]
    return pd.DataFrame(rows)


def _row(experiment: Experiment, seeds, progress, cancelled) -> dict:
    X, y = design(experiment)
    curvatures, vectors = speed_law.directions(X)
    largest, best = law.largest_rate(X), speed_law.best_rate(X)
    rates = [BEFORE * largest, BEHIND * largest, best]
    run = lab.train(
        experiment,
        seeds,
        {"training.learning_rate": rates},
        recorded=experiment.training.epochs,
        progress=progress,
        cancelled=cancelled,
    )
    kernel, bias = (array[2].astype(float) for array in run.arrays)  # (seed, epoch, ...)
    weights = np.concatenate([kernel[..., 0], bias], axis=-1)
    apart = np.abs((weights - law.end(X, y, weights[:, 0])[:, None]) @ vectors.T)
    arrived = crossings(run.epochs, apart / apart[:, :1]).max(axis=1)
    lost = diverged(run)
    return {
        "steepest": curvatures[0], "flattest": curvatures[-1], "largest": largest, "best": best,
        "converge": int((~lost[0]).sum()), "diverge": int(lost[1].sum()), "runs": len(run.seeds),
        "foretold": float(speed_law.steps_to(ENOUGH, curvatures, best).max()), "measured": float(np.median(arrived)),
    }  # fmt: skip
