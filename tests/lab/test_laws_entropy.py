"""The floor of a cross-entropy and its height before training, against figures, scans and drawn numbers."""

import math

import numpy as np
import pytest

from lab.laws import entropy as law


def test_the_floor_of_70_and_30_is_the_claimed_figure():
    """L23."""
    assert law.floor(0.7) == pytest.approx(0.610864, abs=5e-7)
    assert law.floor(0.5) == pytest.approx(math.log(2))
    assert law.floor(0.0) == law.floor(1.0) == 0.0


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.7, 0.95])
def test_no_prediction_gets_below_the_floor_and_the_rest_is_what_lies_above(share):
    p = np.linspace(1e-6, 1 - 1e-6, 20_001)
    costs = -share * np.log(p) - (1 - share) * np.log(1 - p)
    assert costs.min() >= law.floor(share) - 1e-12
    assert p[costs.argmin()] == pytest.approx(share, abs=1e-4)
    for place in (0, 100, 10_000, 20_000):
        assert law.floor(share) + law.above(share, p[place]) == pytest.approx(costs[place], rel=1e-9)


def test_above_the_floor_is_nothing_where_the_share_is_predicted_and_endless_where_it_is_ruled_out():
    assert law.above(0.7, 0.7) == 0.0
    assert law.above(1.0, 1.0) == 0.0
    assert law.above(0.7, 1.0) == math.inf
    assert law.above(1.0, 0.0) == math.inf


def test_ten_classes_start_at_the_claimed_figure():
    """L22."""
    assert law.at_start(10) == pytest.approx(2.302585, abs=5e-7)
    assert law.at_start_at_most(10, 0.0) == law.at_start(10)


@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("classes", [2, 10])
def test_drawn_logits_cost_between_the_two_laws_on_average(classes, scale):
    """Within four standard errors of 20,000 draws."""
    z = np.random.default_rng(classes).normal(scale=scale, size=(20_000, classes))
    costs = np.log(np.exp(z).sum(axis=1)) - z[:, 0]
    error = 4 * costs.std() / math.sqrt(len(costs))
    assert law.at_start(classes) - error < costs.mean() < law.at_start_at_most(classes, scale) + error


@pytest.mark.parametrize("scale", [0.01, 0.3, 1.0, 3.0, 30.0])
@pytest.mark.parametrize("classes", [2, 10])
def test_drawn_logits_cost_what_is_expected(classes, scale):
    """Within four standard errors of 20,000 draws; between the two laws above."""
    z = np.random.default_rng(classes).normal(scale=scale, size=(20_000, classes))
    costs = np.logaddexp.reduce(z, axis=1) - z[:, 0]
    expected = law.at_start_expected(classes, scale)
    assert abs(costs.mean() - expected) < 4 * costs.std() / math.sqrt(len(costs))
    assert law.at_start(classes) < expected < law.at_start_at_most(classes, scale)


@pytest.mark.parametrize("scale", [0.1, 0.999, 1.0, 5.0, 50.0])
def test_one_sigmoid_costs_as_two_classes_of_half_the_variance(scale):
    """Against the integral of log(1 + e^z) over a normal z."""
    z = np.linspace(-10, 10, 200_001)
    density = np.exp(-(z**2) / 2)
    one = np.logaddexp(0.0, scale * z) @ density / density.sum()
    assert law.at_start_expected(2, scale / math.sqrt(2)) == pytest.approx(one, rel=1e-9)
