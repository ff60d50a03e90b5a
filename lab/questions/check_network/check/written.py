"""Examples that a reader's code writes out, as those of XOR: what the network is then checked on."""

from __future__ import annotations

import contextlib
import re

import numpy as np

from lab.check import pasted
from lab.check.flattened import NO_PYTHON
from lab.check.known_values import Call, plain
from lab.numerals import counted
from lab.questions.check_network.check.tables import CLASSES, MOST_ROWS, Task

ARRAYS = ("array", "asarray", "constant", "matrix", "float32", "convert_to_tensor")  # what makes an array of a list
FEWEST = 2
LISTED = re.compile(r"\[\s*\[?\s*[-\d]")


def task(text: str, *, numbers: bool = False) -> Task | None:
    """The examples that a text writes out, inputs and targets alike; None where it does not.

    Args:
        text: code.
        numbers: whether its network predicts a number, and no class.
    """
    if not LISTED.search(text):  # on each rerun of a page
        return None
    with contextlib.suppress(*NO_PYTHON):
        x, y = (_array(value) for value in pasted.Code(text).given())
        if x is None or y is None or len(x) != len(y) or not FEWEST <= len(x) <= MOST_ROWS:
            return None
        return _labelled(x.reshape(len(x), -1) if x.ndim == 1 else x, y, numbers)
    return None


def _labelled(x: np.ndarray, y: np.ndarray, numbers: bool) -> Task | None:
    """The same, whose targets are numbers, or classes from 0: whole numbers, or rows of zeros with a one."""
    named = f"the {counted(len(x), 'example')} in your code"
    rows = y.ndim == 2 and y.shape[1] > 1
    if rows and not (np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all()) or y.ndim > 2:
        return None
    flat = y.argmax(axis=1) if rows else y.reshape(-1)
    kinds = np.unique(flat)
    if not rows and (numbers or len(kinds) > CLASSES or (kinds != np.round(kinds)).any() or kinds[0] < 0):
        return Task(x, flat, 0, named)
    return Task(x, flat.astype(int), y.shape[1] if rows else max(int(kinds[-1]) + 1, 2), named)


def _array(value: object) -> np.ndarray | None:
    """The numbers of a list, or of a call that makes an array of one; None of anything else."""
    if isinstance(value, Call) and value.name in ARRAYS and value.values:
        value = value.values[0]
    if not isinstance(value, (list, tuple)) or not _plain(value):
        return None
    try:
        return np.array(value, dtype=float)
    except ValueError:  # rows of different lengths
        return None


def _plain(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(_plain, value))
    return plain(value) and isinstance(value, (bool, int, float))
