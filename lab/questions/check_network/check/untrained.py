"""Layers that code keeps from training though nothing was learned before: they stay as they were drawn."""

from __future__ import annotations

import re

from lab.check.finding import Finding
from lab.check.model_layers import leaves
from lab.prose import listed

LOADED = re.compile(
    r"\bload_(?:model|weights)\b|\bset_weights\b|\bapplications\b|\bweights\s*=|\bhub\b|\.(?:h5|keras)['\"]"
)
MADE_BY_HAND = ("BatchNormalization", "Normalization", "Embedding")  # what is often kept as it is, with a reason
CURE = "model.trainable = True  # then compile again; or first load into them what was learned: model.load_weights(...)"


def finding(text: str, model) -> Finding | None:
    """What becomes of frozen layers whose weights the code loads from nowhere; None where there are none.

    Args:
        text: the code.
        model: what it makes.
    """
    frozen = [layer for layer in leaves(model) if layer.weights and not layer.trainable]
    named = [layer.name for layer in frozen if type(layer).__name__ not in MADE_BY_HAND]
    if not named or not model.trainable_weights or LOADED.search(text):
        return None
    one = len(named) == 1
    return Finding(
        "warn",
        f"{listed(named, len(named))} {'is' if one else 'are'} "
        f"frozen (trainable=False), and this code loads nothing into {'it' if one else 'them'}: "
        f"{'its' if one else 'their'} weights stay the random numbers that they begin with.",
        named[0],
        cure=CURE,
        question=None,
    )
