"""A softmax of one unit, which says 1 whatever comes in: trained in plain Keras, beside what one should write."""

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

from lab.data import Data, load
from lab.progress import Cancelled, Progress

DATA = Data("breast_cancer", standardize=True)  # two classes of unequal size
RATE, STEPS = 0.5, 100
LAYERS: dict[str, tuple] = {  # what one may write -> units, activation, whether a Reshape follows, loss
    'Dense(1, "sigmoid"), BinaryCrossentropy': (1, "sigmoid", False, "BinaryCrossentropy"),
    'Dense(2, "softmax"), SparseCategoricalCrossentropy': (2, "softmax", False, "SparseCategoricalCrossentropy"),
    'Dense(1, "softmax"), BinaryCrossentropy': (1, "softmax", False, "BinaryCrossentropy"),
    'Dense(1, "softmax"), Reshape, BinaryCrossentropy': (1, "softmax", True, "BinaryCrossentropy"),
    'Dense(1, "softmax"), CategoricalCrossentropy': (1, "softmax", False, "CategoricalCrossentropy"),
}


def trained(data: Data = DATA, progress: Callable | None = None, cancelled: Callable | None = None) -> pd.DataFrame:
    """Train each of `LAYERS` from zeros by full-batch gradient descent, `STEPS` steps at `RATE`.

    Args:
        data: with two classes.
        progress, cancelled: as in `lab.train`.

    Returns:
        One row per code: `code`, `first` and `last` loss as `fit` prints it, `accuracy` at the end as `fit` prints it,
        `moved`: largest change of a weight, `low` and `high`: least and largest output for class 1 over the examples;
        the same in every row `ones`: share of class 1, and `examples`.
    """
    x, y = load(data, "float32")
    rows = []
    for place, code in enumerate(LAYERS, start=1):
        if cancelled and cancelled():
            raise Cancelled
        rows.append({"code": code, **_one(code, x, y)})
        if progress:
            progress(Progress(place / len(LAYERS), place, len(LAYERS), STEPS))
    return pd.DataFrame(rows).assign(ones=float(y.mean()), examples=len(x))


def _one(code: str, x: np.ndarray, y: np.ndarray) -> dict:
    import keras

    units, activation, reshaped, loss = LAYERS[code]
    dense = keras.layers.Dense(units, activation, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input(x.shape[1:]), dense, *([keras.layers.Reshape((units,))] if reshaped else [])])
    model.compile(keras.optimizers.SGD(RATE), getattr(keras.losses, loss)(), metrics=["accuracy"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns of the softmax of one unit; the table says so
        losses = [float(model.train_on_batch(x, y, return_dict=True)["loss"]) for _ in range(STEPS)]
        end = model.test_on_batch(x, y, return_dict=True)
        outputs = np.asarray(model(x))[:, -1]
    moved = max(float(np.abs(array).max()) for array in model.get_weights())
    return {
        "first": losses[0], "last": float(end["loss"]), "accuracy": float(end["accuracy"]), "moved": moved,
        "low": float(outputs.min()), "high": float(outputs.max()),
    }  # fmt: skip
