"""A tile of replicas of one experiment that differ in their start and their rate alone, both given as arrays."""

import numpy as np

from lab import data
from lab.engine.order import Orders
from lab.engine.signature import Signature
from lab.experiment import Experiment


class Cells:
    """As `lab.engine.tile.Tile`, without an object for each replica: a map has tens of thousands of them.

    Args:
        experiment: of all replicas.
        first: place of the first replica in the result.
        initial: their initial weights, (replica, *shape) each; at most a tile of them.
        rates: (replica,) learning rates.
    """

    def __init__(self, experiment: Experiment, first: int, initial: list[np.ndarray], rates: np.ndarray):
        self.signature = Signature.of(experiment)
        self.first, self.count, self.epochs = first, len(rates), experiment.training.epochs
        self._experiment, self._initial, self._rates = experiment, initial, rates

    def starts(self) -> list[np.ndarray]:
        """Initial weights: (replica, *shape) each."""
        return [self._filled(array) for array in self._initial]

    def examples(self) -> list[list[np.ndarray]]:
        """x and y: one array (sample, column) per replica, or a single one that all share."""
        copies = self.signature.tile if self.signature.own_data else 1
        return [[array] * copies for array in data.load(self._experiment.data, self.signature.precision)]

    def held(self) -> list[list[np.ndarray]]:
        """A map shows costs of what is trained on alone."""
        return []

    def numbers(self, name: str) -> np.ndarray:
        """One field of `Training`, a number: (replica,)."""
        if name == "learning_rate":
            return self._filled(self._rates)
        return np.full(self.signature.tile, getattr(self._experiment.training, name), self.signature.precision)

    def orders(self) -> Orders:
        """The order of examples, the same for every replica."""
        training, signature = self._experiment.training, self.signature
        seeds = [training.order_seed or 0] * signature.tile
        return Orders(seeds, signature.examples, signature.steps * signature.batch, training.shuffle)

    def _filled(self, array: np.ndarray) -> np.ndarray:
        """Up to the size of a tile, with copies of the first that are thrown away."""
        missing = self.signature.tile - self.count
        filled = np.concatenate([array, np.repeat(array[:1], missing, axis=0)]) if missing else array
        return np.ascontiguousarray(filled, self.signature.precision)
