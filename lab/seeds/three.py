"""A published setting, drawn with NumPy's legacy generator: circles, a ReLU network, and three ways to start it."""

import numpy as np
import pandas as pd

from lab.data import Data
from lab.experiment import Experiment
from lab.specs import Network, Training

ZEROS, HE, LARGE = "all zeros", "He", "larger weights"
STARTS = (ZEROS, HE, LARGE)
TRAINED, NEW = (300, 1), (100, 2)  # examples, and their seed


def circles(examples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two circles with noise 0.05, as scikit-learn draws them under `np.random.seed(seed)`: x, y of 0 and 1."""
    from sklearn.datasets import make_circles

    return make_circles(examples, noise=0.05, random_state=seed)


def setting(epochs: int = 15_000, rate: float = 0.01, precision: str = "float64") -> Experiment:
    """The experiment: 300 examples (seed 1), 2-10-5-1, ReLU, cross-entropy, full batch."""
    x, y = circles(*TRAINED)
    frame = pd.DataFrame(x, columns=["x1", "x2"]).assign(circle=y)
    return Experiment(
        data=Data.from_frame(frame, target="circle", task="binary"),
        network=Network(hidden=(10, 5), activation="relu", output="sigmoid"),
        training=Training(loss="binary_crossentropy", learning_rate=rate, epochs=epochs, precision=precision),
    )


def start(kind: str, sd: float = 10.0, seed: int = 3) -> list[np.ndarray]:
    """Kernels and zero biases in the order of Keras's `get_weights`.

        He: normal with standard deviation sqrt(2 / inputs);  larger weights: normal with standard deviation `sd`

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
