"""Whether 1/m may go into the learning rate: the mean with a rate, and the sum with that rate over m."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.data import Data, load
from lab.experiment import Experiment
from lab.softmax.by_hand import Descent, descend
from lab.specs import Init, Network, Training
from lab.training import train

START = Experiment(
    data=Data("blobs", n=96, noise=1.2),  # they overlap, so that the cost has a minimum
    network=Network(hidden=(), output="softmax"),
    init=Init("zeros"),
    training=Training(
        loss="categorical_crossentropy", learning_rate=0.3, epochs=60, shuffle=False, precision="float64"
    ),
)
MEAN, OVER, SAME = "mean, rate r", "sum, rate r / m", "sum, rate r"
FOLLOWS = 1e-5  # of the largest weight: weights that stay closer take the same path


@dataclass(frozen=True)
class Paths:
    """What was found.

    Attributes:
        costs: one row per (path, epoch): `cost`, the mean over all examples.
        apart: one row per path of the sums: `weights`, the largest difference of a weight from the path of the mean,
            over all epochs, `early`: the same after the first, `size`: the largest weight of the
            mean, and `cost` after the last epoch.
        m: examples a step.
        uneven: whether the last step of an epoch has fewer.
    """

    costs: pd.DataFrame
    apart: pd.DataFrame
    m: int
    uneven: bool


def paths(experiment: Experiment) -> Paths:
    """Train the mean with the laboratory's engine, and the sum by hand with rate r / m and with rate r.

    Args:
        experiment: softmax regression from zeros, float64, not shuffled, optimizer "sgd", "momentum" or "adam".
    """
    training, examples = experiment.training, experiment.data.examples
    m = min(training.batch_size or examples, examples)
    run = train(experiment, [0], recorded=training.epochs)
    mean = np.concatenate([run.arrays[0][0, 0], run.arrays[1][0, 0][:, None]], axis=1)  # (epoch, input and bias, class)
    x, y = load(experiment.data, "float64")
    rates = np.array([training.learning_rate / m, training.learning_rate])
    sums = descend(
        x, y, rates, batch=m, epochs=training.epochs, reduction="sum", optimizer=training.optimizer
    )  # fmt: skip
    costs = {MEAN: run.loss[0, 0], OVER: sums.costs[0], SAME: sums.costs[1]}
    rows = [pd.DataFrame({"path": name, "epoch": run.epochs, "cost": cost}) for name, cost in costs.items()]
    return Paths(pd.concat(rows, ignore_index=True), _apart(sums, mean), m, examples % m > 0)


def _apart(sums: Descent, mean: np.ndarray) -> pd.DataFrame:
    apart = np.abs(sums.layers - mean).max(axis=(2, 3))  # (path, epoch)
    return pd.DataFrame(
        {"path": [OVER, SAME], "weights": apart.max(axis=1), "early": apart[:, 1], "size": np.abs(mean).max(),
         "cost": sums.costs[:, -1]}
    )  # fmt: skip
