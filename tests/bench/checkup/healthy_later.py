"""Healthy models of more kinds, after Keras's examples; written down before any check was tried on them.

Names of examples are those of keras.io/examples.
"""

from functools import cache

import keras
import numpy as np
from keras import layers

from tests.bench.checkup import tables as t
from tests.bench.checkup.healthy import Healthy
from tests.bench.checkup.models import compiled, of

optim = keras.optimizers


class Positions(layers.Layer):
    """Adds to each step of a sequence what is learned of its place."""

    def build(self, shape):
        self.embedded = layers.Embedding(shape[1], shape[2])
        self.embedded.build((shape[1],))

    def call(self, x):
        return x + self.embedded(keras.ops.arange(x.shape[1]))


class Sampled(layers.Layer):
    """A draw around a mean, its Kullback–Leibler divergence from a standard normal draw added to the loss."""

    def __init__(self):
        super().__init__()
        self.seeds = keras.random.SeedGenerator(0)

    def call(self, parts):
        mean, log_variance = parts
        divergence = -0.5 * (1 + log_variance - mean**2 - keras.ops.exp(log_variance))
        self.add_loss(0.001 * keras.ops.mean(keras.ops.sum(divergence, axis=1)))
        return mean + keras.ops.exp(0.5 * log_variance) * keras.random.normal(keras.ops.shape(mean), seed=self.seeds)


def _mlp(x, *widths, activation="gelu"):
    for width in widths:
        x = layers.Dense(width, activation)(x)
    return x


def _vit():
    """image_classification_with_vision_transformer."""
    inputs = keras.Input((8, 8, 1))
    x = Positions()(layers.Dense(32)(layers.Reshape((16, 4))(inputs)))
    for _ in range(2):
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        x = layers.Add()([layers.MultiHeadAttention(4, 32, dropout=0.1)(y, y), x])
        x = layers.Add()([_mlp(layers.LayerNormalization(epsilon=1e-6)(x), 64, 32), x])
    x = layers.Dropout(0.5)(layers.Flatten()(layers.LayerNormalization(epsilon=1e-6)(x)))
    return keras.Model(inputs, layers.Dense(10)(_mlp(x, 64, 32)))


def _gated_mixing():
    """mlp_image_classification, gMLP: places are mixed by a gate whose bias begins at 1."""
    inputs = keras.Input((8, 8, 1))
    x = layers.Dense(32)(layers.Reshape((16, 4))(inputs))
    for _ in range(2):
        both = layers.Dense(64, "gelu")(layers.LayerNormalization()(x))
        u, v = keras.ops.split(both, 2, axis=2)
        v = layers.Permute((2, 1))(layers.LayerNormalization()(v))
        v = layers.Permute((2, 1))(layers.Dense(16, bias_initializer="ones")(v))
        x = layers.Add()([x, layers.Dense(32)(layers.Multiply()([u, v]))])
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.GlobalAveragePooling1D()(x)))


def _inverted_residuals():
    """MobileNetV3: expansion, depthwise convolution, squeeze and excitation, projection."""
    inputs = keras.Input((8, 8, 1))
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(inputs)
    x = layers.Activation("hard_silu")(layers.BatchNormalization()(x))
    for _ in range(2):
        y = layers.Activation("hard_silu")(layers.BatchNormalization()(layers.Conv2D(48, 1, use_bias=False)(x)))
        y = layers.BatchNormalization()(layers.DepthwiseConv2D(3, padding="same", use_bias=False)(y))
        gate = layers.Conv2D(12, 1, activation="relu")(layers.GlobalAveragePooling2D(keepdims=True)(y))
        y = layers.Multiply()([y, layers.Conv2D(48, 1, activation="hard_sigmoid")(gate)])
        x = layers.Add()([x, layers.BatchNormalization()(layers.Conv2D(16, 1, use_bias=False)(y))])
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.GlobalAveragePooling2D()(x)))


def unet() -> keras.Model:
    """oxford_pets_image_segmentation: down, up, and what was there before beside it; a mask of 8 x 8 pixels."""
    inputs = keras.Input((8, 8, 1))
    first = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    middle = layers.Conv2D(16, 3, padding="same", activation="relu")(layers.MaxPooling2D()(first))
    low = layers.Conv2D(32, 3, padding="same", activation="relu")(layers.MaxPooling2D()(middle))
    up = layers.Concatenate()([layers.Conv2DTranspose(16, 2, strides=2)(low), middle])
    up = layers.Conv2D(16, 3, padding="same", activation="relu")(up)
    up = layers.Concatenate()([layers.Conv2DTranspose(8, 2, strides=2)(up), first])
    up = layers.Conv2D(8, 3, padding="same", activation="relu")(up)
    return keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(up))


