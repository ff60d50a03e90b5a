"""One tile: a fixed number of replicas that train together, and everything that tells them apart."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import groupby

import numpy as np

from lab import data
from lab.engine.order import Orders
from lab.engine.signature import Signature
from lab.experiment import Experiment
from lab.initial import starts


@dataclass(frozen=True, eq=False)
class Replica:
    """One network of a run: what decides its numbers, and its place in the result.

    Attributes:
        experiment: with the varied values in it.
        seed: of its initial weights, and of its order unless the experiment names another.
        variant, index: its place among the varied values and among the seeds.
        initial: explicit start, arrays in the order of Keras's `get_weights`; None = drawn.
        rate: learning rate instead of the experiment's: for maps of tens of thousands of them.
    """

    experiment: Experiment
    seed: int
    variant: int
    index: int
    initial: list[np.ndarray] | None = None
    rate: float | None = None


class Tile:
    """The replicas of one call; copies of the first fill it up and are thrown away."""

    def __init__(self, replicas: list[Replica]):
        self.replicas = replicas
        self.signature = Signature.of(replicas[0].experiment)
        self.count, self.epochs = len(replicas), replicas[0].experiment.training.epochs
        self._filled = replicas + [replicas[0]] * (self.signature.tile - len(replicas))

    def starts(self) -> list[np.ndarray]:
        """Initial weights: (replica, *shape) each."""
        shapes = self.replicas[0].experiment.weight_shapes()
        arrays = [np.empty((self.signature.tile, *shape), self.signature.precision) for shape in shapes]
        for places in self._places_by_draw().values():
            for array, values in zip(arrays, self._starts([self._filled[i] for i in places]), strict=True):
                array[places] = values
        return arrays

    def examples(self, part: str = "training") -> list[list[np.ndarray]]:
        """x and y: one array (sample, column) per replica, or a single one that all share."""
        owners = [replica.experiment.data for replica in self._filled[: None if self.signature.own_data else 1]]
        loaded = {
            id(each): data.load(each, self.signature.precision, part) for each in {id(o): o for o in owners}.values()
        }
        return [list(arrays) for arrays in zip(*(loaded[id(owner)] for owner in owners), strict=True)]

    def held(self) -> list[list[np.ndarray]]:
        """x and y of what is held out, likewise; none where nothing is."""
        return self.examples("validation") if self.signature.held else []

    def numbers(self, name: str) -> np.ndarray:
        """One field of `Training`, a number: (replica,)."""
        values = [getattr(replica.experiment.training, name) for replica in self._filled]
        if name == "learning_rate":
            values = [value if r.rate is None else r.rate for value, r in zip(values, self._filled, strict=True)]
        return np.array(values, self.signature.precision)

    def orders(self) -> Orders:
        """The order of examples of every replica."""
        training = [replica.experiment.training for replica in self._filled]
        seeds = [r.seed if t.order_seed is None else t.order_seed for r, t in zip(self._filled, training, strict=True)]
        return Orders(seeds, self.signature.examples, self.signature.steps * self.signature.batch, training[0].shuffle)

    def _places_by_draw(self) -> dict[tuple, list[int]]:
        """Replicas whose weights are drawn by one call: they differ in their seed and their scale alone."""
        groups: dict[tuple, list[int]] = {}
        keys: dict[int, tuple] = {}
        for place, replica in enumerate(self._filled):
            if replica.variant not in keys:
                keys[replica.variant] = _draw(replica)
            groups.setdefault(keys[replica.variant], []).append(place)
        return groups

    @staticmethod
    def _starts(replicas: list[Replica]) -> list[np.ndarray]:
        if replicas[0].initial is not None:
            return [np.stack(arrays) for arrays in zip(*(replica.initial for replica in replicas), strict=True)]
        scales = [replica.experiment.init.scale for replica in replicas]
        return starts(replicas[0].experiment, [replica.seed for replica in replicas], scales)


def tiles_of(replicas: Iterable[Replica]) -> list[Tile]:
    """Replicas in tiles of their signature's size; those that share data in tiles of their own.

    Args:
        replicas: those of a variant one after the other.
    """
    groups: dict[tuple, list[Replica]] = {}
    for _, variant in groupby(replicas, key=lambda replica: replica.variant):
        first, *others = variant
        signature = Signature.of(first.experiment)
        shared = None if signature.own_data else first.experiment.data
        groups.setdefault((signature, first.experiment.training.shuffle, shared), []).extend([first, *others])
    return [
        Tile(group[first : first + signature.tile])
        for (signature, *_), group in groups.items()
        for first in range(0, len(group), signature.tile)
    ]


def _draw(replica: Replica) -> tuple:
    """What a draw depends on beside the seed and the scale."""
    init = replica.experiment.init
    told = [getattr(init, each.name) for each in fields(init) if each.name != "scale"]
    return *told, replica.experiment.network, replica.experiment.widths
