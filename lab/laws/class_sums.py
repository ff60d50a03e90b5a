"""What training does to the sums over the classes of the output layer's weights."""

import numpy as np


def remaining(optimizer: str, rate: float, weight_decay: float, steps: np.ndarray) -> np.ndarray:
    """Share of the sums over the classes that is left after some steps.

        sum over k of dC/dw_jk = mean of a_j (sum of (p - y)) = 0,   so the sum of w_jk moves by decay alone:
        s_T = (1 - rate * weight_decay)^T s_0

    Gradient descent, in batches or not, and momentum add multiples of gradients only. RMSprop, Adam and Adagrad divide
    every weight's gradient by a size of its own, so that their steps do not sum to 0: there is no law, NaN.

    Args:
        optimizer: as in `Training`.
        rate: learning rate.
        weight_decay: as in `Training`.
        steps: numbers of steps, from 0.

    Source: plain algebra; L06 of the claims of this laboratory.
    """
    if optimizer not in ("sgd", "momentum", "nesterov"):
        return np.full(len(steps), np.nan)
    return (1.0 - rate * weight_decay) ** np.asarray(steps, float)
