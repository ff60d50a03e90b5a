"""Where the arithmetic of a softmax ends, against the arithmetic itself; cost and slope, against 50 digits."""

from decimal import Decimal, getcontext

import numpy as np
import pytest

from lab.laws import overflow as laws

getcontext().prec = 50


def border(inside, low, high):
    """The number between `low` (inside) and `high` (not) at which `inside` ends, by halving."""
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle) else (low, middle)
    return low


@pytest.mark.parametrize(("precision", "claimed", "ulp"), [("float32", 88.72, 8e-6), ("float64", 709.78, 2e-13)])
def test_powers_overflow_where_the_law_says(precision, claimed, ulp):
    """L22: 88.72 in float32, 709.78 in float64."""
    with np.errstate(over="ignore"):
        found = border(lambda z: np.isfinite(np.exp(np.array(z, precision))), 0.0, 2000.0)
    assert laws.highest(precision) == pytest.approx(found, abs=ulp)
    assert round(found, 2) == claimed


@pytest.mark.parametrize(("precision", "ulp"), [("float32", 8e-6), ("float64", 2e-13)])
def test_powers_vanish_where_the_law_says(precision, ulp):
    with np.errstate(under="ignore"):
        found = border(lambda z: np.exp(np.array([-z] * 64, precision)).max() > 0, 0.0, 2000.0)
        normal = border(lambda z: np.exp(np.float64(-z)) >= np.finfo(precision).tiny, 0.0, 2000.0)
    assert -laws.lowest(precision) == pytest.approx(found, abs=8 * ulp)
    assert -laws.lowest(precision, flushed=True) == pytest.approx(normal, abs=ulp)


def test_the_clip_is_keras_s_own():
    import keras

    assert keras.config.epsilon() == laws.CLIP
    a = 1 / (1 + np.exp(laws.clipped_at()))
    assert a == pytest.approx(laws.CLIP, rel=1e-12)
    assert laws.most_clipped() == pytest.approx(16.1181, abs=1e-4)


@pytest.mark.parametrize("gap", [-700.0, -40.0, -1.0, 0.0, 0.5, 16.0, 88.0, 1000.0])
def test_cost_slope_and_probability_are_right_to_fourteen_digits(gap):
    power = Decimal(gap).exp()
    assert float(laws.cost(gap)) == pytest.approx(float((1 + power).ln()), rel=1e-14)
    assert float(laws.slope(gap)) == pytest.approx(float(-power / (1 + power)), rel=1e-14)
    assert float(laws.probability(gap)) == pytest.approx(float(1 / (1 + power)), rel=1e-14)


@pytest.mark.parametrize("logit", [-100.0, -16.5, -1.0, 0.0, 0.5, 20.0, 100.0])
@pytest.mark.parametrize("target", [0, 1])
def test_one_output_s_cost_and_slope_are_right_to_fourteen_digits(logit, target):
    a = 1 / (1 + Decimal(-logit).exp())
    cost = -(a if target else 1 - a).ln() if abs(logit) < 50 else None  # beyond, 1 - a has no digits left
    if cost is not None:
        assert float(laws.binary_cost(logit, target)) == pytest.approx(float(cost), rel=1e-14)
    slope = -1 / (1 + Decimal(logit).exp()) if target else a
    assert float(laws.binary_slope(logit, target)) == pytest.approx(float(slope), rel=1e-14)


@pytest.mark.parametrize(("target", "printed"), [(0, 15.942384719848633), (1, 16.11809539794922)])
def test_the_largest_clipped_cost_of_one_output_is_what_keras_prints(target, printed):
    import keras

    wrong = keras.losses.BinaryCrossentropy()(np.array([[float(target)]]), np.array([[1.0 - target]]))
    assert float(wrong) == printed
    assert laws.most_clipped_binary(target) == pytest.approx(printed, rel=1e-6)
