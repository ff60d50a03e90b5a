"""The best of n normal draws: against published figures, closed forms and draws."""

from itertools import combinations

import numpy as np
import pytest

from lab.laws.best_of import best_of, expected_maximum

VALUES = np.array([3.0, 1.0, 4.0, 1.5, 9.0, 2.6, 5.0, 3.5])


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


@pytest.mark.parametrize(("better", "pick"), [(1, max), (-1, min)])
def test_the_best_of_n_is_that_of_all_choices(better, pick):
    table = best_of(VALUES, better).set_index("n")
    for n in (1, 2, 3, 4):
        best = [pick(choice) for choice in combinations(VALUES, n)]
        assert table.loc[n, "mean"] == pytest.approx(np.mean(best))
        ends = better * np.quantile(better * np.array(best), [0.05, 0.95][::better], method="inverted_cdf")
        assert table.loc[n, ["low", "high"]].tolist() == pytest.approx(ends.tolist())
    assert table.index.max() == 4


def test_the_least_is_the_mirror_of_the_largest():
    least, largest = best_of(VALUES, -1), best_of(-VALUES, 1)
    assert least["mean"].tolist() == (-largest["mean"]).tolist()
    assert least["low"].tolist() == (-largest["high"]).tolist()
