"""The measures of units at many sets of weights of one model, in one compiled program."""

from collections.abc import Iterator

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

from lab.check import units


def measured(model: keras.Model, weights: list[np.ndarray], x: object, y: object) -> Iterator[pd.DataFrame]:
    """The frame of `units.units` for each set of weights.

    Args:
        model: whose units are measured; it is not changed.
        weights: of each of its weights, (seed, epoch, *shape).
        x, y: examples, of which a sample is looked at.
    """
    inputs = units.sample(x)
    targets = units.sample(y) if units.has_loss(model) else None

    @tf.function(autograph=False)
    def program(values):
        with keras.StatelessScope(zip(model.weights, values, strict=True), collect_losses=True):
            return units.measured(model, inputs, targets)

    for at in np.ndindex(weights[0].shape[:2]):
        found = program([tf.constant(array[at]) for array in weights])
        yield units.frame({key: array.numpy() for key, array in found.items()})
