"""The forward pass of many networks, against plain Keras one at a time."""

import numpy as np
import pytest

import lab
from lab import forward
from lab.network import keras_model


def setting(activation, loss="binary_crossentropy", output="sigmoid", hidden=(3,), use_bias=True):
    return lab.Experiment(
        data=lab.Data("moons", n=12),
        network=lab.Network(hidden=hidden, activation=activation, output=output, use_bias=use_bias),
        init=lab.Init("normal", stddev=1.0, bias="same" if use_bias else "zeros"),
        training=lab.Training(loss=loss, precision="float64"),
    )


@pytest.mark.parametrize("activation", forward.ACTIVATIONS)
@pytest.mark.parametrize(
    ("loss", "output", "hidden", "use_bias"),
    [("binary_crossentropy", "sigmoid", (3,), True), ("mse", "linear", (4, 2), True), ("mse", "sigmoid", (2,), False)],
)
def test_a_stack_of_networks_says_what_keras_says_of_each(activation, loss, output, hidden, use_bias):
    experiment = setting(activation, loss, output, hidden, use_bias)
    x, y = lab.data.load(experiment.data, "float64")
    models = [keras_model(experiment, seed) for seed in range(4)]
    kept = [model.get_weights() for model in models]
    stacks = [np.reshape(arrays, (2, 2, *arrays[0].shape)) for arrays in zip(*kept, strict=True)]
    said = forward.outputs(stacks, x, experiment.network).reshape(4, len(x), 1)
    cost = forward.costs(stacks, x, y, experiment.network, loss).reshape(4)
    for number, model in enumerate(models):
        np.testing.assert_allclose(said[number], model(x).numpy(), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(cost[number], model.compute_loss(x, y, model(x)).numpy(), rtol=1e-6)


def test_a_certain_and_wrong_network_costs_as_much_as_its_logit_not_infinitely_much():
    weights = [np.zeros((2, 1)), np.zeros(1), np.zeros((1, 1)), np.array([2000.0])]
    cost = forward.costs(weights, np.zeros((1, 2)), np.zeros((1, 1)), setting("tanh").network, "binary_crossentropy")
    assert cost == 2000.0


@pytest.mark.parametrize("output", ["relu", "tanh", "softmax"])
def test_every_output_and_an_activation_for_each_layer_says_what_keras_says(output):
    data = lab.Data("blobs", n=12) if output == "softmax" else lab.Data("moons", n=12)
    network = lab.Network(hidden=(4, 3, 2), activation=("tanh", "gelu", "relu"), output=output)
    experiment = lab.Experiment(data=data, network=network, training=lab.Training(precision="float64"))
    x, _ = lab.data.load(data, "float64")
    model = keras_model(experiment, 3)
    np.testing.assert_allclose(forward.outputs(model.get_weights(), x, network), model(x).numpy(), rtol=1e-9, atol=1e-9)


def test_a_loss_that_is_not_here_is_refused(refused):
    with refused("`Training.loss` must be one of 'mse', 'binary_crossentropy'; got 'categorical_crossentropy'."):
        forward.costs([], np.zeros((1, 2)), np.zeros((1, 1)), lab.Network(), "categorical_crossentropy")
