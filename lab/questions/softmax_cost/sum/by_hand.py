"""Softmax regression by hand, in NumPy, float64: the cost of a step is the sum over its batch, or the mean."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lab import checks
from lab.progress import Cancelled

REDUCTIONS = ("sum", "mean")


@dataclass(frozen=True)
class Descent:
    """The record of a descent.

    Attributes:
        costs: mean cost over all examples, before the first and after every epoch, (replica, epoch).
        layers: weights, and the bias as their last row, (replica, epoch, input, class).
        overflowed: whether e^z was infinite for any logit z of any step, (replica,).
    """

    costs: np.ndarray
    layers: np.ndarray
    overflowed: np.ndarray


def descend(
    x: np.ndarray,
    y: np.ndarray,
    rates: np.ndarray,
    *,
    batch: int,
    epochs: int,
    reduction: str,
    optimizer: str = "sgd",
    cancelled: Callable | None = None,
) -> Descent:
    """Train one softmax regression for each rate, from zeros, on batches in the order of the examples.

        gradient = x^T (p - y)   for the sum, divided by the number of examples of the batch for the mean

    Args:
        x: inputs, (example, input); a column of ones for the bias is put behind.
        y: one-hot targets, (example, class).
        rates: learning rates, (replica,).
        batch: examples a step; the last step of an epoch takes what is left.
        epochs: passes over the examples.
        reduction: one of `REDUCTIONS`.
        optimizer: a key of `STEPS`.
        cancelled: as in `lab.train`.
    """
    checks.one_of("reduction", reduction, REDUCTIONS)
    checks.one_of("optimizer", optimizer, STEPS)
    x = np.column_stack([x, np.ones(len(x))]).astype(float)
    rates = np.asarray(rates, float)[:, None, None]
    w, state = np.zeros((len(rates), x.shape[1], y.shape[1])), None
    costs, layers, overflowed = [_costs(w, x, y)], [w], np.zeros(len(rates), bool)
    with np.errstate(over="ignore"):
        for _ in range(epochs):
            if cancelled and cancelled():
                raise Cancelled
            for first in range(0, len(x), batch):
                some, targets = x[first : first + batch], y[first : first + batch]
                z = some @ w  # (replica, example, class)
                overflowed |= np.isinf(np.exp(z.max(axis=(1, 2))))
                gradient = some.T @ (_probabilities(z) - targets)  # (replica, input, class)
                step, state = STEPS[optimizer](gradient / (len(some) if reduction == "mean" else 1), rates, state)
                w = w + step
            costs.append(_costs(w, x, y))
            layers.append(w)
    return Descent(np.stack(costs, axis=1), np.stack(layers, axis=1), overflowed)


def _probabilities(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _costs(w: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Mean cross-entropy of every replica, from the logits."""
    z = x @ w
    z = z - z.max(axis=-1, keepdims=True)
    return (np.log(np.exp(z).sum(axis=-1)) - (z * y).sum(axis=-1)).mean(axis=-1)


def _plain(gradient, rates, state):
    return -rates * gradient, None


def _momentum(gradient, rates, state):
    """Velocity v <- 0.9 v - rate g, which is the step."""
    step = (0.0 if state is None else 0.9 * state) - rates * gradient
    return step, step


def _adam(gradient, rates, state):
    """Kingma & Ba (2014), with Keras's defaults: 0.9, 0.999, epsilon 1e-7 outside the correction."""
    first, second, count = (0.0, 0.0, 0) if state is None else state
    first, second, count = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2, count + 1
    corrected = rates * np.sqrt(1 - 0.999**count) / (1 - 0.9**count)
    return -corrected * first / (np.sqrt(second) + 1e-7), (first, second, count)


STEPS: dict[str, Callable] = {"sgd": _plain, "momentum": _momentum, "adam": _adam}
