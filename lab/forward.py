"""What many networks say at once, and what that costs: the forward pass in NumPy, float64, stacks of weights in."""

from collections.abc import Sequence

import numpy as np

from lab import checks
from lab.specs import Network

SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
LEAK, HALF_ROOT = float(np.float32(0.2)), float(np.float32(0.5**0.5))  # TensorFlow keeps these in float32, always
ACTIVATIONS = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, z, LEAK * z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0.0))),
    "selu": lambda z: SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0.0))),
    "softplus": lambda z: np.logaddexp(0.0, z),
    "gelu": lambda z: 0.5 * z * _erfc(-HALF_ROOT * z),
    "silu": lambda z: z * ACTIVATIONS["sigmoid"](z),
}
OUTPUTS = {name: ACTIVATIONS[name] for name in ("linear", "sigmoid", "relu", "tanh")} | {
    "softmax": lambda z: np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))
}
LOSSES = ("mse", "binary_crossentropy")


def _erfc(z: np.ndarray) -> np.ndarray:
    from scipy.special import erfc  # few networks need it

    return erfc(z)


def outputs(weights: Sequence[np.ndarray], x: np.ndarray, network: Network) -> np.ndarray:
    """What every network of a stack says to every example.

        z_1 = x W_1 + b_1,  z_l = f(z_(l-1)) W_l + b_l,  output = g(z_L)

    Args:
        weights: in the order of Keras's `get_weights`, each (..., *shape), with any leading axes.
        x: inputs, (example, input).
        network: its activations f, of each hidden layer, and g.

    Returns:
        Array (..., example, output).
    """
    return OUTPUTS[network.output](logits(weights, x, network))


def logits(weights: Sequence[np.ndarray], x: np.ndarray, network: Network) -> np.ndarray:
    """z_L of `outputs`: what goes into the last activation."""
    layers = list(weights) if network.use_bias else [part for kernel in weights for part in (kernel, np.zeros(1))]
    z, before = np.asarray(x, dtype=float), ("linear", *network.activations)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network is a result, not a warning
        for name, kernel, bias in zip(before, layers[::2], layers[1::2], strict=True):
            z = ACTIVATIONS[name](z) @ kernel.astype(float) + bias.astype(float)[..., None, :]  # (..., example, unit)
    return z


def costs(weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, network: Network, loss: str) -> np.ndarray:
    """Mean loss of every network of a stack over the examples.

        mse: (output - y)^2,   binary cross-entropy: log(1 + e^z) - y z, from the logits z

    Args:
        weights, x, network: as of `outputs`.
        y: targets, (example, output).
        loss: one of `LOSSES`.

    Returns:
        Array of the leading axes; inf or NaN where a network diverged.
    """
    checks.one_of("Training.loss", loss, LOSSES)
    with np.errstate(over="ignore", invalid="ignore"):
        if loss == "mse":
            return ((outputs(weights, x, network) - y) ** 2).mean(axis=(-1, -2))
        z = logits(weights, x, network)
        return (np.logaddexp(0.0, z) - y * z).mean(axis=(-1, -2))
