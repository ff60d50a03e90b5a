"""How fast a linear model gets to its end, direction by direction, beside what the curvatures foretell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.laws import speed as speed_law
from lab.relevance.weights import names

RECORDED, FIRST, EVERY = 400, 16, 4  # epochs of a run; a line shows the first ones, then every fourth
ENOUGH = 0.01  # a direction has arrived when this share of its starting distance is left
BAND = (0.05, 0.5, 0.95)
COLUMNS = {"as they are": False, "standardised": True}  # name -> `Data.standardize`


@dataclass(frozen=True)
class Speed:
    """What was measured, and what was foretold, for columns as they are and standardised.

    Attributes:
        curves: one row per (columns, direction, epoch): `low`, `mid`, `high` (5, 50, 95 % over the seeds of the share
            of the starting distance that is left) and `foretold`. Directions count from 1, the steepest.
        directions: one row per (columns, direction): `curvature`, `mixes` (what it is made of, in words), `factor`
            (1 - rate * curvature), `foretold` and `low`, `mid`, `high`: epochs until `ENOUGH` is left (inf: not within
            this training; foretold: never), `left` (median share at the end).
        settings: one row per `columns`: `steepest`, `flattest` (curvatures), `ratio`, `sum` (of all), `largest` (rate),
            `rate` (of this training), `best` (rate), `epochs` (foretold at the best rate), `free` (directions of
            curvature 0).
        experiment: with the columns as they are.
        replicas: number of seeds.
    """

    curves: pd.DataFrame
    directions: pd.DataFrame
    settings: pd.DataFrame
    experiment: Experiment
    replicas: int


def measure(experiment: Experiment, seeds=range(8), best=False, progress=None, cancelled=None) -> Speed:
    """Train a linear model with its columns as they are and standardised, and follow every direction to its end.

    Args:
        experiment: no hidden layers, one linear output, a bias, the loss "mse", full batch, optimizer "sgd".
        seeds, progress, cancelled: as in `lab.train`.
        best: train at the best rate of each instead of the experiment's.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    _check(experiment)
    kinds = {name: _with(experiment, standardize, best) for name, standardize in COLUMNS.items()}
    rates = sorted({each.training.learning_rate for each in kinds.values()})
    varied = {"data.standardize": list(COLUMNS.values()), "training.learning_rate": rates}
    run = lab.train(experiment, seeds, varied, recorded=RECORDED, spacing="log", progress=progress, cancelled=cancelled)
    found = [
        [frame.assign(columns=name) for frame in _one(each, run.epochs, run.parts[run.experiments.index(each)])]
        for name, each in kinds.items()
    ]
    tables = [pd.concat(frames, ignore_index=True) for frames in zip(*found, strict=True)]
    return Speed(*tables, experiment, len(seeds))


def _with(experiment: Experiment, standardize: bool, best: bool) -> Experiment:
    made = lab.vary(experiment, {"data.standardize": standardize})
    return lab.vary(made, {"training.learning_rate": speed_law.best_rate(design(made)[0])}) if best else made


def design(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """The design X, (example, weight), and the targets, (example,), of an experiment."""
    x, y = lab.data.load(experiment.data, experiment.training.precision)
    return law.design(x), y[:, 0].astype(float)


def _check(experiment: Experiment) -> None:
    network, training = experiment.network, experiment.training
    plain = network.hidden == () and network.output == "linear" and network.use_bias and training.loss == "mse"
    simple = training.optimizer == "sgd" and training.batch_size is None and training.weight_decay == 0
    lab.checks.that(
        plain and simple and experiment.data.outputs == 1,
        "Directions get on by themselves in a linear model only: `Network.hidden` (), `Network.output` 'linear', "
        "`Network.use_bias` True, `Training.loss` 'mse', `Training.optimizer` 'sgd', no decay, all examples a step and "
        "one target.",
    )


def _one(experiment: Experiment, epochs: np.ndarray, weights: list) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """`curves`, `directions` and `settings` of one kind of columns."""
    X, y = design(experiment)
    rate, labels = experiment.training.learning_rate, names(experiment)
    curvatures, vectors = speed_law.directions(X)
    kernel, bias = (array.astype(float) for array in weights)
    share = _shares(np.concatenate([kernel[..., 0], bias], axis=-1), X, y, vectors)  # (seed, epoch, direction)
    foretold = speed_law.left(curvatures, rate, epochs)  # (direction, epoch)
    arrived = np.quantile(crossings(epochs, share), BAND, axis=0, method="higher")  # (3, direction)
    directions = pd.DataFrame(
        {
            "direction": np.arange(1, len(curvatures) + 1),
            "curvature": curvatures,
            "mixes": [mixed(vector, labels) for vector in vectors],
            "factor": 1 - rate * curvatures,
            "foretold": speed_law.steps_to(ENOUGH, curvatures, rate),
            **dict(zip(("low", "mid", "high"), arrived, strict=True)),
            "left": np.median(share[:, -1], axis=0),
        }
    )
    return _curves(epochs, share, foretold), directions, _setting(X, curvatures, rate)


def _shares(weights: np.ndarray, X: np.ndarray, y: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Share of its starting distance that every direction has left; `weights` are (seed, epoch, weight)."""
    with np.errstate(invalid="ignore"):  # weights that diverged: inf - inf
        apart = np.abs((weights - law.end(X, y, weights[:, 0])[:, None]) @ vectors.T)
    return apart / apart[:, :1]


def crossings(epochs: np.ndarray, share: np.ndarray, enough: float = ENOUGH) -> np.ndarray:
    """Epochs until what falls is at most `enough`, (seed, direction): read off between records as an exponential.

    Args:
        epochs: recorded, from 0.
        share: (seed, epoch, direction).
        enough: more than 0.
    """
    low = share <= enough
    place = low.argmax(axis=1)[:, None]  # the first record below; 0 where there is none
    after, before = (np.take_along_axis(share, np.maximum(place - back, 0), axis=1)[:, 0] for back in (0, 1))
    first, last = epochs[np.maximum(place[:, 0] - 1, 0)], epochs[place[:, 0]]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.log(before / enough) / np.log(before / after)
        between = np.where(after > 0, first + (last - first) * part, last)
    return np.where(low.any(axis=1), between, np.inf)


def _curves(epochs: np.ndarray, share: np.ndarray, foretold: np.ndarray) -> pd.DataFrame:
    place = np.arange(len(epochs))
    kept = (place < FIRST) | (place % EVERY == 0) | (place == len(epochs) - 1)
    low, mid, high = np.quantile(share[:, kept], BAND, axis=0, method="nearest")  # each (epoch, direction)
    count, times = foretold.shape[0], epochs[kept]
    return pd.DataFrame(
        {
            "direction": np.repeat(np.arange(1, count + 1), len(times)),
            "epoch": np.tile(times, count),
            **{name: each.T.ravel() for name, each in (("low", low), ("mid", mid), ("high", high))},
            "foretold": foretold[:, kept].ravel(),
        }
    )


def _setting(X: np.ndarray, curvatures: np.ndarray, rate: float) -> pd.DataFrame:
    best = speed_law.best_rate(X)
    return pd.DataFrame(
        {
            "steepest": [curvatures[0]],
            "flattest": [curvatures[-1]],
            "ratio": [curvatures[0] / curvatures[-1]],
            "sum": [curvatures.sum()],
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
