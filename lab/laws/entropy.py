"""What a cross-entropy cost must be: its floor for labels that disagree, and its height before training."""

import math

import numpy as np

from lab.laws.mean_field import NODES, WEIGHTS


def floor(share: float) -> float:
    """Least cost that any prediction can reach where the same input comes with two labels.

        H(q) = -q log q - (1 - q) log(1 - q);   0 at q = 0 and q = 1

    Args:
        share: q, how often the first label comes.

    Source: Shannon (1948), A Mathematical Theory of Communication, section 6; that nothing is lower is Gibbs'
    inequality, KL >= 0. Stated as L23 in the claims of this laboratory.
    """
    return -sum(part * math.log(part) for part in (share, 1 - share) if part > 0) + 0.0


def above(share: float, p: float) -> float:
    """How far above its floor the cost lies where p is predicted.

        KL(q || p) = q log(q / p) + (1 - q) log((1 - q) / (1 - p)),   C(p) = H(q) + KL(q || p)

    Args:
        share: q, how often the first label comes.
        p: its predicted probability; infinite where a label that comes is said to be impossible.
    """
    pairs = [(part, told) for part, told in ((share, p), (1 - share, 1 - p)) if part > 0]
    return (
        math.inf if any(told == 0 for _, told in pairs) else sum(part * math.log(part / told) for part, told in pairs)
    )


def at_start(classes: int) -> float:
    """Cost of a classifier that gives every one of K classes the same logit: ln K, whatever the labels.

    Stated as L22 in the claims of this laboratory.
    """
    return math.log(classes)


def at_start_at_most(classes: int, scale: float) -> float:
    """Highest expected cost where the logits are drawn instead: independent, normal, standard deviation s.

        ln K <= E C = E log(sum over k of e^(z_k)) <= log(sum over k of E e^(z_k)) = ln K + s^2 / 2

    Both are Jensen's inequality: the logarithm of a sum of powers is convex in z, the logarithm is concave.

    Args:
        classes: K.
        scale: s.
    """
    return math.log(classes) + scale**2 / 2


def at_start_expected(classes: int, scale: float) -> float:
    """The expected cost where the logits are drawn so: what `at_start_at_most` bounds.

        E C = E log(sum over k of e^(z_k)) = E max_k (z_k + g_k) - gamma,   P(g < v) = exp(-e^-v)

    The largest of K independent sums is below v with the K-th power of the chance of one: one integral over v, of one
    over z (or over g, where z is wide). One sigmoid with a logit of standard deviation s costs as K = 2 at s / sqrt(2):
    the difference of two logits is its logit.

    Args:
        classes: K.
        scale: s.

    Source: Maddison and Tarlow (2017), on the tricks behind their paper A* Sampling: multiplied, such distributions add
    up their e^(z_k).
    """
    v = np.linspace(-4 - 8 * scale, 30 + 8 * scale, 600)
    if scale < 1:
        below = np.exp(-np.exp(scale * NODES - v[:, None])) @ WEIGHTS
    else:
        from scipy.special import ndtr

        noise = np.linspace(-4, 36, 201)
        density = np.exp(-noise - np.exp(-noise))
        below = ndtr((v[:, None] - noise) / scale) @ (density / density.sum())
    return float(v[-1] - np.trapezoid(below**classes, v) - np.euler_gamma)
