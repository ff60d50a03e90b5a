"""Where many starts of a linear model go: into a valley or to a point, by which way, beside what is foretold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.laws import valley
from lab.relevance.weights import names
from lab.specs import Init

RECORDED = 40  # epochs of a path
STARTS = {  # how the weights start -> their `Init`; the biases too, so that the starts fill a plane
    "all around 0: normal, sd 1.5": Init("normal", stddev=1.5, bias="same"),
    "far out: normal, sd 5": Init("normal", stddev=5.0, bias="same"),
    "Glorot, as Keras does (bias 0)": Init("glorot_uniform"),
}


@dataclass(frozen=True)
class Ways:
    """Where training went, and where it was foretold to go.

    Attributes:
        paths: one row per (seed, epoch): a column for each weight (w1, w2, b), and `diverged` (of the seed).
        ends: one row per seed, all in the space of all weights: `gap`, the distance of the end from its law; `off`, its
            distance from the valley, or from the one best point where there is no valley; `angle` in degrees, 0 to
            90, between the way from start to end and the valley (missing where there is none, or a run did not move);
            `seed`, `diverged`.
        laws: one row per seed: a column for each weight, its foretold end.
        flattest: one row per weight: `direction`, the flattest one of the cost (length 1).
        facts: one row: `curvature` (least one of the Hessian; 0 where there is a valley), `moved` (largest |sum of
            direction * (end - start)| over the seeds that did not diverge), `largest_rate` (as in `Relevance`),
            `remaining` (share of its starting distance that the slowest direction is foretold to have; missing where
            there is no law for it).
        experiment: that was trained.
    """

    paths: pd.DataFrame
    ends: pd.DataFrame
    laws: pd.DataFrame
    flattest: pd.DataFrame
    facts: pd.DataFrame
    experiment: Experiment


def measure(experiment: Experiment, seeds=range(24), progress=None, cancelled=None) -> Ways:
    """Train a linear model from many starts and hold the ways it takes against the shape of the cost.

    Args:
        experiment: two inputs, no hidden layers, one linear output, a bias, the loss "mse".
        seeds, progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    _check(experiment)
    run = lab.train(experiment, seeds, recorded=RECORDED, spacing="log", progress=progress, cancelled=cancelled)
    kernel, bias = (array[0].astype(float) for array in run.arrays)
    weights = np.concatenate([kernel[..., 0], bias], axis=-1)  # (seed, epoch, weight)
    X, y = design(experiment)
    foretold = law.end(X, y, weights[:, 0])
    curvature, direction = valley.flattest(X)
    diverged = ~np.isfinite(run.loss[0, :, -1]) | (run.loss[0, :, -1] > _bound(experiment) * run.loss[0, :, 0])
    labels = names(experiment)
    return Ways(
        paths=_paths(run, weights, labels).assign(diverged=np.repeat(diverged, len(run.epochs))),
        ends=_ends(weights, foretold, direction if curvature == 0 else None).assign(seed=run.seeds, diverged=diverged),
        laws=pd.DataFrame(foretold, columns=labels).assign(seed=run.seeds)[["seed", *labels]],
        flattest=pd.DataFrame({"weight": labels, "direction": direction}),
        facts=_facts(experiment, X, curvature, (weights[:, -1] - weights[:, 0])[~diverged] @ direction),
        experiment=experiment,
    )


def design(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """The design X, (example, weight), and the targets, (example,), of an experiment."""
    x, y = lab.data.load(experiment.data, experiment.training.precision)
    return law.design(x), y[:, 0].astype(float)


def _check(experiment: Experiment) -> None:
    network, training = experiment.network, experiment.training
    plain = network.hidden == () and network.output == "linear" and network.use_bias and training.loss == "mse"
    lab.checks.that(
        plain and experiment.data.outputs == 1 and experiment.data.inputs == 2,
        "A plane of two weights belongs to a line with two inputs: `Network.hidden` (), `Network.output` 'linear', "
        "`Network.use_bias` True, `Training.loss` 'mse', two input columns and one target.",
    )


def _bound(experiment: Experiment) -> float:
    """How many times its start a cost may end at; stable descent on all examples never raises it, batches may."""
    return 1.0 if experiment.training.batch_size is None else 100.0


def _paths(run, weights: np.ndarray, labels: list[str]) -> pd.DataFrame:
    keys = {"seed": np.repeat(run.seeds, len(run.epochs)), "epoch": np.tile(run.epochs, len(run.seeds))}
    return pd.DataFrame({**keys, **dict(zip(labels, weights.reshape(-1, len(labels)).T, strict=True))})


def _ends(weights: np.ndarray, foretold: np.ndarray, along: np.ndarray | None) -> pd.DataFrame:
    """`gap`, `off` and `angle` of every seed; `along` is the direction of the valley, None where there is none."""
    moved, missed = weights[:, -1] - weights[:, 0], weights[:, -1] - foretold  # (seed, weight)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        off = missed if along is None else missed - (missed @ along)[:, None] * along
        share = np.full(len(moved), np.nan) if along is None else np.abs(moved @ along) / _length(moved)
        angle = np.degrees(np.arccos(np.minimum(share, 1.0)))
        return pd.DataFrame({"gap": _length(missed), "off": _length(off), "angle": angle})


def _length(vectors: np.ndarray) -> np.ndarray:
    return np.linalg.norm(vectors, axis=-1)


def _facts(experiment: Experiment, X: np.ndarray, curvature: float, along: np.ndarray) -> pd.DataFrame:
    training = experiment.training
    followed = training.optimizer == "sgd" and training.batch_size is None
    bounded = training.optimizer in ("sgd", "momentum", "nesterov")
    return pd.DataFrame(
        {
            "curvature": [curvature],
            "moved": [np.abs(along).max() if len(along) else np.nan],
            "largest_rate": [law.largest_rate(X, training.optimizer, training.acting_momentum) if bounded else np.nan],
            "remaining": [law.remaining(X, training.learning_rate, training.epochs) if followed else np.nan],
        }
    )
