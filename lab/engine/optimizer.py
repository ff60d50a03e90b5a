"""Keras's optimizers, applied to stacked weights that live in a loop instead of in variables."""

import keras
import tensorflow as tf

from lab.network import OPTIMIZERS


class Functional:
    """Writes go to the surrounding `keras.StatelessScope`; the TensorFlow backend of Keras would write at once."""

    def assign(self, variable, value):
        variable.assign(value)

    def assign_add(self, variable, value):
        variable.assign(variable + value)

    def assign_sub(self, variable, value):
        variable.assign(variable - value)

    def _var_key(self, variable):
        return id(variable)


class Optimizer:
    """One Keras optimizer over a list of stacked weights.

    Its state is a list of tensors that is passed in and comes back, so any number of threads may use it at once.
    """

    def __init__(self, name: str, momentum: float, shapes: list[tuple[int, ...]], dtype: str):
        kind, options = OPTIMIZERS[name]
        if momentum:
            options = {**options, "momentum": momentum}
        base = getattr(keras.optimizers, kind)
        self._keras = type(kind, (Functional, base), {})(**options)
        self._weights = [keras.Variable(tf.zeros(shape, dtype), dtype=dtype) for shape in shapes]
        self._keras.build(self._weights)
        own = {id(self._keras.iterations), id(self._keras.learning_rate)}
        self._slots = [v for v in self._keras.variables if id(v) not in own and v.shape]

    def start(self) -> list:
        """The state before the first step, as arrays."""
        return [slot.numpy() for slot in self._slots]

    def step(self, weights: list, state: list, gradients: list, rates: list, decays: list, count: tf.Tensor):
        """Weights and state after one step.

        Args:
            weights, state, gradients: stacked tensors.
            rates: learning rate for each weight, shaped to multiply it.
            decays: weight decay likewise.
            count: steps taken so far.
        """
        each = zip(weights, decays, rates, strict=True)  # without decay even an infinite weight stays what it is
        weights = [w - tf.math.multiply_no_nan(w, decay) * rate for w, decay, rate in each]
        held = [*self._weights, *self._slots]
        mapping = list(zip(held, [*weights, *state], strict=True))
        counter = (self._keras.iterations, tf.cast(count, self._keras.iterations.dtype))
        with keras.StatelessScope([*mapping, counter]) as scope:
            for variable, gradient, rate in zip(self._weights, gradients, rates, strict=True):
                self._keras.update_step(gradient, variable, rate)
        after = [scope.get_current_value(variable) for variable in held]
        return after[: len(weights)], after[len(weights) :]
