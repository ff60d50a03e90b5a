"""The best of n normal draws: against published figures, closed forms and draws."""

import numpy as np
import pytest

from lab.laws.best_of import expected_maximum


@pytest.mark.parametrize(("n", "published"), [(1, 0.0), (3, 0.846), (5, 1.163), (10, 1.539), (100, 2.508)])
def test_the_published_figures_come_out(n, published):
    assert expected_maximum(n) == pytest.approx(published, abs=5e-4)


def test_two_to_four_draws_have_closed_forms():
    root = np.sqrt(np.pi)
    assert expected_maximum(2) == pytest.approx(1 / root, abs=1e-12)
    assert expected_maximum(3) == pytest.approx(1.5 / root, abs=1e-12)
    assert expected_maximum(4) == pytest.approx(3 / root**3 * np.arccos(-1 / 3), abs=1e-12)


def test_draws_agree_within_four_standard_errors():
    largest = np.random.default_rng(0).normal(size=(20_000, 20)).max(axis=1)
    assert expected_maximum(20) == pytest.approx(largest.mean(), abs=4 * largest.std() / np.sqrt(20_000))
