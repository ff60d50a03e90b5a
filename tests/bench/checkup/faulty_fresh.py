"""Faulty models that were written down before any check was tried on them: the fairest of the figures.

What each of them is to be named by was fixed beforehand too. Checks were mended afterwards, for whole kinds of faults.
"""

import keras
import numpy as np
from keras import layers

from tests.bench.checkup import tables as t
from tests.bench.checkup.faulty import KERAS, SO, Faulty
from tests.bench.checkup.models import compiled, dense, of, stack

initial, optim = keras.initializers, keras.optimizers
BINARY = {"outputs": 1, "last": "sigmoid", "loss": "binary_crossentropy"}
MSE = {"outputs": 1, "last": None, "loss": "mse"}
OWN = "made up for this benchmark"


def _with(data, change_x=lambda x: x, change_y=lambda y: y):
    return lambda: (change_x(np.array(data()[0])), change_y(np.array(data()[1])))


def _few_missing(x):
    x[::20, 5] = np.nan
    return x


def _one_infinite(x):
    x[11, 0] = np.inf
    return x


def _years():
    """A year, a month and two measures, none scaled, and a target near a line in them."""
    draw = np.random.default_rng(8)
    x = np.stack([draw.integers(1950, 2020, 600), draw.integers(1, 13, 600), *draw.normal(size=(2, 600))], axis=1)
    return x.astype("float32"), ((x[:, 0] - 1985) / 20 + x[:, 2]).astype("float32")


def _stocks():
    """Walks at prices of some thousands, and the next price."""
    draw = np.random.default_rng(9)
    walks = 4000 + np.cumsum(draw.normal(size=(500, 31)) * 20, axis=1)
    return walks[:, :30, None].astype("float32"), walks[:, 30].astype("float32")


def _no_weight():
    model = dense(64)()
    model.compile("adam", "sparse_categorical_crossentropy", loss_weights=0.0)
    return model


def _frozen_layers():
    model = dense(30, (16, 16), before=(layers.BatchNormalization,), **BINARY)()
    for layer in model.layers:
        layer.trainable = False
    model.compile("adam", "binary_crossentropy")
    return model


def _classes_of_pixels():
    inputs = keras.Input((8, 8, 1))
    hidden = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    return keras.Model(inputs, layers.Softmax(axis=1)(layers.Conv2D(3, 1)(hidden)))


def _pixels():
    """Images, and of each pixel whether it is dark, grey or light."""
    x = t.images()[0]
    return x, np.digitize(x[..., 0], [0.2, 0.7])


def _regularized(kind, hidden=32):
    return stack(
        (64,),
        *[of(layers.Dense, hidden, "relu", kernel_regularizer=kind)] * 2,
        of(layers.Dense, 10, "softmax", kernel_regularizer=kind),
    )


def _through_arg_max():
    """The arg max of a hidden layer is what the next one gets."""
    inputs = keras.Input((64,))
    hidden = layers.Dense(32, "relu")(inputs)
    chosen = keras.ops.cast(keras.ops.argmax(hidden, axis=-1, keepdims=True), "float32")
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.Dense(16, "relu")(chosen)))


