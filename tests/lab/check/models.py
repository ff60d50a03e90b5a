"""Small models and data for the tests of a checkup."""

from functools import cache

import keras
import numpy as np
from sklearn.datasets import load_digits


@cache
def digits():
    """300 images of 64 pixels, 0 to 1, and their digits."""
    found = load_digits()
    return (found.data[:300] / 16).astype("float32"), found.target[:300]


def line():
    """200 examples of five standard normal inputs, and a target near a line in them."""
    draw = np.random.default_rng(0)
    x = draw.normal(size=(200, 5)).astype("float32")
    return x, (x @ [0.5, -0.5, 0.3, 0.0, 0.1]).astype("float32")


def network(
    *, inputs=64, hidden=(16, 16), outputs=10, activation="relu", kernel="glorot_uniform", last_kernel=None,
    bias="zeros", last_bias="zeros", last="softmax", loss="sparse_categorical_crossentropy", optimizer="adam",
    metrics=None,
):  # fmt: skip
    """A compiled stack of Dense layers, the same each time."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((inputs,))])
    for i, width in enumerate(hidden):
        model.add(
            keras.layers.Dense(
                width, activation, kernel_initializer=kernel, bias_initializer=bias, name=f"hidden_{i + 1}"
            )
        )
    start = {"kernel_initializer": last_kernel or kernel, "bias_initializer": last_bias}
    model.add(keras.layers.Dense(outputs, last, name="out", **start))
    model.compile(optimizer, loss, metrics=metrics)
    return model


def regression(**more):
    """The same for one number."""
    return network(**{"inputs": 5, "outputs": 1, "last": None, "loss": "mse"} | more)
