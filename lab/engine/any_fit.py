"""Trains a Keras model from many starts by its own `fit`, one after another: for models with a step of their own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import keras
import numpy as np
import tensorflow as tf

from lab.engine import fit_processes, random_state
from lab.progress import Watch

if TYPE_CHECKING:
    from lab.engine.many_starts import Plan, Record


def train_all(plan: Plan, record: Record, watch: Watch) -> None:
    """Train every seed and keep what it left, with processes beside this one if that is faster.

    Within `random_state.kept`.

    Args:
        plan: what to train.
        record: filled.
        watch: told of every batch, and asked whether to go on.
    """
    began, before = time.perf_counter(), time.process_time()
    train_one(plan, record, 0, watch)
    seconds, used = time.perf_counter() - began, time.process_time() - before
    fit_processes.train(plan, record, seconds, used, watch, lambda place: train_one(plan, record, place, watch))


def train_one(plan: Plan, record: Record, place: int, watch: Watch) -> None:
    """Train the seed at one place."""
    seed = plan.seeds[place]
    model = random_state.built(plan.build, seed)
    batches = _Batches(plan, seed) if plan.shuffle else None
    kept = _Kept(plan, record, place, watch, batches)
    held = None if plan.held is None else tuple(plan.held)
    given = {"epochs": plan.epochs, "validation_data": held, "verbose": 0, "callbacks": [kept]}
    if batches:
        found = model.fit(batches, shuffle=False, validation_batch_size=plan.batch_size, **given)
    else:
        found = model.fit(plan.x, plan.y, batch_size=plan.batch_size, shuffle=False, **given)
    for name, values in found.history.items():
        split = "validation" if name.startswith("val_") else "training"
        rows = record.history.setdefault(
            (split, name.removeprefix("val_")), np.full((len(plan.seeds), plan.epochs), np.nan)
        )
        rows[place] = values


def _taken(array: np.ndarray | tf.RaggedTensor, rows: np.ndarray) -> np.ndarray | tf.RaggedTensor:
    return array[rows] if isinstance(array, np.ndarray) else tf.gather(array, rows)


class _Kept(keras.callbacks.Callback):
    """Keeps the weights of the recorded epochs, and asks after every batch whether to go on."""

    def __init__(self, plan: Plan, record: Record, place: int, watch: Watch, batches: _Batches | None):
        super().__init__()
        self._plan, self._record, self._place, self._watch, self._step = plan, record, place, watch, 0
        self._batches = batches

    def on_epoch_begin(self, epoch, logs=None):
        if self._batches:
            self._batches.shuffle()
        if epoch == 0 and self.model.built:
            self._keep(0)

    def on_train_batch_end(self, batch, logs=None):
        self._step += 1
        self._watch.step_done(self._place, self._step)

    def on_epoch_end(self, epoch, logs=None):
        self._keep(epoch + 1)

    def _keep(self, epoch: int) -> None:
        if epoch not in self._plan.recorded:
            return
        values, at = self.model.get_weights(), self._plan.recorded.index(epoch)
        if not self._record.weights:
            shape = (len(self._plan.seeds), len(self._plan.recorded))
            self._record.weights = [
                np.full((*shape, *value.shape), np.nan if value.dtype.kind == "f" else 0, value.dtype)
                for value in values
            ]
        for array, value in zip(self._record.weights, values, strict=True):
            array[self._place, at] = value


class _Batches(keras.utils.PyDataset):
    """The batches of each epoch in the order of its seed."""

    def __init__(self, plan: Plan, seed: int):
        super().__init__()
        self._plan, self._orders = plan, plan.orders([seed])
        self._order = np.arange(plan.examples)  # of the batch that Keras asks for to know what they look like

    def __len__(self) -> int:
        return self._plan.steps

    def __getitem__(self, index: int) -> tuple:
        size = self._plan.batch_size
        rows = self._order[index * size : (index + 1) * size]
        return tuple(
            keras.tree.map_structure(lambda array: _taken(array, rows), part) for part in (self._plan.x, self._plan.y)
        )

    def shuffle(self) -> None:
        """Go on to the order of the next epoch; Keras's own `on_epoch_end` comes once before the first, too."""
        self._order = next(self._orders)[0]
