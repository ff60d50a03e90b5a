"""Dropout that drops most of what it gets: whether it is what keeps a model from learning."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from lab.check.finding import Finding, figure
from lab.check.model_layers import leaves
from lab.check.subject import Subject
from lab.prose import listed

MOST = 0.5  # of what comes in: close to the best for hidden units of many networks, Srivastava et al. (2014), Dropout


def strong(subject: Subject) -> list:
    """The layers that set most of what they get to 0 in training."""
    import keras

    kind = keras.layers.Dropout
    return [layer for layer in leaves(subject.model) if isinstance(layer, kind) and layer.rate > MOST]


@contextlib.contextmanager
def let_through(layers: list) -> Iterator[None]:
    """Within, they drop nothing."""
    rates = [layer.rate for layer in layers]
    try:
        for layer in layers:
            layer.rate = 0.0
        yield
    finally:
        for layer, rate in zip(layers, rates, strict=True):
            layer.rate = rate


def found(bad: str, told: str, layers: list, count: int, figures: tuple[float, float]) -> Finding:
    """That examples are learned without these layers, and with them not.

    Args:
        bad: the verdict.
        told: what came of it with them.
        layers: of `strong`.
        count: examples.
        figures: that decide.
    """
    names = tuple(layer.name for layer in layers)
    rates = listed([figure(rate) for rate in dict.fromkeys(layer.rate for layer in layers)])
    says = (
        f"Without its dropout of {rates} the network learns {count} examples by heart, with it not. {told} Dropout "
        "sets that part of what it gets to 0 at every step of training, and nothing in validation: so the training "
        "accuracy may be below that of validation."
    )
    return Finding(bad, says, names[0], *figures, "layer = keras.layers.Dropout(0.2)", None, names)
