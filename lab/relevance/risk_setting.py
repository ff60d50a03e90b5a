"""Data sets of one useful column and many useless ones, and the model that is trained on some of them."""

from dataclasses import replace

import numpy as np

from lab.data import Data
from lab.experiment import Experiment
from lab.specs import Init, Network, Training
from lab.table import Table

MOST = 60  # columns that a data set has; a model is given the first few of them
NETWORK = Network(hidden=(), output="linear", use_bias=False)
TRAINING = Training(loss="mse", optimizer="sgd", learning_rate=0.05, epochs=3000)


def made(draw: int, examples: int, sigma: float, worth: float) -> tuple[np.ndarray, np.ndarray]:
    """One data set: y = worth x1 + noise.

    Args:
        draw: of its numbers; two of different size have different numbers.
        examples: n.
        sigma: standard deviation of the noise.
        worth: of x1, the first column.

    Returns:
        x, (example, `MOST`), independent standard normal numbers; y, (example,).
    """
    draws = np.random.default_rng(np.random.SeedSequence(draw, spawn_key=(examples,)))
    x, noise = draws.normal(size=(examples, MOST)), draws.normal(size=examples)
    return x, worth * x[:, 0] + sigma * noise


def table(x: np.ndarray, y: np.ndarray, columns: int) -> Table:
    """The first few columns of a data set; the others are 0, so that no training moves their weights."""
    values = np.where(np.arange(MOST) < columns, x, 0.0)
    return Table(tuple(f"x{i}" for i in range(1, MOST + 1)), ("y",), (), "regression", values, y[:, None])


def experiment(columns: int, examples: int, sigma: float, worth: float, begin: float, **training) -> Experiment:
    """A linear model without a bias on the first few columns of draw 0.

    Args:
        columns: that it is given.
        examples, sigma, worth: as in `made`.
        begin: standard deviation of its weights at the start.
        training: fields of `Training`.
    """
    data = Data("table", table=table(*made(0, examples, sigma, worth), columns))
    init = Init("normal", stddev=begin) if begin else Init("zeros")
    return Experiment(data=data, network=NETWORK, init=init, training=replace(TRAINING, **training))
