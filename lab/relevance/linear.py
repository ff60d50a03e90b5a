"""A linear model as a row of weights: their names, where they start, what they are trained on."""

from functools import lru_cache

import numpy as np

from lab import checks, data
from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment
from lab.initial import starts
from lab.laws import relevance as law
from lab.specs import Init, Network, Training


def check(experiment: Experiment) -> None:
    """Raise unless the laws of linear models hold for it."""
    network, training = experiment.network, experiment.training
    plain = network.hidden == () and network.output == "linear" and network.use_bias and training.loss == "mse"
    checks.that(
        plain and experiment.data.outputs == 1,
        "The law holds for a linear model: `Network.hidden` (), `Network.output` 'linear', `Network.use_bias` True, "
        "`Training.loss` 'mse' and one target.",
    )


def names(experiment: Experiment) -> list[str]:
    """Names of the weights: w1, w2, ..., b."""
    return [f"w{i}" for i in range(1, experiment.data.inputs + 1)] + ["b"]


def useless(experiment: Experiment) -> list[str]:
    """Names of the weights whose columns have no part in the truth; in a table, of all but the first."""
    of = experiment.data
    truth = [1.0] if of.table else [of.slope, *(column.weight for column in of.columns)]
    truth += [0.0] * (of.inputs - len(truth))
    return [name for name, part in zip(names(experiment), truth, strict=False) if part == 0]


def examples(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """The design, (example, weight), and the targets, (example,)."""
    x, y = data.load(experiment.data, experiment.training.precision)
    return law.design(x), y[:, 0].astype(float)


def flat(arrays: list[np.ndarray]) -> np.ndarray:
    """Weights (..., weight) as float64, from kernels (..., input, 1) and biases (..., 1)."""
    kernel, bias = (np.asarray(array, float) for array in arrays)
    return np.concatenate([kernel[..., 0], bias], axis=-1)


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
