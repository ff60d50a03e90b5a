"""Models of one's own: `fit` from one start after another against `lab.train_model`, everything included."""

from collections.abc import Callable

import keras
from keras import layers

import lab
from tests.bench.clock import Row, compare

STARTS, EPOCHS, BATCH = 16, 5, 64
FITTED = 2  # starts that `fit` does; any other takes as long


def dense() -> keras.Model:
    """Two hidden layers with Dropout."""
    return _compiled(
        layers.Input((64,)),
        layers.Dense(64, "relu"),
        layers.Dropout(0.2),
        layers.Dense(32, "relu"),
        layers.Dense(10, "softmax"),
    )


def convolutions() -> keras.Model:
    """Two convolutions with BatchNormalization."""
    return _compiled(
        layers.Input((64,)),
        layers.Reshape((8, 8, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.BatchNormalization(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, "softmax"),
    )


def recurrent() -> keras.Model:
    """An LSTM over the rows of an image."""
    return _compiled(layers.Input((64,)), layers.Reshape((8, 8)), layers.LSTM(32), layers.Dense(10, "softmax"))


def rows() -> list[Row]:
    """16 starts on the digits, from building the models to their histories."""
    x, classes = lab.data.load(lab.Data("digits"))
    y = classes.argmax(axis=1)

    def fit(build: Callable[[], keras.Model]) -> None:
        for seed in range(FITTED):
            keras.utils.set_random_seed(seed)
            build().fit(x, y, batch_size=BATCH, epochs=EPOCHS, verbose=0)

    def lab_study(build: Callable[[], keras.Model]) -> None:
        lab.train_model(build, x, y, seeds=range(STARTS), batch_size=BATCH, epochs=EPOCHS).history()

    return [
        compare(
            f"digits, a model of one's own: {name}, {EPOCHS} epochs, {STARTS} seeds", "`model.fit`",
            lambda build=build: fit(build), lambda build=build: lab_study(build), rounds=3, shares=STARTS / FITTED,
        )
        for name, build in {"Dense and Dropout": dense, "Conv2D": convolutions, "LSTM": recurrent}.items()
    ]  # fmt: skip


def _compiled(*of: keras.layers.Layer) -> keras.Model:
    model = keras.Sequential(list(of))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
