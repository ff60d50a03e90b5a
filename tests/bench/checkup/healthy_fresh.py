"""Healthy models that were written down before any check was tried on them."""

import keras
import numpy as np
from keras import layers

from tests.bench.checkup import tables as t
from tests.bench.checkup.healthy import Healthy
from tests.bench.checkup.models import compiled, dense, of, stack

initial, optim = keras.initializers, keras.optimizers
BINARY = {"outputs": 1, "last": "sigmoid", "loss": "binary_crossentropy"}
MSE = {"outputs": 1, "last": None, "loss": "mse"}
WORDS = {"loss": "binary_crossentropy", "dtype": "int32"}


def _trained():
    """A model that fit has trained, looked at before it is tuned further at a hundredth of the rate."""
    keras.utils.set_random_seed(1)
    model = dense(64)()
    model.fit(*t.digits(), epochs=5, verbose=0)
    model.compile(optim.Adam(1e-5), model.loss)
    return model


def _convnext():
    """Two blocks of depthwise convolution, layer normalisation and GELU."""
    inputs = keras.Input((8, 8, 1))
    hidden = layers.LayerNormalization()(layers.Conv2D(16, 2, strides=2)(inputs))
    for _ in range(2):
        branch = layers.LayerNormalization()(layers.DepthwiseConv2D(3, padding="same")(hidden))
        branch = layers.Dense(16)(layers.Dense(64, "gelu")(branch))
        hidden = layers.Add()([hidden, branch])
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.GlobalAveragePooling2D()(hidden)))


def _wide_and_deep():
    inputs = keras.Input((30,))
    deep = layers.Dense(32, "relu")(layers.Dense(32, "relu")(inputs))
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(layers.Concatenate()([inputs, deep])))


def _counts():
    draw = np.random.default_rng(6)
    x = draw.normal(size=(600, 5))
    return x.astype("float32"), draw.poisson(np.exp(0.4 * x[:, 0] - 0.3 * x[:, 1] + 0.5)).astype("float32")


def _tags():
    """Words, and of each whether it is rare, usual or frequent."""
    x = t.words()[0]
    return x, np.digitize(x, [60, 130])


def _gated():
    """A highway: a gate says how much of the branch passes, and begins nearly shut."""
    inputs = keras.Input((64,))
    hidden = layers.Dense(32)(inputs)
    for _ in range(3):
        gate = layers.Dense(32, "sigmoid", bias_initializer=initial.Constant(-2.0))(hidden)
        branch = layers.Dense(32, "relu")(hidden)
        hidden = layers.Add()([hidden, layers.Multiply()([gate, branch])])
    return keras.Model(inputs, layers.Dense(10, "softmax")(hidden))


