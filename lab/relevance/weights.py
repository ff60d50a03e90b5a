"""What training does with the weights of useless columns: measured on a linear model, beside what is foretold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab.experiment import Experiment
from lab.laws import relevance as law

ADAPTIVE = ("rmsprop", "adam", "adagrad")
BAND = (0.05, 0.5, 0.95)
LOW = 1e-3  # cost that counts as low: how soon it is reached tells fast from slow
SHAPES = 9  # places along a curve where the weight's shape stands
REACH = 20  # how far beyond its start and its law a diverging weight is drawn, in distances between these
FITTED = 1e-3  # root mean square of what the best line leaves over, below which every example is met


@dataclass(frozen=True)
class Relevance:
    """What a run says, and what the law says.

    Attributes:
        curves: one row per (weight, epoch): `low`, `mid`, `high`: 5, 50 and 95 % over the replicas that did not
            diverge; `marked`: whether its shape stands there. Where all diverged, a curve ends outside the picture.
        ends: one row per (seed, weight): `column` it belongs to, `start`, `end`, `law` (foretold end), `diverged`.
        facts: one row: `replicas`, `diverged` (how many), `epochs`, `steps` of one replica, `optimizer`, `rate`,
            `whole` (full batch), `decay`, `obstacle` (why the law does not hold; empty where it does), `gap` (largest
            distance of an end from its law, without the diverged), `largest_rate` (of the full batch; missing where
            there is no law for it), `curvature` (largest of the Hessian), `slowest` (the one of the direction
            that gets on slowest), `remaining` (share of its starting distance that this direction is foretold to
            have; missing where there is no law for it), `cost` (median at the end) and `reached` (median of the first
            recorded epoch with a cost of at most `LOW`; missing where half the replicas have none), both without the
            diverged.
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
    facts = _facts(experiment, X, y, ends).assign(**_costs(run, ends))
    return Relevance(curves, ends, facts, _conserved(X, ends))


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
    """A replica has diverged when its cost ends as no number, or well above where it began.

    Stable descent on all examples never raises the cost; small batches may, where no line meets every example.
    """
    loss = run.loss[0]  # (seed, epoch)
    bound = 1 if experiment.training.batch_size is None else 100
    diverged = ~np.isfinite(loss[:, -1]) | ~np.isfinite(weights[:, -1]).all(axis=1) | (loss[:, -1] > bound * loss[:, 0])
    labels = names(experiment)
    return pd.DataFrame(
        {
            "seed": np.repeat(run.seeds, len(labels)),
            "weight": np.tile(labels, len(run.seeds)),
            "column": np.tile([*experiment.data.features, "bias"], len(run.seeds)),
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
    curves = pd.DataFrame({**keys, "low": low.T.ravel(), "mid": mid.T.ravel(), "high": high.T.ravel()})
    curves = curves.dropna(ignore_index=True)
    place = curves.groupby("weight").cumcount()
    return curves.assign(marked=place % max(1, (place.max() + 1) // SHAPES) == 0)


def _within(weights: np.ndarray, ends: pd.DataFrame) -> np.ndarray:
    """Diverging weights up to the first record outside the picture, where they stand at its edge."""
    edges = np.concatenate([ends["start"], ends["law"]])
    reach = REACH * max(edges.max() - edges.min(), 1.0)
    low, high = edges.min() - reach, edges.max() + reach
    outside = ~((weights >= low) & (weights <= high)).all(axis=(0, 2))  # (epoch,)
    gone = np.cumsum(outside) > 1
    return np.where(gone[None, :, None], np.nan, np.clip(np.nan_to_num(weights, nan=high), low, high))


def _facts(experiment: Experiment, X: np.ndarray, y: np.ndarray, ends: pd.DataFrame) -> pd.DataFrame:
    training, examples = experiment.training, len(X)
    batch = min(training.batch_size or examples, examples)
    settled = ends[~ends["diverged"]]
    steps = training.epochs * -(-examples // batch)
    bounded = training.optimizer not in ADAPTIVE and training.weight_decay == 0
    followed = bounded and training.optimizer == "sgd" and batch == examples
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
            "largest_rate": [law.largest_rate(X, training.optimizer, training.momentum) if bounded else np.nan],
            "curvature": [law.curvatures(X)[0]],
            "slowest": [law.slowest(X, training.learning_rate)],
            "remaining": [law.remaining(X, training.learning_rate, steps) if followed else np.nan],
        }
    )


def _costs(run, ends: pd.DataFrame) -> dict[str, float]:
    diverged = ends.drop_duplicates("seed")["diverged"].to_numpy()
    loss = run.loss[0][~diverged]  # (seed, epoch)
    if not len(loss):
        return {"cost": np.nan, "reached": np.nan}
    low = loss <= LOW
    first = np.where(low.any(axis=1), run.epochs[low.argmax(axis=1)], np.inf)
    reached = np.quantile(first, 0.5, method="higher")
    return {"cost": float(np.median(loss[:, -1])), "reached": reached if np.isfinite(reached) else np.nan}


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
    settled = ends[~ends["diverged"]]
    moved = (settled["end"] - settled["start"]).to_numpy().reshape(-1, len(labels)) @ kept[0]
    drift = np.abs(moved).max() if len(moved) else np.nan
    return pd.DataFrame({"weight": labels, "coefficient": kept[0], "drift": drift})
