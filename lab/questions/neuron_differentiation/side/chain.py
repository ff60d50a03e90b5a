"""One example through the network of two neurons, and the chain of factors of every gradient.

The network of seeds/002: w1, w2, b1 lead into neuron 1 and w5 out of it; w3, w4, b2 lead into neuron 2 and w6 out of
it; b3 is the bias of the output, which is a sigmoid.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

# name -> (number of its array in Keras's `get_weights`, its place there)
PLACES = {
    "w1": (0, (0, 0)), "w2": (0, (1, 0)), "b1": (1, (0,)), "w3": (0, (0, 1)), "w4": (0, (1, 1)), "b2": (1, (1,)),
    "w5": (2, (0, 0)), "w6": (2, (1, 0)), "b3": (3, (0,)),
}  # fmt: skip
PAIRS = {f"{one} and {other}": (one, other) for one, other in (("w1", "w3"), ("w2", "w4"), ("w1", "w2"), ("w3", "w4"))}
QUIET = np.errstate(over="ignore", invalid="ignore", divide="ignore")  # a diverged run is a result, not a warning
FACTORS = ("dJ/da3", "da3/dz3", "dz3/da", "da/dz", "dz/dw")
SLOPES = {
    "sigmoid": lambda z: _sigmoid(z) * _sigmoid(-z),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
    "linear": np.ones_like,
}
VALUES = {"sigmoid": lambda z: _sigmoid(z), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0.0), "linear": np.copy}


def arrays(values: Mapping[str, float]) -> list[np.ndarray]:
    """The nine weights by name, as Keras's `set_weights` takes them: kernel, bias, kernel, bias."""
    made = [np.zeros(shape) for shape in ((2, 2), (2,), (2, 1), (1,))]
    for name, (number, place) in PLACES.items():
        made[number][place] = values[name]
    return made


def values(weights: Sequence[np.ndarray]) -> dict[str, float]:
    """The nine weights by name; the other way round than `arrays`."""
    return {name: float(weights[number][place]) for name, (number, place) in PLACES.items()}


def unit(weight: str) -> int:
    """The hidden neuron, 1 or 2, that one of w1 to w4 leads into."""
    return PLACES[weight][1][1] + 1


def source(weight: str) -> int:
    """The input, 1 or 2, that one of w1 to w4 comes from."""
    return PLACES[weight][1][0] + 1


@QUIET
def forward(weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, activation: str, loss: str) -> pd.DataFrame:
    """Every number on the way from the inputs to the loss.

        z1 = w1 x1 + w2 x2 + b1,  z2 = w3 x1 + w4 x2 + b2,  z3 = w5 a1 + w6 a2 + b3
        a1 = activation(z1),  a2 = activation(z2),  a3 = sigmoid(z3)
        J = (a3 - y)^2,  or  J = -log a3 for y = 1 and -log(1 - a3) for y = 0

    Args:
        weights: kernel (2, 2), bias (2,), kernel (2, 1), bias (1,).
        x: inputs, (example, 2).
        y: targets, (example,): 0 or 1.
        activation: of the hidden neurons, a key of `SLOPES`.
        loss: "mse" or "binary_crossentropy".

    Returns:
        One row per example: `x1`, `x2`, `z1`, `z2`, `a1`, `a2`, `z3`, `a3`, `y`, `loss`.
    """
    kernel, bias, outgoing, last = weights
    z = _sum(x[:, :, None] * kernel) + bias  # (example, unit)
    a = VALUES[activation](z)
    z3 = _sum(a[:, :, None] * outgoing)[:, 0] + last[0]
    losses = _error(z3, y) ** 2 if loss == "mse" else np.logaddexp(0.0, np.where(y > 0.5, -z3, z3))
    columns = [*x.T, *z.T, *a.T, z3, _sigmoid(z3), y, losses]
    return pd.DataFrame(dict(zip(["x1", "x2", "z1", "z2", "a1", "a2", "z3", "a3", "y", "loss"], columns, strict=True)))


