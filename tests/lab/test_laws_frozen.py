"""The laws of starts that are zero, equal or tiny, against slow and plain ways to the same numbers."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from lab.laws import frozen as laws

ACTIVATIONS = list(laws.ACTIVATIONS)


def examples(outputs, count=24):
    """Random inputs, and classes of unequal shares."""
    rng = np.random.default_rng(outputs)
    classes = rng.choice(max(outputs, 2), count, p=[0.7, 0.3] if outputs == 1 else [0.5, 0.3, 0.2])
    return rng.normal(size=(count, 2)), classes[:, None] if outputs == 1 else np.eye(outputs)[classes]


def test_class_entropy_is_the_published_figure():
    assert laws.class_entropy([1 / 2, 1 / 3, 1 / 6]) == pytest.approx(1.011404, abs=5e-7)
    assert laws.class_entropy([0.5, 0.5]) == pytest.approx(0.6931471805599453, rel=1e-15)
    assert laws.class_entropy([1.0, 0.0]) == 0.0


def test_no_output_that_is_the_same_for_all_examples_costs_less_than_the_class_entropy():
    shares = np.array([0.5, 0.3, 0.2])
    others = np.random.default_rng(0).dirichlet([1, 1, 1], 1000)
    costs = -(shares * np.log(others)).sum(axis=1)
    assert costs.min() >= laws.class_entropy(shares)
    assert -(shares * np.log(shares)).sum() == pytest.approx(laws.class_entropy(shares), rel=1e-15)


@pytest.mark.parametrize(("y", "expected"), [([[0], [1], [1], [1]], [0.25, 0.75]), (np.eye(2), [0.5, 0.5])])
def test_shares_of_one_column_and_of_one_hot_targets(y, expected):
    assert laws.shares(np.array(y)).tolist() == expected


def by_keras(start, x, y, rate, epochs, activation):
    """The costs of the whole layer, its gradients by automatic differentiation."""
    weights = [tf.Variable(array, dtype=tf.float64) for array in start]
    kind = keras.losses.BinaryCrossentropy if y.shape[1] == 1 else keras.losses.CategoricalCrossentropy
    loss, activate, costs = kind(from_logits=True, dtype="float64"), keras.activations.get(activation), []
    for _ in range(epochs + 1):
        with tf.GradientTape() as tape:
            hidden = activate(tf.constant(x) @ weights[0] + weights[1])
            cost = loss(tf.constant(y, tf.float64), hidden @ weights[2] + weights[3])
        costs.append(float(cost))
        for weight, gradient in zip(weights, tape.gradient(cost, weights), strict=True):
            weight.assign_sub(rate * gradient)
    return costs


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("outputs", [1, 3])
def test_equal_units_cost_what_the_one_unit_costs(activation, outputs):
    x, y = examples(outputs)
    rng, units = np.random.default_rng(1), 5
    start = [np.repeat(rng.normal(size=(2, 1)), units, axis=1), np.full(units, 0.3)]
    start += [np.repeat(rng.normal(size=(1, outputs)), units, axis=0), rng.normal(size=outputs)]
    foretold = laws.one_unit(start, x, y, 0.3, 60, activation)
    assert foretold[0] - foretold[-1] > 0.02
    np.testing.assert_allclose(foretold, by_keras(start, x, y, 0.3, 60, activation), rtol=0, atol=1e-13)


def test_a_rate_that_is_far_too_large_ends_without_a_warning():
    x, y = examples(1)
    start = [np.ones((2, 2)), np.zeros(2), np.ones((2, 1)), np.zeros(1)]
    assert not np.isfinite(laws.one_unit(start, 1e6 * x, y, 1e6, 60, "linear")).all()


def test_the_pull_is_the_largest_singular_value_of_the_first_gradient():
    x, y = examples(3)
    kernel, bias = tf.Variable(np.zeros((2, 3))), np.log(y.mean(axis=0))
    with tf.GradientTape() as tape:
        cost = keras.losses.CategoricalCrossentropy(from_logits=True)(y, tf.constant(x) @ kernel + bias)
    assert laws.pull(x, y) == pytest.approx(np.linalg.norm(tape.gradient(cost, kernel), 2), rel=1e-6)


def test_xor_does_not_pull_at_all():
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    assert laws.pull(corners + 0.1, np.array([[0], [1], [1], [0]])) == 0.0
    assert laws.pull(corners, np.array([[0], [1], [1], [1]])) > 0.1


def test_a_decade_takes_longer_the_smaller_the_pull_and_for_ever_without_one():
    assert laws.epochs_a_decade(9.0, 1.0, "tanh") == pytest.approx(1.0)
    assert laws.epochs_a_decade(36.0, 1.0, "sigmoid") == pytest.approx(1.0)
    assert laws.epochs_a_decade(0.0, 1.0, "tanh") == np.inf
