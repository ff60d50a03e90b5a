"""Networks that can be read, and not checked: those that Keras cannot build, and those that are too large here."""

from collections.abc import Sequence
from itertools import pairwise

HEAVY = "This network has {}, and {:,} is the most here. `lab.checkup` takes more in a notebook of your own."
RECURRENT = ("LSTM", "GRU", "SimpleRNN")
LAST_STEP = (
    " Layer {} of {} hands on its last step alone, and the next one takes them all: write return_sequences=True in it."
)


class TooLargeError(ValueError):
    """A network takes more time or memory than is given to one; the sentence says of what there is too much."""


class UnbuiltError(ValueError):
    """Keras cannot build a network; the sentence says what it says."""


def bear(count: float, most: int, told: str) -> None:
    """Raise a `TooLargeError` where a count is above the most; `told` names the count."""
    if count > most:
        raise TooLargeError(HEAVY.format(told, most))


def last_step(layers: Sequence[dict]) -> str:
    """Which recurrent layer hands on one step to another, and the cure; "" where none does.

    Args:
        layers: configurations, in their order.
    """
    for place, (one, other) in enumerate(pairwise(layers), 1):
        both = one["class_name"] in RECURRENT and other["class_name"] in RECURRENT
        if both and not one["config"].get("return_sequences"):
            return LAST_STEP.format(place, len(layers))
    return ""
