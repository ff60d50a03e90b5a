"""The cost of a linear model over the plane of two of its weights: its valley, and its contours in closed form.

Everywhere X is the design (see `lab.laws.relevance`) and C = mean of (X w - y)^2. The weights outside the plane stand,
at every point of it, where they make C least. Then C is a quadratic again, with the Hessian

    H = 2/n A^T A,   A = the two columns without what the other columns explain of them

Its contours are ellipses; where A has rank 1 they are pairs of straight lines along a valley, every point of which is
as good as any other.

Source: the Schur complement of the quadratic, written out as a projection.
"""

from dataclasses import dataclass

import numpy as np

SAME = 1e-6  # singular values below this share of the largest of X count as 0: the data are kept in float32


@dataclass(frozen=True, eq=False)
class Bowl:
    """The cost over a plane of two weights.

    Attributes:
        lowest: the least cost.
        bottom: a point of least cost, (2,).
        steep, flat: the directions of the two curvatures, (2,), length 1.
        curvatures: along `steep` and along `flat`; 0 along a valley.
    """

    lowest: float
    bottom: np.ndarray
    steep: np.ndarray
    flat: np.ndarray
    curvatures: tuple[float, float]


def bowl(X: np.ndarray, y: np.ndarray, pair: tuple[int, int]) -> Bowl:
    """The cost over the plane of the two weights whose places in X are `pair`."""
    others = np.delete(X, pair, axis=1)
    free = X[:, pair] - others @ np.linalg.pinv(others, rcond=SAME) @ X[:, pair]  # (example, 2)
    sizes, directions = np.linalg.svd(free)[1:]
    sizes = np.where(sizes > SAME * np.linalg.norm(X, 2), sizes, 0.0)
    best = np.linalg.pinv(X, rcond=SAME) @ y
    c1, c2 = 2 / len(X) * sizes**2
    return Bowl(float(np.mean((X @ best - y) ** 2)), best[list(pair)], *directions, (float(c1), float(c2)))


def contour(cost: Bowl, above: float, reach: float, points: int = 33) -> list[np.ndarray]:
    """Where the cost lies `above` its least.

        c1 p^2 / 2 + c2 q^2 / 2 = above,   p along `steep`, q along `flat`, from `bottom`

    Args:
        cost: over the plane.
        above: more than 0.
        reach: largest |q|; an ellipse that ends before is closed.
        points: of each half.

    Returns:
        Its two halves, p > 0 and p < 0, each (point, 2).
    """
    c1, c2 = cost.curvatures
    end = min(reach, np.sqrt(2 * above / c2)) if c2 > 0 else reach
    q = end * np.sin(np.linspace(-np.pi / 2, np.pi / 2, points))
    p = np.sqrt(np.maximum(0.0, 2 * above - c2 * q**2) / c1)
    along = cost.bottom + q[:, None] * cost.flat
    return [along + p[:, None] * cost.steep, along - p[:, None] * cost.steep]


def flattest(X: np.ndarray) -> tuple[float, np.ndarray]:
    """The least curvature of the cost over all weights, and its direction, (weight,), length 1, largest entry above 0.

    A curvature of 0 means a valley: X v = 0, so no cost depends on how far one goes along v.
    """
    _, sizes, rows = np.linalg.svd(X, full_matrices=True)
    least = sizes[-1] if len(sizes) == X.shape[1] and sizes[-1] > SAME * sizes[0] else 0.0
    v = np.where(np.abs(rows[-1]) < SAME, 0.0, rows[-1])
    return float(2 / len(X) * least**2), v * np.sign(v[np.argmax(np.abs(v).round(9))]) + 0.0
