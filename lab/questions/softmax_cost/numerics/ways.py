"""Ways to compute one cost: softmax and cross-entropy of two logits, written out, clipped, or from the logits."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

WAYS = ("from_logits=True", "softmax layer", "from probabilities", "plain NumPy")


@lru_cache(maxsize=2)
def ways(precision: str) -> dict[str, Callable]:
    """Name of `WAYS` -> function of logits (example, 2), the right one first -> cost (example,), gradient like z.

    Args:
        precision: "float32" or "float64", of the logits and of everything that is done with them.
    """
    import keras
    import tensorflow as tf

    loss = keras.losses.CategoricalCrossentropy(reduction="none", dtype=precision)
    from_logits = keras.losses.CategoricalCrossentropy(from_logits=True, reduction="none", dtype=precision)
    layer = keras.Sequential([keras.Input((2,), dtype=precision), keras.layers.Dense(2, "softmax", dtype=precision)])
    layer.set_weights([np.eye(2), np.zeros(2)])
    costs = {
        "from probabilities": lambda y, z: loss(y, tf.nn.softmax(z)),
        "from_logits=True": from_logits,
        "softmax layer": tf.function(lambda y, z: loss(y, layer(z)), reduce_retracing=True),
    }
    return {"plain NumPy": _in_numpy, **{name: _differentiated(cost) for name, cost in costs.items()}}


def softmax(z: np.ndarray) -> np.ndarray:
    """As the formula stands: a = e^z / sum of e^z."""
    with np.errstate(all="ignore"):  # what overflows is to be seen, not to be warned of
        powers = np.exp(z)
        return powers / powers.sum(axis=1, keepdims=True)  # (example, class)


def _in_numpy(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As the formulas stand: C = -sum of y log a, gradient a - y."""
    y, a = np.array([1.0, 0.0], z.dtype), softmax(z)
    with np.errstate(all="ignore"):
        return -(y * np.log(a)).sum(axis=1), a - y


def _differentiated(cost_of: Callable) -> Callable:
    """The function z -> cost and gradient, of a cost (y, z), by automatic differentiation."""
    import tensorflow as tf

    def way(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logits = tf.constant(z)
        y = tf.constant(np.tile(np.array([1.0, 0.0], z.dtype), (len(z), 1)))
        with tf.GradientTape() as tape:
            tape.watch(logits)
            cost = cost_of(y, logits)
        return cost.numpy(), tape.gradient(cost, logits).numpy()

    return way
