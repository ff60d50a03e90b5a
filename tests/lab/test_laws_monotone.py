"""What one unit can do at best: XOR by algebra, and no unit that a search finds does better."""

from itertools import permutations

import numpy as np
import pytest

import lab
from lab.laws import monotone


def test_one_unit_cannot_cost_less_than_a_sixth_on_xor_in_whatever_order_the_points_come():
    x, y = lab.data.load(lab.Data("xor"), "float64")
    for order in permutations(range(4)):
        assert monotone.floor(x[list(order)], y[list(order), 0], 12) == pytest.approx(1 / 6, abs=1e-12)


def test_what_a_direction_can_order_costs_nothing():
    x = np.random.default_rng(0).normal(size=(50, 2))
    assert monotone.floor(x, (x @ [1.0, 2.0] > 0.3).astype(float), 3600) < 0.01


@pytest.mark.parametrize("name", ["xor", "circles", "moons"])
def test_no_single_unit_among_many_is_below_it(name):
    x, y = lab.data.load(lab.Data(name), "float64")
    rng = np.random.default_rng(1)
    kernel, bias, outgoing, last = (rng.normal(scale=6.0, size=(20_000, *shape)) for shape in ((2,), (), (), ()))
    h = np.tanh(x @ kernel.T + bias)  # (example, unit)
    a = 1 / (1 + np.exp(-(h * outgoing + last)))
    assert ((a - y) ** 2).mean(axis=0).min() > monotone.floor(x, y[:, 0], 720) - 1e-3
