"""How many pairs it takes: against draws, and at the ends."""

import numpy as np
import pytest

from lab.laws.power import pairs_needed, power


def test_a_difference_of_half_a_standard_deviation_takes_32_pairs():
    """(1.959964 + 0.841621)^2 / 0.25, from tables of the normal distribution."""
    assert pairs_needed(0.5, 1.0) == pytest.approx(31.395, abs=1e-3)
    assert pairs_needed(-1.0, 2.0) == pairs_needed(0.5, 1.0)


def test_studies_of_normal_pairs_see_it_as_often_as_foretold():
    draws = np.random.default_rng(1).normal(0.4, 1.0, size=(10_000, 25)).mean(axis=1)
    share = (np.abs(draws) > 1.959964 / np.sqrt(25)).mean()
    assert power(0.4, 1.0, np.array([25]))[0] == pytest.approx(share, abs=4 * 0.5 / 100)


def test_the_pairs_needed_see_it_in_eighty_of_a_hundred():
    assert power(0.3, 1.0, np.array([pairs_needed(0.3, 1.0)]))[0] == pytest.approx(0.8, abs=1e-6)


def test_no_difference_is_never_foretold_but_seen_by_chance():
    assert pairs_needed(0.0, 1.0) == np.inf
    assert power(0.0, 1.0, np.array([7]))[0] == pytest.approx(0.05)


def test_without_a_spread_one_pair_does():
    assert power(1.0, 0.0, np.array([2, 3])).tolist() == [1.0, 1.0]
    assert power(0.0, 0.0, np.array([2])).tolist() == [0.0]
