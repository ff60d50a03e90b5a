"""The border of stable rates: its curvature against automatic differentiation, the minimum, and descents beside it."""

import numpy as np
import pytest

import lab
from lab.laws import stable_rate as law
from lab.questions.softmax_cost.sum import START


@pytest.fixture(scope="module")
def arrays():
    x, y = lab.data.load(START.data, "float64")
    return np.column_stack([x, np.ones(len(x))]), y


def plain_slope(x, y, w):
    """Gradient of the mean cost, example by example."""
    total = np.zeros_like(w)
    for row, target in zip(x, y, strict=True):
        powers = np.exp(row @ w)
        total += np.outer(row, powers / powers.sum() - target)
    return total / len(x)


def test_the_hessian_is_that_of_automatic_differentiation(arrays):
    import tensorflow as tf

    x, y = arrays
    start = np.random.default_rng(0).normal(size=(y.shape[1], x.shape[1]))
    w = tf.Variable(start)  # class by class, as the law orders it
    with tf.GradientTape(persistent=True) as outer:
        with tf.GradientTape() as inner:
            cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(y, x @ tf.transpose(w)))
        slope = inner.gradient(cost, w)
    found = outer.jacobian(slope, w, experimental_use_pfor=False).numpy().reshape(w.numpy().size, -1)
    assert law.hessian(x, start.T) == pytest.approx(found, abs=1e-12)
    assert law.cost(x, y, start.T) == pytest.approx(float(cost), rel=1e-12)


def test_at_the_minimum_nothing_pulls(arrays):
    x, y = arrays
    assert np.abs(plain_slope(x, y, law.minimum(x, y))).max() < 1e-9


def test_the_least_cost_does_not_depend_on_where_a_column_has_its_0(arrays):
    x, y = arrays
    far = x.copy()
    far[:, 0] = 1.7e9 + 86_400 * x[:, 0]
    assert law.cost(far, y, law.minimum(far, y)) == pytest.approx(law.cost(x, y, law.minimum(x, y)), rel=1e-9)


def test_at_equal_probabilities_the_curvature_is_that_of_the_inputs(arrays):
    x, _ = arrays
    inputs = np.linalg.eigvalsh(x.T @ x / len(x))[-1]
    assert np.linalg.eigvalsh(law.hessian(x, np.zeros((3, 3))))[-1] == pytest.approx(inputs / 3, rel=1e-12)


@pytest.mark.parametrize(("share", "settles"), [(0.97, True), (1.03, False)])
def test_full_batch_descent_settles_below_the_border_and_leaves_above(arrays, share, settles):
    """L10, for softmax regression: from 1e-6 beside the minimum, along the steepest direction."""
    x, y = arrays
    w = law.minimum(x, y)
    push = np.linalg.eigh(law.hessian(x, w))[1][:, -1].reshape(y.shape[1], -1).T
    moved, rate = w + 1e-6 * push, share * law.largest(x, w, len(x))
    for _ in range(100):
        moved = moved - rate * plain_slope(x, y, moved)
    assert (np.abs(moved - w).max() < 1e-7) == settles
    assert (np.abs(moved - w).max() > 1e-6) != settles


def test_a_part_of_the_examples_is_steeper_than_all(arrays):
    x, y = arrays
    w = law.minimum(x, y)
    rates = [law.largest(x, w, batch) for batch in (1, 4, 16, 96)]
    assert rates == sorted(rates)
    assert rates[0] < rates[-1] / 10