CASES = [
    Healthy("targets in a column of their own", dense(10, (32,), **MSE), lambda: (t.line()[0], t.line()[1][:, None])),
    Healthy("whole numbers in a column", dense(64), lambda: (t.digits()[0], t.digits()[1][:, None])),
    Healthy("squares between probabilities and one-hot targets", dense(64, loss="mse"), t.digits_one_hot),
    Healthy(
        "linear autoencoder", dense(64, (8,), 64, activation=None, last=None, loss="mse"), lambda: (t.digits()[0],) * 2
    ),  # fmt: skip
    Healthy("a linear projection first", dense(64, (16,), activation=None), t.digits),
    Healthy("tuning of what was trained", _trained, t.digits),
    Healthy("ConvNeXt, small", compiled(_convnext), t.images),
    Healthy(
        "dilated causal convolutions",
        stack(
            (20, 1),
            *[
                of(layers.Conv1D, 16, 2, dilation_rate=rate, padding="causal", activation="relu")
                for rate in (1, 2, 4, 8)
            ],
            layers.GlobalAveragePooling1D,
            of(layers.Dense, 1),
            loss="mse",
        ),
        t.series,
    ),  # fmt: skip
    Healthy(
        "a tag for each word",
        stack(
            (20,),
            of(layers.Embedding, 200, 16),
            lambda: layers.Bidirectional(layers.GRU(8, return_sequences=True)),
            of(layers.Dense, 3, "softmax"),
            dtype="int32",
        ),
        _tags,
    ),  # fmt: skip
    Healthy("Poisson regression", dense(5, (16,), 1, last="exponential", loss="poisson"), _counts),
    Healthy("wide and deep", compiled(_wide_and_deep, "binary_crossentropy"), t.tumours),
    Healthy(
        "two layers of 512 with dropout",
        dense(64, (512, 512), between=(of(layers.Dropout, 0.2),), optimizer=optim.RMSprop),
        t.digits,
    ),  # fmt: skip
    Healthy(
        "series classified by convolutions",
        stack(
            (20, 1),
            of(layers.Conv1D, 16, 3, padding="same"),
            layers.BatchNormalization,
            layers.ReLU,
            of(layers.Conv1D, 16, 3, padding="same"),
            layers.BatchNormalization,
            layers.ReLU,
            layers.GlobalAveragePooling1D,
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
        ),
        lambda: (t.series()[0], (t.series()[1] > 0).astype("float32")),
    ),  # fmt: skip
    Healthy(
        "softplus output for what is never negative",
        dense(10, (32, 32), 1, last="softplus", loss="mse"),
        lambda: (t.line()[0], np.abs(t.line()[1])),
    ),  # fmt: skip
    Healthy(
        "tanh output for pixels from −1 to 1",
        dense(64, (32, 16, 32), 64, last="tanh", loss="mse"),
        lambda: (2 * t.digits()[0] - 1,) * 2,
    ),  # fmt: skip
    Healthy("ten layers of tanh, orthogonal", dense(64, (64,) * 10, activation="tanh", kernel="orthogonal"), t.digits),
    Healthy("ten layers of ReLU, He", dense(64, (64,) * 10, kernel="he_normal"), t.digits),
    Healthy(
        "an output bias at the share of the rare class",
        stack(
            (10,),
            of(layers.Dense, 16, "relu"),
            of(layers.Dense, 1, "sigmoid", bias_initializer=of(initial.Constant, -3.9)()),
            loss="binary_crossentropy",
        ),
        t.rare,
    ),  # fmt: skip
    Healthy(
        "label smoothing",
        dense(64, loss=of(keras.losses.CategoricalCrossentropy, label_smoothing=0.1)),
        t.digits_one_hot,
    ),  # fmt: skip
    Healthy(
        "series to series",
        stack(
            (20, 1),
            of(layers.LSTM, 16),
            of(layers.RepeatVector, 20),
            of(layers.LSTM, 16, return_sequences=True),
            lambda: layers.TimeDistributed(layers.Dense(1)),
            loss="mse",
        ),
        lambda: (t.series()[0],) * 2,
    ),  # fmt: skip
    Healthy(
        "a seed for each layer",
        stack(
            (64,),
            of(layers.Dense, 32, "relu", kernel_initializer=of(initial.HeNormal, seed=1)()),
            of(layers.Dense, 32, "relu", kernel_initializer=of(initial.HeNormal, seed=2)()),
            of(layers.Dense, 10, "softmax", kernel_initializer=of(initial.GlorotNormal, seed=3)()),
        ),
        t.digits,
    ),  # fmt: skip
    Healthy("gates that begin nearly shut", compiled(_gated), t.digits),
    Healthy(
        "PReLU and spatial dropout",
        stack(
            (8, 8, 1),
            of(layers.Conv2D, 16, 3),
            layers.PReLU,
            of(layers.SpatialDropout2D, 0.2),
            of(layers.Conv2D, 32, 3),
            layers.PReLU,
            layers.Flatten,
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
    ),  # fmt: skip
    Healthy(
        "logits of two classes",
        dense(
            2,
            (16, 16),
            2,
            activation="tanh",
            last=None,
            loss=of(keras.losses.SparseCategoricalCrossentropy, from_logits=True),
            optimizer=of(optim.Adam, 0.01),
        ),
        t.moons,
    ),  # fmt: skip
    Healthy(
        "words as a bag of ones and zeros",
        dense(200, (16, 16), optimizer=optim.RMSprop, **BINARY),
        lambda: (
            np.stack([np.bincount(row, minlength=200).clip(0, 1) for row in t.words()[0]]).astype("float32"),
            t.words()[1],
        ),
    ),  # fmt: skip
]
