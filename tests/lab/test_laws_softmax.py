"""The closed-form gradient against automatic differentiation."""

import numpy as np
import pytest

from lab.laws import softmax as law


@pytest.mark.parametrize("outputs", [2, 3, 9, 10])
def test_a_minus_y_is_what_automatic_differentiation_finds(outputs):
    import tensorflow as tf

    logits = np.random.default_rng(outputs).uniform(-10, 10, outputs)
    z = tf.Variable(logits)
    for target in range(outputs):
        with tf.GradientTape() as tape:
            cost = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=z)
        assert law.gradient(logits, target) == pytest.approx(tape.gradient(cost, z).numpy(), abs=1e-12)


def test_nielsens_example_output_of_equal_logits():
    assert law.gradient(np.zeros(4), 2).tolist() == [0.25, 0.25, -0.75, 0.25]


def test_the_gradient_sums_to_zero_even_where_e_to_the_z_overflows():
    gradient = law.gradient(np.array([1000.0, 999.0, -1000.0]), 1)
    assert np.isfinite(gradient).all()
    assert abs(gradient.sum()) < 1e-15
