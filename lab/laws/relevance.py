"""Where gradient descent takes a linear model with squared error: its end, its largest rate, what it conserves.

Everywhere X is the design: the input columns and, for the bias, a column of ones; w holds the weights and the bias.
Cost C = mean of (X w - y)^2, Hessian H = 2/n X^T X.
"""

import numpy as np

from lab.laws.rank import Columns, columns


def design(x: np.ndarray) -> np.ndarray:
    """X: the columns of x (example, input) and a column of ones."""
    return np.column_stack([np.asarray(x, dtype=float), np.ones(len(x))])


def end(X: np.ndarray | Columns, y: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Where gradient descent ends, given time and a stable rate.

        w_end = w_0 + X^+ (y - X w_0),   X^+ the pseudo-inverse

    Args:
        X: the design, (example, weight); or its columns, where they are known.
        y: targets, (example,).
        starts: w_0, (replica, weight).

    Returns:
        Weights of the same shape as `starts`.

    Source: each step adds a multiple of X^T (y - X w), so w - w_0 stays in the row space of X; the least-squares
    solution with that property is unique. Stated as L09 in the claims of this laboratory.
    """
    found = X if isinstance(X, Columns) else columns(X)
    still = np.linalg.qr(found.kept().T)[0]  # (weight, combination): what no step changes of a start
    return found.least_squares(np.asarray(y, dtype=float)) + starts @ still @ still.T


def curvatures(X: np.ndarray) -> np.ndarray:
    """Eigenvalues of the Hessian that are not 0, largest first."""
    return 2 / len(X) * columns(X).directions()[0] ** 2


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
    return float(max(curvatures(X), key=lambda curvature: (abs(1 - rate * curvature), -curvature)))


def remaining(X: np.ndarray, rate: float, steps: int) -> float:
    """Share of its starting distance that the slowest direction of full-batch descent still has.

    |1 - rate c| ^ steps,   c the curvature `slowest`
    """
    with np.errstate(over="ignore"):
        return float(np.abs(1 - rate * np.float64(slowest(X, rate))) ** steps)


def conserved(X: np.ndarray) -> np.ndarray:
    """Combinations of weights that no step changes: rows v with X v = 0, (combination, weight).

    X v = 0 makes v^T X^T (y - X w) = 0, so v^T w keeps its value, whatever the targets, rate, batch or momentum.
    There is one for each column that the bias and the columns before it can write: column = sum of a_i column_i gives
    v = 1 at the column and -a_i at the others, such as w2 - w1 where x2 = x1.
    """
    return columns(X).kept()


def left(rate: float, decay: float, steps: np.ndarray) -> np.ndarray:
    """Share of a conserved combination that weight decay leaves after some steps.

        v^T w_T = (1 - rate * decay)^T v^T w_0

    Every step takes rate * decay * w off w beside a multiple of X^T (...), which v does not feel; so this holds for
    gradient descent and momentum, in batches or not.

    Args:
        rate: learning rate.
        decay: `Training.weight_decay`.
        steps: numbers of steps, from 0.
    """
    return (1.0 - rate * decay) ** np.asarray(steps, dtype=float)


def shrunk(X: np.ndarray, y: np.ndarray, decay: float) -> np.ndarray:
    """Where full-batch gradient descent with weight decay ends, from any start.

        w_end = (X^T X + n decay / 2 I)^-1 X^T y

    Args:
        X: the design, (example, weight).
        y: targets, (example,).
        decay: `Training.weight_decay`, above 0.

    Returns:
        Weights, (weight,).

    Source: at the end rate * decay * w is what the step -rate * 2/n X^T (X w - y) gives back; ridge regression with
    the penalty on the bias too.
    """
    penalty = np.sqrt(len(X) * decay / 2) * np.eye(X.shape[1])
    return columns(np.vstack([X, penalty])).least_squares(np.append(y, np.zeros(X.shape[1])))
