"""How far a run is, and how it is told to stop."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

BAR = 40  # characters


class Cancelled(Exception):  # noqa: N818 - not an error: what the caller asked for
    """Raised by `train` when its `cancelled` said so."""


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        done: share of all training steps, from 0 to 1.
        tile, tiles: the tile that reports, from 1, and how many there are.
        epoch: where that tile is.
    """

    done: float
    tile: int
    tiles: int
    epoch: int


def bar(now: Progress) -> None:
    """Draws how far a run is, on a line that is drawn over: `lab.train(..., progress=lab.bar)`."""
    full = int(now.done * BAR)
    print(f"\r[{'#' * full}{'.' * (BAR - full)}] {now.done:.0%}", end="\n" if now.done == 1.0 else "", flush=True)


class Watch:
    """Adds up the progress of all tiles, and passes on that a run was cancelled."""

    def __init__(self, steps: list[int], epochs: int, progress: Callable | None, cancelled: Callable | None):
        self._steps, self._epochs = steps, epochs  # steps of an epoch, for each tile
        self._progress, self._cancelled = progress, cancelled
        self._done, self._lock, self._stopped = [0] * len(steps), threading.Lock(), threading.Event()

    def step_done(self, tile: int, step: int) -> None:
        """Note that a tile has done `step` steps; raise `Cancelled` if the run is to end."""
        if self._stopped.is_set() or (self._cancelled and self._cancelled()):
            self._stopped.set()
            raise Cancelled
        with self._lock:
            self._done[tile] = step
            share = sum(self._done) / max(1, self._epochs * sum(self._steps))
        if self._progress:
            self._progress(Progress(share, tile + 1, len(self._done), step // self._steps[tile]))

    def stop(self) -> None:
        """End the tiles that still train."""
        self._stopped.set()
