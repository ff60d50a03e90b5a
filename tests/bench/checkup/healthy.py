"""Healthy models: they train as they stand, and some look at first as if they did not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import keras
import numpy as np
from keras import layers

from tests.bench.checkup import tables as t
from tests.bench.checkup.models import compiled, dense, of, stack

initial, optim = keras.initializers, keras.optimizers
BINARY = {"outputs": 1, "last": "sigmoid", "loss": "binary_crossentropy"}
MSE = {"outputs": 1, "last": None, "loss": "mse"}
LOGITS = of(keras.losses.SparseCategoricalCrossentropy, from_logits=True)


@dataclass(frozen=True)
class Healthy:
    """A model in order: its name, what makes it, and what gives x and y."""

    name: str
    build: Callable
    data: Callable


def _residual(zero: bool = False, normalised: bool = False):
    """Residual blocks of Dense; the last layer of each may start at zero."""
    inputs = keras.Input((64,))
    hidden = layers.Dense(32)(inputs)
    for _ in range(4):
        branch = layers.LayerNormalization()(hidden) if normalised else hidden
        branch = layers.Dense(32, "relu", kernel_initializer="he_normal")(branch)
        branch = layers.Dense(32, kernel_initializer="zeros" if zero else "glorot_uniform")(branch)
        hidden = layers.Add()([hidden, branch])
    return keras.Model(
        inputs, layers.Dense(10, "softmax", kernel_initializer="zeros" if zero else "glorot_uniform")(hidden)
    )


def _resnet():
    """Convolutions with batch normalisation and skips; the last scale of each block starts at zero."""
    inputs = keras.Input((8, 8, 1))
    hidden = layers.Conv2D(16, 3, padding="same", use_bias=False)(inputs)
    for _ in range(2):
        branch = layers.Conv2D(16, 3, padding="same", use_bias=False)(hidden)
        branch = layers.ReLU()(layers.BatchNormalization()(branch))
        branch = layers.Conv2D(16, 3, padding="same", use_bias=False)(branch)
        branch = layers.BatchNormalization(gamma_initializer="zeros")(branch)
        hidden = layers.ReLU()(layers.Add()([hidden, branch]))
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.GlobalAveragePooling2D()(hidden)))


def _transfer():
    """A trained and frozen body under a new head."""
    x, y = t.images()
    body = keras.Sequential(
        [keras.Input((8, 8, 1)), layers.Conv2D(16, 3, activation="relu"), layers.Flatten(), layers.Dense(32, "relu")]
    )
    whole = keras.Sequential([body, layers.Dense(10, "softmax")])
    whole.compile(optim.Adam(3e-3), "sparse_categorical_crossentropy")
    whole.fit(x, y, epochs=3, verbose=0)
    body.trainable = False
    model = keras.Sequential([body, layers.Dense(5, "softmax")])
    model.compile(optim.Adam(1e-2), "sparse_categorical_crossentropy")
    return model


def _gan():
    """A generator in front of a frozen discriminator."""
    judge = keras.Sequential([keras.Input((64,)), layers.Dense(32), layers.LeakyReLU(), layers.Dense(1, "sigmoid")])
    judge.trainable = False
    maker = keras.Sequential([keras.Input((16,)), layers.Dense(32), layers.LeakyReLU(), layers.Dense(64, "sigmoid")])
    return keras.Sequential([maker, judge])


def _transformer():
    """One block over tokens with positions."""
    inputs = keras.Input((20,), dtype="int32")
    hidden = layers.Embedding(200, 16)(inputs)
    seen = layers.MultiHeadAttention(2, 8)(hidden, hidden)
    hidden = layers.LayerNormalization()(layers.Add()([hidden, seen]))
    hidden = layers.LayerNormalization()(layers.Add()([hidden, layers.Dense(16)(layers.Dense(32, "relu")(hidden))]))
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(layers.GlobalAveragePooling1D()(hidden)))


def _siamese():
    """Two inputs through one shared layer."""
    one, two, shared = keras.Input((32,)), keras.Input((32,)), layers.Dense(16, "relu")
    joined = layers.Concatenate()([shared(one), shared(two)])
    return keras.Model([one, two], layers.Dense(10, "softmax")(joined))


def _unet():
    """Down, up and a skip across; as many outputs as pixels."""
    inputs = keras.Input((8, 8, 1))
    first = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    low = layers.Conv2D(16, 3, padding="same", activation="relu")(layers.MaxPooling2D()(first))
    high = layers.Conv2DTranspose(8, 2, strides=2, activation="relu")(low)
    return keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(layers.Concatenate()([first, high])))


def _inception():
    """Four branches of different widths."""
    inputs = keras.Input((8, 8, 1))
    branches = [layers.Conv2D(8, size, padding="same", activation="relu")(inputs) for size in (1, 3, 5)]
    branches.append(layers.Conv2D(8, 1, activation="relu")(layers.MaxPooling2D(3, strides=1, padding="same")(inputs)))
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.Flatten()(layers.Concatenate()(branches))))


def _two_heads():
    """A class and a number from one body."""
    inputs = keras.Input((64,))
    hidden = layers.Dense(32, "relu")(inputs)
    outputs = [layers.Dense(10, "softmax", name="digit")(hidden), layers.Dense(1, name="ink")(hidden)]
    return keras.Model(inputs, outputs)


class OwnCall(keras.Model):
    """A model whose call is its own."""

    def __init__(self):
        super().__init__()
        self.hidden, self.out = layers.Dense(32, "relu"), layers.Dense(10, "softmax")

    def call(self, x):
        return self.out(self.hidden(x))


def _subclassed():
    model = OwnCall()
    model.build((None, 64))
    return model


def _normalized():
    """Inputs in their own units, standardised by a layer that has seen them."""
    x, _ = t.wine_raw()
    scale = layers.Normalization()
    scale.adapt(x)
    return keras.Sequential([keras.Input((13,)), scale, layers.Dense(16, "relu"), layers.Dense(3, "softmax")])


def _lora():
    """A frozen layer with a correction of low rank beside it, which starts at zero."""
    inputs = keras.Input((64,))
    frozen = layers.Dense(32, trainable=False, use_bias=False)(inputs)
    correction = layers.Dense(32, use_bias=False, kernel_initializer="zeros")(layers.Dense(4, use_bias=False)(inputs))
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.ReLU()(layers.Add()([frozen, correction]))))


def _halves():
    x, y = t.digits()
    return [x[:, :32], x[:, 32:]], y


def _five():
    x, y = t.images()
    return x, y % 5


def _masks():
    x, _ = t.images()
    return x, (x > 0.5).astype("float32")


def _both():
    x, y = t.digits()
    return x, [y, x.mean(axis=1)]


def _noise(inputs):
    return lambda: (np.random.default_rng(6).normal(size=(400, inputs)).astype("float32"), np.ones((400, 1)))


conv = partial(layers.Conv2D, activation="relu")
CASES = [
    Healthy("two layers of ReLU", dense(64), t.digits),
    Healthy("logits with from_logits", dense(64, last=None, loss=LOGITS), t.digits),
    Healthy("one-hot targets", dense(64, loss="categorical_crossentropy"), t.digits_one_hot),
    Healthy("softmax regression from zeros", dense(64, (), kernel="zeros"), t.digits),
    Healthy("logistic regression from zeros", dense(30, (), kernel="zeros", **BINARY), t.tumours),
    Healthy("linear regression from zeros", dense(10, (), kernel="zeros", optimizer=of(optim.SGD, 0.1), **MSE), t.line),
    Healthy("a head of zeros", dense(64, last_kernel="zeros"), t.digits),
    Healthy("residual branches", compiled(_residual), t.digits),
    Healthy("residual branches and head of zeros", compiled(partial(_residual, zero=True)), t.digits),
    Healthy("residual branches, normalised", compiled(partial(_residual, normalised=True)), t.digits),
    Healthy("convolutions with skips, scales of zero", compiled(_resnet), t.images),
    Healthy(
        "small convolutional network",
        stack(
            (8, 8, 1),
            of(conv, 16, 3),
            layers.MaxPooling2D,
            layers.Flatten,
            of(layers.Dropout, 0.5),
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
    ),
    Healthy(
        "LeNet",
        stack(
            (8, 8, 1),
            of(layers.Conv2D, 6, 3, activation="tanh"),
            of(layers.AveragePooling2D, 2),
            layers.Flatten,
            of(layers.Dense, 84, "tanh"),
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
    ),
    Healthy(
        "VGG, small",
        stack(
            (8, 8, 1),
            of(conv, 16, 3, padding="same"),
            of(conv, 16, 3, padding="same"),
            layers.MaxPooling2D,
            of(conv, 32, 3, padding="same"),
            layers.Flatten,
            of(layers.Dense, 64, "relu"),
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
    ),
    Healthy("Inception, small", compiled(_inception), t.images),
    Healthy(
        "MobileNet, small",
        stack(
            (8, 8, 1),
            of(conv, 16, 3, padding="same"),
            of(layers.DepthwiseConv2D, 3, padding="same"),
            layers.BatchNormalization,
            layers.ReLU,
            of(layers.SeparableConv2D, 32, 3, activation="relu"),
            layers.GlobalAveragePooling2D,
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
    ),
    Healthy(
        "pixels rescaled by a layer",
        stack(
            (8, 8, 1), of(layers.Rescaling, 1 / 255), of(conv, 16, 3), layers.Flatten, of(layers.Dense, 10, "softmax")
        ),
        lambda: (t.images()[0] * 255, t.images()[1]),
    ),
    Healthy("inputs standardised by a layer", compiled(_normalized), t.wine_raw),
    Healthy(
        "inputs in their own units, normalised by batch",
        dense(30, (16,), before=(layers.BatchNormalization,), **BINARY),
        t.tumours_raw,
    ),
    Healthy(
        "batch normalisation after each layer", dense(64, (32,) * 6, between=(layers.BatchNormalization,)), t.digits
    ),
    Healthy("dropout of one in five", dense(64, (64, 64), between=(of(layers.Dropout, 0.2),)), t.digits),
    Healthy(
        "L2 penalty",
        stack(
            (64,),
            of(layers.Dense, 32, "relu", kernel_regularizer=of(keras.regularizers.L2, 1e-4)()),
            of(layers.Dense, 10, "softmax"),
        ),
        t.digits,
    ),
    Healthy("SELU with LeCun weights", dense(64, (64,) * 4, activation="selu", kernel="lecun_normal"), t.digits),
    Healthy("GELU", dense(64, (64, 64), activation="gelu"), t.digits),
    Healthy("ELU with He weights", dense(64, (64,) * 4, activation="elu", kernel="he_normal"), t.digits),
    Healthy(
        "one hidden layer of sigmoid", dense(64, (30,), activation="sigmoid", optimizer=of(optim.Adam, 0.01)), t.digits
    ),
    Healthy("tanh on standardised inputs", dense(4, (16, 16), 3, activation="tanh"), t.iris),
    Healthy(
        "rings with ten units",
        dense(2, (10, 5), activation="tanh", optimizer=of(optim.Adam, 0.01), **BINARY),
        t.circles,
    ),
    Healthy("regression", dense(10, (32, 32), **MSE), t.line),
    Healthy("regression with two targets", dense(10, (32,), 2, last=None, loss="mae"), t.two_targets),
    Healthy("Huber loss", dense(10, (32,), 1, last=None, loss="huber"), t.line),
    Healthy(
        "hinge loss", dense(30, (16,), 1, last="tanh", loss="hinge"), lambda: (t.tumours()[0], 2 * t.tumours()[1] - 1)
    ),
    Healthy(
        "several labels at once", dense(20, (32,), 5, last="sigmoid", loss="binary_crossentropy"), t.several_labels
    ),
    Healthy(
        "autoencoder",
        dense(64, (32, 16, 32), 64, last="sigmoid", loss="binary_crossentropy"),
        lambda: (t.digits()[0],) * 2,
    ),
    Healthy("denoising, pixels to pixels", compiled(_unet, "binary_crossentropy"), _masks),
    Healthy(
        "LSTM over words",
        stack(
            (20,),
            of(layers.Embedding, 200, 16),
            of(layers.LSTM, 16),
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            dtype="int32",
        ),
        t.words,
    ),
    Healthy(
        "LSTM in both directions",
        stack(
            (20,),
            of(layers.Embedding, 200, 16),
            lambda: layers.Bidirectional(layers.LSTM(8)),
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            dtype="int32",
        ),
        t.words,
    ),
    Healthy("GRU over a series", stack((20, 1), of(layers.GRU, 16), of(layers.Dense, 1), loss="mse"), t.series),
    Healthy(
        "plain recurrence from the identity",
        stack(
            (20, 1),
            of(
                layers.SimpleRNN,
                16,
                activation="relu",
                recurrent_initializer="identity",
                kernel_initializer=of(initial.RandomNormal, stddev=0.1)(),
            ),
            of(layers.Dense, 1),
            loss="mse",
        ),
        t.series,
    ),
    Healthy(
        "convolution over words",
        stack(
            (20,),
            of(layers.Embedding, 200, 16),
            of(layers.Conv1D, 32, 3, activation="relu"),
            layers.GlobalMaxPooling1D,
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            dtype="int32",
        ),
        t.words,
    ),
    Healthy(
        "averaged words",
        stack(
            (20,),
            of(layers.Embedding, 200, 16),
            layers.GlobalAveragePooling1D,
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            optimizer=of(optim.Adam, 0.01),
            dtype="int32",
        ),
        t.words,
    ),
    Healthy("transformer block", compiled(_transformer, "binary_crossentropy"), t.words),
    Healthy("shared layer for two inputs", compiled(_siamese), _halves),
    Healthy("two heads", compiled(_two_heads, ["sparse_categorical_crossentropy", "mse"]), _both),
    Healthy("transfer to a new head", _transfer, _five),
    Healthy(
        "discriminator",
        stack(
            (64,),
            of(layers.Dense, 32),
            layers.LeakyReLU,
            of(layers.Dropout, 0.3),
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            optimizer=of(optim.Adam, 2e-4, beta_1=0.5),
        ),
        t.even,
    ),
    Healthy(
        "generator before a frozen discriminator",
        compiled(_gan, "binary_crossentropy", of(optim.Adam, 2e-4, beta_1=0.5)),
        lambda: (_noise(16)()[0], (np.arange(400) % 10 > 0).astype("float32")),
    ),
    Healthy("correction of low rank", compiled(_lora), t.digits),
    Healthy("a model with a call of its own", compiled(_subclassed), t.digits),
    Healthy("gradient descent with momentum", dense(64, optimizer=of(optim.SGD, 0.01, momentum=0.9)), t.digits),
    Healthy(
        "gradient descent, rate that decays",
        dense(64, optimizer=lambda: optim.SGD(optim.schedules.CosineDecay(0.1, 1000))),
        t.digits,
    ),
    Healthy(
        "warm-up from a rate of zero",
        dense(
            64,
            optimizer=lambda: optim.Adam(optim.schedules.CosineDecay(0.0, 1000, warmup_target=1e-3, warmup_steps=100)),
        ),
        t.digits,
    ),
    Healthy("AdamW with clipped gradients", dense(64, optimizer=of(optim.AdamW, 1e-3, clipnorm=1.0)), t.digits),
]
