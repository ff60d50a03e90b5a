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

from lab.laws.rank import columns, singular
from lab.laws.speed import directions


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
    others = [place for place in range(X.shape[1]) if place not in pair]
    found = columns(X, [*others, *pair])
    free = found.triangle[[place in pair for place in found.own]][:, list(pair)]  # (0, 1 or 2; 2)
    sizes, rows = singular(free)
    steep = rows[0] if len(rows) else np.array([1.0, 0.0])
    c1, c2 = 2 / len(X) * np.pad(sizes, (0, 2 - len(sizes))) ** 2
    best = found.least_squares(y)
    lowest = float(np.mean((X @ best - y) ** 2))
    return Bowl(lowest, best[list(pair)], steep, np.array([-steep[1], steep[0]]), (float(c1), float(c2)))


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
    still = columns(X).kept()
    if not len(still):
        curvatures, vectors = directions(X)
        return float(curvatures[-1]), vectors[-1]
    v = still[-1] / np.linalg.norm(still[-1])
    return 0.0, v * np.sign(v[np.argmax(np.abs(v).round(9))]) + 0.0
