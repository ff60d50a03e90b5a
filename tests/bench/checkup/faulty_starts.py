"""Faulty starts: weights that are equal, repeated, dead, saturated, or of the wrong size."""

import keras
from keras import layers

from tests.bench.checkup import tables as t
from tests.bench.checkup.faulty import KERAS, SO, Faulty
from tests.bench.checkup.models import compiled, dense, of, stack

initial, optim = keras.initializers, keras.optimizers
BINARY = {"outputs": 1, "last": "sigmoid", "loss": "binary_crossentropy"}
NG = "vynguyen.net/2016/08/29/learning-from-data-a-short-course-exercise-7-9"
ZERO, STANFORD = "stats.stackexchange.com/q/27112", "stats.stackexchange.com/q/454059"
GLOROT = "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks"
HE, DYING = "He et al. (2015), arXiv:1502.01852", "Lu et al. (2020), arXiv:1903.06733"


def _one_seed(**more):
    def build():
        kernel = initial.GlorotUniform(seed=42)
        return dense(64, (64, 64), kernel=kernel, **more)()

    return build


def _towers():
    kernel = initial.HeNormal(seed=7)
    inputs = keras.Input((64,))
    towers = [layers.Dense(32, "relu", kernel_initializer=kernel)(inputs) for _ in range(2)]
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.Concatenate()(towers)))


def _twins():
    """A layer whose second half is a copy of its first, seen by equal weights above."""
    model = dense(64, (32,), 10)()
    kernel, bias = model.layers[0].get_weights()
    kernel[:, 16:] = kernel[:, :16]
    model.layers[0].set_weights([kernel, bias])
    above, bias = model.layers[1].get_weights()
    above[16:] = above[:16]
    model.layers[1].set_weights([above, bias])
    return model


def _proportional():
    """Half of the units are twice the others, below and above."""
    model = _twins()
    kernel, bias = model.layers[0].get_weights()
    kernel[:, 16:] *= 2
    model.layers[0].set_weights([kernel, bias])
    above, bias = model.layers[1].get_weights()
    above[16:] *= 2
    model.layers[1].set_weights([above, bias])
    return model


