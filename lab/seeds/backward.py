"""Activations and errors of every layer of many networks, in NumPy and float64: forward and backward once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lab import checks
from lab.forward import ACTIVATIONS, OUTPUTS
from lab.specs import Network

# activation -> its value -> its slope there; that of ReLU at exactly 0 is 0, as in TensorFlow
SLOPES = {
    "linear": np.ones_like,
    "relu": lambda a: (a > 0) * 1.0,
    "tanh": lambda a: 1 - a * a,
    "sigmoid": lambda a: a * (1 - a),
}


@dataclass(frozen=True)
class Pass:
    """One pass through a stack of networks.

    Attributes:
        activations: of each hidden layer, (replica, example, unit).
        errors: of each layer, the output's last, the derivative of every example's loss in the sum z that goes into a
            unit, (replica, example, unit); its mean over the examples is the gradient of the unit's bias.
    """

    activations: list[np.ndarray]
    errors: list[np.ndarray]


def passed(weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, network: Network, squared=False) -> Pass:
    """Send examples forward and the errors of the loss backward.

        z_l = a_(l-1) W_l + b_l,  a_l = f(z_l),  e_L = a_L - y,  e_l = (e_(l+1) W_(l+1)^T) * f'(z_l)

    Args:
        weights: in the order of Keras's `get_weights`, with biases, each (replica, *shape).
        x: inputs, (example, input).
        y: targets, (example, output).
        network: its activation, one of `SLOPES`, and its output, "sigmoid" or "softmax"; the loss is the matching
            cross-entropy, summed over outputs.
        squared: for a sigmoid output, whether the loss is half the squared difference instead, summed over outputs:
            e_L = (a_L - y) a_L (1 - a_L).

    Raises:
        ValueError: another activation or output.
    """
    value, slope = (
        table[checks.one_of("Network.activation", network.activation, SLOPES)] for table in (ACTIVATIONS, SLOPES)
    )
    checks.one_of("Network.output", network.output, ("sigmoid", "softmax"))
    kernels, biases = ([array.astype(float) for array in weights[start::2]] for start in (0, 1))
    activations = [np.asarray(x, float)]
    with np.errstate(all="ignore"):  # what grows beyond all bounds is a result
        for kernel, bias in zip(kernels[:-1], biases[:-1], strict=True):
            activations.append(value(activations[-1] @ kernel + bias[:, None]))
        a = OUTPUTS[network.output](activations[-1] @ kernels[-1] + biases[-1][:, None])
        errors = [(a - y) * SLOPES[network.output](a) if squared else a - y]
        for kernel, after in zip(kernels[:0:-1], activations[:0:-1], strict=True):
            errors.append((errors[-1] @ kernel.swapaxes(1, 2)) * slope(after))
    return Pass(activations[1:], errors[::-1])