@QUIET
def gradients(weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray, activation: str, loss: str) -> pd.DataFrame:
    """The gradient of each example's loss in all nine weights, by the chain rule.

        dJ/db3 = d,  dJ/dw5 = d a1,  dJ/db1 = d w5 a1',  dJ/dw1 = d w5 a1' x1,  with d = dJ/dz3;  the others alike

    Args:
        weights, x, y, activation, loss: as of `forward`.

    Returns:
        One row per example, one column per weight, in the order of `PLACES`.

    Source: seeds/002, the answer of its second post.
    """
    numbers = forward(weights, x, y, activation, loss)
    z3, inner = numbers["z3"].to_numpy(), numbers[["z1", "z2"]].to_numpy()
    output = _delta(z3, y, loss)  # (example,)
    hidden = output[:, None] * weights[2][:, 0] * SLOPES[activation](inner)  # (example, unit)
    kernel = x[:, :, None] * hidden[:, None, :]  # (example, input, unit)
    outgoing = output[:, None] * numbers[["a1", "a2"]].to_numpy()
    parts = (kernel, hidden, outgoing[:, :, None], output[:, None])
    return pd.DataFrame({name: parts[number][(slice(None), *place)] for name, (number, place) in PLACES.items()})


@QUIET
def factors(
    weights: Sequence[np.ndarray], x: np.ndarray, y: float, activation: str, loss: str, pair: tuple[str, str]
) -> pd.DataFrame:
    """The five factors of the gradients in two of the weights w1 to w4, for one example.

        dJ/dw1 = dJ/da3 * da3/dz3 * dz3/da1 * da1/dz1 * dz1/dw1,   dz3/da1 = w5,   dz1/dw1 = x1
        dJ/dw3 = dJ/da3 * da3/dz3 * dz3/da2 * da2/dz2 * dz2/dw3,   dz3/da2 = w6,   dz2/dw3 = x1

    Args:
        weights, activation, loss: as of `forward`.
        x: the two inputs of the example.
        y: its target, 0 or 1.
        pair: the two weights, one of the values of `PAIRS`.

    Returns:
        One row for each of `FACTORS` and one for their `product`: `factor`, `one`, `other`, `differs` (bool: not
        exactly equal). Where the output is saturated beyond float64 the first two are infinite and 0; the product
        is then right all the same, from dJ/dz3.

    Source: seeds/002, the answer of its second post.
    """
    x, y = np.asarray(x, dtype=float)[None], np.array([float(y)])
    numbers = forward(weights, x, y, activation, loss)
    z3 = numbers["z3"].to_numpy()
    first = 2 * _error(z3, y) if loss == "mse" else _reciprocal(z3, y)
    slopes = SLOPES[activation](numbers[["z1", "z2"]].to_numpy())[0]
    products = gradients(weights, x, y, activation, loss).iloc[0]
    shared = [first[0], SLOPES["sigmoid"](z3)[0]]
    units, inputs = [unit(name) - 1 for name in pair], [source(name) - 1 for name in pair]
    one, other = (
        np.array([*shared, weights[2][i, 0], slopes[i], x[0, j], products[name]])
        for name, i, j in zip(pair, units, inputs, strict=True)
    )
    return pd.DataFrame({"factor": [*FACTORS, "product"], "one": one, "other": other, "differs": one != other})


def _sum(terms: np.ndarray) -> np.ndarray:
    """Sum over the inputs of (example, input, unit): equal units have equal sums, which no matrix product promises."""
    return terms[:, 0] + terms[:, 1]


def _sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-z), without losing digits at either end."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def _error(z3: np.ndarray, y: np.ndarray) -> np.ndarray:
    """a3 - y, without the cancellation of a subtraction."""
    return np.where(y > 0.5, -_sigmoid(-z3), _sigmoid(z3))


def _reciprocal(z3: np.ndarray, y: np.ndarray) -> np.ndarray:
    """dJ/da3 of the cross-entropy: -1 / a3 for y = 1, 1 / (1 - a3) for y = 0."""
    return np.where(y > 0.5, -1.0 / _sigmoid(z3), 1.0 / _sigmoid(-z3))


def _delta(z3: np.ndarray, y: np.ndarray, loss: str) -> np.ndarray:
    """dJ/dz3: the first two factors in one."""
    error = _error(z3, y)
    return 2 * error * SLOPES["sigmoid"](z3) if loss == "mse" else error


def differs(factors: pd.DataFrame, factor: str) -> bool:
    """Whether a factor differs between the two gradients."""
    return bool(factors.loc[factors["factor"] == factor, "differs"].iloc[0])
