"""What becomes of lengths, errors and angles from layer to layer, in random networks of great width.

Let the weights of a layer have mean 0 and variance sigma_w^2 / n, n its inputs, and its biases variance sigma_b^2.
With z standard normal, the mean square q of the sums that go into a layer's units follows

    q' = sigma_w^2 E[phi(sqrt(q) z)^2] + sigma_b^2

the mean square d of the cost's derivatives in these sums (n' units in the layer above, n in this one)

    d = chi (n' / n) d',   chi = sigma_w^2 E[phi'(sqrt(q) z)^2]

and the correlation c of two inputs' sums, once both have the length q* that the first line leaves alone,

    c' = (sigma_w^2 E[phi(u1) phi(u2)] + sigma_b^2) / q*,   u1, u2 normal with variance q* and correlation c

At c = 1 that map has the slope chi: below 1 (order) all inputs become one, above 1 (chaos) they part.

Source: Poole et al. (2016), arXiv:1606.05340, and Schoenholz et al. (2017), Deep information propagation, ICLR.
The critical point is L28 in the claims of this laboratory.
"""

import numpy as np

# For smooth functions even spacing beats Gauss-Hermite here: 1e-12 at q = 9, where 160 Hermite nodes leave 4e-5.
NODES = np.linspace(-8, 8, 161)  # z
WEIGHTS = np.exp(-(NODES**2) / 2) / np.exp(-(NODES**2) / 2).sum()
FEW, FEW_WEIGHTS = NODES[::2], WEIGHTS[::2] / WEIGHTS[::2].sum()  # for averages over two normals
# activation -> its value and its slope; those of ReLU and linear are known in closed form below
CURVES = {
    "tanh": (np.tanh, lambda u: 1 - np.tanh(u) ** 2),
    "sigmoid": (lambda u: 0.5 + 0.5 * np.tanh(u / 2), lambda u: 0.25 * (1 - np.tanh(u / 2) ** 2)),
}
SHARES = {"linear": 1.0, "relu": 0.5}  # of the square that passes, and of the units that let pass


def square(activation: str, q: np.ndarray) -> np.ndarray:
    """E[phi(sqrt(q) z)^2]: the mean squared activation of units whose sums have the mean square q.

    Args:
        activation: "linear", "relu", "tanh" or "sigmoid".
        q: any shape, from 0.
    """
    q = np.asarray(q, float)
    if activation in SHARES:
        return SHARES[activation] * q
    return CURVES[activation][0](np.sqrt(q)[..., None] * NODES) ** 2 @ WEIGHTS


def slope(activation: str, q: np.ndarray) -> np.ndarray:
    """E[phi'(sqrt(q) z)^2]: the share of a squared error that passes a unit backwards; as `square`."""
    q = np.asarray(q, float)
    if activation in SHARES:
        return np.full(q.shape, SHARES[activation])
    return CURVES[activation][1](np.sqrt(q)[..., None] * NODES) ** 2 @ WEIGHTS


def settled(weights: np.ndarray, biases: np.ndarray, steps: int = 4000) -> np.ndarray:
    """q*, which a layer of tanh leaves alone: the recursion above, run until it stands.

    Args:
        weights, biases: sigma_w^2 and sigma_b^2, of one shape.
        steps: most layers that are followed.
    """
    q = np.asarray(weights, float) + biases
    for _ in range(steps):
        after = weights * square("tanh", q) + biases
        if np.all(np.abs(after - q) <= 1e-12 * q):
            break
        q = after
    return q


def chi(weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """sigma_w^2 E[phi'(sqrt(q*) z)^2] of tanh: below 1 order, above 1 chaos."""
    return weights * slope("tanh", settled(weights, biases))


def critical_line(lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where chi is 1 for tanh, as points of (sigma_w^2, sigma_b^2), one for each q*.

    sigma_w^2 = 1 / E[phi'(sqrt(q*) z)^2],   sigma_b^2 = q* - sigma_w^2 E[phi(sqrt(q*) z)^2]
    """
    weights = 1 / slope("tanh", lengths)
    return weights, lengths - weights * square("tanh", lengths)


def critical(biases: float) -> float:
    """sigma_w^2 on the critical line of tanh for a sigma_b^2; 1.76095 for 0.05."""
    from scipy.optimize import brentq

    length = brentq(lambda q: critical_line(np.array(q))[1] - biases, 0.0, 50.0)  # sigma_b^2 grows with q* on the line
    return float(critical_line(np.array(length))[0])


def next_correlation(c: float, weights: float, biases: float, length: float | None = None) -> float:
    """c' of two inputs whose sums have the correlation c and the length q*, for tanh; `length` is q* where known."""
    q = float(settled(np.array(weights), np.array(biases))) if length is None else length
    return float(min(1.0, (weights * _joint(np.tanh, c, q) + biases) / q)) if q > 0 else c


def correlations(start: float, weights: float, biases: float, layers: int) -> np.ndarray:
    """c of each layer, from `start` in the first: (layers,)."""
    values, length = [start], float(settled(np.array(weights), np.array(biases)))
    for _ in range(layers - 1):
        values.append(next_correlation(values[-1], weights, biases, length))
    return np.array(values)


def meeting(weights: float, biases: float) -> float:
    """c*, the correlation that any two inputs tend to: 1 in order, below 1 in chaos."""
    if chi(np.array(weights), np.array(biases)) <= 1 + 1e-9:
        return 1.0
    from scipy.optimize import brentq

    length, most = float(settled(np.array(weights), np.array(biases))), 1.0 - 1e-9

    def moves(c: float) -> float:
        return next_correlation(c, weights, biases, length) - c

    return brentq(moves, 0.0, most) if moves(most) < 0 else most


def depth_scale(weights: float, biases: float) -> float:
    """xi: the layers in which the distance from c* falls to 1 / e; infinite on the critical line.

    1 / xi = -ln(sigma_w^2 E[phi'(u1) phi'(u2)]),   u1, u2 with correlation c*
    """
    length = float(settled(np.array(weights), np.array(biases)))
    rate = weights * _joint(CURVES["tanh"][1], meeting(weights, biases), length)
    return float(-1 / np.log(rate)) if 0 < rate < 1 - 1e-6 else np.inf


def _joint(function, c: float, q: float) -> float:
    """E[function(u1) function(u2)] of two normals with variance q and correlation c."""
    first = np.sqrt(q) * FEW[:, None]
    second = np.sqrt(q) * (c * FEW[:, None] + np.sqrt(max(0.0, 1 - c * c)) * FEW)
    return float(FEW_WEIGHTS @ (function(first) * function(second)) @ FEW_WEIGHTS)
