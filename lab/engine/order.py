"""The order in which each replica sees its examples."""

import numpy as np


class Orders:
    """The orders of a list of replicas, epoch after epoch.

    A replica's order in epoch e (from 0) is row e of `permuted` rows drawn by its own generator, so neither the other
    replicas nor the size of the pieces in which they are asked for changes it.
    """

    def __init__(self, seeds: list[int], examples: int, positions: int, shuffle: bool):
        self._generators = {seed: order_generator(seed) for seed in seeds} if shuffle else {}
        self._seeds, self._examples, self._padding = seeds, examples, positions - examples

    def next(self, epochs: int, room: int) -> np.ndarray:
        """The next `epochs` orders: (replica, room, position), filled up with 0 past the last epoch and example."""
        plain = np.tile(np.arange(self._examples, dtype=np.int32), (epochs, 1))
        drawn = {seed: generator.permuted(plain, axis=1) for seed, generator in self._generators.items()}
        orders = np.stack([drawn.get(seed, plain) for seed in self._seeds])
        return np.pad(orders, [(0, 0), (0, room - epochs), (0, self._padding)])


def order_generator(seed: int) -> np.random.Generator:
    """The generator of an order seed; apart from those of the weights."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))
