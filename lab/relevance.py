"""What training does with the weights of useless columns: measured on a linear model, beside what is foretold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab.experiment import Experiment
from lab.laws import relevance as law

ADAPTIVE = ("rmsprop", "adam", "adagrad")
BAND = (0.05, 0.5, 0.95)
FITTED = 1e-3  # root mean square of what the best line leaves over, below which every example is met


@dataclass(frozen=True)
class Relevance:
    """What a run says, and what the law says.

    Attributes:
        curves: one row per (weight, epoch): `low`, `mid`, `high`: 5, 50 and 95 % over the replicas that did not
            diverge. Where all did, each curve ends when it has left the picture.
        ends: one row per (seed, weight): `start`, `end`, `law` (foretold end), `diverged`.
        facts: one row: `replicas`, `diverged` (how many), `epochs`, `steps` of one replica, `optimizer`, `rate`,
            `whole` (full batch), `decay`, `obstacle` (why the law does not hold; empty where it does), `gap` (largest
            distance of an end from its law, without the diverged), `largest_rate` (missing where there is no law for
            it), `curvature` (largest and `slowest` of the Hessian), `remaining` (share of its starting distance that
            the slowest direction is foretold to have; missing where there is no law for it).
        conserved: of the combination of weights that gradient descent keeps, one row per weight: `coefficient`,
            and `drift`, the largest change of the whole combination over the replicas; no rows where there is none.
    """

    curves: pd.DataFrame
    ends: pd.DataFrame
    facts: pd.DataFrame
    conserved: pd.DataFrame


def measure(experiment: Experiment, seeds=range(200), initial=None, spacing="linear", progress=None, cancelled=None):
    """Train a linear model and hold its weights against their law.

    Args:
        experiment: without hidden layers, with one linear output, a bias, and the loss "mse".
        seeds, initial, spacing, progress, cancelled: as in `lab.train`.

    Returns:
        A `Relevance`. Weights are named w1, w2, ... by column, and b.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    _check(experiment)
    run = lab.train(experiment, seeds, None, initial, spacing=spacing, progress=progress, cancelled=cancelled)
    kernel, bias = (array[0].astype(float) for array in run.arrays)
    weights = np.concatenate([kernel[..., 0], bias], axis=-1)  # (seed, epoch, weight)
    x, y = lab.data.load(experiment.data, experiment.training.precision)
    X, y = law.design(x), y[:, 0].astype(float)
    ends = _ends(experiment, run, weights, law.end(X, y, weights[:, 0]))
    curves = _curves(run.epochs, weights, ends)
    return Relevance(curves, ends, _facts(experiment, X, y, ends), _conserved(X, ends))


def names(experiment: Experiment) -> list[str]:
    """Names of the weights: w1, w2, ..., b."""
    return [f"w{i}" for i in range(1, experiment.data.inputs + 1)] + ["b"]


def _check(experiment: Experiment) -> None:
    network, training = experiment.network, experiment.training
    plain = network.hidden == () and network.output == "linear" and network.use_bias and training.loss == "mse"
    lab.checks.that(
        plain and experiment.data.outputs == 1,
        "The law holds for a linear model: `Network.hidden` (), `Network.output` 'linear', `Network.use_bias` True, "
        "`Training.loss` 'mse' and one target.",
    )


def _ends(experiment: Experiment, run, weights: np.ndarray, foretold: np.ndarray) -> pd.DataFrame:
    """A replica has diverged when its cost ends as no number, or higher than it began."""
    loss = run.loss[0]  # (seed, epoch)
    diverged = ~np.isfinite(loss[:, -1]) | ~np.isfinite(weights[:, -1]).all(axis=1) | (loss[:, -1] > loss[:, 0])
    labels = names(experiment)
    return pd.DataFrame(
        {
            "seed": np.repeat(run.seeds, len(labels)),
            "weight": np.tile(labels, len(run.seeds)),
            "start": weights[:, 0].ravel(),
            "end": weights[:, -1].ravel(),
            "law": foretold.ravel(),
            "diverged": np.repeat(diverged, len(labels)),
        }
    )


