"""A linear model as a row of weights: their names, where they start, what they are trained on, when they arrive."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from lab import checks, data, prose
from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment
from lab.initial import starts
from lab.laws import relevance as law
from lab.specs import Init, Network, Training

ENOUGH = 0.01  # a direction has arrived when this share of its starting distance is left
EQUAL = 1e-6  # of its largest value: a column that varies less is constant
FIRST, EVERY = 16, 4  # a line of many records shows the first ones, then every fourth


def plain(experiment: Experiment) -> bool:
    """Whether it is a line with a bias, one target and the loss "mse"."""
    network, training = experiment.network, experiment.training
    line = network.hidden == () and network.output == "linear" and network.use_bias
    return line and training.loss == "mse" and experiment.data.outputs == 1


def check(experiment: Experiment) -> None:
    """Raise unless the laws of linear models hold for it."""
    checks.require(
        plain(experiment),
        "The law holds for a linear model: `Network.hidden` (), `Network.output` 'linear', `Network.use_bias` True, "
        "`Training.loss` 'mse' and one target.",
    )


def names(experiment: Experiment) -> list[str]:
    """Names of the weights: w1, w2, ..., b."""
    return [f"w{i}" for i in range(1, experiment.data.inputs + 1)] + ["b"]


def examples(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """The design, (example, weight), and the targets, (example,)."""
    x, y = data.load(experiment.data, experiment.training.precision)
    return law.design(x), y[:, 0].astype(float)


def constants(experiment: Experiment) -> list[str]:
    """Names of the columns that are the same for all examples, as far as their precision tells: x1, x2, ..."""
    X, _ = examples(replace(experiment, data=replace(experiment.data, standardize=False)))
    still = X[:, :-1].std(axis=0) <= EQUAL * np.abs(X[:, :-1]).max(axis=0)
    return [f"x{place}" for place in np.flatnonzero(still) + 1]


def left_out(experiment: Experiment) -> str:
    """What to do about the constant columns of an experiment; "" where it has none."""
    names = constants(experiment)
    if not names:
        return ""
    has, it = ("it is", "it") if len(names) == 1 else ("they are", "them")
    return (
        f"Leave {prose.listed(names)} out: {has} the same for all examples, so standardising leaves only zeros of "
        f"{it}, and a constant that the truth needs is the bias's work. "
    )


def flat(arrays: list[np.ndarray]) -> np.ndarray:
    """Weights (..., weight) as float64, from kernels (..., input, 1) and biases (..., 1)."""
    kernel, bias = (np.asarray(array, float) for array in arrays)
    return np.concatenate([kernel[..., 0], bias], axis=-1)


def left(weights: np.ndarray, X: np.ndarray, y: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Share of its starting distance to endless training's end that every direction has left.

    Args:
        weights: (seed, epoch, weight).
        X, y: the examples.
        vectors: (direction, weight).

    Returns:
        (seed, epoch, direction)
    """
    with np.errstate(invalid="ignore"):  # weights that diverged: inf - inf
        apart = np.abs((weights - law.end(X, y, weights[:, 0])[:, None]) @ vectors.T)
    return apart / apart[:, :1]


def least(X: np.ndarray, y: np.ndarray) -> float:
    """The lowest cost that any weights have: the mean squared error of least squares; X has a column of ones."""
    return float(np.mean((X @ np.linalg.lstsq(X, y, rcond=None)[0] - y) ** 2))


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


def drawn(experiment: Experiment, seeds) -> list[np.ndarray]:
    """What `lab.train` starts from: kernels (seed, input, 1) and biases (seed, 1).

    Drawn once for all experiments with these starts: a thousand take longer than a short training.
    """
    return _drawn(experiment.init, experiment.data.inputs, experiment.training.precision, tuple(seeds))


@lru_cache(maxsize=8)
def _drawn(init: Init, inputs: int, precision: str, seeds: tuple[int, ...]) -> list[np.ndarray]:
    columns, training = (Column("zero"),) * (inputs - 1), Training(loss="mse", precision=precision)
    network = Network(hidden=(), output="linear")
    return starts(Experiment(data=Data("line", columns=columns), network=network, init=init, training=training), seeds)


def whole(value: float) -> int:
    """A finite number of epochs or steps, rounded up: rounding errors are none more."""
    return math.ceil(value * (1 - 1e-6))


def rounded_up(value: float, never: str = "never") -> str:
    """The same as a text; `never` where it is infinite."""
    return f"{whole(value):,}" if math.isfinite(value) else never