CASES = [
    # clones, zero_weights
    Faulty(
        "all weights zero, sigmoid",
        ("clones", "zero_weights"),
        dense(64, activation="sigmoid", kernel="zeros"),
        t.digits,
        ZERO,
    ),
    Faulty("all weights zero, ReLU", ("zero_weights", "clones"), dense(64, kernel="zeros"), t.digits, STANFORD),
    Faulty(
        "all weights zero, tanh, XOR",
        ("zero_weights", "clones"),
        dense(2, (2,), activation="tanh", kernel="zeros", **BINARY),
        t.xor,
        ZERO,
    ),
    Faulty("all weights one", ("clones",), dense(64, kernel="ones"), t.digits, NG),
    Faulty(
        "all weights 0.5, tanh",
        ("clones",),
        dense(64, (16,), activation="tanh", kernel=of(initial.Constant, 0.05)),
        t.digits,
        NG,
    ),
    Faulty(
        "hidden units at one constant",
        ("clones",),
        dense(2, (2,), activation="sigmoid", kernel=of(initial.Constant, 0.01), last_kernel="he_normal", **BINARY),
        t.xor,
        "github.com/srenevey/neuro/issues/4",
    ),
    Faulty(
        "filters all constant",
        ("clones",),
        stack(
            (8, 8, 1),
            of(layers.Conv2D, 8, 3, activation="relu", kernel_initializer=of(initial.Constant, 0.1)()),
            layers.Flatten,
            of(layers.Dense, 10, "softmax", kernel_initializer=of(initial.Constant, 0.01)()),
        ),
        t.images,
        STANFORD,
    ),
    Faulty(
        "recurrent gates all constant",
        ("clones",),
        stack(
            (20, 1),
            of(layers.LSTM, 8, kernel_initializer="ones", recurrent_initializer="ones"),
            of(layers.Dense, 1, kernel_initializer="ones"),
            loss="mse",
        ),
        t.series,
        NG,
    ),
    Faulty(
        "half of the units copied",
        ("clones",),
        _twins,
        t.digits,
        "Saad and Solla (1995), Phys. Rev. E 52, 4225: the symmetric phase of two equal students",
    ),
    Faulty(
        "units twice as large as others",
        ("clones",),
        _proportional,
        t.digits,
        "Du, Hu and Lee (2018), arXiv:1806.00900: what gradient descent keeps in homogeneous layers",
    ),
    Faulty(
        "embedding of zeros below zeros",
        ("clones", "zero_weights"),
        stack(
            (20,),
            of(layers.Embedding, 200, 16, embeddings_initializer="zeros"),
            layers.GlobalAveragePooling1D,
            of(layers.Dense, 16, "relu", kernel_initializer="zeros"),
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            dtype="int32",
        ),
        t.words,
        STANFORD,
    ),
    Faulty(
        "hidden layer of zeros below ReLU",
        ("zero_weights", "updates"),
        dense(64, (32,), kernel="zeros", last_kernel="glorot_uniform"),
        t.digits,
        STANFORD,
    ),
    # repeated_initializer
    Faulty(
        "one seeded initializer for all layers",
        ("repeated_initializer",),
        _one_seed(),
        t.digits,
        "github.com/keras-team/keras-hub/issues/352",
    ),
    Faulty(
        "a seed at each layer, the same",
        ("repeated_initializer",),
        dense(64, (64, 64, 64), kernel=of(initial.HeNormal, seed=0)),
        t.digits,
        KERAS + "15586",
    ),
    Faulty(
        "one initializer for two towers",
        ("repeated_initializer", "clones"),
        compiled(_towers),
        t.digits,
        "github.com/LeelaChessZero/lc0/issues/1883",
    ),
    Faulty(
        "seeded normal in equal layers",
        ("repeated_initializer",),
        dense(64, (64, 64), activation="tanh", kernel=of(initial.RandomNormal, stddev=0.1, seed=3)),
        t.digits,
        "github.com/keras-team/keras/pull/38",
    ),
    # dead_units
    Faulty(
        "ReLU with biases of −5",
        ("dead_units",),
        dense(64, kernel="he_normal", bias=of(initial.Constant, -5.0)),
        t.digits,
        KERAS + "7057",
    ),
    Faulty("ReLU, narrow and deep", ("dead_units",), dense(64, (2,) * 12, kernel="he_normal"), t.digits, DYING),
    Faulty(
        "ReLU with weights below zero",
        ("dead_units",),
        dense(64, kernel=of(initial.RandomUniform, -0.5, 0.0)),
        t.digits,
        KERAS + "3687",
    ),
    Faulty(
        "ReLU on inputs of one sign, two units",
        ("dead_units", "luck"),
        dense(2, (2,), kernel=of(initial.RandomUniform, -1.0, 0.1), **BINARY),
        t.xor,
        "github.com/harvard-edge/cs249r_book/pull/1618",
    ),
    # saturated_units
    Faulty(
        "tanh with weights of size 3",
        ("saturated_units",),
        dense(64, activation="tanh", kernel=of(initial.RandomNormal, stddev=3.0)),
        t.digits,
        GLOROT,
    ),
    Faulty(
        "sigmoid with weights from 0 to 1",
        ("saturated_units",),
        dense(64, (100,), activation="sigmoid", kernel=of(initial.RandomUniform, 0.0, 1.0)),
        t.digits,
        "Nielsen, Neural Networks and Deep Learning, chapter 3: weight initialization",
    ),
    Faulty(
        "tanh on inputs in their own units",
        ("saturated_units",),
        dense(13, (32,), 3, activation="tanh"),
        t.wine_raw,
        "LeCun et al. (1998), Efficient BackProp, section 4.3",
    ),
    Faulty(
        "sigmoid on raw pixels",
        ("saturated_units",),
        dense(64, activation="sigmoid", kernel=of(initial.RandomNormal, stddev=1.0)),
        t.digits_raw,
        SO + "39525358",
    ),
    # signal_scale, gradient_scale
    Faulty(
        "twelve layers of sigmoid",
        ("gradient_scale", "signal_scale"),
        dense(64, (32,) * 12, activation="sigmoid"),
        t.digits,
        GLOROT,
    ),
    Faulty(
        "tanh with weights of size 0.01",
        ("signal_scale", "gradient_scale"),
        dense(64, (64,) * 6, activation="tanh", kernel=of(initial.RandomNormal, stddev=0.01)),
        t.digits,
        GLOROT,
    ),
    Faulty("thirty layers of ReLU, Glorot", ("signal_scale", "gradient_scale"), dense(64, (64,) * 30), t.digits, HE),
    Faulty(
        "ReLU with weights of size 1",
        ("signal_scale", "gradient_scale"),
        dense(64, (128,) * 5, kernel=of(initial.RandomNormal, stddev=1.0)),
        t.digits,
        HE,
    ),
    Faulty(
        "five layers, uniform ±0.05",
        ("gradient_scale", "signal_scale"),
        dense(64, (32,) * 8, kernel="random_uniform"),
        t.digits,
        SO + "50481178",
    ),
    Faulty(
        "three layers of sigmoid, normal 0.05",
        ("gradient_scale", "signal_scale"),
        dense(64, (8,) * 4, activation="sigmoid", kernel="random_normal"),
        t.digits,
        SO + "39217567",
    ),
]
