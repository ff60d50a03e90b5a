"""`fit` with a `lab.Watch` against `fit` alone: what looking takes of an epoch, once it is prepared."""

import statistics
import time
import warnings
from collections.abc import Callable

import keras

import lab
from tests.bench.against_fit import convolutions, dense, recurrent
from tests.bench.clock import Row

EPOCHS = {"short epochs": (256, 40), "long epochs": (1797 * 4, 5)}  # examples, and how often they are seen
ROUNDS = 3


def rows() -> list[Row]:
    """Each model with short and with long epochs; "times as fast" is alone ÷ watched: 0.9 is what it may take."""
    return [
        _row(f"{name}, {epochs}", build, *EPOCHS[epochs])
        for name, build in {"Dense and Dropout": dense, "Conv2D": convolutions, "LSTM": recurrent}.items()
        for epochs in EPOCHS
    ]


class _Clock(keras.callbacks.Callback):
    """Seconds from the first epoch to the end, of what stands before it among the callbacks too."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 0:
            self.began = time.perf_counter()

    def on_train_end(self, logs=None):
        self.seconds = time.perf_counter() - self.began


def _row(name: str, build: Callable[[], keras.Model], examples: int, epochs: int) -> Row:
    x, classes = lab.data.load(lab.Data("digits"))
    rows = [i % len(x) for i in range(examples)]
    x, y = x[rows], classes.argmax(axis=1)[rows]
    model = build()

    def fitted(*watch: keras.callbacks.Callback) -> float:
        clock = _Clock()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it saw
            model.fit(x, y, batch_size=64, epochs=epochs, verbose=0, callbacks=[*watch, clock])
        return clock.seconds

    fitted()
    pairs = [(fitted(), fitted(lab.Watch(x, y))) for _ in range(ROUNDS)]
    alone, watched = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    return Row(f"digits, {name}, watched", "`fit` alone", alone, watched, ratio)
