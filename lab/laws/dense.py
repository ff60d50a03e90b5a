"""One linear layer with squared error, by hand: its gradients, and what a step of any size does to the loss."""

import numpy as np


def gradients(x: np.ndarray, y: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, ...]:
    """Slopes of the loss L = 1/(m n) sum over r, j of (z_rj - y_rj)^2 with z = x W + b.

        g = dL/dz = 2 (z - y) / (m n),   dL/dW = x^T g,   dL/db = sum over rows of g

    Column j of dL/dW holds x, which all units share, and g of unit j alone.

    Args:
        x: inputs, (row, feature).
        y: targets, (row, unit) or (unit,).
        kernel: W, (feature, unit).
        bias: b, (unit,).

    Returns:
        dL/dW, dL/db and dL/dz, in float64, of the shapes of W, b and z.

    Source: the chain rule, written out.
    """
    x, y, kernel, bias = (np.asarray(array, dtype=float) for array in (x, y, kernel, bias))
    error = x @ kernel + bias - y  # (row, unit)
    g = 2 * error / error.size
    return x.T @ g, g.sum(axis=0), g


def parabola(x: np.ndarray, y: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> tuple[float, float, float]:
    """The loss after one step of any rate eta: L(eta) = L - eta G + eta^2 Q, exactly.

        G = sum of the squares of all gradients,   Q = mean over r, j of (x dL/dW + dL/db)^2

    The output of a linear layer is linear in its weights, so the loss along a step is a parabola: lowest at the rate
    G / (2 Q), and above where it began beyond G / Q.

    Args:
        x, y, kernel, bias: as of `gradients`.

    Returns:
        L, G, Q.

    Source: (z - eta (x dL/dW + dL/db) - y)^2 multiplied out; its middle term is -eta G by the chain rule.
    """
    dw, db, g = gradients(x, y, kernel, bias)
    loss = np.sum((g * g.size / 2) ** 2) / g.size
    along = np.asarray(x, dtype=float) @ dw + db  # (row, unit)
    return float(loss), float(np.sum(dw**2) + np.sum(db**2)), float(np.mean(along**2))