def _convolutional_autoencoder():
    """autoencoder: convolutions and pooling, then transposed convolutions."""
    inputs = keras.Input((8, 8, 1))
    x = layers.MaxPooling2D(padding="same")(layers.Conv2D(16, 3, activation="relu", padding="same")(inputs))
    x = layers.MaxPooling2D(padding="same")(layers.Conv2D(16, 3, activation="relu", padding="same")(x))
    for _ in range(2):
        x = layers.Conv2DTranspose(16, 3, strides=2, activation="relu", padding="same")(x)
    return keras.Model(inputs, layers.Conv2D(1, 3, activation="sigmoid", padding="same")(x))


def _siamese():
    """siamese_network: one tower for two images, and what tells them apart."""
    left, right = keras.Input((64,)), keras.Input((64,))
    tower = keras.Sequential([layers.Dense(64, "relu"), layers.BatchNormalization(), layers.Dense(32, "relu")])
    apart = keras.ops.absolute(layers.Subtract()([tower(left), tower(right)]))
    return keras.Model([left, right], layers.Dense(1, "sigmoid")(apart))


@cache
def pairs():
    """Two digits, and whether they are of one class; half of them are."""
    draw = np.random.default_rng(11)
    x, y = t.digits()
    first = draw.integers(0, len(x), 800)
    other = np.array([draw.choice(np.flatnonzero(y == y[i]) if k % 2 else len(x)) for k, i in enumerate(first)])
    return [x[first], x[other]], (y[first] == y[other]).astype("float32")


def _sequence_to_sequence():
    """lstm_seq2seq: the state of one LSTM begins the other."""
    given, before = keras.Input((10, 12)), keras.Input((10, 12))
    _, state, cell = layers.LSTM(32, return_state=True)(given)
    said = layers.LSTM(32, return_sequences=True)(before, initial_state=[state, cell])
    return keras.Model([given, before], layers.Dense(12, "softmax")(said))


def _reversed_words():
    """Sequences of ten letters one-hot, the same backwards one step late, and backwards as numbers."""
    letters = np.random.default_rng(12).integers(0, 12, (600, 10))
    one_hot = np.eye(12, dtype="float32")
    backwards = letters[:, ::-1]
    late = np.concatenate([np.zeros((600, 1, 12), "float32"), one_hot[backwards][:, :-1]], axis=1)
    return [one_hot[letters], late], backwards


def _windows_of_words():
    """Kim (2014): convolutions of three widths over words, the largest of each."""
    inputs = keras.Input((20,), dtype="int32")
    x = layers.Embedding(200, 32)(inputs)
    found = [layers.GlobalMaxPooling1D()(layers.Conv1D(16, width, activation="relu")(x)) for width in (3, 4, 5)]
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(layers.Dropout(0.5)(layers.Concatenate()(found))))


def _deep_and_cross():
    """wide_deep_cross_networks: products with the inputs, layer by layer, beside a deep network."""
    inputs = keras.Input((30,))
    first = cross = layers.BatchNormalization()(inputs)
    for _ in range(2):
        cross = layers.Add()([layers.Multiply()([first, layers.Dense(30)(cross)]), cross])
    deep = first
    for _ in range(2):
        deep = layers.Dropout(0.2)(layers.ReLU()(layers.BatchNormalization()(layers.Dense(32)(deep))))
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(layers.Concatenate()([cross, deep])))


def _dcgan_discriminator():
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for filters in (16, 32):
        model.add(layers.Conv2D(filters, 4, strides=2, padding="same"))
        model.add(layers.LeakyReLU(negative_slope=0.2))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model


