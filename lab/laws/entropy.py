"""What a cross-entropy cost must be: its floor for labels that disagree, and its height before training."""

import math


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
