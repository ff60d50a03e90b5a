"""The scale of the inputs and the targets that somebody says: "pixels 0..255", "prices from 100,000 to 900,000"."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np

from lab.questions.check_network.check.tables import Task

SCALES = (0, 255, 1_000, 10_000, 100_000, 1_000_000)  # what the largest number is; 0 = as the data come
NUMBER = r"\$?(\d[\d,_]*(?:\.\d+)?)( ?k\b)?"
RANGE = re.compile(rf"{NUMBER}\s*(?:\.\.+|…|–|—|-|\bto\b)\s*{NUMBER}", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s+(\S+)\s+and\s+(?=[$\d])", re.IGNORECASE)
BEFORE = 60  # characters before a range in which its noun stands
TARGETS = re.compile(r"\b(?:targets?|labels?|outputs?|prices?|y(?:_train)?)\b", re.IGNORECASE)
INPUTS = re.compile(
    r"\b(?:pixels?|images?|inputs?|features?|columns?|values?|data|sensors?|incomes?|salar(?:y|ies)|x(?:_train)?)\b",
    re.IGNORECASE,
)
PREDICTED = re.compile(r"\bregression of\b|\b(?:predict|forecast|estimat)\w*\b", re.IGNORECASE)
BROUGHT = re.compile(r"/=?\s*255|\b(?:StandardScaler|MinMaxScaler|RobustScaler)\b|\bzscore\b")  # done before they come
LEAST = 20  # what is no larger is no scale to speak of


def said(text: str) -> tuple[int, int]:
    """The scales of inputs and of targets that a text says, each the nearest of `SCALES`; 0 where it says none."""
    found = {"inputs": 0, "targets": 0}
    text = BETWEEN.sub(r"\1 to ", text)
    for match in RANGE.finditer(text):
        low, high = (_value(*match.groups()[i : i + 2]) for i in (0, 2))
        clause = re.split(r"[.;\n]\s", text[max(0, match.start() - BEFORE) : match.start()])[-1]
        nouns = [(each.start(), name) for name, kind in (("inputs", INPUTS), ("targets", TARGETS))
                 for each in kind.finditer(clause)]  # fmt: skip
        if low < high and high >= LEAST and nouns:
            of = "targets" if PREDICTED.search(clause) else max(nouns)[1]
            found[of] = found[of] or _nearest(high)
    return 0 if BROUGHT.search(text) else found["inputs"], found["targets"]


def _value(digits: str, thousands: str | None) -> float:
    return float(digits.replace(",", "").replace("_", "")) * (1000 if thousands else 1)


def _nearest(high: float) -> int:
    return min(SCALES[1:], key=lambda scale: abs(math.log(scale / high)))


def shown(scale: int) -> str:
    """A scale in words."""
    return f"0 to {scale:,}" if scale else "as they come"


def brought(found: Task, inputs: int, targets: int) -> Task:
    """Data with their inputs, and targets that are numbers, from 0 to so much; 0 = as they come."""
    told = []
    if inputs:
        found = replace(found, x=_to(found.x, inputs))
        told.append(f"inputs brought to {shown(inputs)}")
    if targets and not found.classes:
        found = replace(found, y=_to(found.y, targets))
        told.append(f"targets brought to {shown(targets)}")
    return replace(found, named=", ".join([found.named, *told]))


def _to(values: np.ndarray, most: int) -> np.ndarray:
    low, high = values.min(), values.max()
    return ((values - low) / (high - low) * most).astype("float32")
