"""Dropout that keeps a model from learning: said so, with every such layer, and only where it is what keeps it."""

import keras
import numpy as np
import pytest

from lab.check import dropped
from lab.check.checkup import checkup

DRAW = np.random.default_rng(0)
X = DRAW.normal(size=(300, 20)).astype("float32")
Y = (X @ DRAW.normal(size=(20, 5))).argmax(axis=1)


def model(rate, hidden="relu", start="glorot_uniform"):
    """Two hidden layers with a dropout behind each."""
    keras.utils.set_random_seed(0)
    dense = {"activation": hidden, "kernel_initializer": start}
    layers = [part for _ in range(2) for part in (keras.layers.Dense(64, **dense), keras.layers.Dropout(rate))]
    made = keras.Sequential([keras.Input((20,)), *layers, keras.layers.Dense(5, "softmax")])
    made.compile("adam", "sparse_categorical_crossentropy")
    return made


def by_heart(made):
    """The row of the examples that are to be learned by heart."""
    findings = checkup(made, X, Y).findings
    return findings[findings["check"] == "one_batch"].iloc[0]


def test_a_dropout_that_drops_nearly_all_is_named_with_each_of_its_layers():
    made = model(0.9)
    row = by_heart(made)
    names = [layer.name for layer in made.layers if isinstance(layer, keras.layers.Dropout)]
    assert row["verdict"] == "fault"
    assert row["because"].startswith("Without its dropout of 0.9 the network learns 32 examples by heart, with it not.")
    assert row["layer"] == names[0]
    assert row["cure"] == f"# {names[0]} and {names[1]}:\nlayer = keras.layers.Dropout(0.2)"
    assert [layer.rate for layer in made.layers if isinstance(layer, keras.layers.Dropout)] == [0.9, 0.9]


@pytest.mark.parametrize(("rate", "start"), [(0.2, "glorot_uniform"), (0.5, "glorot_uniform"), (0.9, "zeros")])
def test_a_dropout_that_is_not_what_keeps_it_from_learning_is_not_named(rate, start):
    assert "dropout" not in by_heart(model(rate, start=start))["because"]


def test_what_it_drops_is_the_same_again_afterwards_even_where_that_fails():
    layer = keras.layers.Dropout(0.8)

    def fails():
        with dropped.let_through([layer]):
            assert layer.rate == 0
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert layer.rate == 0.8
