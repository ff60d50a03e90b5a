"""How far a sweep is: counted, and shown as a bar in a terminal, in a notebook or line by line in a log."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from lab.numerals import counted

WIDTH = 30  # characters
EVERY, EVERY_LINE = 0.5, 30.0  # seconds between two looks of a bar, and between two lines of a log


@dataclass(frozen=True)
class Standing:
    """How far a sweep is.

    Attributes:
        replicas, of: trained, those of earlier runs among them, and wanted.
        parts, of_parts: likewise of files.
        rate: replicas a second since this run began; 0.0 before the first part.
        left: seconds to the end at this rate; infinite before the first part.
        failed: parts that could not be made.
        workers: trainings at once.
    """

    replicas: int
    of: int
    parts: int
    of_parts: int
    rate: float
    left: float
    failed: int
    workers: int

    @property
    def done(self) -> float:
        """Share of the replicas that are trained, from 0 to 1."""
        return self.replicas / self.of

    def __str__(self) -> str:
        told = f"{self.replicas:,} of {counted(self.of, 'replica')}"
        if not self.workers:
            told += ", waiting for a worker"
        elif self.rate and self.done < 1:
            told += f", {self.rate:,.0f} a second, {duration(self.left)} left"
        elif self.rate:
            told += f", {self.rate:,.0f} a second"
        return told + (f", {counted(self.failed, 'part')} failed" if self.failed else "")


class Count:
    """What has been made since a run began."""

    def __init__(self, replicas: int, missing: int, parts: int, missing_parts: int):
        self._of, self._missing, self._parts, self._missing_parts = replicas, missing, parts, missing_parts
        self._made = self._made_parts = 0
        self._began = time.monotonic()

    def add(self, replicas: int) -> None:
        """One more part is there."""
        self._made, self._made_parts = self._made + replicas, self._made_parts + 1

    def standing(self, failed: int, workers: int) -> Standing:
        """How far it is now."""
        rate = self._made / max(time.monotonic() - self._began, 1e-9)
        left = self._missing - self._made
        return Standing(
            replicas=self._of - left, of=self._of,
            parts=self._parts - self._missing_parts + self._made_parts, of_parts=self._parts,
            rate=rate, left=left / rate if rate else float("inf"), failed=failed, workers=workers,
        )  # fmt: skip


def duration(seconds: float) -> str:
    """A time in words: "40 s", "12 min", "3.5 h"."""
    for unit, name in ((3600, "h"), (60, "min")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}" if seconds >= 10 * unit else f"{seconds / unit:.1f} {name}"
    return f"{seconds:.0f} s"


class Bar:
    """Draws one line again and again where that can be seen, and a line now and then where not."""

    def __init__(self):
        self._last, self._width = -EVERY_LINE, 0

    def __call__(self, now: Standing) -> None:
        """Show how far a sweep is, unless that was shown a moment ago."""
        live, end = sys.stderr.isatty() or _notebook(), now.parts + now.failed == now.of_parts
        if not end and time.monotonic() - self._last < (EVERY if live else EVERY_LINE):
            return
        self._last = time.monotonic()
        full = int(WIDTH * now.done)
        line = f"[{'#' * full}{'.' * (WIDTH - full)}] {100 * now.done:3.0f} % {now}" if live else str(now)
        start, line, close = ("\r", line.ljust(self._width), "\n" if end else "") if live else ("", line, "\n")
        self._width = len(line)
        if end:
            self._last, self._width = -EVERY_LINE, 0
        print(f"{start}{line}", end=close, file=sys.stderr, flush=True)


show = Bar()


def _notebook() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return type(shell).__name__ == "ZMQInteractiveShell"
