"""`lab.Watch`: what it records while `fit` runs, and when it warns."""

import warnings

import keras
import numpy as np
import pytest
from keras import layers

import lab
from lab.check import units

X = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
Y = np.random.default_rng(1).normal(size=(64, 1)).astype("float32")


def model_of(*inner, rate=0.01):
    model = keras.Sequential([layers.Input((3,)), *inner, layers.Dense(1)])
    model.compile(keras.optimizers.SGD(rate), "mse")
    return model


def watched(model, epochs=3, share=1.0, y=Y):
    watch = lab.Watch(X, y, share=share)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.fit(X, y, epochs=epochs, verbose=0, callbacks=[watch])
    assert [str(each.message) for each in caught] == watch.warnings
    return watch


def test_it_records_what_the_units_do_before_and_after_every_epoch():
    keras.utils.set_random_seed(0)
    model = model_of(layers.Dense(4, "tanh"))
    first = units.units(model, X, Y)
    frame = watched(model).frame()
    assert list(frame) == ["epoch", "layer", "unit", "measure", "value"]
    assert frame["epoch"].unique().tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(frame[frame["epoch"] == 0]["value"], first["value"], rtol=1e-5)
    np.testing.assert_allclose(frame[frame["epoch"] == 3]["value"], units.units(model, X, Y)["value"], rtol=1e-5)


def test_watching_changes_nothing_in_the_training():
    def trained(callbacks):
        keras.utils.set_random_seed(3)
        model = model_of(layers.Dense(4, "tanh"), layers.Dropout(0.5), layers.BatchNormalization())
        found = model.fit(X, Y, epochs=2, verbose=0, callbacks=callbacks)
        return np.concatenate([array.ravel() for array in model.get_weights()]), found.history["loss"]

    for plain, other in zip(trained([]), trained([lab.Watch(X, Y)]), strict=True):
        np.testing.assert_array_equal(plain, other)


def test_units_that_start_equal_are_told_of_once():
    watch = watched(model_of(layers.Dense(3, "tanh", kernel_initializer=keras.initializers.Constant(0.1), name="same")))
    assert watch.warnings == [
        "Epoch 0: 3 of 3 units of 'same' compute the same as another one, and will go on to unless something tells "
        "them apart."
    ]


def test_units_that_die_are_told_of_when_they_die():
    """One step towards a target far below pulls every bias far below 0."""
    model = model_of(layers.Dense(5, "relu", kernel_initializer="zeros", bias_initializer="ones", name="hidden"))
    model.layers[1].set_weights([np.ones((5, 1), "float32"), np.zeros(1, "float32")])
    told = [sentence for sentence in watched(model, 2, y=0 * Y - 1000).warnings if "dead" in sentence]
    assert told == [
        "Epoch 1: 5 of 5 units of 'hidden' are dead: at every example the slope of their activation is 0, so "
        "they learn no more."
    ]


def test_saturated_units_and_vanishing_gradients_are_told_of():
    large = keras.initializers.RandomNormal(stddev=1000.0, seed=0)
    model = model_of(layers.Dense(3, "tanh", kernel_initializer=large, name="flat"))
    assert "units of 'flat' are saturated" in watched(model, epochs=1).warnings[0]
    keras.utils.set_random_seed(0)
    deep = model_of(*[layers.Dense(4, "sigmoid", name=f"layer{i}") for i in range(8)])
    assert any("the gradient of 'layer0' is" in sentence for sentence in watched(deep, epochs=1).warnings)


def test_it_looks_less_often_where_it_may_take_less_time():
    model = model_of(layers.Dense(4, "tanh"))
    seen = watched(model, epochs=5, share=0.0).frame()["epoch"].unique().tolist()
    assert seen == [0, 5]


def test_a_frame_of_nothing_is_refused():
    with pytest.raises(ValueError, match="Nothing was recorded yet: give the `Watch` to `fit` among its `callbacks`."):
        lab.Watch(X, Y).frame()
