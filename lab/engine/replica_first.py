"""Replicas as the outermost axis: batched matrix products, for networks too large to unroll.

A compiled matrix product rounds a full vector of columns and the columns left over differently, which would tell
equal units apart. Hidden layers are therefore padded to a multiple of 16 units; the padding never moves.
"""

import numpy as np
import tensorflow as tf

from lab.engine.signature import Signature
from lab.specs import weight_shapes

VECTOR = 16


class ReplicaFirst:
    """The layout (replica, ...)."""

    output_axis = -1
    sample_axis = 1  # of what is left once the outputs are summed: (replica, sample)

    def __init__(self, signature: Signature):
        self.signature = signature
        self.widths = signature.widths
        self.padded = [self.widths[0], *(-(-units // VECTOR) * VECTOR for units in self.widths[1:-1]), self.widths[-1]]

    def stacked(self, arrays: list[np.ndarray]) -> list[np.ndarray]:
        """Weights as the program holds them, padded with zeros, from arrays (replica, *shape)."""
        return [self._pad(array, shape) for array, shape in zip(arrays, self._shapes(self.padded), strict=True)]

    def unstacked(self, arrays: list[np.ndarray]) -> list[np.ndarray]:
        """Arrays (slot, replica, *shape) from recorded weights, the padding cut off."""
        shapes = self._shapes(self.widths)
        return [array[(..., *map(slice, shape))] for array, shape in zip(arrays, shapes, strict=True)]

    def examples(self, arrays: list[np.ndarray]) -> np.ndarray:
        """x or y as the program takes it: (replica, sample, column), or (1, sample, column) for all."""
        return np.stack(arrays)

    def rows(self, orders: np.ndarray) -> np.ndarray:
        """Order of the examples as the program takes it, from (replica, epoch, position)."""
        return np.ascontiguousarray(orders.swapaxes(0, 1))  # (epoch, replica, position)

    def positions(self, orders: tf.Tensor, epoch: tf.Tensor, positions: tf.Tensor) -> tf.Tensor:
        """The rows at these places of an epoch, (replica, position), and no copy of the epoch."""
        replicas, length = orders.shape[1:]
        return tf.gather(
            tf.reshape(orders, (-1,)), (epoch * replicas + tf.range(replicas))[:, None] * length + positions
        )

    def spread(self, rate: tf.Tensor, parameter: tf.Tensor) -> tf.Tensor:
        """A number per replica, shaped to multiply a parameter."""
        return tf.reshape(rate, (-1, *(1 for _ in parameter.shape[1:])))

    def kept(self, gradients: list[tf.Tensor]) -> list[tf.Tensor]:
        """Gradients of real weights alone: those of the padding are set to zero."""
        real = [np.ones(shape, bool) for shape in self._shapes(self.widths)]
        masks = [self._pad(mask[None], shape)[0] for mask, shape in zip(real, self._shapes(self.padded), strict=True)]
        return [
            gradient if mask.all() else tf.where(mask, gradient, tf.zeros_like(gradient))
            for gradient, mask in zip(gradients, masks, strict=True)
        ]

    def batch(self, columns: tf.Tensor, rows: tf.Tensor) -> tf.Tensor:
        """The chosen examples of x or y: (replica, position, column)."""
        return tf.gather(columns[0], rows) if columns.shape[0] == 1 else tf.gather(columns, rows, batch_dims=1)

    @staticmethod
    def dense(values: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor | None = None) -> tf.Tensor:
        """z = a K + b for every replica: (replica, sample, unit)."""
        shared = values.shape[0] == 1 and kernel.shape[0] != 1
        product = tf.einsum("si,riu->rsu", values[0], kernel) if shared else tf.matmul(values, kernel)
        return product if bias is None else product + bias[:, None]

    def _shapes(self, widths) -> list[tuple[int, ...]]:
        return weight_shapes(widths, self.signature.use_bias)

    @staticmethod
    def _pad(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        return np.pad(array, [(0, 0), *((0, wide - have) for wide, have in zip(shape, array.shape[1:], strict=True))])
