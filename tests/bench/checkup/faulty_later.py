"""Faulty models of more kinds, written down after the checks were made and before any was tried on them."""

import keras
import numpy as np
from keras import layers

from tests.bench.checkup import tables as t
from tests.bench.checkup.faulty import KERAS, SO, TF, Faulty
from tests.bench.checkup.healthy_later import pairs, unet
from tests.bench.checkup.models import compiled, dense, of, stack

optim = keras.optimizers


def _masks():
    """Images, and masks of what is dark as a PNG holds them: 0 and 255."""
    x = t.images()[0]
    return x, (x > 0.5).astype("float32") * 255


def _fourth_powers():
    """Whole numbers, and their fourth powers."""
    x = np.arange(-100, 101, dtype="float32")[:, None]
    return x, x**4


def _ones_twos_threes():
    x = np.tile(np.array([[1, 2, 3]], "float32"), (90, 1))
    return x, x


def _large_targets():
    """A hundred standard normal inputs, and a target near a line in them, from −2,000 to 2,000."""
    draw = np.random.default_rng(10)
    x = draw.normal(size=(600, 100)).astype("float32")
    return x, (x @ draw.uniform(0, 100, 100) + 100 * draw.normal(size=600)).astype("float32")


def _frozen_discriminator():
    """Frozen for the generator that is trained before it, and compiled so."""
    model = keras.Sequential(
        [keras.Input((64,)), layers.Dense(32), layers.LeakyReLU(), layers.Dense(1, activation="sigmoid")]
    )
    model.trainable = False
    return model


def _distance_of_towers():
    """The Euclidean distance of two towers with one set of weights, whose slope at 0 is infinite."""
    left, right = keras.Input((64,)), keras.Input((64,))
    tower = keras.Sequential([layers.Dense(32, "relu"), layers.Dense(8)])
    difference = layers.Subtract()([tower(left), tower(right)])
    square = keras.ops.sum(keras.ops.square(difference), axis=1, keepdims=True)
    return keras.Model([left, right], keras.ops.sqrt(square))


def _contrastive(same, distance):
    return keras.ops.mean(same * distance**2 + (1 - same) * keras.ops.maximum(1 - distance, 0.0) ** 2)


def _pairs_with_themselves():
    """Pairs of digits; every fortieth is an image twice that is marked as two."""
    (left, right), same = pairs()
    twice = np.arange(len(left)) % 40 == 0
    right = np.where(twice[:, None], left, right)
    return [left, right], np.where(twice, 0.0, same).astype("float32")[:, None]


CASES = [
    Faulty(
        "an LSTM of exponentials",
        ("signal_scale", "first_cost", "gradient_scale", "one_batch"),
        stack((20, 1), of(layers.LSTM, 50, activation="exponential"), of(layers.Dense, 1), loss="mse"),
        t.series,
        TF + "53779",
    ),
    Faulty(
        "dropout behind the softmax",
        ("output_and_loss", "one_batch"),
        stack((64,), of(layers.Dense, 14, "relu"), of(layers.Dense, 10, "softmax"), of(layers.Dropout, 0.5)),
        t.digits,
        KERAS + "5992",
    ),
    Faulty(
        "a discriminator that stays frozen",
        ("nothing_to_train",),
        compiled(_frozen_discriminator, "binary_crossentropy"),
        t.even,
        "github.com/eriklindernoren/Keras-GAN/issues/22",
    ),
    Faulty(
        "masks of 0 and 255 under binary cross-entropy",
        ("labels",),
        compiled(unet, "binary_crossentropy"),
        _masks,
        "github.com/qubvel/segmentation_models/issues/95",
    ),
    Faulty(
        "a Normalization that has seen no data",
        ("inputs",),
        dense(13, (32,), 3, before=(layers.Normalization,)),
        t.wine_raw,
        "github.com/ageron/handson-ml3/pull/198",
    ),
    Faulty(
        "a rate that decays over epochs taken for steps",
        ("learning_rate", "one_batch", "luck"),
        dense(64, optimizer=lambda: optim.Adam(optim.schedules.CosineDecay(1e-3, decay_steps=10))),
        t.digits,
        "github.com/mindee/doctr/pull/374",
    ),
    Faulty(
        "fourth powers of numbers up to 100",
        ("inputs", "first_cost", "labels", "saturated_units"),
        stack(
            (1,),
            of(layers.Dense, 50, "sigmoid"),
            of(layers.Dense, 50, "elu"),
            of(layers.Dense, 1),
            loss="mse",
        ),
        _fourth_powers,
        SO + "52800582",
    ),
    Faulty(
        "autoencoder of 1, 2 and 3 with sigmoid outputs",
        ("output_and_loss", "inputs"),
        dense(3, (3,), 3, last="sigmoid", loss="mse", optimizer=optim.Adadelta),
        _ones_twos_threes,
        SO + "44601367",
    ),
    Faulty(
        "the root of a distance of zero",
        ("gradient_scale", "updates", "one_batch"),
        compiled(_distance_of_towers, lambda: _contrastive, of(optim.RMSprop, 1e-5)),
        _pairs_with_themselves,
        KERAS + "4541",
    ),
    Faulty(
        "targets of thousands at a rate of a thousandth",
        ("first_cost", "labels", "learning_rate", "one_batch"),
        dense(100, (), 1, last=None, loss="mse", optimizer=optim.RMSprop),
        _large_targets,
        KERAS + "2576",
    ),
    Faulty(
        "sigmoid behind each of two LSTMs",
        ("signal_scale", "gradient_scale", "saturated_units", "one_batch"),
        stack(
            (20, 1),
            of(layers.LSTM, 20, return_sequences=True),
            of(layers.Activation, "sigmoid"),
            of(layers.Dropout, 0.2),
            of(layers.LSTM, 20),
            of(layers.Activation, "sigmoid"),
            of(layers.Dropout, 0.2),
            of(layers.Dense, 1),
            loss="mse",
            optimizer=optim.RMSprop,
        ),
        t.series,
        KERAS + "1727",
    ),
    Faulty(
        "the sum of the losses at the rate of their mean",
        ("learning_rate", "one_batch"),
        dense(
            64,
            (64, 64),
            loss=lambda: keras.losses.SparseCategoricalCrossentropy(reduction="sum"),
            optimizer=of(optim.SGD, 0.1),
        ),
        t.digits,
        "github.com/keras-team/keras-cv/pull/1505",
    ),
]
