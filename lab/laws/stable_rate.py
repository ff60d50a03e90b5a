"""The largest learning rate at which full-batch gradient descent settles at the minimum of softmax regression.

Everywhere x has a last column of ones for the bias, and w holds a column of weights for each class.
"""

import numpy as np

from lab.laws.rank import columns


def hessian(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Second derivatives of the mean cost.

        H = 1/n sum over examples of (diag(p) - p p^T) kron (x x^T),   p = softmax(x w)

    Args:
        x: (example, input).
        w: (input, class).

    Returns:
        (class * input, class * input), positive semi-definite.

    Source: the derivative of the gradient x^T (p - y) / n, by the chain rule.
    """
    p = _probabilities(x, w)
    inner = np.einsum("ek,kl->ekl", p, np.eye(p.shape[1])) - np.einsum("ek,el->ekl", p, p)
    size = x.shape[1] * p.shape[1]
    return np.einsum("ekl,ei,ej->kilj", inner, x, x).reshape(size, size) / len(x)


def minimum(x: np.ndarray, y: np.ndarray, steps: int = 200) -> np.ndarray:
    """The weights of least cost, by Newton's method with halved steps; (input, class).

    The steps are taken along orthonormal columns that span those of x, so that their sizes do not matter.

    Args:
        x: (example, input), classes that overlap: else there is no minimum.
        y: one-hot targets, (example, class).
        steps: at most.
    """
    found = columns(x)
    u = found.basis * np.sqrt(len(x))
    v = np.zeros((found.rank, y.shape[1]))
    for _ in range(steps):
        slope = (u.T @ (_probabilities(u, v) - y) / len(u)).T.ravel()  # class by class, as in the Hessian
        move = (np.linalg.pinv(hessian(u, v), rcond=1e-12, hermitian=True) @ slope).reshape(y.shape[1], -1).T
        size, before = 1.0, cost(u, y, v)
        while cost(u, y, v - size * move) > before and size > 1e-6:
            size /= 2
        if size <= 1e-6:  # no step lowers it any more: what is left is rounding
            break
        v = v - size * move
        if np.abs(slope).max() < 1e-13:
            break
    return np.stack([found.least_squares(logits) for logits in (u @ v).T], axis=1)


def cost(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    """Mean cross-entropy, from the logits."""
    z = x @ w
    return float((np.logaddexp.reduce(z, axis=1) - (z * y).sum(axis=1)).mean())


def largest(x: np.ndarray, w: np.ndarray, batch: int) -> float:
    """The largest rate at which no step on the mean of a batch can carry away from the minimum.

        2 / lambda,   lambda the largest eigenvalue, over all batches, of the batch's H at the minimum of all examples

    With all examples in one batch this is exact: below it gradient descent settles, above it cannot. With the sum over
    m examples the gradient is m times as large, and so the rate may be 1/m of it.

    Args:
        x: (example, input).
        w: the minimum of all examples, (input, class).
        batch: examples a step, in their order; the last may be smaller.

    Source: near the minimum a step multiplies w by 1 - rate H; L10 of the claims.
    """
    parts = [x[first : first + batch] for first in range(0, len(x), batch)]
    return 2.0 / max(float(np.linalg.eigvalsh(hessian(part, w))[-1]) for part in parts)


def _probabilities(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    z = x @ w
    return np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])
