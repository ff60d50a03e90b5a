"""What holds for a whole run of a linear model: its budget, why the law may fail, its rates and costs."""

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.run import Run

ADAPTIVE = ("rmsprop", "adam", "adagrad")
LOW = 1e-3  # cost that counts as low: how soon it is reached tells fast from slow
FITTED = 1e-3  # root mean square of what the best line leaves over, below which every example is met


def facts(run: Run, X: np.ndarray, y: np.ndarray, ends: pd.DataFrame) -> pd.DataFrame:
    """One row; see `Relevance.facts`.

    Args:
        run: one variant.
        X, y: the design and the targets.
        ends: of `Relevance`.
    """
    training = run.experiment.training
    settled, obstacle = ends[~ends["diverged"]], obstacles(run.experiment, X, y)
    row = {
        "replicas": ends["seed"].nunique(),
        "diverged": int(ends.loc[ends["diverged"], "seed"].nunique()),
        "epochs": training.epochs,
        "steps": steps(run.experiment, training.epochs),
        "optimizer": training.optimizer,
        "rate": training.learning_rate,
        "whole": whole(run.experiment),
        "decay": training.weight_decay,
        "l1": training.l1,
        "obstacle": obstacle,
        "gap": (settled["end"] - settled["law"]).abs().max(),
        **_rates(run.experiment, X, obstacle),
        **_costs(run, ends),
    }
    return pd.DataFrame([row])


def whole(experiment: Experiment) -> bool:
    """Whether every step sees all examples."""
    size = experiment.training.batch_size
    return size is None or size >= experiment.data.examples


def steps(experiment: Experiment, epochs):
    """Steps that so many epochs are, a number or an array."""
    batch = experiment.data.examples if whole(experiment) else experiment.training.batch_size
    return epochs * -(-experiment.data.examples // batch)


def obstacles(experiment: Experiment, X: np.ndarray, y: np.ndarray) -> str:
    """Why the law of the end may not hold: names out of "adaptive", "decay", "l1", "noise" with blanks between."""
    training = experiment.training
    said = {
        "adaptive": training.optimizer in ADAPTIVE,
        "decay": training.weight_decay > 0,
        "l1": training.l1 > 0,
        "noise": not whole(experiment) and _misfit(X, y) > FITTED,
    }
    return " ".join(name for name, true in said.items() if true)


def diverged(run: Run, y: np.ndarray) -> np.ndarray:
    """Which replicas have a cost that ends as no number, or well above where it began.

    Stable descent on all examples never raises the cost. Small batches may where no line meets every example, adaptive
    steps and penalties may anyway: there it must end above a hundred times its start, or the cost of weights all zero.

    Returns:
        (seed,)
    """
    training, loss = run.experiment.training, run.loss[0]  # (seed, epoch)
    plain = training.optimizer not in ADAPTIVE and training.weight_decay == training.l1 == 0
    bound = loss[:, 0] if plain and whole(run.experiment) else 100 * np.maximum(loss[:, 0], np.mean(y**2))
    finite = np.isfinite(loss[:, -1])
    for array in run.arrays:
        finite &= np.isfinite(array[0, :, -1]).reshape(len(loss), -1).all(axis=1)
    return ~finite | (loss[:, -1] > bound)


def _rates(experiment: Experiment, X: np.ndarray, obstacle: str) -> dict[str, float]:
    training = experiment.training
    bounded = training.optimizer not in ADAPTIVE and training.weight_decay == 0
    followed = obstacle == "" and training.optimizer == "sgd" and whole(experiment)
    number = steps(experiment, training.epochs)
    return {
        "largest_rate": law.largest_rate(X, training.optimizer, training.acting_momentum) if bounded else np.nan,
        "curvature": law.curvatures(X)[0],
        "slowest": law.slowest(X, training.learning_rate),
        "remaining": law.remaining(X, training.learning_rate, number) if followed else np.nan,
    }


def _costs(run: Run, ends: pd.DataFrame) -> dict[str, float]:
    lost = ends.drop_duplicates("seed")["diverged"].to_numpy()
    loss = run.loss[0][~lost]  # (seed, epoch)
    if not len(loss):
        return {"cost": np.nan, "reached": np.nan}
    low = loss <= LOW
    first = np.where(low.any(axis=1), run.epochs[low.argmax(axis=1)], np.inf)
    reached = np.quantile(first, 0.5, method="higher")
    return {"cost": float(np.median(loss[:, -1])), "reached": reached if np.isfinite(reached) else np.nan}


def _misfit(X: np.ndarray, y: np.ndarray) -> float:
    """Root mean square of what the best line leaves over."""
    best = law.end(X, y, np.zeros((1, X.shape[1])))[0]
    return float(np.sqrt(np.mean((X @ best - y) ** 2)))