def _curves(epochs: np.ndarray, weights: np.ndarray, ends: pd.DataFrame) -> pd.DataFrame:
    labels = ends["weight"].unique()
    diverged = ends["diverged"].to_numpy()[:: len(labels)]
    kept = weights[~diverged] if not diverged.all() else _within(weights, ends)
    low, mid, high = np.quantile(kept, BAND, axis=0)  # each (epoch, weight)
    keys = {"weight": np.repeat(labels, len(epochs)), "epoch": np.tile(epochs, len(labels))}
    return pd.DataFrame({**keys, "low": low.T.ravel(), "mid": mid.T.ravel(), "high": high.T.ravel()}).dropna()


def _within(weights: np.ndarray, ends: pd.DataFrame) -> np.ndarray:
    """Diverging weights up to the first record outside the picture, put one picture's height beyond it at most."""
    edges = np.concatenate([ends["start"], ends["law"]])
    low, high = edges.min(), edges.max()
    height = max(high - low, 1.0)
    outside = ~((weights >= low - height) & (weights <= high + height)).all(axis=(0, 2))  # (epoch,)
    gone = np.cumsum(outside) > 1
    finite = np.nan_to_num(weights, nan=high + height, posinf=np.inf, neginf=-np.inf)
    return np.where(gone[None, :, None], np.nan, np.clip(finite, low - height, high + height))


def _facts(experiment: Experiment, X: np.ndarray, y: np.ndarray, ends: pd.DataFrame) -> pd.DataFrame:
    training, examples = experiment.training, len(X)
    batch = min(training.batch_size or examples, examples)
    settled = ends[~ends["diverged"]]
    curvatures = law.curvatures(X)
    steps = training.epochs * -(-examples // batch)
    known = batch == examples and training.weight_decay == 0 and training.optimizer not in ADAPTIVE
    return pd.DataFrame(
        {
            "replicas": [ends["seed"].nunique()],
            "diverged": [int(ends.loc[ends["diverged"], "seed"].nunique())],
            "epochs": [training.epochs],
            "steps": [steps],
            "optimizer": [training.optimizer],
            "rate": [training.learning_rate],
            "whole": [batch == examples],
            "decay": [training.weight_decay],
            "obstacle": [_obstacle(experiment, batch < examples and _misfit(X, y) > FITTED)],
            "gap": [(settled["end"] - settled["law"]).abs().max()],
            "largest_rate": [law.largest_rate(X, training.optimizer, training.momentum) if known else np.nan],
            "curvature": [curvatures[0]],
            "slowest": [curvatures[-1]],
            "remaining": [
                law.remaining(X, training.learning_rate, steps) if known and training.optimizer == "sgd" else np.nan
            ],
        }
    )


def _obstacle(experiment: Experiment, noisy: bool) -> str:
    """Why the law of the end does not hold: "adaptive", "decay", "noise", or "" where it holds."""
    if experiment.training.optimizer in ADAPTIVE:
        return "adaptive"
    if experiment.training.weight_decay > 0:
        return "decay"
    return "noise" if noisy else ""


def _misfit(X: np.ndarray, y: np.ndarray) -> float:
    """Root mean square of what the best line leaves over."""
    best = law.end(X, y, np.zeros((1, X.shape[1])))[0]
    return float(np.sqrt(np.mean((X @ best - y) ** 2)))


def _conserved(X: np.ndarray, ends: pd.DataFrame) -> pd.DataFrame:
    kept = law.conserved(X)
    labels = ends["weight"].unique()
    if len(kept) != 1:
        return pd.DataFrame({"weight": [], "coefficient": [], "drift": []})
    moved = (ends["end"] - ends["start"]).to_numpy().reshape(-1, len(labels)) @ kept[0]
    settled = moved[~ends["diverged"].to_numpy()[:: len(labels)]]
    drift = np.abs(settled).max() if len(settled) else np.nan
    return pd.DataFrame({"weight": labels, "coefficient": kept[0], "drift": drift})
