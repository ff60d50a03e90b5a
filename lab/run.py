"""What a run recorded: arrays with named axes, and tidy frames made from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks, frames, limits, run_shown, run_tables
from lab.data import PARTS
from lab.experiment import Experiment


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """The record of a training.

    Attributes:
        experiments: one per variant: the experiment with its varied values.
        variants: the varied values of each, as keyword -> value; {} when nothing is varied.
        seeds: of the replicas.
        epochs: recorded epochs, from 0.
        weight_epochs: epochs at which the weights are kept.
        loss: cost over the whole training set, (variant, seed, epoch); inf or NaN where a replica diverged.
        accuracy: share classified right, (variant, seed, epoch); None for a regression.
        parts: for each variant its weights in the order of Keras's `get_weights`, each (seed, epoch, *shape).
        validation_loss, validation_accuracy: likewise over what is held out; None where nothing is.
    """

    experiments: list[Experiment]
    variants: list[dict]
    seeds: tuple[int, ...]
    epochs: np.ndarray
    weight_epochs: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray | None
    parts: list[list[np.ndarray]]
    validation_loss: np.ndarray | None = None
    validation_accuracy: np.ndarray | None = None

    @classmethod
    def empty(cls, variants: list[dict], experiments: list[Experiment], seeds: tuple, epochs: np.ndarray, weights: str):
        """A run that nothing has been recorded of yet; see `lab.train`."""
        limits.check_count(len(variants) * len(seeds))
        kept = epochs if weights == "all" else epochs[[0, -1]] if len(epochs) > 1 else epochs
        sizes = [
            limits.size_of(each.weight_shapes(), len(seeds), len(kept), np.dtype(each.training.precision).itemsize)
            for each in experiments
        ]
        shape = (len(variants), len(seeds), len(epochs))
        classified, held = experiments[0].data.task != "regression", any(each.data.held for each in experiments)
        limits.check_memory(sum(sizes) + (32 if held else 16) * int(np.prod(shape)))
        loss, accuracy, held_loss, held_accuracy = (
            np.full(shape, np.nan) if wanted else None for wanted in (True, classified, held, held and classified)
        )
        weights = [_blank(each, len(seeds), len(kept)) for each in experiments]
        return cls(experiments, variants, tuple(seeds), epochs, kept, loss, accuracy, weights, held_loss, held_accuracy)

    def store(self, tile, indices: range, weights: list, *measures: np.ndarray) -> None:
        """Keep what a tile recorded at some epochs: arrays (epoch, replica, ...), as `Trainer.train` records them."""
        where = [replica.variant for replica in tile.replicas], [replica.index for replica in tile.replicas]
        wanted = (self.loss, self.accuracy, self.validation_loss, self.validation_accuracy)
        for array, values in zip(wanted, measures, strict=False):
            if array is not None:
                array[(*where, slice(indices.start, indices.stop))] = values.T
        kept = np.isin(self.epochs[indices.start : indices.stop], self.weight_epochs)
        places = np.searchsorted(self.weight_epochs, self.epochs[indices.start : indices.stop][kept])
        if len(places):
            self._store_weights(where, places, [array[kept] for array in weights])

    def _store_weights(self, where: tuple, places: np.ndarray, weights: list[np.ndarray]) -> None:
        variants, seeds = np.array(where)
        for variant in np.unique(variants):
            chosen = variants == variant
            for target, array in zip(self.parts[variant], weights, strict=True):
                target[np.ix_(seeds[chosen], places)] = array[:, chosen].swapaxes(0, 1)

    @property
    def experiment(self) -> Experiment:
        """The experiment, of the first variant where values are varied."""
        return self.experiments[0]

    @property
    def arrays(self) -> list[np.ndarray]:
        """Weights in the order of Keras's `get_weights`, each (variant, seed, epoch, *shape)."""
        shapes = {tuple(each.weight_shapes()) for each in self.experiments}
        checks.require(len(shapes) == 1, "The variants of this run have weights of different shapes; use `parts`.")
        return [np.stack(arrays) if len(arrays) > 1 else arrays[0][None] for arrays in zip(*self.parts, strict=True)]

    @property
    def nbytes(self) -> int:
        """Bytes that the record takes."""
        measures = (self.loss, self.accuracy, self.validation_loss, self.validation_accuracy)
        return sum(array.nbytes for array in [*sum(self.parts, []), *measures] if array is not None)

    def losses(self, *, split: str = "training", unit: str = "trained") -> pd.DataFrame:
        """Cost over the training set, or over what is held out.

        Args:
            split: "training" or "validation" (see `Data.validation`).
            unit: "trained", or "original": of targets that were standardised, the cost times their variance.

        Returns:
            One row per (varied values, seed, epoch): `loss` (float; inf or NaN where the replica diverged).

        Raises:
            ValueError: nothing was held out, or several targets were standardised, each by a spread of its own.
        """
        loss = self._of(split, self.loss, self.validation_loss)
        return frames.tidy(self.axes(self.epochs), {"loss": loss * run_tables.cost_factors(self.experiments, unit)})

    def accuracies(self, *, split: str = "training") -> pd.DataFrame:
        """Share classified right of the training set, or of what is held out; `split` as in `losses`.

        Returns:
            One row per (varied values, seed, epoch): `accuracy` (from 0 to 1).

        Raises:
            ValueError: the data are a regression, or nothing was held out.
        """
        checks.require(self.accuracy is not None, "Accuracy belongs to data with classes; this run is a regression.")
        accuracy = self._of(split, self.accuracy, self.validation_accuracy)
        return frames.tidy(self.axes(self.epochs), {"accuracy": accuracy})

    def predictions(self, *, split: str = "training", unit: str = "trained", epoch: int = -1) -> pd.DataFrame:
        """What every replica says to every example.

        Args:
            split: "training" or "validation".
            unit: "trained", or "original": that of the targets before they were standardised.
            epoch: a kept epoch; -1 = the last.

        Returns:
            One row per (varied values, seed, example, output), counted from 0: `target` and `prediction`.

        Raises:
            ValueError: nothing was held out, or nothing was kept at that epoch.
        """
        self._of(split, self.loss, self.validation_loss)
        given = split, unit, self._kept(epoch)
        return pd.concat([run_tables.said(self, i, *given) for i in range(len(self.variants))], ignore_index=True)

    @staticmethod
    def _of(split: str, training: np.ndarray, validation: np.ndarray | None) -> np.ndarray:
        found = training if checks.one_of("split", split, PARTS) == "training" else validation
        checks.require(found is not None, "Nothing was held out of this run's data; `Data.validation` is the share.")
        return found

    def weights(self) -> pd.DataFrame:
        """Every weight at every kept epoch.

        Returns:
            One row per (varied values, seed, epoch, layer, parameter, input, unit): `value`. Layers count from 1,
            inputs and units from 0; the input of a bias is 0.
        """
        return pd.concat([run_tables.weights(self, i) for i in range(len(self.variants))], ignore_index=True)

    def keras_weights(self, seed: int, epoch: int = -1, values: Mapping | None = None) -> list[np.ndarray]:
        """The weights of one replica, as `model.set_weights` takes them.

        Args:
            seed: of the replica.
            epoch: a kept epoch; -1 = the last.
            values: its varied values; may be left out where nothing is varied.

        Raises:
            ValueError: no such replica, or nothing was kept at that epoch.
        """
        checks.require(seed in self.seeds, f"`seed` must be one of the run's {len(self.seeds)} seeds; got {seed!r}.")
        wanted = dict(values or {})
        checks.require(wanted in self.variants, f"`values` must be one of the run's {self.variants[:4]}; got {wanted}.")
        at = self.seeds.index(seed), self._kept(epoch)
        return [array[at].copy() for array in self.parts[self.variants.index(wanted)]]

    def _kept(self, epoch: int) -> int:
        """The place of a kept epoch."""
        place = self.weight_epochs[-1] if epoch == -1 else epoch
        shown = ", ".join(map(str, self.weight_epochs[:8])) + (" ..." if len(self.weight_epochs) > 8 else "")
        checks.require(place in self.weight_epochs, f"`epoch` must be -1 or one of {shown}; got {epoch!r}.")
        return int(np.searchsorted(self.weight_epochs, place))

    def axes(self, epochs: np.ndarray) -> list[tuple[Sequence[str], Sequence[tuple]]]:
        """Variants, seeds and epochs, as `frames.tidy` takes them."""
        keys = tuple(self.variants[0])
        varied = [(keys, [tuple(values[key] for key in keys) for values in self.variants])]
        return [*varied, (("seed",), [(seed,) for seed in self.seeds]), (("epoch",), [(int(e),) for e in epochs])]

    def __repr__(self) -> str:
        many = f"{len(self.variants)} variants x " if len(self.variants) > 1 else ""
        return f"Run({many}{len(self.seeds)} seeds, epochs 0 to {self.epochs[-1]:,}, {len(self.epochs)} recorded)"

    def _repr_html_(self) -> str:
        """What a notebook shows: the setting in words, and where the runs ended."""
        return run_shown.html(self)


def _blank(experiment: Experiment, seeds: int, epochs: int) -> list[np.ndarray]:
    dtype = experiment.training.precision
    return [np.full((seeds, epochs, *shape), np.nan, dtype) for shape in experiment.weight_shapes()]
