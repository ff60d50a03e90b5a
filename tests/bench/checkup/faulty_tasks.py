"""Faulty tasks: outputs, losses, labels, inputs and rates that do not belong together."""

import keras
import numpy as np
from keras import layers

from tests.bench.checkup import tables as t
from tests.bench.checkup.faulty import KERAS, SO, TF, Faulty
from tests.bench.checkup.models import compiled, dense, of, stack

initial, optim = keras.initializers, keras.optimizers
BINARY = {"outputs": 1, "last": "sigmoid", "loss": "binary_crossentropy"}
MSE = {"outputs": 1, "last": None, "loss": "mse"}
DYING = "Lu et al. (2020), arXiv:1903.06733"
SPARSE_LOGITS = of(keras.losses.SparseCategoricalCrossentropy, from_logits=True)
BINARY_LOGITS = of(keras.losses.BinaryCrossentropy, from_logits=True)


def _frozen(build):
    def made():
        model = build()
        model.trainable = False
        model.compile(optim.Adam(1e-3), model.loss)
        return model

    return made


def _cut():
    """What the first layer says is rounded, so that no derivative passes."""
    inputs = keras.Input((64,))
    hidden = layers.Dense(32, "sigmoid")(inputs)
    return keras.Model(inputs, layers.Dense(10, "softmax")(keras.ops.round(hidden)))


def _side_branch():
    """A layer's outputs are multiplied by zero on the way."""
    inputs = keras.Input((64,))
    used = layers.Dense(32, "relu")(inputs)
    lost = layers.Dense(32, "relu", name="lost")(inputs)
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.Add()([used, keras.ops.stop_gradient(lost)])))


def _shuffled(data):
    """x and y in different orders."""

    def made():
        x, y = data()
        return np.repeat(x[:40], 20, axis=0), np.random.default_rng(0).permutation(np.repeat(y[:40], 20))

    return made


def _with(data, change_x=lambda x: x, change_y=lambda y: y):
    return lambda: (change_x(np.array(data()[0])), change_y(np.array(data()[1])))


def _hole(x):
    x[3, 2] = np.nan
    return x


