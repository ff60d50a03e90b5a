"""The mean field of wide random networks: against integrals by SciPy, published points and limits."""

import numpy as np
import pytest
from scipy import integrate

from lab.laws import mean_field as laws


def average(function, q):
    """E[function(sqrt(q) z)] by adaptive quadrature."""
    return integrate.quad(lambda z: function(np.sqrt(q) * z) * np.exp(-z * z / 2), -12, 12)[0] / np.sqrt(2 * np.pi)


@pytest.mark.parametrize("q", [0.01, 1.0, 9.0])
def test_averages_over_a_normal_are_those_of_scipy(q):
    assert laws.square("tanh", q) == pytest.approx(average(lambda u: np.tanh(u) ** 2, q), rel=1e-7)
    assert laws.slope("tanh", q) == pytest.approx(average(lambda u: np.cosh(u) ** -4.0, q), rel=1e-5)
    assert laws.square("sigmoid", q) == pytest.approx(average(lambda u: (1 + np.exp(-u)) ** -2.0, q), rel=1e-7)
    assert laws.square("relu", q) == pytest.approx(average(lambda u: max(u, 0) ** 2, q), rel=1e-7)
    assert laws.slope("linear", q) == 1


def test_the_critical_point_is_the_published_one():
    assert laws.critical(0.05) == pytest.approx(1.76095, abs=1e-5)
    assert laws.critical(0.0) == pytest.approx(1.0, abs=1e-6)


def test_chi_is_below_one_left_of_the_line_and_above_it_right():
    weights, biases = laws.critical_line(np.array([0.1, 0.5, 2.0]))
    assert laws.chi(weights, biases) == pytest.approx(np.ones(3), abs=1e-6)
    assert (laws.chi(0.9 * weights, biases) < 1).all()
    assert (laws.chi(1.1 * weights, biases) > 1).all()


def test_correlations_meet_in_order_and_part_in_chaos():
    assert laws.correlations(0.5, 1.2, 0.05, 60)[-1] > 0.9999
    chaos = laws.correlations(0.5, 3.0, 0.05, 60)
    assert chaos[-1] == pytest.approx(laws.next_correlation(chaos[-1], 3.0, 0.05), abs=1e-3)
    assert 0 < chaos[-1] < 0.5


def test_the_slope_of_the_map_at_one_is_chi():
    step = 1e-4
    slope = (1 - laws.next_correlation(1 - step, 2.0, 0.05)) / step
    assert slope == pytest.approx(float(laws.chi(np.array(2.0), np.array(0.05))), rel=2e-3)


def test_the_depth_scale_is_how_fast_correlations_settle():
    for weights in (1.2, 3.0):
        end, scale = laws.meeting(weights, 0.05), laws.depth_scale(weights, 0.05)
        away = np.abs(laws.correlations(end - 1e-3, weights, 0.05, 6) - end)
        assert away[-1] / away[0] == pytest.approx(np.exp(-5 / scale), rel=0.02)
    assert laws.depth_scale(laws.critical(0.05), 0.05) > 1e5
    assert laws.meeting(1.2, 0.05) == 1
