"""Inputs of another shape than the network takes, as Keras's message says it, and the line that mends it."""

from __future__ import annotations

import math
import re

from lab.check.finding import Finding

YOURS = "Your inputs"  # so begins what is said of them
SIDES = r"\((?:None|\d+), ?(\d[\d, ]*)\)"
WHOLE = re.compile(rf"expected shape=\(None, ?(\d[\d, ]*)\), ?found shape={SIDES}")
LAST = re.compile(rf"expected axis -1 of input shape to have value (\d+),? but received input with shape {SIDES}")
FIRST = re.compile(
    r"of layer ['\"](?:sequential|functional|model|dense|flatten|conv\dd|lstm|gru|simple_rnn)(?:_\d+)?['\"]"
)


def finding(text: str) -> Finding | None:
    """What Keras says of the shape of the inputs; None where it says nothing of it.

    Args:
        text: code, with Keras's message beside it.
    """
    found = WHOLE.search(text) or LAST.search(text)
    if not found or not FIRST.search(text):
        return None
    takes, given = (tuple(map(int, re.findall(r"\d+", sides))) for sides in found.groups())
    told = f"{YOURS} have another shape than the network takes: fit refuses them. "
    told += f"An example is {_shape(given)}, and the network takes {_shape(takes)}."
    if math.prod(given) == math.prod(takes):
        lines = f"x = x.reshape((len(x), {', '.join(map(str, takes))}))  # of all data"
        if len(takes) == 1:
            lines += f"\n# or, before all other layers: keras.layers.Flatten(input_shape={_shape(given)})"
        return Finding("fault", told, cure=lines, question=None)
    lines = f"layer = keras.layers.Dense(64, input_shape={_shape(given)})  # the first layer, for these inputs"
    return Finding("fault", told, cure=lines, question=None)


def _shape(sides: tuple[int, ...]) -> str:
    """As Python writes it: (784,)."""
    return str(tuple(sides))
