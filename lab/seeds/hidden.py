"""What the hidden units of many networks say, and how steep the cost is for their weights.

The networks have one hidden layer of sigmoid units and sigmoid outputs; the cost is the quadratic one, half the sum
over the outputs.
"""

from collections.abc import Sequence

import numpy as np

from lab.forward import ACTIVATIONS, outputs
from lab.specs import Network


def said(weights: Sequence[np.ndarray], x: np.ndarray) -> np.ndarray:
    """The outputs of the hidden units.

    Args:
        weights: in the order of Keras's `get_weights`, each (network, *shape).
        x: inputs, (example, input).

    Returns:
        (network, example, unit), from 0 to 1.
    """
    return outputs(weights[:2], x, Network(hidden=(), output="sigmoid"))


def slopes(weights: Sequence[np.ndarray], h: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Length of the gradient in the hidden layer's kernel.

        C = (1 / 2m) sum (a - y)^2,   dC / dW = (1 / m) x^T [((a - y) a (1 - a)) V^T h (1 - h)]

    Args:
        weights, x: as of `said`.
        h: of `said`.
        y: targets, (example, output).

    Returns:
        (network,).
    """
    return np.array(
        [_slope(outgoing.astype(float), last, each, x, y) for outgoing, last, each in zip(*weights[2:], h, strict=True)]
    )


def _slope(outgoing: np.ndarray, last: np.ndarray, h: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    a = ACTIVATIONS["sigmoid"](h @ outgoing + last)
    inner = ((a - y) * a * (1 - a)) @ outgoing.T * h * (1 - h)  # (example, unit)
    return float(np.linalg.norm(x.T @ inner) / len(x))
