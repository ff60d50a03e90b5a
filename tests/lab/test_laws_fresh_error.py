"""The error on fresh examples in closed form, against simulated data and against descent one step after another."""

import math

import numpy as np
import pytest

from lab.laws import fresh_error as law

DRAWS = 3000


def simulated(p, n, sigma, worth, begin=0.0):
    """Squared errors sigma^2 + |w - b|^2 of many draws, each by the pseudo-inverse from a start of its own."""
    rng = np.random.default_rng(100 * p + n)
    X, e = rng.normal(size=(DRAWS, n, p)), sigma * rng.normal(size=(DRAWS, n))
    b, start = np.r_[worth, np.zeros(p - 1)], begin * rng.normal(size=(DRAWS, p))
    y = X @ b + e
    w = start + np.einsum("dpn,dn->dp", np.linalg.pinv(X), y - np.einsum("dnp,dp->dn", X, start))
    return sigma**2 + ((w - b) ** 2).sum(axis=1)


@pytest.mark.parametrize(
    ("p", "n", "sigma", "worth", "begin"),
    [(5, 30, 1.0, 1.0, 0.0), (3, 12, 0.5, 2.0, 1.0), (18, 12, 1.0, 0.5, 0.0), (40, 10, 1.0, 1.0, 0.3)],
)
def test_the_law_is_the_mean_of_drawn_data(p, n, sigma, worth, begin):
    errors = simulated(p, n, sigma, worth, begin)
    wanted = law.risk(p, n, sigma, worth**2 + begin**2 * p)
    assert errors.mean() == pytest.approx(wanted, abs=4 * errors.std() / math.sqrt(DRAWS))


def test_l11_the_published_setting():
    assert law.risk(5, 30, 1.0, 0.0) - 1 == pytest.approx(5 / 24, rel=1e-12)


@pytest.mark.parametrize("p", [29, 30, 31])
def test_there_is_no_mean_where_columns_and_examples_are_equal_or_nearly(p):
    assert law.risk(p, 30, 1.0, 1.0) == np.inf
    assert law.risk(p, 30, 0.0, 1.0) == pytest.approx(max(0.0, 1 - 30 / p))


def test_the_error_is_twice_the_noise_at_half_as_many_columns_as_examples():
    assert law.doubled(31) == 15
    assert law.risk(15, 31, 1.0, 1.0) == pytest.approx(2.0)


@pytest.mark.parametrize(("n", "p"), [(8, 5), (5, 8), (6, 6)])
def test_descent_in_closed_form_is_descent_step_by_step(n, p):
    rng = np.random.default_rng(n)
    X, y, start = rng.normal(size=(n, p)), rng.normal(size=n), rng.normal(size=p)
    w, ways = start.copy(), [start]
    for _ in range(40):
        w = w - 0.05 * 2 / n * X.T @ (X @ w - y)
        ways.append(w)
    steps = np.array([0, 1, 7, 40])
    assert law.descended(X, y, start, 0.05, steps) == pytest.approx(np.array(ways)[steps], abs=1e-10)


def test_a_rate_too_large_carries_away():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(10, 4)), rng.normal(size=10)
    assert not np.isfinite(law.descended(X, y, np.zeros(4), 50.0, np.array([100_000]))).all()
