"""A published setting, drawn with NumPy's legacy generator: circles, a ReLU network, and three ways to start it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.data import Data
from lab.experiment import Experiment
from lab.forward import logits
from lab.specs import Network, Training
from lab.training import train

ZEROS, HE, LARGE = "all zeros", "He", "large weights"
STARTS = (ZEROS, HE, LARGE)
EVERY = 100  # epochs between two that are recorded


def circles(examples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two circles with noise 0.05, as scikit-learn draws them under `np.random.seed(seed)`: x, y of 0 and 1."""
    from sklearn.datasets import make_circles

    return make_circles(examples, noise=0.05, random_state=seed)


def setting(epochs: int = 15_000, rate: float = 0.01, precision: str = "float64") -> Experiment:
    """The experiment: 300 examples (seed 1), 2-10-5-1, ReLU, cross-entropy, full batch."""
    x, y = circles(300, 1)
    frame = pd.DataFrame(x, columns=["x1", "x2"]).assign(circle=y)
    return Experiment(
        data=Data.from_frame(frame, target="circle", task="binary"),
        network=Network(hidden=(10, 5), activation="relu", output="sigmoid"),
        training=Training(loss="binary_crossentropy", learning_rate=rate, epochs=epochs, precision=precision),
    )


def start(kind: str, sd: float = 10.0, seed: int = 3) -> list[np.ndarray]:
    """Kernels and zero biases in the order of Keras's `get_weights`.

        He: normal with standard deviation sqrt(2 / inputs);  large weights: normal with standard deviation `sd`

    Args:
        kind: one of `STARTS`.
        sd: of `LARGE`.
        seed: of NumPy's legacy generator; the draws go through the layers in order, (unit, input) each.

    Source: He et al. (2015), "Delving deep into rectifiers", eq. 10.
    """
    draws, arrays = np.random.RandomState(seed), []
    for inputs, units in ((2, 10), (10, 5), (5, 1)):
        size = {ZEROS: 0.0, HE: np.sqrt(2 / inputs), LARGE: sd}[kind]
        arrays += [(draws.randn(units, inputs) * size).T + 0.0, np.zeros(units)]
    return arrays


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        costs: one row per (start, epoch): `cost`.
        ends: one row per start: `start`, `first`, `last` (cost), `right`, `right_new` (share of the training and of
            the 100 test examples classified right at the end), `moved` (largest change of a weight), `epochs`.
    """

    costs: pd.DataFrame
    ends: pd.DataFrame


def measure(experiment: Experiment, sd=10.0, seed=3, progress=None, cancelled=None) -> Found:
    """Train the network from all three starts.

    Args:
        experiment: of `setting`.
        sd, seed: as in `start`.
        progress, cancelled: as in `lab.train`.
    """
    starts = [start(kind, sd, seed) for kind in STARTS]
    initial = [np.stack(arrays) for arrays in zip(*starts, strict=True)]
    recorded = max(1, experiment.training.epochs // EVERY)
    run = train(experiment, range(3), initial=initial, recorded=recorded, weights="ends", progress=progress,
                cancelled=cancelled)  # fmt: skip
    x, y = circles(100, 2)
    said = logits([part[:, -1] for part in run.parts[0]], x, experiment.network)[..., 0] > 0  # (start, example)
    moved = [max(np.abs(part[i, -1] - part[i, 0]).max() for part in run.parts[0]) for i in range(3)]
    table = {
        "start": STARTS,
        "first": run.loss[0, :, 0],
        "last": run.loss[0, :, -1],
        "right": run.accuracy[0, :, -1],
        "right_new": (said == y).mean(axis=1),
        "moved": moved,
        "epochs": experiment.training.epochs,
    }
    costs = {"start": np.repeat(STARTS, len(run.epochs)), "epoch": np.tile(run.epochs, 3), "cost": run.loss[0].ravel()}
    return Found(costs=pd.DataFrame(costs), ends=pd.DataFrame(table))