CASES = [
    # first_cost
    Faulty(
        "logits of size 50",
        ("first_cost",),
        dense(64, last_kernel=of(initial.RandomNormal, stddev=20.0)),
        t.digits,
        "Karpathy (2019), A Recipe for Training Neural Networks: verify loss at init",
    ),
    Faulty("raw pixels into a softmax", ("first_cost", "inputs"), dense(64, (), 10), t.digits_raw, KERAS + "4171"),
    Faulty(
        "one class in fifty, bias at zero",
        ("first_cost",),
        dense(10, (16,), **BINARY),
        t.rare,
        "tensorflow.org/tutorials/structured_data/imbalanced_data: set the correct initial bias",
    ),
    Faulty(
        "targets of 180,000 from an output at 0",
        ("first_cost", "labels"),
        dense(10, (32,), **MSE),
        t.prices,
        "github.com/rstudio-conf-2020/dl-keras-tf/issues/9",
    ),
    # output_and_loss
    Faulty(
        "softmax of one unit, cross-entropy",
        ("output_and_loss",),
        dense(64, (50, 50), 1, last="softmax", loss="binary_crossentropy", optimizer=optim.RMSprop),
        t.even,
        SO + "31880720",
    ),
    Faulty(
        "softmax of one unit, squares",
        ("output_and_loss",),
        dense(
            2,
            (2, 3),
            1,
            activation="sigmoid",
            last="softmax",
            loss="mse",
            optimizer=of(optim.SGD, 0.001, momentum=0.9, nesterov=True),
        ),
        t.xor,
        SO + "34311586",
    ),
    Faulty(
        "softmax of one unit, absolute errors",
        ("output_and_loss",),
        dense(2, (1,), 1, activation="sigmoid", last="softmax", loss="mae", optimizer=optim.RMSprop),
        t.circles,
        SO + "45442843",
    ),
    Faulty(
        "softmax of one unit, next letter",
        ("output_and_loss",),
        stack((20, 1), of(layers.LSTM, 8), of(layers.Dense, 1, "softmax"), loss="mse"),
        t.series,
        KERAS + "500",
    ),
    Faulty(
        "logits taken for probabilities",
        ("output_and_loss",),
        dense(64, last=None),
        t.digits,
        "github.com/keras-team/keras-hub/pull/1008",
    ),
    Faulty(
        "ReLU output under cross-entropy",
        ("output_and_loss",),
        stack(
            (8, 8, 1),
            of(layers.Conv2D, 8, 5, padding="same", activation="relu", bias_initializer=of(initial.Constant, 0.1)()),
            layers.Flatten,
            of(layers.Dense, 10, "relu"),
            loss="categorical_crossentropy",
        ),
        t.images_one_hot,
        SO + "47352366",
    ),
    Faulty(
        "linear output under binary cross-entropy",
        ("output_and_loss",),
        dense(64, outputs=1, last=None, loss="binary_crossentropy"),
        t.even,
        KERAS + "15271",
    ),
    Faulty(
        "tanh output under binary cross-entropy",
        ("output_and_loss",),
        dense(64, outputs=1, last="tanh", loss="binary_crossentropy"),
        t.even,
        TF + "71638",
    ),
    Faulty(
        "softmax and from_logits",
        ("output_and_loss",),
        dense(64, loss=SPARSE_LOGITS),
        t.digits,
        "github.com/mmalekzadeh/dana/issues/1",
    ),
    Faulty(
        "sigmoid and from_logits",
        ("output_and_loss",),
        dense(64, outputs=1, last="sigmoid", loss=BINARY_LOGITS),
        t.even,
        "github.com/lovedlim/tensorflow/issues/2",
    ),
    Faulty(
        "sigmoid outputs for exclusive classes",
        ("output_and_loss",),
        dense(64, last="sigmoid", loss="categorical_crossentropy"),
        t.digits_one_hot,
        KERAS + "6327",
    ),
    Faulty(
        "softmax for several labels at once",
        ("output_and_loss",),
        dense(20, (20, 20), 5, last="softmax", loss="mse", optimizer="sgd"),
        t.several_labels,
        SO + "38648195",
    ),
    Faulty(
        "softmax of one unit for a line",
        ("output_and_loss",),
        dense(10, (3, 2), 1, activation="tanh", last="softmax", loss="mse"),
        t.line,
        SO + "33969059",
    ),
    Faulty(
        "ReLU output, targets below zero",
        ("output_and_loss",),
        dense(10, (4,), 1, last="relu", loss="mse", optimizer="sgd"),
        t.line,
        SO + "48251943",
    ),
    Faulty(
        "logits and an accuracy that cuts at 0.5",
        ("output_and_loss",),
        dense(64, outputs=1, last=None, loss=BINARY_LOGITS, metrics=("accuracy",)),
        t.even,
        "github.com/tflearn/tflearn/issues/253",
    ),
    Faulty(
        "accuracy of a regression",
        ("output_and_loss",),
        dense(10, (30,), metrics=("accuracy",), **MSE),
        t.line,
        SO + "48934338",
    ),
    # labels
    Faulty("labels from 1", ("labels",), dense(64), _with(t.digits, change_y=lambda y: y + 1), TF + "15962"),
    Faulty("labels up to 10 for seven outputs", ("labels",), dense(64, outputs=7), t.digits, KERAS + "11786"),
    Faulty(
        "labels −1 and 1 under binary cross-entropy",
        ("labels", "first_cost"),
        dense(64, **BINARY),
        _with(t.even, change_y=lambda y: 2 * y - 1),
        KERAS + "13926",
    ),
    Faulty(
        "labels −6 to 6",
        ("labels",),
        dense(64, outputs=13),
        _with(t.digits, change_y=lambda y: y - 6),
        "github.com/tplusone/hanser_ml_zeitreihen/issues/3",
    ),
    Faulty(
        "integers under categorical cross-entropy",
        ("labels",),
        dense(64, loss="categorical_crossentropy"),
        t.digits,
        KERAS + "11786",
    ),
    Faulty(
        "one target against three outputs",
        ("labels",),
        dense(10, (32,), 3, last=None, loss="mse"),
        _with(t.line, change_y=lambda y: y[:, None]),
        TF + "45813",
    ),
    Faulty("two targets, one output", ("labels",), dense(10, (32,), **MSE), t.two_targets, TF + "37770"),
    Faulty(
        "several labels under categorical cross-entropy",
        ("labels",),
        dense(20, (20,), 5, loss="categorical_crossentropy"),
        t.several_labels,
        KERAS + "1917",
    ),
    Faulty(
        "all labels the same",
        ("labels",),
        dense(5, (10,), **BINARY),
        lambda: (np.random.default_rng(0).random((100, 5)), np.zeros((100, 1))),
        "taourl.com/read-2035529.html",
    ),
    Faulty(
        "a missing target",
        ("labels",),
        dense(10, (32,), **MSE),
        _with(t.line, change_y=lambda y: np.where(np.arange(len(y)) == 7, np.nan, y)),
        "github.com/rstudio/keras3/issues/1221",
    ),
    Faulty(
        "labels in another order than the inputs",
        ("labels",),
        dense(64),
        _shuffled(t.digits),
        "Karpathy (2019), A Recipe for Training Neural Networks: become one with the data",
    ),
    # inputs
    Faulty("a missing input", ("inputs",), dense(10, (32,), **MSE), _with(t.line, change_x=_hole), KERAS + "2134"),
    Faulty("inputs in their own units", ("inputs",), dense(30, (16,), **BINARY), t.tumours_raw, KERAS + "2576"),
    Faulty(
        "inputs from 0 to 199",
        ("inputs", "learning_rate"),
        dense(1, (), optimizer=of(optim.SGD, 0.001), **MSE),
        lambda: (np.arange(200.0)[:, None], 2.0 * np.arange(200.0)),
        KERAS + "3040",
    ),
    Faulty(
        "all inputs the same",
        ("inputs",),
        dense(5, (10,), **BINARY),
        lambda: (np.ones((100, 5)), np.arange(100) % 2),
        "errorhandle.ai/why-does-pybrain-predict-always-the-same-value",
    ),
    Faulty(
        "numbers beyond the embedding",
        ("inputs",),
        stack(
            (20,),
            of(layers.Embedding, 100, 16),
            of(layers.LSTM, 16),
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
            dtype="int32",
        ),
        t.words,
        "github.com/TannerGilbert/Tutorials/issues/1",
    ),
    Faulty(
        "standardised numbers into an embedding",
        ("inputs",),
        stack(
            (20,),
            of(layers.Embedding, 200, 16),
            of(layers.LSTM, 16),
            of(layers.Dense, 1, "sigmoid"),
            loss="binary_crossentropy",
        ),
        _with(t.words, change_x=lambda x: np.abs(x - x.mean()) / x.std()),
        KERAS + "13922",
    ),
    # learning_rate, updates
    Faulty(
        "gradient descent at 3 on squares",
        ("learning_rate",),
        dense(
            64,
            (30,),
            activation="sigmoid",
            last=None,
            loss="mse",
            kernel=of(initial.RandomNormal, stddev=1.0),
            optimizer=of(optim.SGD, 3.0),
        ),
        t.digits_one_hot,
        SO + "48385830",
    ),
    Faulty(
        "gradient descent at 10",
        ("learning_rate",),
        dense(64, optimizer=of(optim.SGD, 10.0)),
        t.digits,
        "chenzhang.org/notes/developer/loss-and-accuracy-get-stuck-in-keras",
    ),
    Faulty(
        "momentum 0.99 at 5",
        ("learning_rate",),
        dense(64, (64,), activation="tanh", optimizer=of(optim.SGD, 5.0, momentum=0.99)),
        t.digits,
        "Cohen et al. (2021), arXiv:2103.00065: the stable rate with momentum",
    ),
    Faulty(
        "Adam at 1",
        ("learning_rate", "updates"),
        dense(64, optimizer=of(optim.Adam, 1.0)),
        t.digits,
        "github.com/FluxML/Flux.jl/issues/1352",
    ),
    Faulty(
        "Adam at 0.3, wide",
        ("learning_rate", "updates"),
        dense(64, (256, 256), optimizer=of(optim.Adam, 0.3)),
        t.digits,
        KERAS + "2975",
    ),
    Faulty(
        "gradient descent at 1e-7",
        ("learning_rate", "updates"),
        dense(64, optimizer=of(optim.SGD, 1e-7)),
        t.digits,
        "github.com/shekkizh/FCN.tensorflow/issues/17",
    ),
    Faulty(
        "Adam at 1e-9",
        ("learning_rate", "updates"),
        dense(64, optimizer=of(optim.Adam, 1e-9)),
        t.digits,
        "codemia.io/knowledge-hub/path/keras_model_gets_constant_loss_and_accuracy",
    ),
    Faulty(
        "Adadelta at its rate of 0.001",
        ("learning_rate", "updates"),
        dense(64, (32,), 64, last="sigmoid", loss="binary_crossentropy", optimizer=optim.Adadelta),
        lambda: (t.digits()[0], t.digits()[0]),
        TF + "39432",
    ),
    Faulty(
        "curve at 0.1",
        ("learning_rate",),
        dense(1, (50, 30), optimizer=of(optim.SGD, 0.1), **MSE),
        lambda: (np.arange(0, 5, 0.1)[:, None], 5 * np.arange(0, 5, 0.1) ** 2),
        SO + "48934338",
    ),
    Faulty("rounding between the layers", ("updates",), compiled(_cut), t.digits, KERAS + "11157"),
    Faulty(
        "a branch without a gradient",
        ("updates",),
        compiled(_side_branch),
        t.digits,
        "github.com/keras-team/tf-keras/issues/52",
    ),
    # nothing_to_train
    Faulty("everything frozen", ("nothing_to_train",), _frozen(dense(64)), t.digits, KERAS + "2506"),
    Faulty(
        "everything frozen, convolutions",
        ("nothing_to_train",),
        _frozen(
            stack(
                (8, 8, 1), of(layers.Conv2D, 8, 3, activation="relu"), layers.Flatten, of(layers.Dense, 10, "softmax")
            )
        ),
        t.images,
        KERAS + "4910",
    ),
    # one_batch, luck
    Faulty(
        "dropout of all but one in a hundred",
        ("one_batch", "luck"),
        dense(64, (16, 16), between=(of(layers.Dropout, 0.99),)),
        t.digits,
        "Wardat et al. (2021), DeepLocalize; Karpathy (2019): overfit a single batch",
    ),
    Faulty(
        "penalty a hundred times the cost",
        ("one_batch",),
        stack(
            (64,),
            of(layers.Dense, 32, "relu", kernel_regularizer="l2"),
            of(layers.Dense, 10, "softmax", kernel_regularizer=of(keras.regularizers.L2, 50.0)()),
        ),
        t.digits,
        KERAS + "2134",
    ),
    Faulty(
        "an output behind a dead unit",
        ("one_batch", "dead_units"),
        dense(64, (32, 1), kernel="he_normal", bias=of(initial.Constant, -3.0)),
        t.digits,
        KERAS + "3687",
    ),
    Faulty(
        "XOR with two units of ReLU",
        ("luck",),
        dense(2, (2,), kernel="he_normal", optimizer=of(optim.Adam, 0.1), **BINARY),
        t.xor,
        "github.com/lmjohns3/theanets/issues/67",
    ),
    Faulty(
        "ReLU with two units a layer",
        ("luck", "dead_units"),
        dense(2, (2, 2), optimizer=of(optim.Adam, 0.03), **BINARY),
        t.moons,
        DYING,
    ),
]
