"""Trains one tile from start to end, in calls short enough to be stopped between them."""

import time
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from lab.engine.program import SLOTS, program
from lab.engine.tile import Tile

CALL_SECONDS = 0.06  # of one call: what a run that was cancelled may still take
FIRST_SPEED = 5e9  # multiplications a second to plan the first call with; later ones are measured
FIRST_STEP = 5e-5  # seconds of a step beside its multiplications, likewise
ORDER_VALUES = 2**18  # of the orders handed to one call


class Trainer:
    """The training of one tile.

    How the training is cut into calls does not change a number: each call goes on where the last one stopped.
    """

    def __init__(self, tile: Tile):
        self.tile, self.signature = tile, tile.signature
        self._seconds_per_step = FIRST_STEP + (
            self.signature.multiplications / self.signature.steps * self.signature.tile / FIRST_SPEED
        )
        self._program = program(self.signature)
        layout = self._program.layout
        self._weights = [tf.constant(array) for array in layout.stacked(tile.starts())]
        self._state = [tf.constant(array) for array in self._program.optimizer.start()]
        self._examples = [tf.constant(layout.examples(arrays)) for arrays in tile.examples()]
        self._rates = [tf.constant(tile.numbers(name)) for name in ("learning_rate", "weight_decay", "l1")]
        self._held = [tf.constant(layout.examples(arrays)) for arrays in tile.held()]
        self._orders, self._epochs, self._first = tile.orders(), tile.epochs, 0
        self._rows = tf.zeros((1, 1, 1), tf.int32) if self.signature.full_batch else self._next_rows()

    def train(self, epochs: np.ndarray, record: Callable, step_done: Callable[[int], None]) -> None:
        """Train through `epochs`.

        Args:
            epochs: recorded epochs, rising from 0.
            record: called with (indices into `epochs`, weights, cost, accuracy), arrays (epoch, replica, ...); and with
                the cost and accuracy of what is held out, if anything is.
            step_done: called before each call with the steps done; raises to stop.
        """
        due, step, index = epochs.astype(np.int64) * self.signature.steps, 0, 0
        while index < len(due):
            step_done(step)
            stops, reached = stops_until(due[index:], self._end(step) if index else 0)
            values = self._call(step, stops, reached)
            if reached:
                record(range(index, index + reached), *self._kept(values, reached))
            step, index = stops[-1], index + reached
        step_done(step)

    def _call(self, step: int, stops: list[int], due: int) -> tuple:
        """Advance to the last stop; what was recorded on the way."""
        began = time.perf_counter()
        padded = tf.constant(stops + stops[-1:] * (SLOTS - len(stops)), tf.int32)
        numbers = (step, len(stops), due, self._first)
        place, used, due, epoch = (tf.constant(number, tf.int32) for number in numbers)
        self._weights, self._state, *recorded = self._program.advance(
            self._weights,
            self._state,
            place,
            padded,
            used,
            due,
            *self._examples,
            self._rows,
            epoch,
            *self._rates,
            *self._held,
        )
        values = tuple([array.numpy() for array in arrays] for arrays in recorded)
        if stops[-1] > step:
            self._seconds_per_step = (time.perf_counter() - began) / (stops[-1] - step)
        return values

    def _end(self, step: int) -> int:
        """The step that the next call may reach."""
        end = step + max(1, int(CALL_SECONDS / self._seconds_per_step))
        if self.signature.full_batch:
            return end
        if step >= (self._first + self._chunk) * self.signature.steps:
            self._first += self._chunk
            self._rows = self._next_rows()
        return min(end, (self._first + self._chunk) * self.signature.steps)

    def _next_rows(self) -> tf.Tensor:
        """The orders of the next epochs, filled up to the size that is compiled."""
        wanted = min(self._chunk, self._epochs - self._first)
        return tf.constant(self._program.layout.rows(self._orders.next(wanted, self._chunk)))

    @property
    def _chunk(self) -> int:
        """Epochs whose orders are handed to one call."""
        return max(1, min(128, ORDER_VALUES // (self.signature.tile * self.signature.examples)))

    def _kept(self, values: tuple, reached: int) -> tuple:
        """What was recorded at the stops that count, of the replicas that count."""
        weights, measures = values
        used, real = slice(0, reached), slice(0, self.tile.count)
        arrays = [array[used, real] for array in self._program.layout.unstacked(weights)]
        return arrays, *(array[used, real] for array in measures)


def stops_until(due: np.ndarray, end: int) -> tuple[list[int], int]:
    """The stops of one call, and how many of them are recorded.

    Args:
        due: steps still to be recorded, rising.
        end: the step that the call may reach.

    Returns:
        The next due steps up to `end`, at most SLOTS; where no more is due for a while, `end` itself as a last stop
        that is not recorded. And the number of those that are.
    """
    reached = [int(step) for step in due[:SLOTS] if step <= end]
    whole = len(reached) in (SLOTS, len(due)) or reached[-1:] == [end]
    return reached if whole else [*reached, end], len(reached)
