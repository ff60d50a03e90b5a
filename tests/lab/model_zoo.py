"""Small Keras models of many kinds, with the data that they are trained on: name -> (build, x, y)."""

import keras
import numpy as np
from keras import layers as L  # noqa: N812
from keras.optimizers import SGD

DRAWN = np.random.default_rng(0)
COUNT = 40
TABLE, IMAGES = DRAWN.normal(size=(COUNT, 6)).astype("float32"), DRAWN.normal(size=(COUNT, 8, 8, 1)).astype("float32")
SERIES, WORDS = DRAWN.normal(size=(COUNT, 5, 3)).astype("float32"), DRAWN.integers(0, 11, (COUNT, 5))
CLASSES, NUMBERS = DRAWN.integers(0, 4, COUNT), DRAWN.normal(size=(COUNT, 2)).astype("float32")
BINARY = (CLASSES > 1).astype("float32")[:, None]


def chain(*layers, optimizer="adam", loss="sparse_categorical_crossentropy", metrics=("accuracy",)):
    model = keras.Sequential(list(layers))
    model.compile(optimizer, loss, metrics=list(metrics))
    return model


def classes():
    return L.Dense(4, activation="softmax")


def skip():
    inputs = L.Input((6,))
    hidden = L.LayerNormalization()(L.Dense(6, activation="relu")(inputs))
    model = keras.Model(inputs, classes()(L.Add()([inputs, hidden])))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def attention():
    inputs = L.Input((5, 3))
    hidden = L.LayerNormalization()(L.Add()([inputs, L.MultiHeadAttention(2, 3, dropout=0.1)(inputs, inputs)]))
    model = keras.Model(inputs, classes()(L.GlobalMaxPooling1D()(hidden)))
    model.compile(SGD(0.1), "sparse_categorical_crossentropy")
    return model


def two_outputs():
    inputs = L.Input((6,))
    hidden = L.Dense(8, activation="relu")(inputs)
    model = keras.Model(inputs, [L.Dense(2, name="numbers")(hidden), L.Dense(4, "softmax", name="classes")(hidden)])
    losses = ["mse", "sparse_categorical_crossentropy"]
    model.compile("adam", losses, metrics=[["mae"], ["accuracy"]], loss_weights=[0.3, 1.0])
    return model


def two_inputs():
    first, second = L.Input((6,), name="first"), L.Input((5, 3), name="second")
    hidden = L.Concatenate()([L.Dense(4, "tanh")(first), L.Flatten()(second)])
    model = keras.Model({"first": first, "second": second}, L.Dense(2)(hidden))
    model.compile(SGD(0.05, nesterov=True, momentum=0.9), "huber")
    return model


def convolutions():
    return chain(
        L.Conv2D(4, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(), L.Dropout(0.3), L.Flatten(),
        classes(), optimizer=SGD(0.05, momentum=0.9, nesterov=True),
    )  # fmt: skip


def separable():
    return chain(
        L.SeparableConv2D(6, 3, activation="silu"), L.DepthwiseConv2D(2), L.GroupNormalization(3),
        L.SpatialDropout2D(0.2), L.GlobalAveragePooling2D(), classes(), optimizer="adagrad",
    )  # fmt: skip


def regularized():
    return chain(
        L.Dense(8, "tanh", kernel_regularizer="l2"), L.GaussianNoise(0.1), L.ActivityRegularization(1e-3),
        L.Dense(2, kernel_regularizer="l1", kernel_constraint="max_norm"), optimizer="rmsprop", loss="mse",
        metrics=["mae"],
    )  # fmt: skip


def scheduled():
    rate = keras.optimizers.schedules.CosineDecay(0.05, 6)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=0.1, clipnorm=0.5)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return chain(L.Input((6,)), L.Dense(8, "gelu"), classes(), optimizer=optimizer)


def clipped():
    return chain(L.Dense(8, "selu"), classes(), optimizer=keras.optimizers.Nadam(0.01, global_clipnorm=0.1))


def judged():
    metrics = ["accuracy", keras.metrics.AUC(name="auc"), keras.metrics.Precision(name="precision")]
    return chain(
        L.Dense(8, "relu"), L.Dense(1, "sigmoid"), loss="binary_crossentropy", metrics=metrics, optimizer="lion"
    )


ZOO = {
    "a skip and LayerNormalization": (skip, TABLE, CLASSES),
    "convolutions, BatchNormalization, Dropout": (convolutions, IMAGES, CLASSES),
    "separable convolutions, GroupNormalization": (separable, IMAGES, CLASSES),
    "penalties, noise and a constraint": (regularized, TABLE, NUMBERS),
    "AdamW with a schedule and clipnorm": (scheduled, TABLE, CLASSES),
    "Nadam with global_clipnorm": (clipped, TABLE, CLASSES),
    "an Embedding under Adam": (
        lambda: chain(L.Embedding(11, 5), L.GlobalAveragePooling1D(), classes()), WORDS, CLASSES,
    ),
    "an Embedding under momentum": (
        lambda: chain(L.Embedding(11, 5), L.Flatten(), classes(), optimizer=SGD(0.5, momentum=0.9)), WORDS, CLASSES,
    ),
    "an LSTM with dropout, masked": (
        lambda: chain(L.Embedding(11, 3, mask_zero=True), L.LSTM(3, dropout=0.2), classes()), WORDS, CLASSES,
    ),
    "attention": (attention, SERIES, CLASSES),
    "convolutions in one dimension": (
        lambda: chain(L.Conv1D(4, 2, activation="elu"), L.Conv1DTranspose(3, 2), L.Flatten(), L.PReLU(), classes(),
                      optimizer="adamax"), SERIES, CLASSES,
    ),
    "two outputs": (two_outputs, TABLE, [NUMBERS, CLASSES]),
    "two inputs": (two_inputs, {"first": TABLE, "second": SERIES}, NUMBERS),
    "metrics with states of their own": (judged, TABLE, BINARY),
}  # fmt: skip
