"""The lines of Keras that mend a fault fit the reader's own layer and optimizer."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from lab.check import cure


def model(layer, optimizer="adam"):
    made = keras.Sequential([keras.Input((8, 8, 1)), layer, keras.layers.Flatten(), keras.layers.Dense(10)])
    made.compile(optimizer, "mse")
    return made


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        (keras.layers.Conv2D(16, 3, name="mine"), "keras.layers.Conv2D(16, (3, 3), activation='relu')"),
        (keras.layers.Dense(7, name="mine"), "keras.layers.Dense(7, activation='relu')"),
        (keras.layers.Activation("relu", name="mine"), "keras.layers.Dense(64, activation='relu')"),
    ],
)
def test_a_cure_of_a_layer_is_written_with_the_layer_s_own_kind_and_size(layer, code):
    told = cure.complete(f"{cure.LAYER}, activation='relu')", model(layer), "mine")
    assert told == code
    assert isinstance(eval(told, {"keras": keras}), keras.layers.Layer)


@pytest.mark.parametrize(
    ("kind", "drawn", "carried"),
    [
        ("tanh", 'activation="tanh", kernel_initializer="glorot_uniform"', "tanh"),
        ("sigmoid", 'activation="sigmoid", kernel_initializer="glorot_uniform"', "relu"),
        ("elu", 'activation="elu", kernel_initializer="he_normal"', "elu"),
        (None, 'kernel_initializer="glorot_uniform"', "glorot"),
    ],
)
def test_a_cure_keeps_the_reader_s_activation_unless_that_is_what_fades(kind, drawn, carried):
    made = model(keras.layers.Dense(7, kind, name="mine"))
    assert cure.complete(cure.DRAWN, made, "mine") == f", {drawn}"
    assert carried in cure.complete(cure.CARRIED, made, "mine")


def test_a_cure_keeps_what_the_reader_s_optimizer_has_beside_the_rate():
    made = model(keras.layers.Dense(3), keras.optimizers.SGD(0.5, momentum=0.9))
    told = cure.complete(cure.compiled("'mse'"), made, "")
    assert told == "model.compile(keras.optimizers.SGD(0.5, momentum=0.9), loss='mse')"
    assert cure.with_rate(made.optimizer, 0.0123) == (
        "model.compile(keras.optimizers.SGD(0.01, momentum=0.9), loss=model.loss)"
    )


def test_the_line_that_standardises_leaves_nothing_of_a_constant_column():
    names = {"np": np, "x": np.array([[1.0, 5.0], [3.0, 5.0]])}
    exec(cure.STANDARD, names)
    assert names["x"].tolist() == [[-1.0, 0.0], [1.0, 0.0]]


def test_the_lines_for_targets_keep_what_leads_back_to_their_own_unit():
    y = np.random.default_rng(0).uniform(1e5, 9e5, 200)
    names = {"y": y, "x": None}
    names["model"] = SimpleNamespace(predict=lambda x: names["y"])  # it has learned all it was told
    exec(cure.TARGETS, names)
    np.testing.assert_allclose([names["y"].mean(), names["y"].std()], [0, 1], atol=1e-12)
    np.testing.assert_allclose(names["answers"], y)
