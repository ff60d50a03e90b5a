"""Losses of a stack of replicas against Keras's, one network at a time."""

import keras
import numpy as np
import pytest

from lab.engine.loss import example_losses, right

CASES = {
    ("mse", "linear"): lambda y, z: keras.losses.mean_squared_error(y, z),
    ("mse", "sigmoid"): lambda y, z: keras.losses.mean_squared_error(y, keras.ops.sigmoid(z)),
    ("mse", "softmax"): lambda y, z: keras.losses.mean_squared_error(y, keras.ops.softmax(z)),
    ("binary_crossentropy", "sigmoid"): lambda y, z: keras.losses.binary_crossentropy(y, z, from_logits=True),
    ("categorical_crossentropy", "softmax"): lambda y, z: keras.losses.categorical_crossentropy(y, z, from_logits=True),
}


@pytest.mark.parametrize(("loss", "output"), CASES)
@pytest.mark.parametrize("scale", [1.0, 200.0])
def test_losses_are_those_of_keras_in_both_layouts(loss, output, scale):
    rng = np.random.default_rng(0)
    z = (scale * rng.normal(size=(3, 7, 4))).astype("float32")  # (replica, sample, unit)
    y = np.eye(4, dtype="float32")[rng.integers(4, size=7)]
    plain = np.stack([CASES[loss, output](y, each) for each in z])
    stacked = example_losses(loss, output, z, y, axis=-1)
    last = example_losses(loss, output, z.transpose(2, 1, 0), y.T[:, :, None], axis=0)
    np.testing.assert_allclose(stacked, plain, rtol=2e-5, atol=1e-6)
    np.testing.assert_allclose(np.transpose(last), plain, rtol=2e-5, atol=1e-6)


def test_right_is_the_largest_output_or_the_right_side_of_one_half():
    z = np.array([[[1.0, 3.0], [3.0, 1.0]]], "float32")
    y = np.array([[0.0, 1.0], [0.0, 1.0]], "float32")
    np.testing.assert_array_equal(right("softmax", z, y, axis=-1), [[1.0, 0.0]])
    one = np.array([[[-0.1], [0.1]]], "float32")
    np.testing.assert_array_equal(right("sigmoid", one, np.array([[0.0], [0.0]], "float32"), axis=-1), [[1.0, 0.0]])
