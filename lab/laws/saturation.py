"""What squared error costs when output units are stuck at 1, and how long they stay there.

The quadratic cost of one example is half the sum over the outputs; Keras's "mse" is their mean:

    C = (1 / 2m) sum over examples and outputs of (a - y)^2 = (outputs / 2) mse
"""

import numpy as np
import pandas as pd


def quadratic(mse: np.ndarray, outputs: int) -> np.ndarray:
    """The quadratic cost C of a Keras "mse"."""
    return mse * outputs / 2


def ladder(outputs: int) -> pd.DataFrame:
    """The quadratic cost when `stuck` outputs say 1 to everything and the others the share of their own class.

    With classes of equal size, p = 1 / outputs, an output that says p costs p (1 - p) / 2, one that says 1 costs
    (1 - p) / 2:

        C = outputs p (1 - p) / 2 + stuck ((1 - p) / 2 - p (1 - p) / 2) = (1 - p) / 2 + stuck (1 - p)^2 / 2

    For ten classes 0.45 + 0.405 stuck.

    Returns:
        One row for each number of stuck outputs from 0: `stuck`, `cost`.
    """
    stuck, miss = np.arange(outputs + 1), 1 - 1 / outputs
    return pd.DataFrame({"stuck": stuck, "cost": miss / 2 + stuck * miss**2 / 2})


def freed_after(z: np.ndarray, rate: float, units: int, share: float = 0.1) -> np.ndarray:
    """Steps of gradient descent after which an output that says 1 lets go.

    Where all hidden outputs are 1 and a = sigmoid(z) is nearly 1, a (1 - a) is e^-z, and each of the `units` weights
    and the bias takes the same step, so that

        dz / dn = -rate (units + 1) (1 - share) e^-z,   e^z(n) = e^z(0) - rate (units + 1) (1 - share) n

    which reaches 0 after n = e^z(0) / (rate (units + 1) (1 - share)) steps.

    Args:
        z: what goes into the output's sigmoid at the start.
        rate: of the quadratic cost; Keras's for "mse" is outputs / 2 times as large.
        units: hidden units.
        share: of the examples that are of the output's class.

    Source: the chain rule; the slowdown is that of Nielsen, "Neural Networks and Deep Learning", chapter 3.
    """
    return np.exp(z) / (rate * (units + 1) * (1 - share))
