"""How a linear network with one hidden layer learns: one mode after another, each along a sigmoid of its own.

Inputs are white, and gradient descent with rate eta goes down half the squared error, summed over outputs and averaged
over examples. Then a mode of strength s in the data, whose two weights start aligned and equal, has the strength

    u(t) = s e^(2 eta s t) / (e^(2 eta s t) - 1 + s / u0)

after t steps: u' = 2 eta u (s - u). It is half learned at t = ln(s / u0 - 1) / (2 s eta).

Source: Saxe, McClelland and Ganguli (2013), Exact solutions to the nonlinear dynamics of learning in deep linear neural
networks, arXiv:1312.6120; with its time constant tau = 1 / eta. Stated as L26 in the claims of this laboratory.
"""

import numpy as np


def strength(steps: np.ndarray, s: float, start: np.ndarray, rate: float) -> np.ndarray:
    """u after `steps`, of shapes that broadcast.

    Args:
        steps: t.
        s: strength of the mode in the data.
        start: u0, above 0.
        rate: eta.
    """
    fading = np.exp(-2 * rate * s * np.asarray(steps, float))
    return s / (1 + (s / start - 1) * fading)


def half_time(s: float, start: np.ndarray, rate: float) -> np.ndarray:
    """Steps until u = s / 2; NaN where it begins above."""
    with np.errstate(all="ignore"):
        steps = np.log(s / np.asarray(start, float) - 1) / (2 * s * rate)
    return np.where(steps >= 0, steps, np.nan)


def beginnings(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """u0 of every mode of a start that is small but not aligned.

        u0 = |a + b|^2 / 4

    a are the weights from the mode's input to the hidden units, b those from there to its output. While all is small,
    a' = eta s b and b' = eta s a, so that a + b grows as e^(eta s t), and a - b fades.

    Args:
        first: kernel (..., input, unit); input k is mode k.
        second: kernel (..., unit, output).
    """
    return ((first + np.swapaxes(second, -1, -2)) ** 2).sum(axis=-1) / 4
