"""The slopes of a linear layer by hand, against the loss itself, moved weight by weight."""

import numpy as np
import pytest

from lab.laws import dense as law

SHAPES = [(1, 3, 2), (3, 4, 25), (5, 1, 1), (2, 6, 3)]  # rows, features, units


def made(rows, features, units):
    """Inputs, targets, kernel and bias."""
    draws = np.random.default_rng(rows + features + units)
    shapes = (rows, features), (rows, units), (features, units), (units,)
    return [draws.normal(size=shape) for shape in shapes]


def loss(x, y, kernel, bias):
    """The mean squared error, one number after another."""
    total = 0.0
    for row in range(len(x)):
        for unit in range(len(bias)):
            z = sum(x[row, i] * kernel[i, unit] for i in range(x.shape[1])) + bias[unit]
            total += (z - y[row, unit]) ** 2
    return total / (len(x) * len(bias))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_slope_is_what_moving_its_number_does(shape):
    x, y, kernel, bias = made(*shape)
    found = law.gradients(x, y, kernel, bias)
    for slopes, array in ((found[0], kernel), (found[1], bias)):
        for place in np.ndindex(array.shape):
            kept, costs = array[place], []
            for nudge in (1e-4, -1e-4):
                array[place] = kept + nudge
                costs.append(loss(x, y, kernel, bias))
            array[place] = kept
            assert slopes[place] == pytest.approx((costs[0] - costs[1]) / 2e-4, abs=1e-8)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("rate", [0.0, 0.01, 0.3, 7.0])
def test_the_loss_after_a_step_of_any_size_lies_on_the_parabola(shape, rate):
    x, y, kernel, bias = made(*shape)
    dw, db, _ = law.gradients(x, y, kernel, bias)
    start, falls, bends = law.parabola(x, y, kernel, bias)
    assert loss(x, y, kernel - rate * dw, bias - rate * db) == pytest.approx(
        start - rate * falls + rate**2 * bends, rel=1e-9
    )
