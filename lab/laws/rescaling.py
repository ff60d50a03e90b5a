"""What gradient descent cannot change about a unit that may be rescaled: by algebra, and by backpropagation in NumPy.

Twice the incoming weights and the bias, half the outgoing ones: a ReLU unit does the same. So the cost has no slope
in that direction, and the squares of what goes in and what goes out can only grow and shrink together.
"""

from collections.abc import Sequence

import numpy as np

SCALABLE = ("relu", "leaky_relu", "linear")  # f(s z) = s f(z) for s > 0
_LEAK = float(np.float32(0.2))  # of Keras's leaky ReLU, whose slope TensorFlow keeps in float32
_VALUES = {
    "relu": lambda z: z * (z > 0),
    "leaky_relu": lambda z: z * np.where(z > 0, 1.0, _LEAK),
    "linear": lambda z: z,
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
}
_SLOPES = {
    "relu": lambda z: 1.0 * (z > 0),
    "leaky_relu": lambda z: np.where(z > 0, 1.0, _LEAK),
    "linear": np.ones_like,
    "tanh": lambda z: 1.0 - np.tanh(z) ** 2,
    "sigmoid": lambda z: _VALUES["sigmoid"](z) * _VALUES["sigmoid"](-z),
}


def steps(
    weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, activation: str, loss: str, rate: float
) -> np.ndarray:
    """How far one step of gradient descent moves Q = |w|^2 + b^2 - |v|^2 of each unit, if the unit may be rescaled.

        w' = w - r dC/dw, b' = b - r dC/db, v' = v - r dC/dv:
        Q' - Q = -2 r (w dC/dw + b dC/db - v dC/dv) + r^2 (|dC/dw|^2 + (dC/db)^2 - |dC/dv|^2)
        C(s w, s b, v / s) = C(w, b, v) for every s > 0; its slope in s at 1:  w dC/dw + b dC/db - v dC/dv = 0
        Q' - Q = r^2 (|dC/dw|^2 + (dC/db)^2 - |dC/dv|^2)

    w, b: incoming kernel and bias, v: outgoing kernel of the unit, r: rate. At the kink of a ReLU the slope 0 is
    multiplied by z = 0, so it is no exception. In a given time r * steps there are 1 / r steps of r^2 each: the drift
    is proportional to the rate, and gradient flow does not change Q at all.

    Args:
        weights: kernel, bias, kernel, bias of one hidden layer, each (..., *shape).
        x, y: examples, (example, input) and (example, output); all of them in every step.
        activation: of the hidden layer, one of `SCALABLE`; with tanh and sigmoid the formula can be worked out too,
            but does not hold.
        loss: "mse" of linear outputs, or "binary_crossentropy" of sigmoid outputs.
        rate: r.

    Returns:
        Array (..., unit).

    Source: the algebra above; for gradient flow: Du, Hu, Lee (2018), "Algorithmic regularization in learning deep
        homogeneous models: layers are automatically balanced" (abstract).
    """
    kernel, bias, outgoing, _ = gradients(weights, x, y, activation, loss)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged run is a result, not a warning
        return rate**2 * ((kernel**2).sum(axis=-2) + bias**2 - (outgoing**2).sum(axis=-1))


def gradients(
    weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, activation: str, loss: str
) -> list[np.ndarray]:
    """The gradient of the cost in every weight, by the chain rule: arrays of the shapes of `weights`.

    D = dC/d(output z) = 2 (z - y) / (examples * outputs),  or  (sigmoid(z) - y) / (examples * outputs)
    dC/dv = a^T D,  dC/db = sum over examples of E,  dC/dw = x^T E,  with  E = (D v^T) f'(z)
    """
    kernel, bias, outgoing, last = (np.asarray(array, dtype=float) for array in weights)
    with np.errstate(over="ignore", invalid="ignore"):
        inner = x @ kernel + bias[..., None, :]  # (..., example, unit)
        active = _VALUES[activation](inner)
        z = active @ outgoing + last[..., None, :]
        error = 2.0 * (z - y) if loss == "mse" else _VALUES["sigmoid"](z) - y
        error = error / y.size
        back = (error @ np.swapaxes(outgoing, -1, -2)) * _SLOPES[activation](inner)
        return [
            x.T @ back, back.sum(axis=-2), np.swapaxes(active, -1, -2) @ error, error.sum(axis=-2),
        ]  # fmt: skip
