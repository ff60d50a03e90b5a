"""What an output can say at all, by its last activation, beside the targets that it is to say."""

import math

import numpy as np

from lab.check import cure
from lab.check.finding import Finding, figure
from lab.check.losses import BINARY, CROSS, SQUARED
from lab.check.model_layers import array
from lab.check.subject import Head, Subject
from lab.numerals import percent

RANGES = {
    "sigmoid": (0, 1),
    "softmax": (0, 1),
    "hard_sigmoid": (0, 1),
    "tanh": (-1, 1),
    "softsign": (-1, 1),
    "relu": (0, math.inf),
    "relu6": (0, 6),
    "softplus": (0, math.inf),
    "exponential": (0, math.inf),
}
RECTIFIED = ("relu", "relu6")
QUANTITIES = (*SQUARED, "mean_absolute_percentage_error", "mean_squared_logarithmic_error")  # losses of these
DRAWS = 400  # directions of weights that are tried
SOFTPLUS = '# or, if no target is below 0:\n# outputs = keras.layers.Dense({size}, activation="softplus")'


def rectified(subject: Subject, head: Head) -> Finding | None:
    """A quantity that a ReLU gives, whatever the targets are: where all its sums are below 0 nothing is learned."""
    if not is_rectified(head):
        return None
    calls = [call for call in subject.start.calls if call.name == head.name and hasattr(call.layer, "kernel")]
    stuck = dead_share(array(calls[0].given)) if calls and head.size == 1 else 0.0
    y, high = head.targets.astype(float), RANGES[head.activation][1]
    low = f"Nor can it say anything below 0{f' or above {high}' if math.isfinite(high) else ''}"
    low += f"; the targets here go from {figure(y.min())} to {figure(y.max())}." if _out(head, y) else "."
    off = float((head.outputs <= 0).mean())
    drawn = f"At this start {percent(off)} of its outputs are 0. "
    drawn += f"Of weights drawn around zero {percent(stuck)} are stuck from the start here; others" if stuck else "Runs"
    return Finding(
        "fault" if off == 1 or _out(head, y) else "warn",
        f"{head.name} ends in {head.activation}, which can get stuck at 0 for every example. Where its sums are below "
        "0 it says 0 and gets no gradient: once that is so for all examples, nothing is learned any more, whatever "
        f"the targets are. {drawn} get there by a step that is too long. {low}",
        head.name,
        off,
        0.0,
        f"{cure.last(head.size, '', head.loss)}\n{SOFTPLUS.format(size=head.size)}",
        "dead",
    )


def is_rectified(head: Head) -> bool:
    """Whether an output that is to say a quantity ends in a ReLU."""
    numbers = np.issubdtype(head.targets.dtype, np.number)
    return head.activation in RECTIFIED and head.loss in QUANTITIES and numbers


def dead_share(given: np.ndarray) -> float:
    """Chance that a unit without a bias, its weights symmetric around zero, has no sum above 0 for all that comes in.

    The share of directions w with w . x <= 0 for all x, found by drawing directions.
    """
    rows = given.reshape(-1, given.shape[-1]).astype(float)[:256]
    if not np.isfinite(rows).all():
        return 0.0
    draws = np.random.default_rng(0).normal(size=(rows.shape[1], DRAWS))
    return float((rows @ draws <= 0).all(axis=0).mean())


def beyond(head: Head) -> Finding | None:
    """Targets that the output's range leaves out."""
    if head.activation not in RANGES or head.loss in CROSS + BINARY or not np.issubdtype(head.targets.dtype, np.number):
        return None
    low, high = RANGES[head.activation]
    y = head.targets.astype(float)
    if head.loss in ("hinge", "squared_hinge"):
        y = np.where(y == 0, -1.0, y)  # as Keras does
    out = _out(head, y)
    sums = head.activation == "softmax" and y.ndim > 1 and y.shape[-1] == head.size and head.size > 1
    if out == 0 and not (sums and not np.allclose(y.sum(axis=-1), 1, atol=1e-3)):
        return None
    if head.loss in ("hinge", "squared_hinge") and head.activation == "tanh":
        return None
    reached = f"{low} to {high}" if math.isfinite(high) else f"{low} and more"
    return Finding(
        "fault",
        f"{head.name} ends in {head.activation}, which reaches {reached}"
        + (
            f"; the targets go from {figure(y.min())} to {figure(y.max())}."
            if out
            else " with a sum of 1; the targets sum to something else."
        ),
        head.name,
        float(y.max() if y.max() > high else y.min()),
        float(high if y.max() > high else low),
        cure.of_labels(y) if head.activation == "softmax" else cure.last(head.size, "", head.loss),
        None,
    )


def _out(head: Head, y: np.ndarray) -> float:
    """The share of targets that the output's range leaves out."""
    low, high = RANGES[head.activation]
    return float(((y < low - 1e-6) | (y > high + 1e-6)).mean())
