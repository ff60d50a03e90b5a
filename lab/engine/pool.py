"""Trains the tiles of a run, as many at once as there are processors."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from lab.engine.tile import Tile
from lab.engine.trainer import Trainer
from lab.limits import processors
from lab.progress import Watch


def train_all(tiles: list[Tile], epochs: np.ndarray, store: Callable, watch: Watch) -> None:
    """Train every tile through `epochs`; the first one that fails or is cancelled ends the others.

    Args:
        tiles: what to train.
        epochs: recorded epochs.
        store: called with (tile, indices into `epochs`, weights, cost, accuracy).
        watch: told of every call, and asked whether to go on.
    """

    def one(number: int) -> None:
        tile = tiles[number]
        try:
            watch.step_done(number, 0)
            trainer = Trainer(tile)
            trainer.train(
                epochs,
                lambda *recorded: store(tile, *recorded),
                lambda step: watch.step_done(number, step),
            )
        except BaseException:
            watch.stop()
            raise

    with ThreadPoolExecutor(processors()) as pool:
        for result in [pool.submit(one, number) for number in _different_first(tiles)]:
            result.result()


def _different_first(tiles: list[Tile]) -> list[int]:
    """Their numbers, in an order in which different programs are compiled at the same time."""
    seen, places = Counter(), []
    for tile in tiles:
        places.append(seen[tile.signature])
        seen[tile.signature] += 1
    return sorted(range(len(tiles)), key=places.__getitem__)
