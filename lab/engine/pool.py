"""Trains the tiles of a run, as many at once as there are processors."""

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
            watch.keep_going(number, 0)
            trainer = Trainer(tile)
            trainer.train(
                epochs,
                lambda *recorded: store(tile, *recorded),
                lambda step: watch.keep_going(number, step),
            )
        except BaseException:
            watch.stop()
            raise

    with ThreadPoolExecutor(processors()) as pool:
        for result in [pool.submit(one, number) for number in range(len(tiles))]:
            result.result()
