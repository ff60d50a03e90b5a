"""Schemes against each other, seed by seed: against scipy's paired test, and by what is said."""

import dataclasses

import numpy as np
import pytest
from scipy import stats

from lab.seeds import compared, spread, spread_words
from lab.seeds.starts import SCHEME, Starts


def made(*ends):
    """Starts with these final costs, a row a scheme."""
    loss = np.array(ends, float)[:, :, None]
    variants = [{SCHEME: name} for name in ("uniform", "he_normal", "zeros")[: len(loss)]]
    return Starts(spread.START, variants, range(loss.shape[1]), np.array([0]), loss, None, loss.shape[1])


def test_the_interval_is_that_of_a_paired_t_test():
    rng = np.random.default_rng(1)
    one, other = rng.random(30), rng.random(30)
    row = compared.against_first(made(one, other)).iloc[0]
    interval = stats.ttest_rel(other, one).confidence_interval(0.95)
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))
    assert (row["lower"], row["pairs"]) == ((other < one).sum(), 30)


def test_a_diverged_run_leaves_the_mean_and_counts_as_higher():
    row = compared.against_first(made([1.0, 1.0, np.nan, 1.0], [0.5, np.inf, 0.5, 0.25])).iloc[0]
    assert (row["pairs"], row["mean"], row["lower"], row["equal"]) == (2, -0.625, 3, 0)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], "he normal ends exactly like uniform at every seed (3 pairs)."),
        ([1.0, 2.0, 3.0], [0.5, 1.4, 2.5], "on average he normal ends lower than uniform (3 pairs)."),
        ([1.0, 2.0], [0.5, 3.0], "on average he normal and uniform cannot be told apart (2 pairs)."),
        (
            [np.nan],
            [np.inf],
            "no seed is left to compare he normal and uniform: one of them diverged at each (1 pair).",
        ),
        ([1.0], [0.5], "on average he normal and uniform cannot be told apart (1 pair)."),
        (
            [1.0] * 20,
            [0.9] * 11 + [9.0] * 9,
            "on average he normal ends higher than uniform, though lower at 11 of the 20 seeds (20 pairs).",
        ),
    ],
)
def test_the_sentence_says_what_the_pairs_say(one, other, said):
    differences = compared.against_first(made(one, other))
    assert spread_words.compared(differences).startswith(said)
    assert spread_words.differences(differences).index.tolist() == ["he normal − uniform"]


def test_every_further_scheme_is_held_against_the_first():
    frame = compared.against_first(made([1.0, 2.0], [1.0, 2.0], [2.0, 3.0]))
    assert frame["scheme"].tolist() == ["he normal", "zeros"]
    assert frame["mean"].tolist() == [0.0, 1.0]
    assert compared.against_first(dataclasses.replace(made([1.0, 2.0]))).empty
