"""The layers of a Keras model that hold weights, and the vectors of weights that make a unit of each."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from lab.check.finding import figure

CHANCE = 4.0  # standard errors: a mean of weights that is farther from 0 was meant
HOMOGENEOUS = ("linear", "relu", "leaky_relu")  # a f(z) = f(a z) for a > 0: proportional units say the same


def array(value) -> np.ndarray:
    """A tensor or a variable of Keras as an array."""
    return np.asarray(getattr(value, "value", value).numpy())


def leaves(model) -> Iterator:
    """The layers within a model that do the work, in the order in which they were made; none twice.

    A recurrent layer counts as one, and so does `TimeDistributed`: what is within is called in a loop.
    """
    import keras

    whole = (keras.layers.RNN, keras.layers.TimeDistributed)
    seen = set()

    def walk(layer):
        if id(layer) in seen:
            return
        seen.add(id(layer))
        inner = [] if isinstance(layer, whole) else layer._flatten_layers(include_self=False, recursive=False)
        if not inner or layer._trainable_variables or layer._non_trainable_variables:
            yield layer
        for each in inner:
            yield from walk(each)

    for layer in model._flatten_layers(include_self=False, recursive=False):
        yield from walk(layer)


def activation(layer) -> str:
    """The name of what a layer does to its sums: "relu"; "linear" where it does nothing, "" where it has none."""
    import keras

    kinds = keras.layers
    named = {kinds.ReLU: "relu", kinds.LeakyReLU: "leaky_relu", kinds.Softmax: "softmax", kinds.ELU: "elu"}
    for kind, name in named.items():
        if isinstance(layer, kind):
            return name
    inner = layer.layer if isinstance(layer, kinds.TimeDistributed) else layer
    if not hasattr(inner, "activation"):
        return ""
    if isinstance(inner.activation, keras.Layer):
        return activation(inner.activation)
    return "linear" if inner.activation is None else getattr(inner.activation, "__name__", "custom")


def units(layer) -> tuple[list, Callable[[list], np.ndarray]] | None:
    """The variables that make a layer's units, and how their values (or gradients) become a matrix (weight, unit).

    Of recurrent layers a unit has the weights of all its gates; of an embedding a unit is a column. None where a layer
    has no units whose weights could be compared: none at all, or one for each input, as in a depthwise convolution.
    """
    import keras

    kinds = keras.layers
    if isinstance(layer, kinds.TimeDistributed):
        return units(layer.layer)
    if isinstance(layer, kinds.RNN):
        cell = layer.cell
        if not all(hasattr(cell, name) for name in ("kernel", "recurrent_kernel", "units")):
            return None
        held = [cell.kernel, cell.recurrent_kernel] + ([cell.bias] if getattr(cell, "bias", None) is not None else [])
        count = cell.units
        return held, lambda values: np.concatenate([_by_gate(value, count) for value in values])
    if isinstance(layer, kinds.Embedding):
        return [layer.embeddings], lambda values: values[0]
    if isinstance(layer, kinds.DepthwiseConv1D | kinds.DepthwiseConv2D):
        return None
    kernel = getattr(layer, "pointwise_kernel", None)
    kernel = getattr(layer, "kernel", None) if kernel is None else kernel
    if kernel is None or len(kernel.shape) < 2:
        return None
    held = [kernel] + ([layer.bias] if getattr(layer, "bias", None) is not None else [])
    axes = _unit_axes(layer, len(kernel.shape))
    return held, lambda values: np.concatenate([_last(values[0], axes), *(_row(value) for value in values[1:])])


def kernels(layer) -> list:
    """The trainable variables of a layer that multiply what comes in."""
    names = ("kernel", "recurrent_kernel", "depthwise_kernel", "pointwise_kernel", "embeddings")
    return [variable for variable in layer.trainable_variables if variable.name in names]


def drawn_by(layer) -> str:
    """ " Its kernel_initializer is Constant(0.05)." of an initializer that does not go by the size, or biases not 0."""
    import keras

    kinds, told = keras.initializers, ""
    usual = {"kernel_initializer": (kinds.VarianceScaling, kinds.Orthogonal), "bias_initializer": (kinds.Zeros,)}
    for name, good in usual.items():
        initializer = getattr(layer, name, None)
        if isinstance(initializer, kinds.Initializer) and not isinstance(initializer, good):
            held = initializer.get_config().items()
            given = (f"{key}={value:g}" for key, value in held if isinstance(value, (int, float)))
            told += f" Its {name} is {type(initializer).__name__}({', '.join(given)})."
    return told + one_sided(layer)


def one_sided(layer) -> str:
    """That weights have one sign, or a mean far from 0, and what that does to sums; "" where they have not."""
    kernel = getattr(layer, "kernel", None)
    value = np.zeros((1, 1)) if kernel is None else array(kernel).astype(float)
    mean, spread, inputs = float(value.mean()), float(value.std()), math.prod(value.shape[:-1])
    if inputs < 2 or not abs(mean) > spread * max(1 / 2, CHANCE / math.sqrt(value.size)):
        return ""
    sign = "positive" if mean > 0 else "negative"
    told = f"All its weights are {sign}"
    if (value * mean < 0).any():
        told = f"Its weights are {sign} on average ({figure(mean)}, with a deviation of {figure(spread)})"
    return (
        f" {told}: their products with inputs of one sign, as pixels or what comes from a ReLU, add up and do not "
        f"cancel. So sums, and outputs with them, grow with the number of inputs ({inputs:,}), not with its square "
        f"root ({figure(math.sqrt(inputs))})."
    )


def _unit_axes(layer, rank: int) -> tuple[int, ...]:
    """Axes of a kernel that count units."""
    import keras

    if isinstance(layer, keras.layers.EinsumDense):
        inputs, rest = layer.equation.split(",")
        weights, output = rest.split("->")
        return tuple(i for i, letter in enumerate(weights) if letter in output and letter not in inputs)
    transposed = "Transpose" in type(layer).__name__
    return (rank - 2,) if transposed else (rank - 1,)


def _last(kernel: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """(weight, unit)."""
    moved = np.moveaxis(kernel, axes, range(kernel.ndim - len(axes), kernel.ndim))
    return moved.reshape(-1, int(np.prod([kernel.shape[axis] for axis in axes])))


def _row(bias: np.ndarray) -> np.ndarray:
    return bias.reshape(1, -1)


def _by_gate(value: np.ndarray, count: int) -> np.ndarray:
    """Kernels (input, gate * unit) and biases (..., gate * unit) as (weight, unit)."""
    return value.reshape(-1, value.shape[-1] // count, count).reshape(-1, count)