FIRST = [
    # outputs and losses
    Faulty(
        "sigmoid of one unit under categorical cross-entropy",
        ("output_and_loss", "one_batch"),
        dense(30, (16,), 1, last="sigmoid", loss="categorical_crossentropy"),
        _with(t.tumours, change_y=lambda y: y[:, None]),
        KERAS + "17029",
    ),
    Faulty(
        "sigmoid outputs for three classes, whole numbers",
        ("output_and_loss",),
        dense(4, (16,), 3, last="sigmoid"),
        t.iris,
        OWN,
    ),
    Faulty(
        "tanh output, targets from −3 to 3",
        ("output_and_loss",),
        dense(10, (32,), 1, last="tanh", loss="mse"),
        _with(t.line, change_y=lambda y: 3 * y),
        OWN,
    ),
    Faulty(
        "recurrent layer, ReLU output, waves around zero",
        ("output_and_loss",),
        stack((20, 1), of(layers.LSTM, 16), of(layers.Dense, 1, "relu"), loss="mse"),
        t.series,
        "community.deeplearning.ai/t/loss-values-do-not-change/324182",
    ),
    Faulty(
        "digits as one sigmoid output",
        ("output_and_loss", "labels"),
        dense(64, (32,), 1, last="sigmoid", loss="mse"),
        _with(t.digits, change_y=lambda y: y.astype("float32")),
        OWN,
    ),
    Faulty(
        "autoencoder of standardised inputs, sigmoid output",
        ("output_and_loss",),
        dense(30, (16, 8, 16), 30, last="sigmoid", loss="mse"),
        lambda: (t.tumours()[0],) * 2,
        SO + "24732888",
    ),
    Faulty(
        "softplus output, targets below zero",
        ("output_and_loss",),
        dense(10, (32,), 1, last="softplus", loss="mae"),
        t.line,
        OWN,
    ),
    Faulty(
        "logits of pixels taken for probabilities",
        ("output_and_loss",),
        stack(
            (8, 8, 1),
            of(layers.Conv2D, 8, 3, padding="same", activation="relu"),
            of(layers.Conv2D, 1, 1),
            loss=keras.losses.BinaryCrossentropy,
        ),
        lambda: (t.images()[0], (t.images()[0] > 0.5).astype("float32")),
        OWN,
    ),
    Faulty(
        "softmax in a layer of its own, and from_logits",
        ("output_and_loss",),
        stack(
            (64,),
            of(layers.Dense, 32, "relu"),
            of(layers.Dense, 10),
            layers.Softmax,
            loss=of(keras.losses.CategoricalCrossentropy, from_logits=True),
        ),
        t.digits_one_hot,
        OWN,
    ),
    Faulty(
        "softmax over the examples",
        ("output_and_loss",),
        stack((64,), of(layers.Dense, 32, "relu"), of(layers.Dense, 10), of(layers.Softmax, axis=0)),
        t.digits,
        "github.com/DeepReinforcementLearning/DeepReinforcementLearningInAction/issues/32",
    ),
    Faulty("softmax over the rows of an image", ("output_and_loss",), compiled(_classes_of_pixels), _pixels, OWN),
    Faulty(
        "ReLU before the softmax",
        ("output_and_loss", "one_batch", "luck"),
        stack((64,), of(layers.Dense, 32, "relu"), of(layers.Dense, 10, "relu"), layers.Softmax),
        t.digits,
        OWN,
    ),
    Faulty(
        "softmax of one unit, whole numbers",
        ("output_and_loss", "labels"),
        dense(30, (16,), 1),
        _with(t.tumours, change_y=lambda y: y.astype(int)),
        OWN,
    ),
    # labels
    Faulty(
        "squares between a softmax and whole numbers",
        ("labels",),
        dense(64, loss="mse"),
        t.digits,
        OWN,
    ),
    Faulty(
        "binary cross-entropy between a softmax and whole numbers",
        ("labels",),
        dense(4, (16,), 3, loss="binary_crossentropy"),
        t.iris,
        OWN,
    ),
    Faulty(
        "three classes numbered from 1", ("labels",), dense(4, (16,), 3), _with(t.iris, change_y=lambda y: y + 1), OWN
    ),
    Faulty("one-hot targets under the sparse loss", ("labels",), dense(64), t.digits_one_hot, OWN),
    Faulty(
        "a sequence for one number",
        ("labels",),
        stack((20, 1), of(layers.LSTM, 16, return_sequences=True), of(layers.Dense, 1), loss="mse"),
        t.series,
        OWN,
    ),
    Faulty(
        "names of classes as texts",
        ("labels",),
        dense(4, (16,), 3),
        _with(t.iris, change_y=lambda y: np.array(["setosa", "versicolor", "virginica"])[y]),
        OWN,
    ),
    Faulty(
        "probabilities in percent",
        ("labels", "output_and_loss"),
        dense(30, (16,), **BINARY),
        _with(t.tumours, change_y=lambda y: 100 * y),
        OWN,
    ),
    # inputs
    Faulty("inputs of 10,000", ("inputs",), dense(10, (32, 32), **MSE), _with(t.line, change_x=lambda x: 1e4 * x), OWN),
    Faulty(
        "one example in twenty lacks a measure",
        ("inputs",),
        dense(30, (16,), **BINARY),
        _with(t.tumours, change_x=_few_missing),
        OWN,
    ),
    Faulty("one infinite input", ("inputs",), dense(10, (16,), **MSE), _with(t.line, change_x=_one_infinite), OWN),
    Faulty(
        "pixels divided by 255 twice",
        ("inputs",),
        stack(
            (8, 8, 1),
            of(layers.Rescaling, 1 / 255),
            of(layers.Conv2D, 16, 3, activation="relu"),
            layers.Flatten,
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
        "github.com/Priyanshu-byte-coder/devtrack/issues/927",
    ),  # fmt: skip
    Faulty(
        "pixels of 0 to 1 taken to −1 to 1 as if they were 0 to 255",
        ("inputs", "signal_scale"),
        stack(
            (8, 8, 1),
            of(layers.Rescaling, 1 / 127.5, offset=-1),
            of(layers.Conv2D, 16, 3, activation="relu"),
            layers.Flatten,
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
        OWN,
    ),  # fmt: skip
    Faulty("years as they are", ("inputs",), dense(4, (16,), **MSE), _years, OWN),
    Faulty(
        "padding of −1 into an embedding",
        ("inputs",),
        stack(
            (20,),
            of(layers.Embedding, 200, 16),
            layers.GlobalAveragePooling1D,
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            dtype="int32",
        ),
        _with(t.words, change_x=lambda x: np.where(np.arange(20) < 12, x, -1)),
        OWN,
    ),
    Faulty(
        "prices of some thousands into an LSTM",
        ("inputs", "saturated_units"),
        stack((30, 1), of(layers.LSTM, 32), of(layers.Dense, 1), loss="mse"),
        _stocks,
        KERAS + "14630",
    ),
    # starts
    Faulty(
        "all filters one, deeper layers drawn",
        ("clones",),
        stack(
            (8, 8, 1),
            of(layers.Conv2D, 8, 3, activation="relu", kernel_initializer="ones"),
            of(layers.Conv2D, 16, 3, activation="relu"),
            layers.Flatten,
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
        OWN,
    ),
    Faulty(
        "an LSTM of zeros",
        ("clones", "zero_weights"),
        stack(
            (20, 1),
            of(layers.LSTM, 8, kernel_initializer="zeros", recurrent_initializer="zeros"),
            of(layers.Dense, 1, kernel_initializer="zeros"),
            loss="mse",
        ),
        t.series,
        OWN,
    ),
    Faulty(
        "a GRU at one constant below a drawn head",
        ("clones",),
        stack(
            (20, 1),
            of(
                layers.GRU,
                8,
                kernel_initializer=of(initial.Constant, 0.1)(),
                recurrent_initializer=of(initial.Constant, 0.1)(),
            ),
            of(layers.Dense, 1),
            loss="mse",
        ),
        t.series,
        OWN,
    ),  # fmt: skip
    Faulty(
        "rows of an embedding all one, layers above at a constant",
        ("clones",),
        stack(
            (20,),
            of(layers.Embedding, 200, 16, embeddings_initializer="ones"),
            layers.GlobalAveragePooling1D,
            of(layers.Dense, 16, "relu", kernel_initializer=of(initial.Constant, 0.1)()),
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            dtype="int32",
        ),
        t.words,
        OWN,
    ),
    Faulty(
        "one seed for all filters and layers",
        ("repeated_initializer",),
        stack(
            (8, 8, 1),
            *[
                of(
                    layers.Conv2D,
                    16,
                    3,
                    padding="same",
                    activation="relu",
                    kernel_initializer=of(initial.HeNormal, seed=1)(),
                )
            ]
            * 3,
            layers.Flatten,
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
        OWN,
    ),  # fmt: skip
    Faulty(
        "weights of size 1 in eight layers of ReLU",
        ("signal_scale", "gradient_scale", "first_cost"),
        dense(64, (64,) * 8, kernel=of(initial.RandomNormal, stddev=1.0)),
        t.digits,
        OWN,
    ),
    Faulty(
        "weights of size 1 in six layers of tanh",
        ("saturated_units",),
        dense(64, (64,) * 6, activation="tanh", kernel=of(initial.RandomNormal, stddev=1.0)),
        t.digits,
        OWN,
    ),
    Faulty(
        "six layers of sigmoid with large weights",
        ("saturated_units",),
        dense(30, (32,) * 6, activation="sigmoid", kernel=of(initial.RandomNormal, stddev=3.0), **BINARY),
        t.tumours,
        OWN,
    ),
    Faulty(
        "biases of 10 below sigmoid",
        ("saturated_units",),
        dense(30, (16, 16), activation="sigmoid", bias=of(initial.Constant, 10.0), **BINARY),
        t.tumours,
        OWN,
    ),
    Faulty(
        "weights above zero on inputs below zero",
        ("dead_units",),
        dense(64, (32,), kernel=of(initial.RandomUniform, 0.0, 0.2)),
        _with(t.digits, change_x=lambda x: x - 1),
        OWN,
    ),
    Faulty(
        "one unit of ReLU in the middle",
        ("dead_units", "luck", "one_batch"),
        dense(64, (32, 1, 32), kernel="he_normal"),
        t.digits,
        OWN,
    ),
    Faulty(
        "fifteen convolutions of sigmoid",
        ("gradient_scale", "signal_scale"),
        stack(
            (8, 8, 1),
            *[of(layers.Conv2D, 8, 3, padding="same", activation="sigmoid")] * 15,
            layers.GlobalAveragePooling2D,
            of(layers.Dense, 10, "softmax"),
        ),
        t.images,
        OWN,
    ),
    Faulty(
        "a plain recurrent layer that grows",
        ("signal_scale", "first_cost", "gradient_scale"),
        stack(
            (40, 1),
            of(layers.SimpleRNN, 32, activation="relu", recurrent_initializer=of(initial.RandomNormal, stddev=0.5)()),
            of(layers.Dense, 1),
            loss="mse",
        ),
        _with(t.series, change_x=lambda x: np.concatenate([x, x], axis=1)),
        OWN,
    ),
    Faulty(
        "layer normalisation of a single number",
        ("signal_scale", "one_batch"),
        stack((1,), layers.LayerNormalization, of(layers.Dense, 32, "relu"), of(layers.Dense, 1), loss="mse"),
        lambda: (np.linspace(-2, 2, 200)[:, None], np.sin(np.linspace(-2, 2, 200))),
        "github.com/pytorch/pytorch/issues/108956",
    ),
    Faulty(
        "output biases of 20",
        ("first_cost",),
        stack(
            (30,),
            of(layers.Dense, 16, "relu"),
            of(layers.Dense, 1, "sigmoid", bias_initializer=of(initial.Constant, 20.0)()),
            loss="binary_crossentropy",
        ),
        t.tumours,
        OWN,
    ),
    # rates and steps
    Faulty(
        "Adam at 0.1, three hidden layers",
        ("learning_rate", "updates"),
        dense(64, (128,) * 3, optimizer=of(optim.Adam, 0.1)),
        t.digits,
        OWN,
    ),  # fmt: skip
    Faulty(
        "RMSprop at 0.1",
        ("learning_rate", "updates"),
        dense(64, (64, 64), optimizer=of(optim.RMSprop, 0.1)),
        t.digits,
        OWN,
    ),  # fmt: skip
    Faulty("Adam at 1e-6", ("learning_rate", "updates"), dense(64, optimizer=of(optim.Adam, 1e-6)), t.digits, OWN),
    Faulty(
        "gradient descent at 1e-5",
        ("learning_rate", "updates"),
        dense(64, optimizer=of(optim.SGD, 1e-5)),
        t.digits,
        OWN,
    ),  # fmt: skip
    Faulty(
        "gradient descent at 1 on a regression",
        ("learning_rate",),
        dense(10, (32, 32), optimizer=of(optim.SGD, 1.0), **MSE),
        t.line,
        OWN,
    ),  # fmt: skip
    Faulty(
        "momentum on raw pixels",
        ("learning_rate", "inputs"),
        dense(64, optimizer=of(optim.SGD, 0.1, momentum=0.9)),
        t.digits_raw,
        OWN,
    ),  # fmt: skip
    Faulty("a rate of zero", ("learning_rate", "updates"), dense(64, optimizer=of(optim.Adam, 0.0)), t.digits, OWN),
    Faulty(
        "gradients clipped to a millionth",
        ("updates", "learning_rate", "one_batch"),
        dense(64, optimizer=of(optim.SGD, 0.1, clipnorm=1e-6)),
        t.digits,
        OWN,
    ),  # fmt: skip
    Faulty(
        "Adam with an epsilon of 100",
        ("updates", "learning_rate", "one_batch"),
        dense(64, optimizer=of(optim.Adam, 1e-3, epsilon=100.0)),
        t.digits,
        OWN,
    ),  # fmt: skip
    Faulty("a loss of no weight", ("updates", "nothing_to_train", "one_batch"), _no_weight, t.digits, OWN),
    Faulty("each layer frozen", ("nothing_to_train",), _frozen_layers, t.tumours, OWN),
    Faulty("the arg max of a layer", ("updates",), compiled(_through_arg_max), t.digits, OWN),
    # what a short training shows
    Faulty(
        "dropout of 0.95 after each layer",
        ("one_batch", "luck"),
        dense(64, (32, 32), between=(of(layers.Dropout, 0.95),)),
        t.digits,
        OWN,
    ),  # fmt: skip
    Faulty("L2 penalty of 10", ("one_batch", "first_cost"), _regularized(keras.regularizers.L2(10.0)), t.digits, OWN),
    Faulty("L1 penalty of 0.1", ("one_batch", "first_cost"), _regularized(keras.regularizers.L1(0.1)), t.digits, OWN),
    Faulty(
        "three layers without activation for rings",
        ("one_batch",),
        dense(2, (16, 16, 16), activation=None, **BINARY),
        t.circles,
        OWN,
    ),  # fmt: skip
    Faulty(
        "four convolutions without activation for even digits",
        ("one_batch", "signal_scale"),
        stack(
            (8, 8, 1),
            *[of(layers.Conv2D, 8, 3)] * 3,
            layers.Flatten,
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
        ),
        lambda: (t.images()[0], t.even()[1]),
        OWN,
    ),  # fmt: skip
]

# Written down after the checks had been mended for what was missed of the first, before they were tried on these.
SECOND = [
    Faulty("softmax in all hidden layers", ("signal_scale", "gradient_scale", "one_batch"),
           dense(64, (32,) * 3, activation="softmax"), t.digits, OWN),
    Faulty("exponentials in all hidden layers", ("signal_scale", "first_cost", "gradient_scale"),
           dense(64, (32,) * 3, activation="exponential", kernel="he_normal"), t.digits, OWN),
    Faulty("dropout of everything", ("one_batch", "updates"),
           dense(64, (32,), between=(of(layers.Dropout, 1.0),)), t.digits, OWN),
    Faulty("variances a hundred times too large", ("first_cost", "signal_scale", "saturated_units"),
           dense(64, (64, 64), kernel=of(initial.VarianceScaling, 100.0)), t.digits, OWN),
    Faulty("variances a hundredth, six layers", ("signal_scale", "gradient_scale"),
           dense(64, (64,) * 6, kernel=of(initial.VarianceScaling, 0.01)), t.digits, OWN),
    Faulty("one filter behind a bias of −2", ("dead_units", "one_batch"),
           stack((8, 8, 1), of(layers.Conv2D, 1, 3, activation="relu", bias_initializer=of(initial.Constant, -2.0)()),
                 layers.Flatten, of(layers.Dense, 10, "softmax")), t.images, OWN),
    Faulty("values clipped to a hundred-millionth", ("updates", "learning_rate"),
           dense(64, optimizer=of(optim.SGD, 0.1, clipvalue=1e-8)), t.digits, OWN),
    Faulty("weights that decay at once", ("one_batch", "learning_rate", "updates"),
           dense(64, optimizer=of(optim.AdamW, 1e-2, weight_decay=50.0)), t.digits, OWN),
    Faulty("weights held at a thousandth", ("one_batch", "signal_scale"),
           stack((64,), *[of(layers.Dense, 32, "relu", kernel_constraint=keras.constraints.MaxNorm(1e-3))] * 2,
                 of(layers.Dense, 10, "softmax", kernel_constraint=keras.constraints.MaxNorm(1e-3))), t.digits, OWN),
    Faulty("a rate that halves with each step", ("learning_rate",),
           dense(64, optimizer=lambda: optim.Adam(optim.schedules.ExponentialDecay(1e-3, 1, 0.5))), t.digits, OWN),
    Faulty("labels as tenths", ("labels",), dense(64), _with(t.digits, change_y=lambda y: y / 10), OWN),
    Faulty("labels 1 and 2 under binary cross-entropy", ("labels",), dense(30, (16,), **BINARY),
           _with(t.tumours, change_y=lambda y: y + 1), OWN),
    Faulty("one class only", ("labels",), dense(64), _with(t.digits, change_y=lambda y: 0 * y + 3), OWN),
    Faulty("ten one-hot classes, five outputs", ("labels",), dense(64, outputs=5, loss="categorical_crossentropy"),
           t.digits_one_hot, OWN),
    Faulty("targets of a millionth", ("labels", "first_cost"), dense(10, (32,), **MSE),
           _with(t.line, change_y=lambda y: 1e-6 * y), OWN),
    Faulty("targets of a million under absolute errors", ("labels", "first_cost"),
           dense(10, (32,), 1, last=None, loss="mae"), _with(t.line, change_y=lambda y: 1e6 * y), OWN),
    Faulty("inputs that are all zero", ("inputs",), dense(10, (16,), **MSE), _with(t.line, change_x=lambda x: 0 * x),
           OWN),
    Faulty("logarithms of probabilities as probabilities", ("output_and_loss",), dense(64, last="log_softmax"),
           t.digits, OWN),
    Faulty("ReLU as the logit of two classes", ("output_and_loss",),
           dense(30, (16,), 1, last="relu", loss=of(keras.losses.BinaryCrossentropy, from_logits=True)), t.tumours,
           OWN),
    Faulty("sigmoid of a sigmoid", ("output_and_loss",),
           stack((30,), of(layers.Dense, 16, "relu"), of(layers.Dense, 1, "sigmoid"), of(layers.Activation, "sigmoid"),
                 loss="binary_crossentropy"), t.tumours, OWN),
    Faulty("two layers of an LSTM, all constant", ("clones",),
           stack((20, 1), of(layers.LSTM, 8, return_sequences=True, kernel_initializer="ones",
                             recurrent_initializer=of(initial.Constant, 0.1)()),
                 of(layers.LSTM, 8, kernel_initializer="ones", recurrent_initializer=of(initial.Constant, 0.1)()),
                 of(layers.Dense, 1), loss="mse"), t.series, OWN),
    Faulty("outputs pushed to zero", ("one_batch", "first_cost"),
           stack((64,), of(layers.Dense, 32, "relu", activity_regularizer=keras.regularizers.L2(1.0)),
                 of(layers.Dense, 10, activity_regularizer=keras.regularizers.L2(1.0)),
                 loss=of(keras.losses.SparseCategoricalCrossentropy, from_logits=True)), t.digits, OWN),
    Faulty("momentum 0.9 at 1, tanh", ("learning_rate",),
           dense(64, (64, 64), activation="tanh", optimizer=of(optim.SGD, 1.0, momentum=0.9)), t.digits, OWN),
]  # fmt: skip
CASES = FIRST + SECOND
