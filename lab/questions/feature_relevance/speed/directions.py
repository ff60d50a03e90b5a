"""How far every direction of the cost has come, with columns as they are and standardised, beside theory."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.laws import relevance as law
from lab.laws import speed as speed_law
from lab.relevance import linear
from lab.relevance.linear import ENOUGH

RECORDED = 400  # epochs of a run
COLUMNS = {"as they are": False, "standardised": True}  # name -> `Data.standardize`
ALIKE, MOSTLY = 0.02, 0.85  # two parts of a direction that differ by less are equal; a part that outweighs the rest


@dataclass(frozen=True)
class Speed:
    """What was measured, and what was foretold, for columns as they are and standardised.

    Attributes:
        curves: one row per (columns, direction, epoch): `low`, `mid`, `high` (5, 50, 95 % over the seeds of the share
            of the starting distance that is left) and `foretold`. Directions count from 1, the steepest.
        directions: one row per (columns, direction): `curvature`, `mixes` (what it is made of), `plain` (the same in
            short), `factor` (1 - rate * curvature), `foretold` and `low`, `mid`, `high`: epochs until `ENOUGH` is left
            (inf: not within this training; foretold: never), `left` (median share at the end).
        settings: one row per `columns`: `ratio` (of the steepest curvature to the flattest), `largest` (rate),
            `rate` (of this training), `best` (rate), `epochs` (foretold at the best rate), `free` (directions of
            curvature 0).
        experiment: with the columns as they are.
        replicas: number of seeds.
    """

    curves: pd.DataFrame
    directions: pd.DataFrame
    settings: pd.DataFrame
    experiment: lab.Experiment
    replicas: int


def measure(experiment: lab.Experiment, seeds=range(8), best=False, progress=None, cancelled=None) -> Speed:
    """Train a linear model with its columns as they are and standardised, and follow every direction to its end.

    Args:
        experiment: no hidden layers, one linear output, a bias, the loss "mse", full batch, optimizer "sgd".
        seeds, progress, cancelled: as in `lab.train`.
        best: train at the best rate of each instead of the experiment's.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    training = experiment.training
    simple = training.optimizer == "sgd" and training.batch_size is None and training.weight_decay == 0
    lab.checks.require(
        linear.plain(experiment) and simple,
        "Directions get on by themselves in a linear model only: `Network.hidden` (), `Network.output` 'linear', "
        "`Network.use_bias` True, `Training.loss` 'mse', `Training.optimizer` 'sgd', no decay, all examples a step and "
        "one target.",
    )
    kinds = {name: lab.vary(experiment, {"data.standardize": each}) for name, each in COLUMNS.items()}
    if best:
        kinds = {
            name: lab.vary(each, {"training.learning_rate": speed_law.best_rate(linear.examples(each)[0])})
            for name, each in kinds.items()
        }
    rates = sorted({each.training.learning_rate for each in kinds.values()})
    varied = {"data.standardize": list(COLUMNS.values()), "training.learning_rate": rates}
    run = lab.train(experiment, seeds, varied, recorded=RECORDED, spacing="log", progress=progress, cancelled=cancelled)
    found = [
        [frame.assign(columns=name) for frame in _one(each, run.epochs, run.parts[run.experiments.index(each)])]
        for name, each in kinds.items()
    ]
    tables = [pd.concat(frames, ignore_index=True) for frames in zip(*found, strict=True)]
    return Speed(*tables, experiment, len(seeds))


def _one(experiment: lab.Experiment, epochs: np.ndarray, weights: list) -> tuple[pd.DataFrame, ...]:
    X, y = linear.examples(experiment)
    rate, labels = experiment.training.learning_rate, linear.names(experiment)
    curvatures, vectors = speed_law.directions(X)
    share = linear.left(linear.flat(weights), X, y, vectors)  # (seed, epoch, direction)
    foretold = speed_law.left(curvatures, rate, epochs)  # (direction, epoch)
    directions = pd.DataFrame(
        {
            "direction": np.arange(1, len(curvatures) + 1),
            "curvature": curvatures,
            "mixes": [mixed(vector, labels) for vector in vectors],
            "plain": [plainly(vector, labels) for vector in vectors],
            "factor": 1 - rate * curvatures,
            "foretold": speed_law.steps_to(ENOUGH, curvatures, rate),
            **bands.of(linear.crossings(epochs, share), axis=0, method="higher"),
            "left": np.median(share[:, -1], axis=0),
        }
    )
    return _curves(epochs, share, foretold), directions, _setting(X, curvatures, rate)


def _curves(epochs: np.ndarray, share: np.ndarray, foretold: np.ndarray) -> pd.DataFrame:
    place = np.arange(len(epochs))
    kept = (place < linear.FIRST) | (place % linear.EVERY == 0) | (place == len(epochs) - 1)
    quantiles = bands.of(share[:, kept], axis=0, method="nearest")  # each (epoch, direction)
    count, times = foretold.shape[0], epochs[kept]
    return pd.DataFrame(
        {
            "direction": np.repeat(np.arange(1, count + 1), len(times)),
            "epoch": np.tile(times, count),
            **{name: values.T.ravel() for name, values in quantiles.items()},
            "foretold": foretold[:, kept].ravel(),
        }
    )


def _setting(X: np.ndarray, curvatures: np.ndarray, rate: float) -> pd.DataFrame:
    best = speed_law.best_rate(X)
    return pd.DataFrame(
        {
            "ratio": [curvatures[0] / curvatures[-1]],
            "largest": [law.largest_rate(X)],
            "rate": [rate],
            "best": [best],
            "epochs": [speed_law.steps_to(ENOUGH, curvatures, best).max()],
            "free": [X.shape[1] - len(curvatures)],
        }
    )


def mixed(vector: np.ndarray, labels: list[str]) -> str:
    """A direction as a sum of weights, its three largest parts of at least a tenth: "0.99 b − 0.10 w2"."""
    order = [place for place in np.argsort(-np.abs(vector).round(6), kind="stable") if abs(vector[place]) >= 0.1]
    terms = [f"{'−' if vector[place] < 0 else '+'} {abs(vector[place]):.2f} {labels[place]}" for place in order]
    more = f" + {len(terms) - 3} more" if len(terms) > 3 else ""
    return " ".join(terms[:3]).removeprefix("+ ") + more


def plainly(vector: np.ndarray, labels: list[str]) -> str:
    """The same in short, for a legend: "w1 − w2", "mostly w2"; as `mixed` where nothing is shorter."""
    size = np.abs(vector)
    order = [place for place in np.argsort(-size.round(6), kind="stable") if size[place] >= 0.1]
    largest = order[0]
    if len(order) == 1:
        return labels[largest]
    if size[largest] >= MOSTLY:
        return f"mostly {labels[largest]}"
    if len(order) == 2 and size[order].max() - size[order].min() < ALIKE:
        return f"{labels[largest]} {'+' if vector[order].prod() > 0 else '−'} {labels[order[1]]}"
    return mixed(vector, labels)


def in_words(plain: str) -> str:
    """A direction of `plainly` in a sentence: "the difference of w1 and w2", "mostly the bias"."""
    two = re.fullmatch(r"(\w+) ([+−]) (\w+)", plain)
    said = f"the {'sum' if two[2] == '+' else 'difference'} of {two[1]} and {two[3]}" if two else plain
    return re.sub(r"\bb$", "the bias", said)
