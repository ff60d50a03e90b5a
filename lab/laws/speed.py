"""How fast full-batch gradient descent takes a linear model with squared error to its end, direction by direction.

Everywhere X is the design (see `lab.laws.relevance`), C = mean of (X w - y)^2 and H = 2/n X^T X its Hessian. Along an
eigenvector of H with curvature c the distance d from the end shrinks by itself, whatever the other directions do:

    d(t) = (1 - rate c)^t d(0)

Source: w(t+1) - w_end = (I - rate H) (w(t) - w_end), written in the eigenvectors of H; stated as L10 in the claims of
this laboratory.
"""

import numpy as np

from lab.laws.rank import columns

SAME = 1e-12  # entries of a vector of length 1 below it are what rounding leaves of 0


def directions(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The curvatures that are not 0, steepest first, (direction,), and their eigenvectors, (direction, weight).

    The largest entry of every eigenvector is above 0.
    """
    sizes, rows = columns(X).directions()
    rows = np.where(np.abs(rows) < SAME, 0.0, rows)
    largest = np.take_along_axis(rows, np.abs(rows).round(9).argmax(axis=1)[:, None], axis=1)
    return 2 / len(X) * sizes**2, rows * np.sign(largest) + 0.0


def left(curvatures: np.ndarray, rate: float, steps: np.ndarray) -> np.ndarray:
    """Share of the starting distance that is left: |1 - rate c|^t, (direction, step)."""
    with np.errstate(over="ignore"):
        return np.abs(1 - rate * np.asarray(curvatures, dtype=float))[:, None] ** np.asarray(steps, dtype=float)


def steps_to(share: float, curvatures: np.ndarray, rate: float) -> np.ndarray:
    """Steps until `share` of the starting distance is left, (direction,): ln share / ln |1 - rate c|.

    A direction with rate c = 1 arrives in one step; one with |1 - rate c| >= 1 never does (inf).
    """
    step = rate * np.asarray(curvatures, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        shrink = np.where(step <= 1, np.log1p(-step), np.log(step - 1))  # 1 - step would round to 1 for a small one
        steps = np.log(share) / shrink
    return np.where(shrink < 0, np.maximum(steps, 1.0), np.inf)


def best_rate(X: np.ndarray) -> float:
    """The one rate at which the slowest direction is fastest: 2 / (c_max + c_min).

    There the steepest and the flattest direction shrink alike, by (k - 1) / (k + 1) a step, k = c_max / c_min.

    Source: it minimises max |1 - rate c|, which is the larger of 1 - rate c_min and rate c_max - 1; where they meet.
    """
    curvatures, _ = directions(X)
    return float(2 / (curvatures[0] + curvatures[-1]))


def costs(X: np.ndarray, y: np.ndarray, starts: np.ndarray, rate: float, steps: np.ndarray) -> np.ndarray:
    """The cost after every number of steps, (replica, step).

        C(t) = C_least + sum over directions of c / 2 (1 - rate c)^(2t) d(0)^2

    Args:
        X: the design, (example, weight).
        y: targets, (example,).
        starts: weights before training, (replica, weight).
        rate: learning rate.
        steps: whole numbers, (step,).
    """
    curvatures, vectors = directions(X)
    best = columns(X).least_squares(y)
    apart = (starts - best) @ vectors.T  # (replica, direction)
    with np.errstate(over="ignore"):
        return np.mean((X @ best - y) ** 2) + (curvatures / 2 * apart**2) @ left(curvatures, rate, steps) ** 2
