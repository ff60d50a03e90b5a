"""Timing two ways of doing the same work in turns."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: medians in seconds, and how many times as fast the laboratory is."""

    work: str
    other: str
    other_seconds: float
    lab_seconds: float
    ratio: float


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(work: str, other: str, theirs: Callable, ours: Callable, *, rounds: int = 5, shares: float = 1.0) -> Row:
    """Run both in turns and compare.

    Args:
        work: what is done, as the table names it.
        other: the way it is held against.
        theirs, ours: do the work; each is run once before it counts.
        rounds: counted turns.
        shares: how many times what `theirs` does the whole work is (for one that takes too long to do whole).
    """
    theirs(), ours()
    pairs = [(seconds(theirs) * shares, seconds(ours)) for _ in range(rounds)]
    ratio = statistics.median(a / b for a, b in pairs)
    return Row(work, other, statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), ratio)
