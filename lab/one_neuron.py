"""One sigmoid neuron that learns one example, step by step: the smallest network a starting point can spoil."""

import math

import pandas as pd

COSTS = ("squared error", "cross-entropy")
RATE, STEPS = 0.15, 300


def outputs(weight: float, bias: float, rate: float = RATE, steps: int = STEPS) -> pd.DataFrame:
    """The neuron's output at every step of gradient descent, for input 1 and target 0.

        z = w + b,  a = 1 / (1 + e^-z);   C = a^2 / 2: dC/dz = a a (1 - a);   C = -ln(1 - a): dC/dz = a

    Both w and b get the same gradient, as the input is 1.

    Args:
        weight: w at the start.
        bias: b at the start.
        rate: learning rate.
        steps: number of steps.

    Returns:
        One row per (cost, step): `output`.

    Source: Nielsen, Neural Networks and Deep Learning, ch. 3, "The cross-entropy cost function".
    """
    rows = []
    for cost in COSTS:
        z = weight + bias
        for step in range(steps + 1):
            output = 1 / (1 + math.exp(-z))
            rows.append((cost, step, output))
            z -= 2 * rate * (output * output * (1 - output) if cost == "squared error" else output)
    return pd.DataFrame(rows, columns=["cost", "step", "output"])
