"""How each optimizer steps, and one unit that stands for a layer of equal ones, trained by it."""

from collections.abc import Callable

import numpy as np

from lab.laws import frozen as laws
from lab.specs import MOMENTUM

PLAIN = "sgd"
NAMES = {PLAIN: "gradient descent", "momentum": "momentum", "adam": "Adam", "rmsprop": "RMSprop"}
USUAL = {PLAIN: 0.3, "momentum": 0.03, "adam": 0.01, "rmsprop": 0.01}  # rates to begin with
KERAS = {PLAIN: "SGD({})", "momentum": f"SGD({{}}, momentum={MOMENTUM})", "adam": "Adam({})", "rmsprop": "RMSprop({})"}
ADAPTIVE = ("adam", "rmsprop")  # they divide each weight's gradient by its usual size
EPSILON = 1e-7  # of Keras's optimizers
FIRST, SECOND = 0.9, 0.999  # Adam's shares of the old means, of gradients and of their squares
RHO = 0.9  # RMSprop's, of squares


def steps(kind: str) -> Callable[[np.ndarray], np.ndarray]:
    """What an optimizer makes of the gradients of one array, one after the other; rate times that is subtracted.

        momentum s <- 0.9 s + g,  RMSprop g / sqrt(v + epsilon),  Adam m / (1 - 0.9^t) / (sqrt(v / (1 - 0.999^t)) + e)

    v is a running mean of squares of g, m one of g, and e = epsilon / sqrt(1 - 0.999^t).

    Args:
        kind: a key of `NAMES`.

    Source: `update_step` of Keras's optimizers.
    """
    t, m, v = 0, 0.0, 0.0

    def step(g: np.ndarray) -> np.ndarray:
        nonlocal t, m, v
        t += 1
        if kind == "momentum":
            m = MOMENTUM * m + g
            return m
        if kind == "rmsprop":
            v = RHO * v + (1 - RHO) * g**2
            return g / np.sqrt(v + EPSILON)
        if kind == "adam":
            m, v = FIRST * m + (1 - FIRST) * g, SECOND * v + (1 - SECOND) * g**2
            return m * np.sqrt(1 - SECOND**t) / (1 - FIRST**t) / (np.sqrt(v) + EPSILON)
        return g

    return step


def one_unit(
    start: list[np.ndarray], x: np.ndarray, y: np.ndarray, rate: float, epochs: int, activation: str, kind: str
) -> np.ndarray:
    """The cost of a hidden layer of H equal units, from one of them, by any optimizer.

    The logits are H g(w x + b) v + c. As every optimizer here steps weight by weight, equal units take equal steps.

    Args:
        start, x, y, rate, epochs, activation: as of `laws.one_unit`, which is this for plain gradient descent.
        kind: a key of `NAMES`.

    Returns:
        (epochs + 1,): the cost before training and after every step.
    """
    if kind == PLAIN:
        return laws.one_unit(start, x, y, rate, epochs, activation)
    g, slope = laws.ACTIVATIONS[activation]
    kernel, bias, outgoing, last = (np.array(array, dtype=float) for array in start)
    units, weights = len(bias), [kernel[:, 0], bias[0], outgoing[0], last]
    each, costs = [steps(kind) for _ in weights], np.empty(epochs + 1)
    with np.errstate(all="ignore"):  # a rate that is too large ends in inf, as it should
        for epoch in range(epochs + 1):
            w, b, v, c = weights
            z = x @ w + b  # (example,)
            a = g(z)
            costs[epoch], error = laws.cross_entropy(units * np.outer(a, v) + c, y)
            back = (error @ v) * slope(z, a)
            slopes = back @ x, back.sum(), a @ error, error.sum(axis=0)
            weights = [old - rate * step(g_) for old, step, g_ in zip(weights, each, slopes, strict=True)]
    return costs


def decade(sigma: float, rate: float, activation: str, kind: str) -> float:
    """Epochs that a tiny start needs to grow tenfold; NaN where its steps are not in proportion to its gradients.

        momentum: ln 10 / ln r,   r^2 = (1 + beta + s) r - beta,   s = eta g'(0) sigma

    Args:
        sigma, rate, activation: as of `laws.epochs_a_decade`, which is this for plain gradient descent.
        kind: a key of `NAMES`.

    Source: plain algebra: d_(t+1) = d_t + beta (d_t - d_(t-1)) + s d_t.
    """
    if kind in ADAPTIVE:
        return np.nan
    s = rate * laws.SLOPES[activation] * sigma
    if kind == PLAIN or s == 0:
        return laws.epochs_a_decade(sigma, rate, activation)
    whole = 1 + MOMENTUM + s
    return float(np.log(10) / np.log((whole + np.sqrt(whole**2 - 4 * MOMENTUM)) / 2))
