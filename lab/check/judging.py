"""Targets and accuracies that say something else than they are taken for."""

from collections.abc import Iterator

import numpy as np

from lab.check import cure
from lab.check.finding import Finding
from lab.check.losses import BINARY, SQUARED
from lab.check.subject import Head, Subject

FEW_CLASSES = 20  # that whole numbers may name


def judged(subject: Subject, head: Head) -> Iterator[Finding]:
    """What is found of an output's targets and of its accuracy."""
    yield from filter(None, (numbered(head), accuracy(subject, head)))


def numbered(head: Head) -> Finding | None:
    """Targets that may be the numbers of classes, taken for quantities."""
    if head.loss not in SQUARED or head.size != 1 or not np.issubdtype(head.targets.dtype, np.number):
        return None
    kinds = np.unique(head.targets)
    if not 2 < len(kinds) <= FEW_CLASSES or not np.array_equal(kinds, np.arange(len(kinds))):
        return None
    return Finding(
        "warn",
        f"The targets are the whole numbers 0 to {len(kinds) - 1}. If they name classes, {head.loss.replace('_', ' ')} "
        f"is no cost for them: it takes {len(kinds) - 1} to be farther from 0 than 1 is.",
        head.name,
        cure=f"# if they are classes:\n{cure.of_labels(head.targets)}",
        question="slowdown",
    )


def accuracy(subject: Subject, head: Head) -> Finding | None:
    """An accuracy that cannot tell what it is meant to."""
    if not _compiled_accuracy(subject.model):
        return None
    if head.loss in SQUARED and not np.isin(head.targets, (0, 1)).all():
        return Finding(
            "warn",
            f"The targets are numbers, and accuracy cuts the outputs at 0.5 and asks whether the rest is equal: beside "
            f"{head.loss.replace('_', ' ')} it says nothing, however well the model does."
            if head.size == 1
            else "The targets are numbers, and accuracy asks only which of them is the largest: beside "
            f"{head.loss.replace('_', ' ')} it says nothing of the others.",
            head.name,
            cure=cure.compiled('"mse", metrics=["mae"]'),
            question=None,
        )
    if head.loss in BINARY and head.from_logits and head.activation == "linear":
        return Finding(
            "warn",
            "The outputs are logits, and accuracy cuts at 0.5 instead of 0: it is too low, and "
            "predict(x) > 0.5 is wrong in the same way.",
            head.name,
            0.5,
            0.0,
            "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
        )
    return None


def _compiled_accuracy(model) -> bool:
    config = model.get_compile_config() or {}
    held = config.get("metrics") or []
    flat = held.values() if isinstance(held, dict) else held
    return any(each in ("accuracy", "acc", "binary_accuracy") for each in flat if isinstance(each, str))
