"""Full-batch gradient descent in NumPy, float64, in which only some logits of a softmax get their gradient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lab import checks
from lab.data import load
from lab.experiment import Experiment
from lab.progress import Cancelled, Progress
from lab.training import recorded_epochs

# activation -> (its value at z, its slope at that value)
CURVES = {
    "relu": (lambda z: np.maximum(z, 0.0), lambda h: (h > 0) * 1.0),
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(0.5 * z), lambda h: h * (1 - h)),
}
PIECE = 128  # examples at a time: they fit the cache, and a product this small is not shared among threads that wait
# whose logits get their gradient -> what a - y is multiplied by, from y (class, example)
LEARNERS = {"every logit": np.ones_like, "the target's logit": np.array}


@dataclass(frozen=True, kw_only=True)
class Descent:
    """The record of a descent.

    Attributes:
        epochs: that were recorded, from 0.
        cost, accuracy: over all examples, (replica, epoch); NaN once a replica has diverged.
        weights: in the order of Keras's `get_weights`, each (replica, epoch, *shape).
    """

    epochs: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray
    weights: list[np.ndarray]


def descend(
    experiment: Experiment,
    start: Sequence[np.ndarray],
    learners: str = "every logit",
    recorded: int = 50,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Descent:
    """Move the weights down a gradient that is cut off at the logits.

        d = (a - y) * s,   s = 1 for a logit that learns, 0 for another;   from there on the chain rule as ever

    With "every logit" this is gradient descent on the mean cross-entropy; with "the target's logit" each example
    changes the kernel of its own class alone, and what lies below through that logit alone.

    Args:
        experiment: softmax output, cross-entropy, plain SGD on full batches, biases, at most one hidden layer.
        start: weights of every replica, each (replica, *shape).
        learners: a key of `LEARNERS`.
        recorded: number of recorded epochs after 0.
        progress: called with a `Progress` now and then.
        cancelled: asked in every epoch; True ends it.

    Raises:
        ValueError: an experiment of another kind.
        Cancelled: `cancelled` returned True.
    """
    checks.one_of("learners", learners, LEARNERS)
    _check(experiment)
    weights = [np.array(array, float) for array in start]
    with np.errstate(all="ignore"):  # a diverged replica is a result, not a warning
        return _descend(experiment, weights, learners, recorded, progress, cancelled)


def _descend(experiment: Experiment, weights: list, learners: str, recorded: int, progress, cancelled) -> Descent:
    """What `descend` returns."""
    pieces = _pieces(experiment)
    last, rate = experiment.training.epochs, experiment.training.learning_rate
    epochs, rows = recorded_epochs(last, recorded, "linear"), []
    for epoch in range(last + 1):
        if cancelled and cancelled():
            raise Cancelled
        slopes, cost, accuracy = _pass(experiment, weights, pieces, learners)
        if epoch in epochs:
            rows.append((cost, accuracy, [array.copy() for array in weights]))
        weights = [array - rate * slope for array, slope in zip(weights, slopes, strict=True)]
        if progress and epoch % 10 == 0:
            progress(Progress(epoch / max(1, last), 1, 1, epoch))
    costs, accuracies, kept = zip(*rows, strict=True)
    arrays = [np.stack(each, axis=1) for each in zip(*kept, strict=True)]
    return Descent(epochs=epochs, cost=np.stack(costs, 1), accuracy=np.stack(accuracies, 1), weights=arrays)


def first_angle(experiment: Experiment, start: Sequence[np.ndarray]) -> np.ndarray:
    """Angle between the two directions of `LEARNERS` in the first epoch, over all weights: degrees, (replica,)."""
    weights, pieces = [np.array(array, float) for array in start], _pieces(experiment)
    full, only = (
        np.concatenate([slope.reshape(len(slope), -1) for slope in _pass(experiment, weights, pieces, name)[0]], axis=1)
        for name in LEARNERS
    )
    lengths = np.linalg.norm(full, axis=1) * np.linalg.norm(only, axis=1)
    return np.degrees(np.arccos(np.clip((full * only).sum(axis=1) / lengths, -1, 1)))


def _forward(experiment: Experiment, weights: list, x: np.ndarray) -> tuple[list, np.ndarray]:
    """What every layer gets, (replica, unit, example) but for the first, and the logits."""
    layers = [x]
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        value, _ = CURVES[experiment.network.activation]
        layers.append(value(kernel.swapaxes(1, 2) @ layers[-1] + bias[..., None]))
    return layers, weights[-2].swapaxes(1, 2) @ layers[-1] + weights[-1][..., None]


def _pieces(experiment: Experiment) -> list[tuple[np.ndarray, np.ndarray]]:
    """x (input, example) and y (class, example) in pieces."""
    x, y = (array.T.copy() for array in load(experiment.data, "float64"))
    return [(x[:, at : at + PIECE], y[:, at : at + PIECE]) for at in range(0, y.shape[1], PIECE)]


def _pass(experiment: Experiment, weights: list, pieces: list, learners: str) -> tuple[list, np.ndarray, np.ndarray]:
    """Gradients, cost and accuracy over all examples, of every replica."""
    count, totals = sum(y.shape[1] for _, y in pieces), None
    for x, y in pieces:
        layers, z = _forward(experiment, weights, x)
        a, loss = _softmax(z, y)
        d = (a - y) * LEARNERS[learners](y) / count
        right = (z.argmax(axis=1) == y.argmax(axis=0)).sum(axis=1)
        parts = [*_slopes(experiment, weights, layers, d), loss.sum(axis=1) / count, right / count]
        totals = parts if totals is None else [total + part for total, part in zip(totals, parts, strict=True)]
    *slopes, cost, accuracy = totals
    return slopes, cost, np.where(np.isfinite(cost), accuracy, np.nan)


def _softmax(z: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (replica, class, example), and losses (replica, example)."""
    z = z - z.max(axis=1, keepdims=True)
    powers = np.exp(z)
    sums = powers.sum(axis=1)
    return powers / sums[:, None], np.log(sums) - (z * y).sum(axis=1)


def _slopes(experiment: Experiment, weights: list, layers: list, d: np.ndarray) -> list[np.ndarray]:
    """Gradients in the order of the weights, from those of the logits, (replica, class, example)."""
    slopes: list[np.ndarray] = []
    for place in range(len(layers) - 1, -1, -1):
        slopes[:0] = [layers[place] @ d.swapaxes(1, 2), d.sum(axis=2)]
        if place:
            _, slope = CURVES[experiment.network.activation]
            d = (weights[2 * place] @ d) * slope(layers[place])
    return slopes


def _check(experiment: Experiment) -> None:
    network, training = experiment.network, experiment.training
    plain = training.optimizer == "sgd" and training.batch_size is None and training.weight_decay == 0
    checks.require(plain, "This descent is plain SGD on full batches, without weight decay.")
    checks.require(
        training.loss == "categorical_crossentropy" and network.use_bias,
        "This descent needs a softmax with cross-entropy, and biases.",
    )
    checks.require(
        not network.hidden or network.activation in CURVES,
        f"This descent knows hidden units with {', '.join(CURVES)}; got {network.activation!r}.",
    )
