"""How far two logits may lie apart before the arithmetic of a softmax cost gives way, and what is right there.

The gap g is the wrong logit minus the right one; the cost of the example is log(1 + e^g).
"""

import numpy as np

CLIP = 1e-7  # keras.config.epsilon(): probabilities are kept this far from 0 and 1


def highest(precision: str) -> float:
    """The largest z with a finite e^z: ln(max).

    Args:
        precision: "float32" or "float64"; 88.72 and 709.78.

    Source: IEEE 754, by `np.finfo`; L22 of the claims.
    """
    return float(np.log(np.float64(np.finfo(precision).max)))


def lowest(precision: str, flushed: bool = False) -> float:
    """The z below which e^z is 0: ln of half the smallest number, to which it would be rounded.

    Args:
        precision: "float32" or "float64"; -103.97 and -745.13.
        flushed: whether numbers below the smallest normal one are 0 already, as in TensorFlow; -87.34 and -708.40.

    Source: IEEE 754, by `np.finfo`.
    """
    limits = np.finfo(precision)
    if flushed:
        return float(np.log(np.float64(limits.tiny)))
    return float(np.log(np.float64(limits.smallest_subnormal)) - np.log(2.0))


def clipped_at() -> float:
    """The gap at which a probability reaches the clip, ln(1 / epsilon - 1): 16.118, for either precision."""
    return float(np.log(1 / CLIP - 1))


def most_clipped() -> float:
    """The largest cost that a clipped probability can have: -ln(epsilon) = 16.118."""
    return float(-np.log(CLIP))


def most_clipped_binary(target: int) -> float:
    """The largest cost of one clipped probability in float32: 16.118 for class 1, 15.942 for class 0.

    -ln(epsilon) where the label is 1; where it is 0, -ln(1 - c) with c the float32 nearest to 1 - epsilon, and such
    numbers lie 6e-8 apart just below 1.
    """
    least = np.float32(CLIP)
    return float(-np.log(np.float64(least if target else np.float32(1) - (np.float32(1) - least))))


def binary_cost(logit: np.ndarray, target: int) -> np.ndarray:
    """Cost of one sigmoid output: log(1 + e^z) where the label is 0, log(1 + e^-z) where it is 1."""
    return cost(logit if target == 0 else -np.asarray(logit, dtype=float))


def binary_slope(logit: np.ndarray, target: int) -> np.ndarray:
    """Slope of that cost against the logit: a - y, a = 1 / (1 + e^-z)."""
    return slope(-np.asarray(logit, dtype=float)) if target else probability(-np.asarray(logit, dtype=float))


def cost(gap: np.ndarray) -> np.ndarray:
    """log(1 + e^g), from whichever of the two logits is the larger: g + log(1 + e^-g) where g > 0."""
    gap = np.asarray(gap, dtype=float)
    return np.maximum(gap, 0.0) + np.log1p(np.exp(-np.abs(gap)))


def slope(gap: np.ndarray) -> np.ndarray:
    """Slope of the cost against the right logit: a - 1, a the probability of the right class."""
    return -probability(-np.asarray(gap, dtype=float))


def probability(gap: np.ndarray) -> np.ndarray:
    """Probability of the right class: a = 1 / (1 + e^g), without a power that overflows."""
    gap = np.asarray(gap, dtype=float)
    small = np.exp(-np.abs(gap))
    return np.where(gap > 0, small, 1.0) / (1.0 + small)
