"""What a rate that is too large comes to: when the cost leaves the numbers, and which optimizers bound their steps.

X, y and the cost are those of `lab.laws.speed`.
"""

import numpy as np

from lab.laws import speed

RHO = 0.9  # of Keras's RMSprop
BETA_1, BETA_2 = 0.9, 0.999  # of Keras's Adam
BOUNDS = {"rmsprop": (1 - RHO) ** -0.5, "adam": (1 - BETA_1) / (1 - BETA_2) ** 0.5}


def steps_to_overflow(X: np.ndarray, y: np.ndarray, starts: np.ndarray, rate: float, most: int) -> np.ndarray:
    """The first step of full-batch gradient descent after which float32 cannot hold the sum of the squared errors.

    The cost is their mean, and the sum comes first: n C(t) > 3.4e38.

    Args:
        X, y, starts, rate: as of `lab.laws.speed.costs`.
        most: steps that are looked at.

    Returns:
        One number per replica; inf where it is not within `most` steps.
    """
    beyond = speed.costs(X, y, starts, rate, np.arange(most + 1)) > float(np.finfo("float32").max) / len(X)
    return np.where(beyond.any(axis=1), beyond.argmax(axis=1), np.inf)


def longest_step(optimizer: str, rate: float) -> float:
    """The most by which one step can move a weight, whatever the gradients; inf where nothing bounds it.

        RMSprop: rate / sqrt(1 - rho),   as v >= (1 - rho) g^2 and the step is rate g / sqrt(v)
        Adam: rate (1 - beta_1) / sqrt(1 - beta_2),   reached by a gradient that comes after zeros

    Source: for Adam Kingma and Ba (2015), Adam, section 2.1; for RMSprop by the same argument.
    """
    return rate * BOUNDS.get(optimizer, np.inf)
