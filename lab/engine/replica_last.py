"""Replicas as the innermost axis: one vector of replicas per weight, the inputs of a layer unrolled.

For small networks. Every unit of a layer goes through the same instructions, so units that start equal stay equal to
the bit.
"""

import numpy as np
import tensorflow as tf

from lab.engine.signature import Signature

OUTPUT, SAMPLE = 0, 1  # axes of activations: (unit, sample, replica)


class ReplicaLast:
    """The layout (..., replica)."""

    output_axis = OUTPUT
    sample_axis = 0  # of what is left once the outputs are summed: (sample, replica)

    def __init__(self, signature: Signature):
        self.signature = signature

    def stacked(self, arrays: list[np.ndarray]) -> list[np.ndarray]:
        """Weights as the program holds them, from arrays (replica, *shape)."""
        return [np.ascontiguousarray(np.moveaxis(array, 0, -1)) for array in arrays]

    def unstacked(self, arrays: list[np.ndarray]) -> list[np.ndarray]:
        """Arrays (slot, replica, *shape) from recorded weights (slot, *shape, replica)."""
        return [np.moveaxis(array, -1, 1) for array in arrays]

    def examples(self, arrays: list[np.ndarray]) -> np.ndarray:
        """x or y as the program takes it, from one array (sample, column) per replica, or one for all."""
        return np.ascontiguousarray(np.stack(arrays, axis=-1).swapaxes(0, 1))  # (column, sample, replica or 1)

    def rows(self, orders: np.ndarray) -> np.ndarray:
        """Order of the examples as the program takes it, from (replica, epoch, position)."""
        return np.ascontiguousarray(np.moveaxis(orders, 0, -1))  # (epoch, position, replica)

    def positions(self, orders: tf.Tensor, epoch: tf.Tensor, positions: tf.Tensor) -> tf.Tensor:
        """The rows at these places of an epoch, (position, replica), and no copy of the epoch."""
        length, replicas = orders.shape[1:]
        return tf.gather(tf.reshape(orders, (-1, replicas)), epoch * length + positions)

    def spread(self, rate: tf.Tensor, parameter: tf.Tensor) -> tf.Tensor:
        """A number per replica, shaped to multiply a parameter."""
        return rate

    def kept(self, gradients: list[tf.Tensor]) -> list[tf.Tensor]:
        """Gradients of real weights alone; there are no others."""
        return gradients

    def batch(self, columns: tf.Tensor, rows: tf.Tensor) -> tf.Tensor:
        """The chosen examples of x or y: (column, position, replica)."""
        if columns.shape[-1] == 1:
            return tf.gather(columns[..., 0], rows, axis=1)
        replicas = columns.shape[-1]
        flat = tf.reshape(columns, (columns.shape[0], -1))
        return tf.gather(flat, rows * replicas + tf.range(replicas), axis=1)

    @staticmethod
    def dense(values: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor | None = None) -> tf.Tensor:
        """z_u = b_u + sum_i a_i k_iu: (unit, sample, replica)."""
        product = _product(values, kernel)
        return product if bias is None else product + bias[:, None]


@tf.custom_gradient
def _product(values: tf.Tensor, kernel: tf.Tensor):
    """sum_i a_i k_iu, unrolled over i: (unit, sample, replica).

    The gradient is spelled out so that all inputs and all units go through the same loops: left to automatic
    differentiation, the unrolled terms are compiled apart and may round differently.
    """
    inputs, rows = tf.unstack(values[:, None]), tf.unstack(kernel[:, :, None])
    total = inputs[0] * rows[0]
    for one, row in zip(inputs[1:], rows[1:], strict=True):
        total = total + one * row

    def gradient(upstream):
        to_kernel = tf.reduce_sum(values[:, None] * upstream[None], axis=2)
        if values.shape[-1] != kernel.shape[-1]:  # examples that all replicas share need no gradient
            return tf.zeros_like(values), to_kernel
        return tf.reduce_sum(upstream[None] * kernel[:, :, None], axis=1), to_kernel

    return total, gradient
