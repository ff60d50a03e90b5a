"""What one check says of one layer."""

import math
import re
from dataclasses import dataclass

from lab.numerals import scientific

NOT_JUDGED = "Not judged: "  # so begins what a check says that had nothing to judge by, whatever its verdict
SIGNS = {"ok": "✓", "warn": "!", "fault": "✗", "unjudged": "–"}
WORDS = {"ok": "ok", "warn": "look", "fault": "fault", "unjudged": "not judged"}


@dataclass(frozen=True)
class Finding:
    """One row of a checkup.

    Attributes:
        verdict: "ok", "warn" or "fault".
        because: a plain sentence with the numbers that decide.
        layer: name of the layer; "" = the whole model or the data.
        measured: the figure that decides; NaN where there is none.
        expected: what theory says of it, or what is allowed.
        cure: lines of Keras to copy; "" where nothing is to do.
        question: of the laboratory, that shows this fault; "" = that of its check; None = there is none.
        others: names of the layers that the cure is for, where it is not for `layer` alone.
    """

    verdict: str
    because: str
    layer: str = ""
    measured: float = math.nan
    expected: float = math.nan
    cure: str = ""
    question: str | None = ""
    others: tuple[str, ...] = ()


def standing(verdict: str, because: str) -> str:
    """What a finding is shown as, a key of `SIGNS`: its verdict, or that there is none."""
    return "unjudged" if because.startswith(NOT_JUDGED) else verdict


def opening(because: str) -> str:
    """The first sentence of what a finding says."""
    return re.split(r"(?<=[^\s.]\.)\s", because)[0]


def verdict(value: float, warn: float, fault: float) -> str:
    """How bad a figure is that should be small; what is not a number is a fault."""
    if not value < fault:
        return "fault"
    return "ok" if value < warn else "warn"


def figure(value: float) -> str:
    """A number in a sentence: two significant digits, whole from 100 on."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "infinite"
    if value != 0 and not 1e-4 <= abs(value) < 1e6:
        return scientific(value, 1)
    return (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2g}").replace("-", "−")
