"""How well one unit can do at best: its answer can only rise, or only fall, along one direction."""

import numpy as np

DIRECTIONS = 360


def floor(x: np.ndarray, y: np.ndarray, directions: int = DIRECTIONS) -> float:
    """The least squared error of any answer that rises along a direction of the plane.

        a(x) = g(w . x), g never falling:  C >= min over w and g of (1 / m) sum (y_i - g(w . x_i))^2

    One hidden unit with any rising activation and a rising output is such an answer, whatever its weights: a negative
    outgoing weight is the opposite direction. For XOR and almost every w the targets come in the order 0, 1, 1, 0 or
    1, 0, 0, 1, as w . (0,0) + w . (1,1) = w . (0,1) + w . (1,0) puts one pair inside the other; the best rising answer
    to 0, 1, 1, 0 is 0, 2/3, 2/3, 2/3:

        C = (0 + 1/9 + 1/9 + 4/9) / 4 = 1/6

    Args:
        x: points, (example, 2).
        y: targets, (example,).
        directions: how many are tried, evenly around the circle but for half a step, so that no two points of a grid
            lie level.

    Source: the best rising answer to targets in a given order is isotonic regression; the rest is plain algebra.
    """
    from scipy.optimize import isotonic_regression

    angles = 2 * np.pi * (np.arange(directions) + 0.5) / directions
    orders = np.argsort(x @ np.array([np.cos(angles), np.sin(angles)]), axis=0)  # (example, direction)
    targets = np.asarray(y, float)[orders].T
    return float(min(((each - isotonic_regression(each).x) ** 2).mean() for each in targets))
