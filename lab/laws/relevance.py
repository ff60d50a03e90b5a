"""Where gradient descent takes a linear model with squared error: its end, its largest rate, what it conserves.

Everywhere X is the design: the input columns and, for the bias, a column of ones; w holds the weights and the bias.
Cost C = mean of (X w - y)^2, Hessian H = 2/n X^T X.
"""

import numpy as np

SAME = 1e-6  # singular values below this share of the largest count as 0: the data are kept in float32


def design(x: np.ndarray) -> np.ndarray:
    """X: the columns of x (example, input) and a column of ones."""
    return np.column_stack([np.asarray(x, dtype=float), np.ones(len(x))])


def end(X: np.ndarray, y: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Where gradient descent ends, given time and a stable rate.

        w_end = w_0 + X^+ (y - X w_0),   X^+ the pseudo-inverse

    Args:
        X: the design, (example, weight).
        y: targets, (example,).
        starts: w_0, (replica, weight).

    Returns:
        Weights of the same shape as `starts`.

    Source: each step adds a multiple of X^T (y - X w), so w - w_0 stays in the row space of X; the least-squares
    solution with that property is unique. Stated as L09 in the claims of this laboratory.
    """
    residual = np.asarray(y, dtype=float) - starts @ X.T  # (replica, example)
    return starts + residual @ np.linalg.pinv(X, rcond=SAME).T


def curvatures(X: np.ndarray) -> np.ndarray:
    """Eigenvalues of the Hessian that are not 0, largest first."""
    sizes = np.linalg.svd(X, compute_uv=False)
    return 2 / len(X) * sizes[sizes > SAME * sizes[0]] ** 2


def largest_rate(X: np.ndarray, optimizer: str = "sgd", momentum: float = 0.9) -> float:
    """Full-batch rates below this converge, above it diverge.

        sgd: 2 / L,   momentum: 2 (1 + m) / L,   nesterov: 2 (1 + m) / ((1 + 2 m) L),   L the largest curvature

    Args:
        X: the design.
        optimizer: "sgd", "momentum" or "nesterov".
        momentum: m, of the last two.

    Source: the step along an eigenvector is v <- m v - rate L w, w <- w + v (nesterov: w + m v - rate L w); the
    Jury conditions on its 2 x 2 matrix give the bounds. For sgd: L10 in the claims of this laboratory.
    """
    plain = 2 / curvatures(X)[0]
    return plain * {"sgd": 1.0, "momentum": 1 + momentum, "nesterov": (1 + momentum) / (1 + 2 * momentum)}[optimizer]


def slowest(X: np.ndarray, rate: float) -> float:
    """The curvature c along which full-batch descent gets on slowest: the one with the largest |1 - rate c|."""
    return float(max(curvatures(X), key=lambda curvature: abs(1 - rate * curvature)))


def remaining(X: np.ndarray, rate: float, steps: int) -> float:
    """Share of its starting distance that the slowest direction of full-batch descent still has.

    |1 - rate c| ^ steps,   c the curvature `slowest`
    """
    with np.errstate(over="ignore"):
        return float(np.abs(1 - rate * np.float64(slowest(X, rate))) ** steps)


def conserved(X: np.ndarray) -> np.ndarray:
    """Combinations of weights that no step changes: rows v with X v = 0, (combination, weight).

    X v = 0 makes v^T X^T (y - X w) = 0, so v^T w keeps its value, whatever the targets, rate, batch or momentum.
    A row that stands alone is scaled so that its last input's coefficient is 1.
    """
    _, sizes, rows = np.linalg.svd(X, full_matrices=True)
    rank = int((sizes > SAME * sizes[0]).sum())
    kept = rows[rank:]
    if len(kept) == 1 and abs(kept[0, -2]) > SAME:
        kept = kept / kept[0, -2]
    return np.where(np.abs(kept) < SAME, 0.0, kept)
