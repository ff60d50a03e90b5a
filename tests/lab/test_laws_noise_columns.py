"""The law of a useless column's weight, against least squares on thousands of drawn data sets and against SciPy."""

import math
from functools import cache

import numpy as np
import pytest

from lab.laws import noise_columns as law

DRAWS = 4000


@cache
def drawn(n, noise_columns, sigma=1.0, sd=1.0, truth=0.0):
    """Weights of the first useless column, by least squares: a bias, x1 from 0 to 9, and the columns."""
    rng = np.random.default_rng(n + noise_columns)
    fixed = np.column_stack([np.ones(n), np.linspace(0, 9, n)])
    weights = []
    for _ in range(DRAWS):
        columns = sd * rng.normal(size=(n, noise_columns))
        y = fixed @ [1.0, 3.0] + truth * columns[:, 0] + sigma * rng.normal(size=n)
        weights.append(np.linalg.lstsq(np.column_stack([fixed, columns]), y, rcond=None)[0][2])
    return np.array(weights)


def test_l11_the_published_spread_is_that_of_five_weights_the_bias_among_them():
    assert law.Null(sigma=1.0, examples=30, weights=5).spread == pytest.approx(0.20412, abs=5e-6)


@pytest.mark.parametrize(("n", "columns", "sigma", "sd"), [(30, 3, 1.0, 1.0), (12, 5, 0.3, 3.0)])
def test_the_spread_is_that_of_drawn_data_with_the_bias_counted(n, columns, sigma, sd):
    weights, null = drawn(n, columns, sigma, sd), law.Null(sigma=sigma, examples=n, weights=columns + 2, sd=sd)
    square = weights**2
    assert square.mean() == pytest.approx(null.spread**2, abs=4 * square.std() / math.sqrt(DRAWS))


@pytest.mark.parametrize(("n", "columns"), [(30, 3), (12, 8), (12, 10)])
@pytest.mark.parametrize("share", [0.5, 0.95])
def test_the_band_holds_its_share_of_drawn_data_however_few_examples_are_left(n, columns, share):
    """12 examples and 12 weights leave one degree of freedom: Cauchy's distribution, whose spread is infinite."""
    weights, null = drawn(n, columns), law.Null(sigma=1.0, examples=n, weights=columns + 2)
    error = math.sqrt(share * (1 - share) / DRAWS)
    assert (np.abs(weights) <= null.within(share)).mean() == pytest.approx(share, abs=4 * error)


def test_without_examples_to_spare_the_spread_is_infinite():
    assert law.Null(sigma=1.0, examples=12, weights=11).spread == math.inf


@pytest.mark.parametrize(("n", "k"), [(12, 12), (12, 10), (30, 5)])
def test_the_density_is_the_slope_of_the_share_below(n, k):
    null = law.Null(sigma=0.5, examples=n, weights=k, sd=2.0)
    for value in (-0.4, 0.0, 0.1, 2.0):
        slope = (null.below(value + 1e-5) - null.below(value - 1e-5)) / 2e-5
        assert null.density(np.array([value]))[0] == pytest.approx(slope, rel=1e-6)


def test_a_column_of_some_worth_is_outside_the_band_as_often_as_in_drawn_data():
    null = law.Null(sigma=1.0, examples=30, weights=5)
    band = null.within(0.95)
    assert null.beyond(band, 0.0) == pytest.approx(0.05)
    outside = (np.abs(drawn(30, 3, truth=0.4)) > band).mean()
    assert null.beyond(band, 0.4) == pytest.approx(outside, abs=4 * math.sqrt(0.25 / DRAWS))


def test_students_test_of_a_single_column_is_scipys():
    from scipy.stats import linregress

    rng = np.random.default_rng(5)
    x, y = rng.normal(size=20), rng.normal(size=20)
    found, other = law.student(np.column_stack([x, np.ones(20)]), y, 0), linregress(x, y)
    assert (found.weight, found.chance) == pytest.approx((other.slope, other.pvalue), rel=1e-9)
    assert found.residual / found.length == pytest.approx(other.stderr, rel=1e-9)
    assert found.freedom == 18


def test_with_the_columns_kept_the_weight_is_normal_with_sigma_over_length():
    rng = np.random.default_rng(1)
    X = np.column_stack([np.ones(15), rng.normal(size=(15, 3))])
    length = law.student(X, rng.normal(size=15), 2).length
    weights = np.linalg.lstsq(X, 0.7 * rng.normal(size=(15, DRAWS)), rcond=None)[0][2]
    share = (np.abs(weights) <= 1.959964 * 0.7 / length).mean()
    assert share == pytest.approx(0.95, abs=4 * math.sqrt(0.05 * 0.95 / DRAWS))


def test_there_is_no_test_without_an_example_to_spare_or_with_a_repeated_column():
    rng = np.random.default_rng(0)
    assert law.student(rng.normal(size=(4, 4)), rng.normal(size=4), 1) is None
    x = rng.normal(size=9)
    assert law.student(np.column_stack([x, x]), x, 1) is None
