"""Which learning rates train from which start: a map of one network, rate against size of the first weights.

Source: Sohl-Dickstein (2024), arXiv:2402.06184: the border between rates that train and rates that diverge is fractal.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import checks, training
from lab.data import Data
from lab.experiment import Experiment, vary
from lab.initial import starts
from lab.progress import Progress
from lab.questions.seed_effects.map.window import Window
from lab.specs import Init, Network, Training

START = Experiment(
    data=Data("xor"),
    network=Network(hidden=(4,), activation="tanh", output="linear"),
    init=Init("normal", stddev=1.0, bias="same"),
    training=Training(loss="mse", epochs=300, precision="float32"),
)
TOO_LARGE = 1e6  # times the first cost: taken for this much, as infinity is
STRIDES = (8, 4, 2, 1)  # every eighth point of a row and a column first


@dataclass(frozen=True, eq=False)
class Map:
    """What became of every point.

    Attributes:
        experiment, window, seed: what was trained.
        trained: (row, column) bool: whether the cost of the last tenth of the training lies below the first cost, on
            average. Row 0 is the lowest scale, column 0 the lowest rate.
        speed: (row, column): see `speeds`.
        known: the stride of the points that were trained; those between are copies.
    """

    experiment: Experiment
    window: Window
    seed: int
    trained: np.ndarray
    speed: np.ndarray
    known: int = 1

    @property
    def rates(self) -> int:
        """Different learning rates among the columns, at the precision of the training."""
        values = middles(self.window.rates, self.trained.shape[1]).astype(self.experiment.training.precision)
        return len(np.unique(values))

    def cells(self) -> pd.DataFrame:
        """The map as a frame: one row per (scale, rate), both rising: `trained`, `speed` (see `speeds`; 4 decimals)."""
        size = len(self.trained)
        scales, rates = (middles(edges, size) for edges in (self.window.scales, self.window.rates))
        places = {"scale": np.repeat(scales, size), "rate": np.tile(rates, size)}
        return pd.DataFrame({**places, "trained": self.trained.ravel(), "speed": self.speed.ravel().round(4)})


def charted(
    experiment: Experiment,
    window: Window,
    size: int = 256,
    seed: int = 0,
    *,
    partly: Callable[[Map], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Map:
    """Train one replica for each of size x size points; all begin with the same weights, times the scale.

    Args:
        experiment: what is trained; its rate and its scale have no effect.
        window: the piece of the map.
        size: points on each side, a multiple of 8 from 8 to 512.
        seed: of the first weights.
        partly: called with a coarser map as soon as there is one: every eighth point, every fourth, every second.
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: bad input, or too much work for this machine.
    """
    checks.whole("size", size, 8, 512)
    checks.require(size % 8 == 0, f"`size` must be a multiple of 8; got {size}.")
    # at every precision the weights of float32, so that the map is the same
    single = vary(experiment, {"training.precision": "float32"})
    drawn = [array[0] for array in starts(single, [checks.whole("seed", seed, 0, checks.MAX_SEED)])]
    found = Map(experiment, window, seed, np.zeros((size, size), bool), np.zeros((size, size)), STRIDES[0])
    done = 0
    for stride, rows, columns in _refinements(size):
        rates, scales = middles(window.rates, size)[columns], middles(window.scales, size)[rows]
        initial = [array.astype(np.float64) * scales.reshape(-1, *[1] * array.ndim) for array in drawn]
        count = len(rows)
        told = progress and (lambda now, before=done, count=count: progress(
            replace(now, done=(before + now.done * count) / size**2)))  # fmt: skip
        costs = training.train_grid(experiment, initial, rates, progress=told, cancelled=cancelled)
        found.trained[rows, columns], found.speed[rows, columns] = speeds(costs)
        done += count
        if partly and stride > 1:
            partly(_coarse(found, stride))
    return replace(found, known=1)


def speeds(costs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether a replica trains, and how fast it converges or diverges.

        v_t = C_t / C_0, at most 10^6;  trains: mean of the last tenth of v below 1
        speed = 1 - mean of v where it trains,  1 - mean of 1 / v where it does not;  not below 0

    Args:
        costs: (replica, epoch); inf or NaN where one diverged.

    Source: Sohl-Dickstein (2024), arXiv:2402.06184, who colours by the sums of v and of 1 / v over the training.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        ratio = costs / costs[:, :1]
    ratio = np.clip(np.where(np.isfinite(ratio), ratio, TOO_LARGE), 1 / TOO_LARGE, TOO_LARGE)
    trained = ratio[:, -max(1, costs.shape[1] // 10) :].mean(axis=1) < 1
    slowness = np.where(trained, ratio.mean(axis=1), (1 / ratio).mean(axis=1))
    return trained, np.maximum(0.0, 1 - slowness)


def middles(edges: tuple[float, float], size: int) -> np.ndarray:
    """The numbers in the middles of `size` equal pieces between two powers of ten."""
    return 10.0 ** (edges[0] + (edges[1] - edges[0]) * (np.arange(size) + 0.5) / size)


def _refinements(size: int) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """(stride, rows, columns) of the points that each refinement adds."""
    known = np.zeros((size, size), bool)
    for stride in STRIDES:
        new = np.zeros_like(known)
        new[::stride, ::stride] = True
        rows, columns = np.nonzero(new & ~known)
        known |= new
        yield stride, rows, columns


def _coarse(found: Map, stride: int) -> Map:
    """The points that are known, each spread over its square."""
    trained, speed = (
        np.kron(a[::stride, ::stride], np.ones((stride, stride), a.dtype)) for a in (found.trained, found.speed)
    )
    return replace(found, trained=trained, speed=speed, known=stride)
