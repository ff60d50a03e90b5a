"""Faulty models, each built anew after a public report or study of the fault; no code is taken from any.

Stack Overflow questions are those of two published benchmarks of faults, DeepLocalize (Wardat et al., 2021) and DeepFD
(Cao et al., 2022), read in github.com/Wardat-ISU/DeepLocalize.
"""

from collections.abc import Callable
from dataclasses import dataclass

KERAS, TF = "github.com/keras-team/keras/issues/", "github.com/tensorflow/tensorflow/issues/"
SO = "stackoverflow.com/q/"


@dataclass(frozen=True)
class Faulty:
    """A faulty model.

    Attributes:
        name: what is wrong.
        checks: the checks that may name it; it counts for the first.
        build: makes it.
        data: gives x and y.
        source: where it was reported or studied.
    """

    name: str
    checks: tuple[str, ...]
    build: Callable
    data: Callable
    source: str
