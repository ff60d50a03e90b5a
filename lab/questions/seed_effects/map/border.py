"""How rough the border between rates that train and rates that do not is, and whether it stays so further in."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from lab import checks
from lab.experiment import Experiment
from lab.progress import Progress
from lab.questions.seed_effects.map.trained import Map, charted
from lab.questions.seed_effects.map.window import Window

SIDES = (1, 2, 4, 8, 16)
CLOSER = 8  # times, from one level to the next


def border(trained: np.ndarray) -> np.ndarray:
    """(row, column) bool: points whose neighbour to the right, or above, fares otherwise."""
    differs = np.zeros_like(trained)
    differs[:, :-1] |= trained[:, 1:] != trained[:, :-1]
    differs[:-1] |= trained[1:] != trained[:-1]
    return differs


def boxes(trained: np.ndarray) -> pd.DataFrame:
    """How many square boxes it takes to cover the border: one row per `side` (in points): `boxes`."""
    covered, rows = border(trained), []
    for side in SIDES:
        count = len(covered) // side
        cells = covered[: count * side, : count * side].reshape(count, side, count, side)
        rows.append({"side": side, "boxes": int(cells.any(axis=(1, 3)).sum())})
    return pd.DataFrame(rows)


def dimension(counts: pd.DataFrame) -> float:
    """Box-counting dimension of a border: minus the slope of log boxes over log side; NaN where there is none.

        N(side) ~ side^-D:  D = 1 for a smooth line, up to 2 for one that fills the plane

    Args:
        counts: of `boxes`.
    """
    if counts["boxes"].min() == 0:
        return float("nan")
    return float(-np.polyfit(np.log(counts["side"]), np.log(counts["boxes"]), 1)[0])


def of(found: Map) -> float:
    """The dimension of a map's border."""
    return dimension(boxes(found.trained))


def closer(found: Map, times: int = CLOSER) -> Window | None:
    """The part of the map, `times` narrower, that holds most of the border; None where there is none.

    Args:
        found: a map.
        times: a divisor of its size.
    """
    covered = border(found.trained).astype(int)
    side = len(covered) // times
    sums = np.pad(covered.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    held = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    if not held.any():
        return None
    row, column = np.unravel_index(held.argmax(), held.shape)
    across, up = ((first / len(covered), (first + side) / len(covered)) for first in (int(column), int(row)))
    return found.window.part(across, up)


def levels(
    experiment: Experiment,
    window: Window,
    count: int = 6,
    size: int = 128,
    seed: int = 0,
    *,
    partly: Callable[[pd.DataFrame], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> pd.DataFrame:
    """The border's dimension, again and again `CLOSER` times further in, each time where most of it is.

    Args:
        experiment, window, size, seed: as in `charted`: the first level.
        count: of levels, from 1.
        partly: called with the levels so far.
        progress, cancelled: as in `lab.train`.

    Returns:
        One row per `level` (from 0): `decades` (width of the window), `trained` (share of the points), `dimension`
        (NaN without border), `rates` (different learning rates among the columns, at this precision) and `columns`. It
        ends early where a window has no border.
    """
    rows: list[dict] = []
    while window is not None and len(rows) < checks.whole("count", count, 1, 20):
        done = len(rows)
        told = progress and (lambda now, done=done: progress(replace(now, done=(done + now.done) / count)))
        found = charted(experiment, window, size, seed, progress=told, cancelled=cancelled)
        rows.append(
            {
                "level": done, "decades": found.window.decades, "trained": float(found.trained.mean()),
                "dimension": of(found), "rates": found.rates, "columns": found.trained.shape[1],
            }
        )  # fmt: skip
        window = closer(found)
        if partly:
            partly(pd.DataFrame(rows))
    return pd.DataFrame(rows)


def noise(size: int = 128) -> float:
    """The dimension that comes out where a toss of a coin decides every point of a map of size x size."""
    return dimension(boxes(np.random.default_rng(0).random((size, size)) < 0.5))
