"""`train_model`: any compiled Keras model, from many starts -> `Study`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lab import bands, checks, frames
from lab.memory import SHARE, free_memory
from lab.progress import Progress
from lab.training import checked_seeds, recorded_epochs

if TYPE_CHECKING:
    import keras

    from lab.engine.many_starts import Plan, Record

WAYS = ("together", "alone", "fit")
MOST_ROWS = 20_000_000  # of a frame of weights; `arrays` has no bound


def train_model(
    build: Callable[[], keras.Model],
    x: object,
    y: object,
    *,
    seeds: Sequence[int] = range(10),
    epochs: int = 10,
    batch_size: int = 32,
    shuffle: bool = True,
    validation_data: tuple | None = None,
    recorded: int = 16,
    way: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Study:
    """Train a Keras model of your own once from each seed, many at once where it can be done.

    The numbers are those of Keras, to rounding: with `shuffle=False` those of

        keras.utils.set_random_seed(seed); build().fit(x, y, epochs=epochs, batch_size=batch_size, shuffle=False)

    dropout included. With `shuffle=True` a seed sees the examples in an order of its own: that of epoch e (from 0) is
    row e of `generator.permuted(np.tile(np.arange(n), (epochs, 1)), axis=1)`, its generator
    `np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))`. The random state of the caller is put back.

    Args:
        build: makes a compiled Keras 3 model, the same network every time; called once a seed.
        x, y: examples and targets as `fit` takes them: an array, or arrays in a list or dict for several inputs.
        seeds: distinct whole numbers from 0.
        epochs, batch_size: as in `fit`.
        shuffle: whether the examples come in a new order in each epoch.
        validation_data: x and y that are only evaluated, after each epoch.
        recorded: number of epochs after epoch 0 whose weights are kept, at most one for each epoch.
        way: "together" (one program for many starts), "alone" (one start after another, in one program), "fit" (Keras's
            own, one after another, and in other processes meanwhile if that is faster); None = the fastest,
            found by trying some steps. What takes steps of its own, such as a model with a `train_step`, is trained by
            `fit`; `Study.because` says why. Units that start equal stay so to rounding alone when they are trained
            together.
        progress: called with a `Progress` after each call, from the threads that train.
        cancelled: asked about every 0.1 s of training; True ends it.

    Returns:
        What was recorded. A seed that diverges has inf or NaN there.

    Raises:
        ValueError: bad input, or more weights than this machine can keep; the sentence says what is allowed.
        Cancelled: `cancelled` returned True.
    """
    from lab.engine import many_starts, random_state

    checks.require(callable(build), f"`build` must be a function that makes a compiled model; got {str(build)[:60]!r}.")
    seeds = checked_seeds(seeds)
    epochs = checks.whole("epochs", epochs, 1, 1_000_000)
    kept = recorded_epochs(epochs, checks.whole("recorded", recorded, 1, 10_000), "linear")
    inputs, targets = _arrays("x", x), _arrays("y", y)
    held = None if validation_data is None else _held(validation_data)
    _same_length("x and y", inputs, targets)
    plan = many_starts.Plan(
        build=build, x=inputs, y=targets, held=held, seeds=seeds, epochs=epochs,
        batch_size=checks.whole("batch_size", batch_size, 1, 1_000_000), shuffle=checks.flag("shuffle", shuffle),
        recorded=tuple(map(int, kept)),
    )  # fmt: skip
    if way is not None:
        checks.one_of("way", way, WAYS)
    with random_state.kept():
        model = many_starts.ready(plan, seeds[0])
        _check_memory(model, plan)
        return Study(plan, many_starts.train_all(plan, model, way, progress, cancelled), model)


class Study:
    """The record of a model that was trained from many starts.

    Attributes:
        seeds: of the starts.
        epochs: recorded epochs, from 0.
        way: how it was trained: "together", "alone" or "fit".
        because: why `fit` was needed; "" where it was not.
        processes: that `fit` ran in; 1 = the caller's own.
    """

    def __init__(self, plan: Plan, record: Record, model: keras.Model):
        self._plan, self._record, self._model = plan, record, model
        self.seeds, self.epochs = plan.seeds, plan.recorded
        self.way, self.because, self.processes = record.way, record.because, record.processes

    def history(self) -> pd.DataFrame:
        """What `fit` reports: each epoch's mean over its batches while the weights moved, and then the validation.

        Returns:
            One row per (seed, epoch, split, metric): `value`. Epochs from 1; `split` is "training" or "validation".
        """
        keys, values = list(self._record.history), list(self._record.history.values())
        axes = [self._axis("seed", self.seeds), self._axis("epoch", range(1, self._plan.epochs + 1))]
        return frames.tidy([*axes, (("split", "metric"), keys)], {"value": np.stack(values, axis=-1)})

    def paths(self) -> list[str]:
        """The names of the weights, as Keras has them, in the order of `get_weights`."""
        return [weight.path for weight in self._model.weights]

    def arrays(self, path: str) -> np.ndarray:
        """One weight at the recorded epochs: (seed, epoch, *shape)."""
        return self._record.weights[self.paths().index(checks.one_of("path", path, self.paths()))]

    def weights(self, path: str | None = None) -> pd.DataFrame:
        """The weights at the recorded epochs, moving statistics included.

        Args:
            path: of the one that is wanted; None = all.

        Returns:
            One row per (seed, epoch, path, index): `value`. The index counts a weight's elements from 0, the last axis
            fastest: `np.unravel_index(index, shape)` is the place.
        """
        paths = self.paths() if path is None else [checks.one_of("path", path, self.paths())]
        rows = sum(self.arrays(each).size for each in paths)
        checks.require(
            rows <= MOST_ROWS,
            f"A frame of weights may have {MOST_ROWS:,} rows, and this one would have {rows:,}; ask for one `path`, or "
            "take `Study.arrays`.",
        )
        flat = [self.arrays(each).reshape(len(self.seeds), len(self.epochs), -1) for each in paths]
        places = [(each, i) for each, array in zip(paths, flat, strict=True) for i in range(array.shape[-1])]
        axes = [self._axis("seed", self.seeds), self._axis("epoch", self.epochs)]
        return frames.tidy([*axes, (("path", "index"), places)], {"value": np.concatenate(flat, axis=-1)})

    def units(self) -> pd.DataFrame:
        """What every unit does at the recorded epochs, on at most 256 of the examples; see `lab.check.units`.

        Returns:
            One row per (seed, epoch, layer, unit, measure): `value`.
        """
        from lab.engine.unit_course import measured

        parts = [
            found.assign(seed=seed, epoch=epoch)
            for (seed, epoch), found in zip(
                [(seed, epoch) for seed in self.seeds for epoch in self.epochs],
                measured(self._model, self._record.weights, self._plan.x, self._plan.y),
                strict=True,
            )
        ]
        whole = pd.concat(parts, ignore_index=True)
        return whole[["seed", "epoch", "layer", "unit", "measure", "value"]]

    def model(self, seed: int, epoch: int = -1) -> keras.Model:
        """The model of one seed with its weights at a recorded epoch; -1 = the last. Its optimizer starts anew.

        Raises:
            ValueError: no such seed, or nothing was recorded at that epoch.
        """
        from lab.engine import many_starts, random_state

        checks.require(seed in self.seeds, f"`seed` must be one of the study's {len(self.seeds)} seeds; got {seed!r}.")
        shown = ", ".join(map(str, self.epochs[:20])) + (" ..." if len(self.epochs) > 20 else "")
        checks.require(epoch == -1 or epoch in self.epochs, f"`epoch` must be -1 or one of {shown}; got {epoch!r}.")
        at = self.seeds.index(seed), -1 if epoch == -1 else self.epochs.index(epoch)
        with random_state.kept():
            model = many_starts.ready(self._plan, seed)
        model.set_weights([array[at] for array in self._record.weights])
        return model

    def _repr_html_(self) -> str:
        """What a notebook shows: how it was trained, and where the seeds ended."""
        history = self.history()
        last = bands.over_seeds(history[history["epoch"] == self._plan.epochs], "value")
        return f"<p>{escape(repr(self))}</p>" + last.to_html(index=False, float_format="{:.4g}".format, border=0)

    def _axis(self, name: str, values: Sequence[int]) -> tuple[tuple[str], list[tuple]]:
        return (name,), [(value,) for value in values]

    def __repr__(self) -> str:
        within = f" in {self.processes} processes" if self.processes > 1 else ", one after another"
        how = {
            "together": "many at once",
            "alone": "one after another",
            "fit": f"by `fit`{within}, since {self.because}",
        }
        return f"Study({len(self.seeds)} seeds, epochs 0 to {self._plan.epochs:,}; trained {how[self.way]})"


def _arrays(name: str, data: object) -> object:
    """Examples as `fit` converts them: arrays in one structure, floats in Keras's own precision."""
    import keras
    import tensorflow as tf
    from keras.src.trainers.data_adapters.array_slicing import convert_to_sliceable

    wanted = f"`{name}` must be an array of examples, or arrays in a list or dict"
    lists = isinstance(data, (list, tuple)) and not any(hasattr(each, "shape") for each in data)
    try:
        found = convert_to_sliceable(np.asarray(data) if lists else data, target_backend="tensorflow")
    except (ValueError, TypeError):
        raise ValueError(f"{wanted}; got {type(data).__name__}.") from None
    dense = keras.tree.map_structure(
        lambda each: each if isinstance(each, tf.RaggedTensor) else np.asarray(each), found, none_is_leaf=False
    )
    shapes = [each.shape for each in keras.tree.flatten(dense)]
    checks.require(shapes and all(len(shape) and shape[0] for shape in shapes), f"{wanted}; got none.")
    checks.require(len({shape[0] for shape in shapes}) == 1, f"The arrays of `{name}` must have as many rows each.")
    return dense


def _held(data: object) -> tuple:
    pair = isinstance(data, (tuple, list)) and len(data) == 2
    checks.require(pair, "`validation_data` must be a pair of x and y.")
    held = _arrays("validation_data", data[0]), _arrays("validation_data", data[1])
    _same_length("The x and y of `validation_data`", *held)
    return held


def _same_length(what: str, inputs: object, targets: object) -> None:
    import keras

    rows, others = (keras.tree.flatten(part)[0].shape[0] for part in (inputs, targets))
    checks.require(rows == others, f"{what} must have as many examples each; got {rows:,} and {others:,}.")


def _check_memory(model: keras.Model, plan: Plan) -> None:
    """Raise if the weights that are to be kept would not fit."""
    each = sum(int(np.prod(weight.shape)) * 4 for weight in model.weights)
    size, most = each * len(plan.seeds) * len(plan.recorded), SHARE * free_memory()
    checks.require(
        size <= most,
        f"This study would keep {size / 1e9:.1f} GB of weights ({each / 1e6:,.1f} MB for each of {len(plan.seeds):,} "
        f"seeds and {len(plan.recorded):,} epochs), and {most / 1e9:.1f} GB is the most here; ask for fewer seeds or "
        "fewer `recorded` epochs.",
    )
