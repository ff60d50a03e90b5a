"""Gradients and curvatures of small networks, against automatic differentiation."""

import numpy as np
import pytest

import lab
from lab.seeds import curvature, spread


@pytest.fixture(scope="module")
def points():
    x, y = lab.data.load(spread.START.data, "float64")
    return np.random.default_rng(0).normal(scale=2.0, size=(5, 13)), x, y  # 2-3-1: 6 + 3 + 3 + 1 weights


def derivatives(row, x, y):
    """Gradient and Hessian of one network's cost by TensorFlow's tapes."""
    import tensorflow as tf

    w = tf.constant(row)
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(w)
        with tf.GradientTape() as inner:
            inner.watch(w)
            h = tf.sigmoid(x @ tf.reshape(w[:6], (2, 3)) + w[6:9])
            cost = tf.reduce_mean((tf.sigmoid(h @ tf.reshape(w[9:12], (3, 1)) + w[12]) - y) ** 2)
        gradient = inner.gradient(cost, w)
    return gradient.numpy(), outer.jacobian(gradient, w, experimental_use_pfor=False).numpy()


def test_gradients_and_curvatures_are_those_of_automatic_differentiation(points):
    rows, x, y = points
    gradients, curvatures = curvature.gradient(rows, x, y), curvature.curvatures(rows, x, y)
    for row, gradient, bent in zip(rows, gradients, curvatures, strict=True):
        wanted, hessian = derivatives(row, x, y)
        assert gradient == pytest.approx(wanted, rel=1e-12, abs=1e-15)
        assert bent == pytest.approx(np.linalg.eigvalsh(hessian), rel=1e-6, abs=1e-11)


def test_hidden_outputs_are_those_of_the_forward_pass(points):
    rows, x, _ = points
    kernel, bias = rows[:, :6].reshape(5, 2, 3), rows[:, 6:9]
    wanted = lab.forward.outputs([kernel, bias], x, lab.Network(hidden=(), output="sigmoid"))
    np.testing.assert_allclose(curvature.hidden(rows, x), wanted, rtol=1e-14)


def test_another_network_is_refused(refused):
    with refused(
        "The curvature is that of one hidden layer of sigmoid units, a sigmoid output, biases, and `Training.loss` "
        "'mse' on one target."
    ):
        curvature.check(lab.vary(spread.START, {"network.activation": "tanh"}))
