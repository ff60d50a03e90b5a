"""How many pairs it takes: against draws, and at the ends."""

import numpy as np
import pytest

from lab.laws.power import pairs_needed, power


def test_a_difference_of_half_a_standard_deviation_takes_32_pairs():
    """(1.959964 + 0.841621)^2 / 0.25, from tables of the normal distribution."""
    assert pairs_needed(0.5, 1.0) == pytest.approx(31.395, abs=1e-3)
    assert pairs_needed(-1.0, 2.0) == pairs_needed(0.5, 1.0)


def test_studies_of_normal_pairs_see_it_as_often_as_foretold():
    from scipy import stats

    draws = np.random.default_rng(1).normal(0.4, 1.0, size=(10_000, 25))
    share = (stats.ttest_1samp(draws, 0, axis=1).pvalue < 0.05).mean()
    assert power(0.4, np.array([1 / 5]), np.array([24]))[0] == pytest.approx(share, abs=4 * 0.5 / 100)


def test_with_many_pairs_those_needed_see_it_in_eighty_of_a_hundred():
    n = pairs_needed(0.01, 1.0)
    assert power(0.01, 1 / np.sqrt(n), n - 1) == pytest.approx(0.8, abs=1e-4)


def test_no_difference_is_never_foretold_but_seen_by_chance():
    assert pairs_needed(0.0, 1.0) == np.inf
    assert power(0.0, np.array([0.3]), np.array([6]))[0] == pytest.approx(0.05)


def test_a_difference_far_beyond_the_spread_is_always_seen():
    assert power(1.0, np.zeros(2), np.array([1, 2])).tolist() == [1.0, 1.0]
    assert power(0.0, np.zeros(1), np.array([1])).tolist() == [0.0]
    assert power(1.0, np.array([1e-9]), np.array([3]))[0] == pytest.approx(1.0)


@pytest.mark.parametrize("away", [5.0, 6.5, 8.0, 40.0, 5000.0])
def test_a_difference_of_many_standard_errors_is_seen_by_nearly_all_and_is_a_number(away):
    """SciPy's lower tail is none from about 6 on: "nan % of studies"."""
    seen = power(away, np.array([1.0]), np.array([4.0]))[0]
    assert 0.9 < seen <= 1
    assert seen >= power(4.5, np.array([1.0]), np.array([4.0]))[0]
