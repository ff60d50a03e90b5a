"""What must become of a softmax in which each example moves the logit of its own class alone.

The kernel of class k then moves by rate * mean over examples of y_k (1 - a_k) h: only ever along its own examples' h,
the last hidden values with a 1 for the bias (the inputs, where there is no hidden layer).

Source: the chain rule, written out; the claim that it is held against is S03 of this laboratory.
"""

import math

import numpy as np


def angle(classes: int) -> float:
    """Between a - y and its target's part alone, in degrees, for one example whose logits are all equal.

        cos = (1 - a_t) / sqrt((1 - a_t)^2 + sum over the others of a_k^2) = 1 / sqrt(1 + 1 / (K - 1))

    Whatever the logits, the others' a_k sum to 1 - a_t, so cos is at least 1 / sqrt(2): never more than 45 degrees.

    Args:
        classes: K.
    """
    return math.degrees(math.acos(1 / math.sqrt(1 + 1 / (classes - 1))))


def largest_step(lengths: np.ndarray, y: np.ndarray) -> float:
    """How far the output weights can move in one step of rate 1, if no hidden value is longer than said.

        |step| <= sqrt(sum over k of (mean over examples of y_k |h|)^2),   because 0 <= 1 - a_k <= 1

    So after T steps they are at most T * rate times this away from their start: a straight line, no explosion.

    Args:
        lengths: |h| of every example, its bias included, (example,).
        y: one-hot targets, (example, class).
    """
    return float(np.linalg.norm((y * lengths[:, None]).mean(axis=0)))


def growth(rate: float, mean_input: np.ndarray, classes: int) -> float:
    """Factor per step of a network with one hidden layer of ReLU units, in the long run, for inputs that are all >= 0.

    There every logit only ever rises, so hidden units stay on and all classes' kernels turn alike: u, the same for all
    classes, and the incoming weights v of a unit (bias included) push each other, with m = (mean input, 1):

        v <- v + rate (1 - 1/K) u m,   u <- u + rate (1 - 1/K) / K (v . m)
        factor = 1 + rate (1 - 1/K) |m| / sqrt(K)

    1 - 1/K is the share of examples whose class does not win. Nothing holds it back: only differences of logits count.

    Args:
        rate: learning rate.
        mean_input: mean of the inputs over the examples, (input,).
        classes: K, equally frequent.
    """
    length = math.hypot(*mean_input, 1.0)
    return 1 + rate * (1 - 1 / classes) * length / math.sqrt(classes)
