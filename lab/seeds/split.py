"""Examples to train on and examples held out, drawn with a seed of their own; what is scored on either."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.examples import order as order_of
from lab.forward import logits
from lab.run import Run


@dataclass(frozen=True)
class Split:
    """Some examples, in two parts.

    Attributes:
        training: what is trained on.
        x, y: what is held out, (example, input) and (example, output).
    """

    training: Data
    x: np.ndarray
    y: np.ndarray


def split(data: Data, examples: int, seed: int = 0) -> Split:
    """Draw which examples are trained on; the others are held out.

    Args:
        data: all examples, with classes ("binary" or "classes").
        examples: how many are trained on.
        seed: of the draw, apart from that of the data.

    Raises:
        ValueError: a regression, nothing left to hold out, or a class that the training part does not have.
    """
    checks.that(data.task != "regression", "A split is for data with classes; these targets are numbers.")
    checks.whole("examples", examples, 2, data.examples - 1)
    x, y = load(data, "float64")
    order = order_of(len(x), seed)
    kept, out = order[:examples], order[examples:]
    classes = y.argmax(axis=1) if data.task == "classes" else y[:, 0].astype(int)
    missing = set(classes.tolist()) - set(classes[kept].tolist())
    checks.that(not missing, f"These {examples} training examples have none of some class; take more, or another seed.")
    frame = pd.DataFrame(x[kept], columns=list(data.features)).assign(**{"class": classes[kept]})
    return Split(Data.from_frame(frame, target="class", task=data.task), x[out], y[out])


def held_out_accuracy(run: Run, splits: Sequence[Split]) -> np.ndarray:
    """Share of the held-out examples classified right after the last epoch, in %.

    Args:
        run: cross-entropy training on the training parts.
        splits: one per variant.

    Returns:
        Array (variant, seed); NaN where the replica diverged.
    """
    return _finite(run, 100 * np.stack([_right(z, each.y).mean(axis=-1) for z, each in _answers(run, splits)]))


def held_out_cost(run: Run, splits: Sequence[Split]) -> np.ndarray:
    """Cross-entropy of the held-out examples after the last epoch, (variant, seed); as `held_out_accuracy`."""
    return _finite(run, np.stack([_losses(z, each.y).mean(axis=-1) for z, each in _answers(run, splits)]))


def training_accuracy(run: Run, splits: Sequence[Split]) -> np.ndarray:
    """Share of the training examples classified right, in %, (variant, seed)."""
    return _finite(run, 100 * run.accuracy[:, :, -1])


def training_cost(run: Run, splits: Sequence[Split]) -> np.ndarray:
    """Cost of the training examples, (variant, seed)."""
    return _finite(run, run.loss[:, :, -1])


@dataclass(frozen=True)
class Score:
    """A way to score a run.

    Attributes:
        of: (run, splits) -> (variant, seed).
        better: 1 where more is better, -1 where less is.
        unit: behind a score, a space included.
        points: behind a difference of scores.
    """

    of: Callable
    better: int
    unit: str
    points: str


SCORES = {
    "held-out accuracy": Score(held_out_accuracy, 1, " %", " points"),
    "training accuracy": Score(training_accuracy, 1, " %", " points"),
    "held-out cost": Score(held_out_cost, -1, "", ""),
    "training cost": Score(training_cost, -1, "", ""),
}


def _answers(run: Run, splits: Sequence[Split]):
    """Of each variant the logits of the held-out examples after the last epoch, (seed, example, output); its split."""
    for experiment, parts, each in zip(run.experiments, run.parts, splits, strict=True):
        yield logits([part[:, -1] for part in parts], each.x, experiment.network), each


def _right(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (z.argmax(-1) == y.argmax(-1)) if y.shape[1] > 1 else (z[..., 0] > 0) == (y[:, 0] > 0.5)


def _losses(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-log of the probability of the right class, from the logits."""
    if y.shape[1] == 1:
        return np.logaddexp(0.0, z[..., 0]) - y[:, 0] * z[..., 0]
    return np.logaddexp.reduce(z, axis=-1) - (y * z).sum(axis=-1)


def _finite(run: Run, scores: np.ndarray) -> np.ndarray:
    """NaN where a run has diverged."""
    return np.where(np.isfinite(run.loss[:, :, -1]) & np.isfinite(scores), scores, np.nan)
