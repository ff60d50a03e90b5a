"""The laws of the target's logit alone, against small cases worked out by hand and by a loop of their own."""

import numpy as np
import pytest

from lab.laws import target_only as laws


def test_two_classes_are_45_degrees_apart_and_many_nearly_none():
    assert laws.angle(2) == pytest.approx(45.0)
    assert laws.angle(10) == pytest.approx(18.4349, abs=1e-4)  # the angle of 1 to 3
    assert laws.angle(1000) < 2


def test_the_largest_step_of_one_example_is_its_length():
    assert laws.largest_step(np.array([3.0]), np.array([[0.0, 1.0]])) == 3.0
    assert laws.largest_step(np.array([3.0, 4.0]), np.eye(2)) == 2.5  # halves of 3 and 4, at right angles
    assert laws.largest_step(np.array([3.0, 4.0]), np.array([[1.0, 0.0], [1.0, 0.0]])) == 3.5


def test_the_growth_is_that_of_the_two_recursions():
    """v <- v + r (1 - 1/K) u m and u <- u + r (1 - 1/K) / K (v . m), for 200 steps from numbers of no importance."""
    m, classes, rate = np.array([0.3, 0.8, 0.0, 1.0]), 4, 0.2
    v, u, pull = np.array([0.1, 0.2, 0.3, 0.4]), 0.5, 0.2 * 0.75
    for _ in range(200):
        v, u, before = v + pull * u * m, u + pull / classes * (v @ m), u
    assert laws.growth(rate, m[:3], classes) == pytest.approx(u / before, rel=1e-12)
