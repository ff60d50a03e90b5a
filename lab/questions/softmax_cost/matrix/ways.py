"""The gradient of an output layer's weights, in the ways that people write it, next to automatic differentiation.

W is kept in one of two ways: as (in, out), so that z = a @ W, or turned, as (out, in), so that z = a @ W.T.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.experiment import Experiment
from lab.network import keras_model
from lab.numerals import figure
from lab.specs import Init, Network, Training

START = Experiment(
    data=Data("iris", standardize=True),
    network=Network(hidden=(4,), activation="tanh", output="softmax"),
    init=Init("glorot_uniform"),
    training=Training(loss="categorical_crossentropy", epochs=0),
)
EQUAL = 1e-6  # largest difference up to which two gradients are equal: S24 of the claims
# what one may write, of a (example, unit) and d (example, class) -> that
WRITINGS: dict[str, Callable] = {
    "a.T @ d / m": lambda a, d, m: a.T @ d / m,
    "sum(np.outer(a[i], d[i]) for i in range(m)) / m": lambda a, d, m: sum(np.outer(a[i], d[i]) for i in range(m)) / m,
    "d.T @ a / m": lambda a, d, m: d.T @ a / m,
    "sum(np.outer(d[i], a[i]) for i in range(m)) / m": lambda a, d, m: sum(np.outer(d[i], a[i]) for i in range(m)) / m,
    "a.T @ d": lambda a, d, m: a.T @ d,
    "d.T @ a": lambda a, d, m: d.T @ a,
    "np.outer(a.mean(axis=0), d.mean(axis=0))": lambda a, d, m: np.outer(a.mean(axis=0), d.mean(axis=0)),
    "np.outer(d.mean(axis=0), a.mean(axis=0))": lambda a, d, m: np.outer(d.mean(axis=0), a.mean(axis=0)),
    "a @ d.T / m": lambda a, d, m: a @ d.T / m,
    "a @ d / m": lambda a, d, m: a @ d / m,
    "a * d / m": lambda a, d, m: a * d / m,
    "a[:, :, np.newaxis] * d[:, np.newaxis, :]": lambda a, d, m: a[:, :, np.newaxis] * d[:, np.newaxis, :],
}
# of one output unit: d is p - y, and y is 1 where d < 0
ONE_OUTPUT: dict[str, Callable] = {
    "a.T @ (p - y.ravel()) / m": lambda a, d, m: a.T @ _flat(d) / m,
    "(p - y.ravel()).T @ a / m": lambda a, d, m: _flat(d).T @ a / m,
}
IN_OUT, OUT_IN = "(in, out), as in Keras", "(out, in), as in Nielsen's book and in PyTorch"
KEY = "✓: right. ✗: runs and is wrong. –: refused, so it does no harm."
MARKS = {"right": "✓", "refused": "–"}  # what runs and is wrong has another one
CONVENTIONS = {IN_OUT: "a.T @ d / m", OUT_IN: "d.T @ a / m"}  # how W is kept -> the right product


def _flat(d: np.ndarray) -> np.ndarray:
    """p minus labels that stand flat, (m,): NumPy stretches both to (m, m)."""
    y = (d < 0).astype(d.dtype)
    return (d + y) - y.ravel()


@dataclass(frozen=True)
class Layer:
    """The output layer of a network on some examples.

    Attributes:
        a: what it gets, (example, unit).
        d: probabilities minus targets, (example, class).
        kernel: W, (unit, class); turned: (class, unit).
        gradient: dC/dW by automatic differentiation, shaped as W.
        convention: how W is kept, a key of `CONVENTIONS`.
    """

    a: np.ndarray
    d: np.ndarray
    kernel: np.ndarray
    gradient: np.ndarray
    convention: str = IN_OUT

    def kept(self, convention: str) -> "Layer":
        """The same layer with W kept in one of the ways of `CONVENTIONS`."""
        checks.one_of("convention", convention, CONVENTIONS)
        if convention == self.convention:
            return self
        return replace(self, kernel=self.kernel.T, gradient=self.gradient.T, convention=convention)


def layer(experiment: Experiment, m: int, seed: int = 0) -> Layer:
    """The output layer of the plain Keras model of an experiment, before training, on `m` examples; W as in Keras.

    Args:
        experiment: with a softmax output, cross-entropy and at least one hidden layer.
        m: number of examples, taken evenly from the data.
        seed: of the weights.
    """
    import tensorflow as tf

    x, y = load(experiment.data)
    chosen = np.arange(checks.whole("m", m, 1, len(x))) * len(x) // m
    model = keras_model(experiment, seed)
    inside, last = model.layers[:-1], model.layers[-1]
    a = x[chosen]
    for hidden in inside:
        a = hidden(a)
    with tf.GradientTape() as tape:
        probabilities = last(a)
        cost = model.loss(y[chosen], probabilities)
    gradient = tape.gradient(cost, last.kernel.value)
    return Layer(a.numpy(), probabilities.numpy() - y[chosen], last.kernel.numpy(), gradient.numpy())


def writings(experiment: Experiment, m: int = 6, convention: str = IN_OUT) -> tuple[pd.DataFrame, Layer]:
    """Every way of `WRITINGS`, with one output unit of `ONE_OUTPUT` too, and what `W - rate * gradient` is.

    Args:
        experiment: as in `layer`.
        m: number of examples.
        convention: how W is kept, a key of `CONVENTIONS`.

    Returns:
        One row per way: `code`, `shape` of what it gives (None: refused), `verdict`: "right" (equal to automatic
        differentiation within `EQUAL`), "m times" (m times as large), "other numbers", "grows" (W takes another
        shape), "refused" (NumPy raises); `off`: largest difference where W keeps its shape, else NaN, and `message`
        of NumPy; `elsewhere`: the convention in which it is right, if that is the other one alone, else ""; and the
        layer.
    """
    one = layer(experiment, m).kept(convention)
    other = one.kept(next(each for each in CONVENTIONS if each != convention))
    written = WRITINGS | (ONE_OUTPUT if one.d.shape[1] == 1 else {})
    frame = pd.DataFrame([{"code": code, **_judged(way, one)} for code, way in written.items()])
    there = np.array([_judged(way, other)["verdict"] == "right" for way in written.values()])
    return frame.assign(elsewhere=np.where(there & (frame["verdict"] != "right"), other.convention, "")), one


def _judged(way: Callable, one: Layer) -> dict:
    m, row = len(one.a), {"shape": None, "verdict": "refused", "off": np.nan, "message": ""}
    try:
        got = way(one.a, one.d, m)
        row["shape"] = got.shape
        step = one.kernel - got
    except ValueError as error:  # what NumPy says about shapes is what is to be shown
        return row | {"message": str(error)}
    if step.shape != one.kernel.shape:
        return row | {"verdict": "grows", "message": str(step.shape)}
    return row | _compared(np.broadcast_to(got, step.shape), one.gradient, m)


def _compared(got: np.ndarray, gradient: np.ndarray, m: int) -> dict:
    off, times = float(np.abs(got - gradient).max()), float(np.abs(got - m * gradient).max())
    verdict = "right" if off <= EQUAL else "m times" if times <= m * EQUAL else "other numbers"
    return {"verdict": verdict, "off": off}


def table(found: pd.DataFrame, m: int) -> pd.DataFrame:
    """The ways of `writings` for reading, with what becomes of W."""
    return pd.DataFrame(
        {
            "You write": [f"{MARKS.get(row.verdict, '✗')} {row.code}" for row in found.itertuples()],
            "Shape": ["no result" if shape is None else str(shape) for shape in found["shape"]],
            "W − rate · that": [_says(row, m) for row in found.itertuples()],
        }
    ).set_index("You write")


def _says(row, m: int) -> str:
    told = {
        "refused": f"refused: {_brief(row.message)}",
        "right": f"right, to {figure(row.off)}",
        "m times": f"runs, {m:,} times too large",
        "other numbers": f"runs, off by {figure(row.off)}",
        "grows": f"runs, and W has shape {row.message}",
    }
    return told[row.verdict] + (f"; right for a W kept as {kept(row.elsewhere)}" if row.elsewhere else "")


def _brief(message: str) -> str:
    """The sizes that NumPy complains of."""
    found = re.search(r"shapes .*|size .* from \d+", message)
    return found[0].strip() if found else message


def kept(convention: str) -> str:
    """How W is kept, without where: "(in, out)"."""
    return convention.partition("), ")[0] + ")"


def messages(found: pd.DataFrame) -> str:
    """What NumPy says to each way that it refuses, in full."""
    return "\n".join(
        f"{row.code}\n    ValueError: {row.message}" for row in found.itertuples() if row.verdict == "refused"
    )
