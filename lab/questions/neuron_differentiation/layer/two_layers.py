"""One initializer for several layers: which numbers real Keras layers start with."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import frames
from lab.experiment import Experiment

SEED, OTHER = 7, 8
# way -> two initializers, for the first and for the second layer
WAYS: dict[str, Callable] = {
    "one object with the seed 7, used for both": lambda keras: (keras.initializers.GlorotUniform(SEED),) * 2,
    "two objects, both with the seed 7": lambda keras: tuple(keras.initializers.GlorotUniform(SEED) for _ in range(2)),
    "one object without a seed, used for both": lambda keras: (keras.initializers.GlorotUniform(),) * 2,
    "two objects, with the seeds 7 and 8": lambda keras: tuple(
        keras.initializers.GlorotUniform(seed) for seed in (SEED, OTHER)
    ),
    "one object with a SeedGenerator": lambda keras: (
        (keras.initializers.GlorotUniform(keras.random.SeedGenerator(SEED)),) * 2
    ),
    "by name, as is the default": lambda keras: ("glorot_uniform",) * 2,
}
CAUTION = (
    "Real Keras layers, one behind the other. An initializer object with a whole number as its seed, or with none, "
    "gives the same numbers at every call; only a SeedGenerator goes on. A layer that names its initializer gets an "
    "object of its own. Layers in a row have other neighbours, so this makes no clones of their units; layers side by "
    "side that see the same inputs would start as copies of each other."
)


@dataclass(frozen=True)
class Kernels:
    """What two layers start with.

    Attributes:
        weights: one row per (kernel, input, unit): `value`; the kernels are "first", "second" and "difference".
        difference: largest size of a difference; 0.0 means exactly equal.
        other: correlation of the first kernel's first numbers with the numbers of a third layer of another width that
            the second initializer draws too; 1 means the same numbers but for a factor.
    """

    weights: pd.DataFrame
    difference: float
    other: float


def kernels(experiment: Experiment, way: str) -> Kernels:
    """Build real Keras layers one behind the other, and read their kernels.

    Args:
        experiment: its first hidden width is that of the first two layers, and of their input; the third layer has
            as many units as the data have outputs.
        way: how their initializers are made, a key of `WAYS`.
    """
    import keras

    units, outputs = experiment.network.hidden[0], experiment.data.outputs
    one, two = WAYS[way](keras)
    layers = [keras.layers.Dense(width, kernel_initializer=each) for width, each in ((units, one), (units, two))]
    layers.append(keras.layers.Dense(outputs, kernel_initializer=two))
    keras.Sequential([keras.Input((units,)), *layers])
    first, second, third = (layer.get_weights()[0] for layer in layers)
    places = [(number + 1,) for number in range(units)]
    axes = [(("kernel",), [("first",), ("second",), ("difference",)]), (("input",), places), (("unit",), places)]
    weights = frames.tidy(axes, {"value": np.stack([first, second, second - first])})
    other = np.corrcoef(first.ravel()[: third.size], third.ravel())[0, 1]
    return Kernels(weights, float(np.abs(second - first).max()), float(other))


def verdict(found: Kernels, way: str) -> str:
    """Whether the two layers start with the same numbers, in a sentence or two."""
    count = int((found.weights["kernel"] == "first").sum())
    if found.difference == 0:
        says = f"Twice the same {count} weights: the largest difference is exactly 0 ({way})."
    else:
        says = f"Other weights in each layer ({way})."
    if abs(found.other) > 0.999:
        says += " A third layer of another width gets the same numbers once more, from the first on, but for a factor:"
        says += f" correlation {found.other:.6f}."
    return says
