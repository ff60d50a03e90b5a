"""What must become of units that start all zero, all equal, or tiny."""

import numpy as np

# g and its slope, the latter from z and g(z)
ACTIVATIONS = {
    "linear": (lambda z: z, lambda z, g: np.ones_like(z)),
    "tanh": (np.tanh, lambda z, g: 1 - g**2),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z, g: (z > 0).astype(float)),
    "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(0.5 * z), lambda z, g: g * (1 - g)),
}
SLOPES = {"linear": 1.0, "tanh": 1.0, "sigmoid": 0.25}  # g'(0), where g is smooth there


def shares(y: np.ndarray) -> np.ndarray:
    """The share of each class, from targets (example, output): one column of 0 and 1, or one-hot."""
    p = np.asarray(y, dtype=float).mean(axis=0)
    return np.append(1 - p, p) if len(p) == 1 else p


def class_entropy(shares: np.ndarray) -> float:
    """The least cost of a network that does not look at its inputs.

        H(p) = - sum over classes k of p_k ln p_k

    Its output is one and the same for all examples, at best the shares p. A network that starts all zero stays one as
    long as no kernel moves: its output bias alone learns p.

    Args:
        shares: p, of every class; they sum to 1.

    Source: L04 of the claims, by plain algebra (Gibbs' inequality); p = (1/2, 1/3, 1/6) gives 1.011404.
    """
    p = np.asarray(shares, dtype=float)
    return float(-np.sum(p[p > 0] * np.log(p[p > 0])))


def one_unit(start: list[np.ndarray], x: np.ndarray, y: np.ndarray, rate: float, epochs: int, activation: str):
    """The cost of a hidden layer of H equal units, foretold from ONE unit with two learning rates of its own.

        V = H v:    V <- V - H eta dJ/dV,    w <- w - (eta / H) dJ/dw,    b <- b - (eta / H) dJ/db

    The outputs of H equal units add up to that of one with the outgoing kernel V. Each v gets the gradient dJ/dV, so
    V moves H times as far; each w gets the gradient through v = V / H, so it moves 1 / H as far.

    Args:
        start: kernel (input, H), bias (H,), kernel (H, output), bias (output,), the H units equal.
        x: (example, input).
        y: (example, output); one column: a sigmoid output, several: a softmax. The cost is the cross-entropy.
        rate: eta, of plain gradient descent with all examples in each step.
        epochs: number of steps.
        activation: of the hidden unit, a key of `ACTIVATIONS`.

    Returns:
        (epochs + 1,): the cost before training and after every step.

    Source: L03 of the claims, by plain algebra.
    """
    g, slope = ACTIVATIONS[activation]
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    kernel, bias, outgoing, last = (np.array(array, dtype=float) for array in start)
    units, w, b, V = len(bias), kernel[:, 0], bias[0], len(bias) * outgoing[0]
    costs = np.empty(epochs + 1)
    with np.errstate(all="ignore"):  # a rate that is too large ends in inf, as it should
        for epoch in range(epochs + 1):
            z = x @ w + b  # (example,)
            a = g(z)
            costs[epoch], error = cross_entropy(np.outer(a, V) + last, y)  # error: (example, output)
            back = (error @ V) * slope(z, a)  # (example,)
            V = V - units * rate * (a @ error)
            w, b, last = w - rate / units * (back @ x), b - rate / units * back.sum(), last - rate * error.sum(axis=0)
    return costs


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean cross-entropy, and its gradient with respect to the logits."""
    if y.shape[1] == 1:
        cost = np.logaddexp(0.0, logits) - y * logits
        return cost.mean(), (0.5 + 0.5 * np.tanh(0.5 * logits) - y) / len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    total = powers.sum(axis=1, keepdims=True)
    cost = np.log(total) - (y * shifted).sum(axis=1, keepdims=True)
    return cost.mean(), (powers / total - y) / len(y)


def pull(x: np.ndarray, y: np.ndarray) -> float:
    """How strongly the inputs pull at a network whose output is still the shares of the classes.

        sigma = largest singular value of M,   M = mean over examples of x (y - p)^T,   p = mean y

    M is minus the gradient of the cost with respect to the kernel of a network without hidden layer, at kernel 0.
    With sigma = 0 that network is at its best already, as its cost is convex.

    Args:
        x: (example, input).
        y: (example, output).

    Returns:
        sigma; 0.0 where M is nothing but rounding.

    Source: plain algebra.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    terms = np.einsum("ei,eo->eio", x, y - y.mean(axis=0)) / len(x)
    matrix = terms.sum(axis=0)
    rounding = np.finfo(float).eps * np.abs(terms).sum(axis=0).max()
    sigma = float(np.linalg.svd(matrix, compute_uv=False)[0])
    return sigma if sigma > 4 * rounding else 0.0


def epochs_a_decade(sigma: float, rate: float, activation: str) -> float:
    """Epochs that a tiny start needs to grow tenfold.

        w <- w + eta g'(0) M v,   v <- v + eta g'(0) M^T w   while both are small, so the leading part of both grows
        by 1 + eta g'(0) sigma in each epoch:   ln 10 / ln(1 + eta g'(0) sigma)

    Args:
        sigma: of `pull`.
        rate: eta.
        activation: a key of `SLOPES`; a ReLU has no slope at 0, and no such law.

    Returns:
        Epochs; inf where sigma is 0.

    Source: plain algebra: gradient descent, expanded to first order around all zeros with the output at p.
    """
    growth = rate * SLOPES[activation] * sigma
    return float(np.log(10) / np.log1p(growth)) if growth > 0 else float("inf")
