"""The measures of units against the same worked out by hand in NumPy, and against Keras."""

import keras
import numpy as np
import pytest
from keras import layers

from lab.check import units
from lab.check.incoming import incoming

X = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
Y = np.random.default_rng(1).normal(size=(40, 1)).astype("float32")


def dense(activation, kernel, bias):
    model = keras.Sequential([layers.Input((3,)), layers.Dense(len(bias), activation, name="hidden"), layers.Dense(1)])
    model.layers[0].set_weights([np.array(kernel, "float32"), np.array(bias, "float32")])
    model.compile("sgd", "mse")
    return model


def measure(found, layer, name):
    return found[(found["layer"] == layer) & (found["measure"] == name)]["value"].to_numpy()


def test_equal_units_are_exactly_zero_apart_and_others_as_far_as_their_weights():
    columns = np.random.default_rng(2).normal(size=(3, 4))
    columns[:, 3] = columns[:, 1]
    bias = [0.1, 0.2, 0.3, 0.2]
    found = measure(units.units(dense("tanh", columns, bias), X), "hidden", "distance")
    weights = np.vstack([columns, bias]).T.astype("float32")
    apart = np.linalg.norm(weights[:, None] - weights, axis=2) + np.diag([np.inf] * 4)
    assert found[1] == found[3] == 0.0
    np.testing.assert_allclose(found, apart.min(axis=1), rtol=1e-6)


def test_dead_is_the_share_of_examples_at_which_relu_is_silent():
    model = dense("relu", np.eye(3)[:, [0, 1]], [0.5, -100.0])
    found = measure(units.units(model, X), "hidden", "dead")
    np.testing.assert_allclose(found, [np.mean(X[:, 0] < -0.5), 1.0], rtol=1e-6)


def test_saturated_is_the_share_at_which_a_sigmoid_is_near_0_or_1():
    model = dense("sigmoid", 4 * np.eye(3), [0.0, 3.0, 50.0])
    outputs = 1 / (1 + np.exp(-(4 * X.astype(float) + [0.0, 3.0, 50.0])))
    near = np.mean(outputs * (1 - outputs) < 0.01, axis=0)
    np.testing.assert_allclose(measure(units.units(model, X), "hidden", "saturated"), near, atol=1e-6)
    assert near[2] == 1.0


def test_an_activation_in_a_layer_of_its_own_is_measured_where_it_stands():
    inside = dense("relu", np.eye(3), [0.1, 0.2, -0.3])
    apart = keras.Sequential([layers.Input((3,)), layers.Dense(3), layers.ReLU(name="alone"), layers.Dense(1)])
    apart.set_weights(inside.get_weights())
    found = units.units(apart, X)
    np.testing.assert_array_equal(measure(found, "alone", "dead"), measure(units.units(inside, X), "hidden", "dead"))


@pytest.mark.parametrize("activation", ["linear", "softmax", "leaky_relu"])
def test_nothing_is_called_flat_that_is_not(activation):
    found = units.units(dense(activation, 5 * np.eye(3), [0.0, 0.0, 0.0]), X)
    assert not measure(found, "hidden", "dead").any()
    assert not len(measure(found, "hidden", "saturated"))


def test_gradients_are_those_of_one_step_of_descent():
    model = dense("tanh", np.eye(3), [0.1, 0.0, 0.2])
    found, before = units.units(model, X, Y), model.get_weights()
    model.optimizer.learning_rate = 1.0
    model.fit(X, Y, batch_size=40, verbose=0)
    kernel, bias = (old - new for old, new in zip(before[:2], model.get_weights()[:2], strict=True))
    norms = np.linalg.norm(np.vstack([kernel, bias]), axis=0)
    np.testing.assert_allclose(measure(found, "hidden", "gradient"), norms, rtol=1e-4)


def test_spread_is_that_of_the_outputs():
    model = keras.Sequential([layers.Input((6, 6, 2)), layers.Conv2D(3, 2, activation="relu", name="filters")])
    x = np.random.default_rng(0).normal(size=(8, 6, 6, 2)).astype("float32")
    outputs = model.predict(x, verbose=0).reshape(-1, 3)
    np.testing.assert_allclose(measure(units.units(model, x), "filters", "spread"), outputs.std(axis=0), rtol=1e-4)


def model_of_many_layers():
    words = layers.Input((7,), dtype="int32")
    h = layers.Embedding(11, 4, name="words")(words)
    h = layers.MultiHeadAttention(2, 3)(h, h)
    h = layers.LSTM(5, return_sequences=True, name="lstm")(h)
    h = layers.Conv1D(6, 2, name="conv")(h)
    h = layers.Bidirectional(layers.GRU(3, name="gru"))(h)
    return keras.Model(words, keras.Sequential([layers.Dense(4, name="in"), layers.Dense(2, name="out")])(h))


def test_layers_of_all_kinds_have_their_units_nested_ones_too():
    model = model_of_many_layers()
    counts = units.units(model, np.ones((5, 7))).groupby("layer", sort=False)["unit"].max() + 1
    assert counts.to_dict() == {
        "words": 11, "query": 6, "key": 6, "value": 6, "attention_output": 4, "lstm": 5, "conv": 6,
        "forward_gru": 3, "backward_gru": 3, "in": 4, "out": 2,
    }  # fmt: skip


def test_clones_of_a_recurrent_layer_differ_in_no_gate():
    layer = layers.LSTM(2)
    layer.build((None, 5, 3))
    kernel, recurrent, bias = layer.get_weights()
    kernel[:, 1::2], recurrent[:, 1::2], bias[1::2] = kernel[:, ::2], recurrent[:, ::2], bias[::2]
    layer.set_weights([kernel, recurrent, bias])
    first, second = incoming(layer)
    np.testing.assert_array_equal(first, second)
    assert first.shape == (4 * (3 + 2 + 1),)


def test_the_model_is_left_as_it_was():
    model = dense("relu", np.eye(3), [0.0, 0.0, 0.0])
    before = [dict(vars(layer)) for layer in model.layers]
    units.units(model, X, Y)
    assert [dict(vars(layer)) for layer in model.layers] == before