def _dcgan():
    """dcgan_overriding_train_step: noise becomes an image; the discriminator behind it is frozen."""
    critic = _dcgan_discriminator()
    critic.trainable = False
    model = keras.Sequential([keras.Input((16,)), layers.Dense(2 * 2 * 32), layers.Reshape((2, 2, 32))])
    for filters in (32, 16):
        model.add(layers.Conv2DTranspose(filters, 4, strides=2, padding="same"))
        model.add(layers.LeakyReLU(negative_slope=0.2))
    model.add(layers.Conv2D(1, 5, padding="same", activation="sigmoid"))
    model.add(critic)
    return model


def _noise():
    return np.random.default_rng(13).normal(size=(600, 16)).astype("float32"), np.ones((600, 1), "float32")


def _variational():
    """vae, its divergence added by a layer."""
    inputs = keras.Input((64,))
    x = layers.Dense(32, "relu")(inputs)
    drawn = Sampled()([layers.Dense(4)(x), layers.Dense(4)(x)])
    return keras.Model(inputs, layers.Dense(64, "sigmoid")(layers.Dense(32, "relu")(drawn)))


def _miniature_gpt():
    """text_generation_with_miniature_gpt: each word from those before it."""
    inputs = keras.Input((20,), dtype="int32")
    x = Positions()(layers.Embedding(30, 32)(inputs))
    attended = layers.Dropout(0.1)(layers.MultiHeadAttention(2, 16)(x, x, use_causal_mask=True))
    x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, attended]))
    fed = layers.Dropout(0.1)(layers.Dense(32)(layers.Dense(64, "relu")(x)))
    x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, fed]))
    return keras.Model(inputs, layers.Dense(30)(x))


def _next_words():
    """Counting on from a number, in steps of 1 to 4, modulo 30."""
    draw = np.random.default_rng(14)
    x = (draw.integers(0, 30, (600, 1)) + draw.integers(1, 5, (600, 1)) * np.arange(21)) % 30
    return x[:, :20], x[:, 1:]


def _preactivated():
    """ResNet v2: normalisation and ReLU before each convolution; a projection where the width changes."""
    inputs = keras.Input((8, 8, 1))
    x = layers.Conv2D(16, 3, padding="same")(inputs)
    for filters, strides in ((16, 1), (32, 2)):
        y = layers.ReLU()(layers.BatchNormalization()(x))
        short = layers.Conv2D(filters, 1, strides=strides)(y)
        y = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(y)
        y = layers.Conv2D(filters, 3, padding="same")(layers.ReLU()(layers.BatchNormalization()(y)))
        x = layers.Add()([short, y])
    x = layers.GlobalAveragePooling2D()(layers.ReLU()(layers.BatchNormalization()(x)))
    return keras.Model(inputs, layers.Dense(10, "softmax")(x))


LOGITS = of(keras.losses.SparseCategoricalCrossentropy, from_logits=True)
BINARY = "binary_crossentropy"
CASES = [
    Healthy("vision transformer", compiled(_vit, LOGITS, of(optim.AdamW, 1e-3, weight_decay=1e-4)), t.images),
    Healthy("places mixed by gates", compiled(_gated_mixing), t.images),
    Healthy("inverted residuals with squeeze and excitation", compiled(_inverted_residuals), t.images),
    Healthy("U-Net", compiled(unet, BINARY), lambda: (t.images()[0], (t.images()[0] > 0.5).astype("float32"))),
    Healthy(
        "convolutional autoencoder", compiled(_convolutional_autoencoder, BINARY), lambda: (t.images()[0],) * 2
    ),  # fmt: skip
    Healthy("two images through one tower", compiled(_siamese, BINARY), pairs),
    Healthy("a state handed from LSTM to LSTM", compiled(_sequence_to_sequence), _reversed_words),
    Healthy("windows of three widths over words", compiled(_windows_of_words, BINARY), t.words),
    Healthy("deep and cross", compiled(_deep_and_cross, BINARY), t.tumours),
    Healthy(
        "DCGAN's discriminator",
        compiled(_dcgan_discriminator, BINARY, of(optim.Adam, 1e-4)),
        lambda: (t.images()[0], t.even()[1]),
    ),  # fmt: skip
    Healthy("DCGAN's generator", compiled(_dcgan, BINARY, of(optim.Adam, 1e-4)), _noise),
    Healthy("variational autoencoder", compiled(_variational, BINARY), lambda: (t.digits()[0],) * 2),
    Healthy("miniature GPT", compiled(_miniature_gpt, LOGITS), _next_words),
    Healthy("residual network, normalised first", compiled(_preactivated), t.images),
]
