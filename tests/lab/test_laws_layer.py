"""How many different units a layer can ever have: gradients that keep copies copies."""

import numpy as np
import pytest
import tensorflow as tf

from lab.laws import layer as laws


@pytest.mark.parametrize(
    ("units", "groups", "pushed", "most"),
    [(25, 1, False, 1), (25, 1, True, 2), (25, 5, False, 5), (25, 25, False, 25), (25, 25, True, 25), (1, 1, True, 1)],
)
def test_a_push_makes_one_more_where_there_is_one_to_make(units, groups, pushed, most):
    assert laws.most(units, groups, pushed) == most


@pytest.mark.parametrize("groups", [1, 2, 3])
@pytest.mark.parametrize("pushed", [False, True])
def test_steps_of_automatic_differentiation_never_make_more(groups, pushed):
    rng, units = np.random.default_rng(groups), 6
    source = np.arange(units) % groups
    weights = [rng.normal(size=shape) for shape in ((3, units), (units, 2))]
    weights = [weights[0][:, source], weights[1][source]]
    if pushed:
        weights[0][1, -1] += 0.1
    kernel, outgoing = (tf.Variable(array) for array in weights)
    x, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
    for _ in range(10):
        with tf.GradientTape() as tape:
            cost = tf.reduce_mean((tf.tanh(x @ kernel) @ outgoing - y) ** 2)
        for weight, gradient in zip((kernel, outgoing), tape.gradient(cost, [kernel, outgoing]), strict=True):
            weight.assign_sub(0.1 * gradient)
    rows = {tuple(row) for row in np.concatenate([kernel.numpy().T, outgoing.numpy()], axis=1).round(9)}
    assert len(rows) == laws.most(units, groups, pushed)
