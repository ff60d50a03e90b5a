"""How long one sigmoid neuron that is wrong must wait: the flow of gradient descent in closed form, for two costs.

Input 1, target 0, output a = 1 / (1 + e^-z), z = w + b. Both w and b get the slope dC/dz, so in the limit of small
steps, with time t counted in steps of the rate eta,

    dz/dt = -2 eta dC/dz,   squared error C = a^2 / 2: dC/dz = a^2 (1 - a),   cross-entropy C = -ln(1 - a): dC/dz = a

Divided by what stands on the right and integrated, each is -2 eta t = F(z) - F(z_0):

    squared error: 1 / (a^2 (1 - a)) = (1 + e^-z)^3 / e^-z = e^z + 3 + 3 e^-z + e^-2z,
                   F(z) = e^z + 3 z - 3 e^-z - e^-2z / 2
    cross-entropy: 1 / a = 1 + e^-z,
                   F(z) = z - e^-z

so from a large z_0 the squared error waits about e^z_0 / (2 eta) steps, and cross-entropy z_0 / (2 eta).

Source: the chain rule and partial fractions, written out; the neuron: Nielsen, Neural Networks and Deep Learning,
ch. 3, "The cross-entropy cost function". Stated as L15 in the claims of this laboratory.
"""

import numpy as np

HALVINGS = 80  # of the interval that holds z(t): more than a float64 has digits
STEEPEST = {"squared error": 4 / 27, "cross-entropy": 1.0}  # the largest dC/dz there is


def clock(z: np.ndarray, cost: str) -> np.ndarray:
    """F(z) of this module: it falls by 2 eta in a step.

    Args:
        z: the neuron's input after weights and bias.
        cost: "squared error" or "cross-entropy".
    """
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore"):  # far below 0 it is -inf, and so it should be
        if cost == "squared error":
            return np.exp(z) + 3 * z - 3 * np.exp(-z) - np.exp(-2 * z) / 2
        return z - np.exp(-z)


def wait(start: np.ndarray, end: float, rate: float, cost: str) -> np.ndarray:
    """Steps from z_0 down to z: t = (F(z_0) - F(z)) / (2 eta); 0 for a start that is not above z.

    Args:
        start: z_0.
        end: z; 0 is an output of one half.
        rate: eta.
        cost: as of `clock`.
    """
    return np.maximum(clock(start, cost) - clock(end, cost), 0.0) / (2 * rate)


def outputs(start: float, rate: float, steps: np.ndarray, cost: str) -> np.ndarray:
    """The output a after some steps: F(z) = F(z_0) - 2 eta t, solved for z by halving an interval that holds it.

    Args:
        start: z_0.
        rate: eta.
        steps: t, any numbers from 0.
        cost: as of `clock`.
    """
    steps = np.asarray(steps, dtype=float)
    target = clock(start, cost) - 2 * rate * steps
    low, high = start - 2 * rate * steps * STEEPEST[cost], np.full_like(steps, start)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = clock(middle, cost) < target
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return 0.5 + 0.5 * np.tanh(high / 2)
