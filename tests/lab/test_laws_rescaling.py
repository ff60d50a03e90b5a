"""The law of what cannot change, against plain Keras: its gradients, and one step of its optimizer."""

import numpy as np
import pytest

import lab
from lab.laws import rescaling as laws
from lab.network import keras_model


def setting(activation, data="moons", rate=0.3):
    numbers = data == "teacher"
    return lab.Experiment(
        data=lab.Data(data, n=16),
        network=lab.Network(hidden=(5,), activation=activation, output="linear" if numbers else "sigmoid"),
        init=lab.Init("normal", stddev=1.0, bias="same"),
        training=lab.Training(
            loss="mse" if numbers else "binary_crossentropy", learning_rate=rate, precision="float64"
        ),
    )


def given(experiment):
    x, y = lab.data.load(experiment.data, "float64")
    return x, y, experiment.network.activation, experiment.training.loss


def conserved(weights):
    """|in|^2 + b^2 - |out|^2 of each unit, written out."""
    kernel, bias, outgoing, _ = weights
    return np.array(
        [sum(kernel[:, i] ** 2) + bias[i] ** 2 - sum(outgoing[i] ** 2) for i in range(len(bias))]
    )  # fmt: skip


@pytest.mark.parametrize("data", ["moons", "teacher"])
@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "linear", "tanh", "sigmoid"])
def test_gradients_are_those_of_automatic_differentiation(activation, data):
    import tensorflow as tf

    experiment = setting(activation, data)
    x, y, *_ = given(experiment)
    model = keras_model(experiment, seed=3)
    with tf.GradientTape() as tape:
        said = model(x)  # Keras would compute the cost of float64 outputs in float32
        losses = (said - y) ** 2 if data == "teacher" else -y * tf.math.log(said) - (1 - y) * tf.math.log(1 - said)
        cost = tf.reduce_mean(losses)
    wanted = tape.gradient(cost, model.trainable_variables)
    found = laws.gradients(model.get_weights(), *given(experiment))
    for one, two in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, two.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("activation", laws.SCALABLE)
def test_a_step_of_keras_moves_the_difference_by_what_is_foretold(activation):
    experiment = setting(activation)
    x, y, *_ = given(experiment)
    model = keras_model(experiment, seed=4)
    before = model.get_weights()
    model.train_on_batch(x, y)
    moved = conserved(model.get_weights()) - conserved(before)
    np.testing.assert_allclose(laws.steps(before, *given(experiment), 0.3), moved, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_a_unit_that_cannot_be_rescaled_does_not_obey(activation):
    experiment = setting(activation)
    x, y, *_ = given(experiment)
    model = keras_model(experiment, seed=4)
    before = model.get_weights()
    model.train_on_batch(x, y)
    moved = conserved(model.get_weights()) - conserved(before)
    assert np.abs(moved - laws.steps(before, *given(experiment), 0.3)).max() > 0.01


def test_a_stack_of_networks_moves_as_each_of_them_alone():
    experiment = setting("relu")
    each = [keras_model(experiment, seed).get_weights() for seed in range(3)]
    stacked = laws.steps([np.stack(arrays) for arrays in zip(*each, strict=True)], *given(experiment), 0.3)
    for found, weights in zip(stacked, each, strict=True):
        np.testing.assert_allclose(found, laws.steps(weights, *given(experiment), 0.3), rtol=1e-12)


def test_at_the_kink_of_a_relu_the_law_is_exact_too():
    """One example at which the input of the unit is exactly 0: slope 0 times z = 0."""
    weights = [np.array([[1.0], [-1.0]]), np.array([0.0]), np.array([[2.0]]), np.array([0.1])]
    x, y = np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([[0.0], [1.0]])
    kernel, bias, outgoing, _ = laws.gradients(weights, x, y, "relu", "mse")
    assert (weights[0] * kernel).sum() + weights[1] @ bias == pytest.approx((weights[2] * outgoing).sum(), rel=1e-15)
