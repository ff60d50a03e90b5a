"""Softmax with the log-likelihood cost: the gradient in closed form."""

import numpy as np


def gradient(logits: np.ndarray, target: int) -> np.ndarray:
    """Slope of the cost C = -log a_t against every logit.

        dC/dz_j = a_j - y_j,   a_j = e^(z_j) / sum over k of e^(z_k),   y one-hot at t

    Args:
        logits: z, one per class.
        target: t, from 0.

    Source: Nielsen, Neural Networks and Deep Learning, ch. 3, eq. 81 and 82, as quoted in seeds/004.
    """
    z = np.asarray(logits, dtype=float)
    powers = np.exp(z - z.max())
    return powers / powers.sum() - (np.arange(len(z)) == target)
