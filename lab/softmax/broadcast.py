"""What NumPy makes of biases that stand in a row or in a column: added once, and layer after layer."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.experiment import Experiment
from lab.initial import starts
from lab.specs import Init, Network, Training

START = Experiment(
    data=Data("iris", standardize=True),
    network=Network(hidden=(4,), activation="tanh", output="softmax"),
    init=Init("uniform", low=-1.0, high=1.0, bias="same"),
    training=Training(loss="categorical_crossentropy"),
)
# how the biases stand, from those of K units, (K,)
STANDS: dict[str, Callable] = {
    "a column, (K, 1)": lambda b: b[:, None],
    "a row, (1, K)": lambda b: b[None, :],
    "flat, (K,)": lambda b: b,
    "flat, with .T": lambda b: b.T,
}
# how one example and the biases stand -> (x flat -> what goes in, kernel and biases and what went in -> logits)
CONVENTIONS: dict[str, tuple[Callable, Callable]] = {
    "x flat (n,), b a column: W.T @ x + b": (lambda x: x, lambda w, b, h: w.T @ h + b[:, None]),
    "x a row (1, n), b a column: x @ W + b": (lambda x: x[None, :], lambda w, b, h: h @ w + b[:, None]),
    "x a column (n, 1), b a column: W.T @ x + b": (lambda x: x[:, None], lambda w, b, h: w.T @ h + b[:, None]),
    "x a row (1, n), b flat: x @ W + b": (lambda x: x[None, :], lambda w, b, h: h @ w + b),
}


def product(experiment: Experiment, m: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """x @ W of the first hidden layer for `m` examples, (m, K), and its biases, (K,)."""
    x, _ = load(experiment.data)
    chosen = np.arange(checks.whole("m", m, 1, len(x))) * len(x) // m
    kernel, bias, *_ = (array[0] for array in starts(experiment, [seed]))
    return x[chosen] @ kernel, bias


def added(z: np.ndarray, bias: np.ndarray, stands: str) -> dict:
    """What z + b is.

    Args:
        z: (m, K).
        bias: (K,), one for each unit.
        stands: how b stands, a key of `STANDS`.

    Returns:
        `given`: b's shape, `shape` of the sum (None: refused), `verdict`: "right" (every unit got its own bias),
        "other numbers", "grows" (another shape than z) or "refused", `message` of NumPy, `sum` itself (or None).
    """
    checks.one_of("stands", stands, STANDS)
    given = STANDS[stands](bias)
    row = {"given": given.shape, "shape": None, "verdict": "refused", "message": "", "sum": None}
    try:
        total = z + given
    except ValueError as error:  # what NumPy says about shapes is what is to be shown
        return row | {"message": str(error).strip()}
    right = np.array([[z[i, j] + bias[j] for j in range(z.shape[1])] for i in range(z.shape[0])])
    verdict = "grows" if total.shape != z.shape else "right" if np.array_equal(total, right) else "other numbers"
    return row | {"shape": total.shape, "verdict": verdict, "sum": total}


def additions(experiment: Experiment, m: int = 1) -> pd.DataFrame:
    """z + b for every way that b may stand, with 1 example, as many as there are units, and `m`.

    Returns:
        One row per (stands, m): columns of `added` but for the sum, and `units`.
    """
    units = experiment.network.hidden[0]
    rows = []
    for count in dict.fromkeys([1, units, m, units + 1]):
        z, bias = product(experiment, count)
        rows += [{"stands": name, "m": count, "units": units, **added(z, bias, name)} for name in STANDS]
    return pd.DataFrame(rows).drop(columns="sum")


def cells(z: np.ndarray, bias: np.ndarray, stands: str) -> pd.DataFrame:
    """x @ W, the biases as NumPy stretches them, and the sum, number by number.

    Returns:
        One row per (array, row, column), from 1: `value`, `copied` (a number that the array has once, and the sum
        uses again).
    """
    found, given = added(z, bias, stands), STANDS[stands](bias)
    shape = found["shape"] or np.atleast_2d(given).shape
    rows = []
    for name, array in {"x @ W": z, "b": given, "x @ W + b": found["sum"]}.items():
        if array is None:
            continue
        own = np.atleast_2d(array).shape
        stretched = np.broadcast_to(array, np.broadcast_shapes(own, shape if found["shape"] else own))
        rows += [
            {"array": f"{name} {array.shape}", "row": i + 1, "column": j + 1, "value": float(value),
             "copied": i >= own[0] or j >= own[1]}
            for (i, j), value in np.ndenumerate(stretched)
        ]  # fmt: skip
    return pd.DataFrame(rows)


def chain(experiment: Experiment, seed: int = 0) -> pd.DataFrame:
    """One example through both layers, in every convention of `CONVENTIONS`.

    Returns:
        One row per convention: `first`, `second`: shapes of the logits of the layers (None: refused), `right`:
        whether the last are those of the plain way, `message` of NumPy.
    """
    x = load(experiment.data)[0][0]
    weights = [array[0] for array in starts(experiment, [seed])]
    plain = _logits(weights, [float(value) for value in x])
    return pd.DataFrame([{"convention": name, **_passed(name, x, weights, plain)} for name in CONVENTIONS])


def _passed(name: str, x: np.ndarray, weights: list, plain: list[float]) -> dict:
    inside, step = CONVENTIONS[name]
    row, h = {"first": None, "second": None, "right": False, "message": ""}, inside(x)
    for layer, (kernel, bias) in zip(("first", "second"), (weights[:2], weights[2:]), strict=True):
        try:
            z = step(kernel, bias, h)
        except ValueError as error:  # what NumPy says about shapes is what is to be shown
            return row | {"message": str(error).strip()}
        row, h = row | {layer: z.shape}, np.tanh(z)
    return row | {"right": z.size == len(plain) and bool(np.allclose(z.ravel(), plain, atol=1e-5))}


def _logits(weights: list, h: list[float]) -> list[float]:
    """The logits of one example, a number at a time: z_k = sum over j of h_j W_jk + b_k."""
    for place in (0, 2):
        kernel, bias = weights[place], weights[place + 1]
        z = [sum(h[j] * kernel[j, k] for j in range(len(h))) + bias[k] for k in range(len(bias))]
        h = [float(np.tanh(value)) for value in z]
    return z
