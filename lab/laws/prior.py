"""What an output bias knows of how frequent the classes are, and how long it takes to learn that by itself."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from lab.laws.frozen import class_entropy


def bias(shares: np.ndarray, single: bool) -> np.ndarray:
    """The output bias at which a network that does not look at its inputs costs least.

        softmax: b_k = ln p_k,   one sigmoid output: b = ln(p_1 / p_0), the log odds

    Args:
        shares: p, of every class, each above 0; they sum to 1.
        single: whether there is one sigmoid output, for the second of two classes.

    Returns:
        One number for each output.

    Source: softmax(b) = p, sigmoid(b) = p_1. Lin et al. (2017), Focal Loss, start theirs at -ln((1 - pi) / pi).
    """
    logs = np.log(np.asarray(shares, dtype=float))
    return logs[1:] - logs[:1] if single else logs


def courses(shares: np.ndarray, single: bool, rate: float) -> Iterator[float]:
    """The mean cross-entropy while the output bias learns alone, from 0, by gradient descent on all examples.

        b <- b - rate (a - p),   a = softmax(b), or sigmoid(b) of one output

    Args:
        shares, single: as of `bias`.
        rate: learning rate.

    Yields:
        The cost before the first step, after it, and so on without end: from ln K towards the entropy of the shares.

    Source: the slope of the cross-entropy against a logit is a - y, and its mean over the examples a - p.
    """
    p = np.asarray(shares, dtype=float)
    b = np.zeros(1 if single else len(p))
    while True:
        z = np.append(0.0, b) if single else b
        logs = z - np.logaddexp.reduce(z)
        yield -float(p @ logs)
        slope = np.exp(logs) - p
        b = b - rate * (slope[1:] if single else slope)


def costs(shares: np.ndarray, single: bool, rate: float, steps: int) -> np.ndarray:
    """The first of `courses`, up to `steps` steps: (step,)."""
    return np.fromiter(islice(courses(shares, single, rate), steps + 1), float)


def steps_to(share: float, shares: np.ndarray, single: bool, rate: float, most: int) -> float:
    """Steps until the bias alone has `share` of the way left from ln K to the entropy; inf: not within `most`."""
    least = class_entropy(shares)
    enough = least + share * (np.log(len(shares)) - least)
    course = enumerate(islice(courses(shares, single, rate), most + 1))
    return float(next((step for step, cost in course if cost <= enough), np.inf))
