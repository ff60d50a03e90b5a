"""The weights that lead into each unit of a Keras layer, as one row a unit.

A unit is what has an output of its own: a unit of a Dense or recurrent layer, a filter, a row of an Embedding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

Arrange = Callable[["tf.Tensor"], "tf.Tensor"]


def incoming(layer: keras.layers.Layer) -> np.ndarray | None:
    """The weights into each unit, bias last: (unit, weight); None for a layer that has no units."""
    parts = arrangement(layer)
    return np.asarray(rows(parts, lambda variable: variable.value)) if parts else None


def rows(parts: list[tuple[keras.Variable, Arrange]], value: Callable) -> tf.Tensor:
    """A layer's `arrangement` of what `value` gives for each variable, weights or gradients: (unit, weight)."""
    import tensorflow as tf

    return tf.concat([arrange(tf.convert_to_tensor(value(variable))) for variable, arrange in parts], axis=1)


def arrangement(layer: keras.layers.Layer) -> list[tuple[keras.Variable, Arrange]]:
    """The variables that lead into a layer's units, and how each becomes (unit, weight); [] if it has no units."""
    from keras import layers

    if not layer.built:
        return []
    if isinstance(layer, layers.RNN):
        return _of_cell(layer.cell)
    if isinstance(layer, layers.Embedding):
        return [(layer.embeddings, _units_at(0))]
    kernel = _kernel(layer)
    if not kernel:
        return []
    units = kernel[1](kernel[0].value).shape[0]
    bias = getattr(layer, "bias", None)
    biased = bias is not None and int(np.prod(bias.shape)) == units
    return [kernel, (bias, _column)] if biased else [kernel]


def _kernel(layer: keras.layers.Layer) -> tuple[keras.Variable, Arrange] | None:
    from keras import layers
    from keras.src.layers.convolutional import (  # the bases of all ranks, which Keras does not export
        base_conv,
        base_conv_transpose,
        base_depthwise_conv,
        base_separable_conv,
    )

    if isinstance(layer, layers.EinsumDense):
        return layer.kernel, _units_at(*_einsum_axes(layer.equation))
    if isinstance(layer, base_separable_conv.BaseSeparableConv):
        return layer.pointwise_kernel, _units_at(-1)
    if isinstance(layer, base_depthwise_conv.BaseDepthwiseConv):
        return layer.kernel, _units_at(-2, -1)
    if isinstance(layer, base_conv_transpose.BaseConvTranspose):
        return layer.kernel, _units_at(-2)
    if isinstance(layer, (layers.Dense, base_conv.BaseConv)):
        return layer.kernel, _units_at(-1)
    return None


def _of_cell(cell: keras.layers.Layer) -> list[tuple[keras.Variable, Arrange]]:
    """Of a recurrent layer: what leads into all gates of a unit, from the inputs and from the other units."""
    from keras import layers

    if not isinstance(cell, (layers.LSTMCell, layers.GRUCell, layers.SimpleRNNCell)):
        return []
    variables = [cell.kernel, cell.recurrent_kernel, *([cell.bias] if cell.use_bias else [])]
    return [(variable, _gates(cell.units)) for variable in variables]


def _units_at(*axes: int) -> Arrange:
    """The units lie along these axes."""

    def arrange(tensor: tf.Tensor) -> tf.Tensor:
        import tensorflow as tf

        rank = len(tensor.shape)
        first = [axis % rank for axis in axes]
        order = first + [axis for axis in range(rank) if axis not in first]
        return tf.reshape(tf.transpose(tensor, order), (int(np.prod([tensor.shape[axis] for axis in first])), -1))

    return arrange


def _gates(units: int) -> Arrange:
    """The units of each gate lie next to each other along the last axis."""

    def arrange(tensor: tf.Tensor) -> tf.Tensor:
        import tensorflow as tf

        by_unit = tf.transpose(tf.reshape(tensor, (-1, tensor.shape[-1] // units, units)), (2, 0, 1))
        return tf.reshape(by_unit, (units, -1))

    return arrange


def _column(bias: tf.Tensor) -> tf.Tensor:
    import tensorflow as tf

    return tf.reshape(bias, (-1, 1))


def _einsum_axes(equation: str) -> list[int]:
    """The axes of an EinsumDense's kernel that its inputs do not have."""
    given, kernel = equation.replace("...", "").split("->")[0].split(",")
    return [axis for axis, letter in enumerate(kernel) if letter not in given]
