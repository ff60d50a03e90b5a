"""One pass of a sample through a model, layer by layer, as training sees it but without its noise."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from lab.check.model_layers import array, leaves


@dataclass(eq=False)
class Passed:
    """What one layer got and gave when it was called.

    Attributes:
        layer: of Keras.
        given: its first argument, a tensor.
        result: what it returned, a tensor.
    """

    layer: object
    given: object
    result: object

    @property
    def name(self) -> str:
        """Of the layer."""
        return self.layer.name


@dataclass(eq=False)
class Recording:
    """A pass.

    Attributes:
        calls: in the order in which they ended.
        outputs: of the model, a tensor or a structure of some.
        cost: as `fit` computes it, penalties included; None where there is no loss.
        penalty: what regularizers and the like add to it.
        gradients: variable's id -> its derivative, zeros where the cost does not depend on it.
    """

    calls: list[Passed]
    outputs: object
    cost: float | None
    penalty: float = 0.0
    gradients: dict[int, np.ndarray] = field(default_factory=dict)


@contextlib.contextmanager
def _heard(model, calls: list[Passed]) -> Iterator[None]:
    """Every call of a layer within is noted; batches are normalised as in training, and nothing else is random."""
    import keras

    heard = []
    for layer in leaves(model):
        normalises = isinstance(layer, keras.layers.BatchNormalization)
        object.__setattr__(layer, "call", _noted(layer, layer.call, calls, normalises))
        heard.append(layer)
    try:
        yield
    finally:
        for layer in heard:
            object.__delattr__(layer, "call")


def _noted(layer, call, calls: list[Passed], normalises: bool):
    def noted(*arguments, **named):
        if normalises:
            named["training"] = True
        result = call(*arguments, **named)
        given = arguments[0] if arguments else next(iter(named.values()), None)
        given = given[0] if isinstance(given, (list, tuple)) and given else given  # of a sum its first part
        if hasattr(result, "shape") and hasattr(given, "shape"):
            calls.append(Passed(layer, given, result))
        return result

    return noted


def record(model, x, y=None) -> Recording:
    """Send a sample through a model, and the cost's derivatives back.

    Args:
        model: of Keras, built.
        x, y: tensors, or structures of some; without y there is no cost.
    """
    import tensorflow as tf

    calls, wanted = [], model.trainable_variables
    with _heard(model, calls), tf.GradientTape() as tape:
        outputs = model(x, training=False)
        cost = None if y is None else model.compute_loss(x=x, y=y, y_pred=outputs, training=True)
        penalty = float(sum(float(each) for each in model.losses))
    if cost is None:
        return Recording(calls, outputs, None)
    found = tape.gradient(cost, wanted)
    gradients = {
        id(variable): np.zeros(variable.shape, np.float32) if each is None else array(tf.convert_to_tensor(each))
        for variable, each in zip(wanted, found, strict=True)
    }
    return Recording(calls, outputs, float(cost), penalty, gradients)


def passed_back(model, x, place: int, side: str) -> list[np.ndarray | None]:
    """How a random direction at one place arrives at the results of all calls.

    Args:
        model, x: as of `record`.
        place, side: which call, and whether at what it got or what it gave: "given" or "result".

    Returns:
        The derivatives of sum of v r at each call's result, divided by |v|: v standard normal, r what stands at that
        place; None where they do not depend on one another.
    """
    import tensorflow as tf

    calls: list[Passed] = []
    with tf.GradientTape() as tape, _heard(model, calls):
        tape.watch([each for each in tf.nest.flatten(x) if each.dtype.is_floating])
        model(x, training=False)
        result = getattr(calls[place], side)
        draw = np.random.default_rng(0).normal(size=result.shape)
        total = tf.reduce_sum(result * tf.cast(draw / np.linalg.norm(draw), result.dtype))
    found = tape.gradient(total, [call.result for call in calls])
    return [None if each is None else array(tf.convert_to_tensor(each)) for each in found]
