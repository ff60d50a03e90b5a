"""One example sent through the two-neuron network, and the five factors of its gradients."""

import numpy as np
import pandas as pd

from lab.data import load
from lab.numerals import figure, tex
from lab.run import Run

SLOPES = {
    "sigmoid": lambda z: _sigmoid(z) * (1 - _sigmoid(z)),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
    "linear": np.ones_like,
}
VALUES = {"sigmoid": lambda z: _sigmoid(z), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0.0), "linear": np.copy}


def factors(weights: list[np.ndarray], x: np.ndarray, y: float, activation: str, loss: str) -> pd.DataFrame:
    """The five factors of the gradients of w1 and w3, by the chain rule.

        dJ/dw1 = dJ/da3 * da3/dz3 * dz3/da1 * da1/dz1 * dz1/dw1,   dz3/da1 = w5,   dz1/dw1 = x1
        dJ/dw3 = dJ/da3 * da3/dz3 * dz3/da2 * da2/dz2 * dz2/dw3,   dz3/da2 = w6,   dz2/dw3 = x1

    Args:
        weights: kernel (2, 2), bias (2,), kernel (2, 1), bias (1,).
        x: the two inputs of one example.
        y: its target, 0 or 1.
        activation: of the hidden neurons, a key of `SLOPES`; the output is a sigmoid.
        loss: "mse" or "binary_crossentropy".

    Returns:
        One row per factor and one for their product: `factor`, `neuron1`, `neuron2`, `differs` (bool).

    Source: seeds/002, the answer of its second post.
    """
    kernel, bias, outgoing, last = (np.asarray(array, dtype=float) for array in weights)
    z = np.asarray(x, dtype=float) @ kernel + bias  # (neuron,)
    a3 = _sigmoid(VALUES[activation](z) @ outgoing[:, 0] + last[0])
    first = 2 * (a3 - y) if loss == "mse" else (a3 - y) / (a3 * (1 - a3))
    columns = np.array(
        [[first] * 2, [a3 * (1 - a3)] * 2, outgoing[:, 0], SLOPES[activation](z), [float(x[0])] * 2]
    )  # (factor, neuron)
    columns = np.vstack([columns, columns.prod(axis=0)])
    names = ["dJ/da3", "da3/dz3", "dz3/da", "da/dz", "dz/dw", "product"]
    return pd.DataFrame(
        {"factor": names, "neuron1": columns[:, 0], "neuron2": columns[:, 1], "differs": columns[:, 0] != columns[:, 1]}
    )


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def at_start(run: Run, example: int) -> pd.DataFrame:
    """`factors` at the start of a run's first replica, for one example of its data (counted from 1)."""
    x, y = load(run.experiment.data)
    network, training = run.experiment.network, run.experiment.training
    weights = run.keras_weights(run.seeds[0], 0)
    return factors(weights, x[example - 1], float(y[example - 1, 0]), network.activation, training.loss)


def introduction(run: Run, example: int) -> str:
    """Which example of which run the numbers belong to."""
    x, y = load(run.experiment.data)
    one, two = (figure(float(value)) for value in x[example - 1])
    return (
        f"How far each of the two weights from x1 is moved by one example: x1 = {one}, x2 = {two}, "
        f"y = {figure(float(y[example - 1, 0]))}, in the run of seed {run.seeds[0]}, before training. "
        "In a box: what differs between the neurons."
    )


def formula(factors: pd.DataFrame, neuron: int) -> str:
    """The chain of one neuron's gradient with its numbers, as TeX; factors that differ are in a box."""
    weight, unit = (1, 1) if neuron == 1 else (3, 2)
    below = [
        r"\partial J / \partial a_3",
        r"\partial a_3 / \partial z_3",
        rf"\partial z_3 / \partial a_{unit} = w_{unit + 4}",
        rf"\partial a_{unit} / \partial z_{unit}",
        rf"\partial z_{unit} / \partial w_{weight} = x_1",
    ]
    *numbers, product = [_tex(*pair) for pair in factors[[f"neuron{neuron}", f"neuron{3 - neuron}"]].to_numpy()]
    boxed = [
        rf"\boxed{{{number}}}" if differs else number
        for number, differs in zip(numbers, factors["differs"], strict=False)
    ]
    shown = [rf"\underbrace{{{number}}}_{{{name}}}" for number, name in zip(boxed, below, strict=True)]
    return rf"\frac{{\partial J}}{{\partial w_{weight}}} = " + r" \cdot ".join(shown) + " = " + product


def reason(factors: pd.DataFrame) -> str:
    """What the two chains say, in a sentence."""
    differing = factors.loc[factors["differs"], "factor"].tolist()
    names = [NAMES[factor] for factor in differing if factor != "product"]
    if not names:
        return "All five factors are equal, so both weights get the same step, and stay as equal as they are."
    if "product" not in differing:
        return f"{_listed(names)} differ, yet the products are equal: a factor of 0 hides it for this example."
    return f"{_listed(names)} differ between the two neurons, so w1 and w3 get different steps."


def _tex(value: float, other: float) -> str:
    """`value` with as many digits as it takes to tell it from `other`."""
    shown = next(
        (f"{value:.{digits}g}" for digits in range(4, 17) if f"{value:.{digits}g}" != f"{other:.{digits}g}"), ""
    )
    return tex(shown if shown else figure(value))


NAMES = {"dz3/da": "The outgoing weights (w5, w6)", "da/dz": "the slopes of the two neurons"}


def _listed(names: list[str]) -> str:
    text = " and ".join(names)
    return text[0].upper() + text[1:]
