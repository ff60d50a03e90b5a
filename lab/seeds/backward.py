"""Activations and errors of every layer of many networks, in NumPy and float64: forward and backward once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lab import checks
from lab.specs import Network

# activation -> z -> its value and slope; the slope of ReLU at exactly 0 is 0, as in TensorFlow
CURVES = {
    "linear": lambda z: (z, np.ones_like(z)),
    "relu": lambda z: (np.maximum(z, 0.0), (z > 0) * 1.0),
    "tanh": lambda z: _from_tanh(np.tanh(z)),
    "sigmoid": lambda z: _from_sigmoid(0.5 + 0.5 * np.tanh(0.5 * z)),
}


@dataclass(frozen=True)
class Pass:
    """One pass through a stack of networks.

    Attributes:
        activations: of each hidden layer, (replica, example, unit).
        errors: of each hidden layer, the derivative of every example's loss in the sum z that goes into a unit,
            (replica, example, unit); its mean over the examples is the gradient of the unit's bias.
    """

    activations: list[np.ndarray]
    errors: list[np.ndarray]


def passed(weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, network: Network) -> Pass:
    """Send examples forward and the cross-entropy's errors backward.

        z_l = a_(l-1) W_l + b_l,  a_l = f(z_l),  e_L = a_L - y,  e_l = (e_(l+1) W_(l+1)^T) * f'(z_l)

    Args:
        weights: in the order of Keras's `get_weights`, with biases, each (replica, *shape).
        x: inputs, (example, input).
        y: targets, (example, output).
        network: its activation, one of `CURVES`, and its output, "sigmoid" or "softmax"; the loss is the matching
            cross-entropy, summed over outputs.

    Raises:
        ValueError: another activation or output.
    """
    checks.one_of("Network.activation", network.activation, CURVES)
    checks.one_of("Network.output", network.output, ("sigmoid", "softmax"))
    kernels, biases = ([array.astype(float) for array in weights[start::2]] for start in (0, 1))
    activations, slopes = [np.asarray(x, float)], []
    with np.errstate(all="ignore"):  # what grows beyond all bounds is a result
        for kernel, bias in zip(kernels[:-1], biases[:-1], strict=True):
            value, slope = CURVES[network.activation](activations[-1] @ kernel + bias[:, None])
            activations.append(value)
            slopes.append(slope)
        errors = [_output(activations[-1] @ kernels[-1] + biases[-1][:, None], network.output) - y]
        for kernel, slope in zip(kernels[:0:-1], slopes[::-1], strict=True):
            errors.append((errors[-1] @ kernel.swapaxes(1, 2)) * slope)
    return Pass(activations[1:], errors[:0:-1])


def _output(z: np.ndarray, kind: str) -> np.ndarray:
    if kind == "sigmoid":
        return CURVES["sigmoid"](z)[0]
    a = np.exp(z - z.max(axis=-1, keepdims=True))
    return a / a.sum(axis=-1, keepdims=True)


def _from_tanh(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return a, 1 - a * a


def _from_sigmoid(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return a, a * (1 - a)
