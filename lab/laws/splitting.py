"""How fast equal units part once something has told them apart, from the curvature of the cost where they are equal.

For a network with one hidden layer whose H units are equal, each with incoming weights v (its bias last) and outgoing
weights o: f = H o s(v . x) + c. Let unit 1 be moved by D/2 and unit 2 by -D/2. The change of f is of second order, so
only the curvature of single units counts:

    S = mean over examples of sum_j g_j Hessian of (o_j s(v . x)) in (v, o),   g_j = d loss / d f_j

and gradient descent changes their difference by D <- (I - rate S) D. S has a negative eigenvalue -lambda wherever
parting lowers the cost; then |D| grows as (1 + rate lambda)^t.

Source: the chain rule, written out; stated as L01 in the claims of this laboratory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# activation -> z -> its value, first and second derivative
CURVES = {
    "linear": lambda z: (z, np.ones_like(z), np.zeros_like(z)),
    "relu": lambda z: (np.maximum(z, 0.0), (z > 0) * 1.0, np.zeros_like(z)),
    "tanh": lambda z: _from_tanh(np.tanh(z)),
    "sigmoid": lambda z: _from_sigmoid(0.5 + 0.5 * np.tanh(0.5 * z)),
}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is trained, in plain arrays.

    Attributes:
        x: inputs, (example, input).
        y: targets, (example, output).
        activation: of the hidden layer, a key of `CURVES`.
        output: "softmax", or a key of `OUTPUTS`.
        loss: "mse", "binary_crossentropy" or "categorical_crossentropy".
        rate: learning rate of full-batch gradient descent.
    """

    x: np.ndarray
    y: np.ndarray
    activation: str
    output: str
    loss: str
    rate: float


@dataclass(frozen=True, kw_only=True)
class Parting:
    """What is foretold of units that start equal but for a push of size 1.

    Attributes:
        growth: largest difference in one weight after each step, (replica, step), for a push of 1; a push of epsilon
            gives epsilon times as much, as long as that is small.
        fastest: lambda at the last step, (replica,): per step the difference grows by 1 + rate * lambda; where it is
            negative, equal units attract each other.
        direction: the difference that grows so, (replica, incoming weight and bias, then outgoing weight), length 1.
        slope: largest gradient in one weight at the last step, (replica,): 0 where the equal units have settled.
    """

    growth: np.ndarray
    fastest: np.ndarray
    direction: np.ndarray
    slope: np.ndarray


def steps_per_decade(rate: float, fastest: float) -> float:
    """Steps in which the difference grows tenfold: ln 10 / ln(1 + rate lambda); infinite where it does not grow."""
    grows = rate * fastest
    return float(np.log(10) / np.log1p(grows)) if grows > 0 else np.inf


def parting(setting: Setting, weights: Sequence[np.ndarray], place: int, steps: int, limit: float = np.inf) -> Parting:
    """Follow equal units, and a push of 1 in one weight of one of them, through full-batch gradient descent.

    Args:
        setting: what is trained.
        weights: kernel (replica, input, unit), bias (replica, unit), outgoing kernel (replica, unit, output) and its
            bias (replica, output); all units of a replica equal.
        place: of the pushed weight among the incoming weights, the bias, the outgoing weights of a unit.
        steps: number of steps.
        limit: growth at which to stop, if all replicas reach it before; NaN from there on.
    """
    kernel, bias, outgoing, last = (np.asarray(array, float) for array in weights)
    x = np.column_stack([setting.x, np.ones(len(setting.x))]).astype(float)  # (example, incoming)
    v = np.concatenate([kernel[:, :, 0], bias[:, :1]], axis=1)  # (replica, incoming)
    state = [v, outgoing[:, 0], last, kernel.shape[2]]
    apart = np.zeros((len(v), v.shape[1] + outgoing.shape[2]))
    apart[:, place] = 1.0
    growth = np.full((len(v), steps + 1), np.nan)
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            growth[:, step] = np.abs(apart).max(axis=1)
            curvature, slopes = _split(setting, x, *state)
            if step == steps or (growth[:, step] > limit).all():
                break
            apart = apart - setting.rate * np.einsum("rij,rj->ri", curvature, apart)
            state[:3] = [value - setting.rate * slope for value, slope in zip(state[:3], slopes, strict=True)]
    return _ending(growth, curvature, slopes)


def _split(setting: Setting, x: np.ndarray, v, outgoing, last, units: int) -> tuple:
    """S of every replica, and the gradients of v, o and c."""
    value, slope, bend = CURVES[setting.activation](v @ x.T)  # (replica, example)
    z = units * value[..., None] * outgoing[:, None] + last[:, None]  # (replica, example, output)
    g = _slope_of_loss(setting, z) / len(x)
    through = (g * outgoing[:, None]).sum(axis=-1)  # (replica, example)
    inner = np.matmul(x.T * (through * bend)[:, None], x)  # (replica, incoming, incoming)
    outer = np.matmul(x.T * slope[:, None], g)  # (replica, incoming, output)
    count = x.shape[1] + outgoing.shape[1]
    S = np.zeros((len(v), count, count))
    S[:, : x.shape[1], : x.shape[1]] = inner
    S[:, : x.shape[1], x.shape[1] :] = outer
    S[:, x.shape[1] :, : x.shape[1]] = outer.swapaxes(1, 2)
    return S, [(through * slope) @ x, np.matmul(value[:, None], g)[:, 0], g.sum(axis=1)]


def _slope_of_loss(setting: Setting, z: np.ndarray) -> np.ndarray:
    """d loss / d z of every example and output."""
    if setting.output == "softmax":
        a = np.exp(z - z.max(axis=-1, keepdims=True))
        a /= a.sum(axis=-1, keepdims=True)
        through = a * (1 - a)
    else:
        a, through = OUTPUTS[setting.output](z)
    if setting.loss == "categorical_crossentropy":
        return a - setting.y
    if setting.loss == "binary_crossentropy":
        return (a - setting.y) / z.shape[-1]
    return 2 * (a - setting.y) * through / z.shape[-1]


def _ending(growth: np.ndarray, curvature: np.ndarray, slopes: list) -> Parting:
    good = np.isfinite(curvature).all(axis=(1, 2))
    values, vectors = np.linalg.eigh(np.where(good[:, None, None], curvature, 0.0))
    return Parting(
        growth=growth,
        fastest=np.where(good, -values[:, 0], np.nan),
        direction=vectors[:, :, 0],
        slope=np.max([np.abs(slope).max(axis=1) for slope in slopes], axis=0),
    )


def _from_tanh(a: np.ndarray) -> tuple:
    slope = 1 - a * a
    return a, slope, -2 * a * slope


def _from_sigmoid(a: np.ndarray) -> tuple:
    slope = a * (1 - a)
    return a, slope, slope * (1 - 2 * a)


# output -> z -> its value and slope; the slope of ReLU at exactly 0 is 0, as in TensorFlow
OUTPUTS = {
    "linear": lambda z: (z, 1.0),
    "sigmoid": lambda z: _from_sigmoid(0.5 + 0.5 * np.tanh(0.5 * z))[:2],
    "tanh": lambda z: _from_tanh(np.tanh(z))[:2],
    "relu": lambda z: (np.maximum(z, 0.0), (z > 0).astype(float)),
}
