"""One pass forward and backward: against TensorFlow's own gradients of a Keras model."""

import numpy as np
import pytest

import lab
from lab.initial import starts
from lab.seeds.backward import passed


@pytest.mark.parametrize(("activation", "data", "output"), [("relu", "moons", "sigmoid"), ("tanh", "iris", "softmax")])
def test_errors_are_the_gradients_of_the_biases(activation, data, output):
    import keras
    import tensorflow as tf

    loss = {"sigmoid": "binary_crossentropy", "softmax": "categorical_crossentropy"}[output]
    experiment = lab.Experiment(
        data=lab.Data(data),
        network=lab.Network(hidden=(5, 4, 3), activation=activation, output=output),
        training=lab.Training(loss=loss, precision="float64"),
    )
    x, y = (array[:7] for array in lab.data.load(experiment.data, "float64"))
    weights = starts(experiment, [3])
    found = passed(weights, x, y, experiment.network)
    model = keras.Sequential([keras.Input((x.shape[1],), dtype="float64")])
    for units in experiment.widths[1:]:
        kind = output if units == experiment.widths[-1] and len(model.layers) == 3 else activation
        model.add(keras.layers.Dense(units, kind, dtype="float64"))
    model.set_weights([array[0] for array in weights])
    with tf.GradientTape() as tape:
        cost = tf.reduce_mean(getattr(keras.losses, loss)(tf.constant(y), model(x)))
    slopes = tape.gradient(cost, [layer.bias for layer in model.layers])
    for errors, slope in zip(found.errors, slopes, strict=True):
        assert errors[0].mean(axis=0) == pytest.approx(slope.numpy(), rel=1e-5, abs=1e-9)
    assert found.activations[-1].shape == (1, 7, 3)


def test_another_activation_is_refused():
    with pytest.raises(ValueError, match="^`Network.activation` must be one of 'linear', 'relu', 'tanh', 'sigmoid'"):
        passed([], np.ones((1, 1)), np.ones((1, 1)), lab.Network(activation="gelu"))
