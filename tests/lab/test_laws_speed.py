"""The laws of speed, against plain gradient descent written out here."""

import numpy as np
import pytest

from lab.laws import speed as law
from lab.laws.relevance import design


def made(kind, n=12):
    """A design, targets that no line meets, and a start."""
    draws = np.random.default_rng(3)
    x1 = np.linspace(-1, 2, n)
    second = {"noise": draws.normal(2, 1, n), "ones": np.ones(n), "copy": x1}[kind]
    return design(np.column_stack([x1, second])), 3 * x1 + 1 + draws.normal(size=n), draws.normal(size=3)


def ways(X, y, start, rate, steps):
    """Weights after each step of gradient descent, (step, weight)."""
    w = [np.array(start, dtype=float)]
    for _ in range(steps):
        w.append(w[-1] - rate * 2 / len(X) * X.T @ (X @ w[-1] - y))
    return np.array(w)


@pytest.mark.parametrize("kind", ["noise", "ones", "copy"])
def test_every_direction_shrinks_by_itself_as_foretold(kind):
    X, y, start = made(kind)
    curvatures, vectors = law.directions(X)
    end = ways(X, y, start, 0.1, 5000)[-1]
    apart = np.abs((ways(X, y, start, 0.05, 30) - end) @ vectors.T)
    assert pytest.approx(apart / apart[0], abs=1e-9) == law.left(curvatures, 0.05, np.arange(31)).T


@pytest.mark.parametrize("kind", ["noise", "ones", "copy"])
def test_directions_are_the_eigenvectors_of_the_hessian(kind):
    X, _, _ = made(kind)
    hessian = 2 / len(X) * X.T @ X
    curvatures, vectors = law.directions(X)
    assert len(curvatures) == (3 if kind == "noise" else 2)
    assert hessian @ vectors.T == pytest.approx(curvatures * vectors.T, abs=1e-9)
    assert curvatures.sum() == pytest.approx(np.trace(hessian))
    assert (np.abs(vectors).max(axis=1) == vectors.max(axis=1)).all()


@pytest.mark.parametrize("kind", ["noise", "ones", "copy"])
@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_the_cost_follows_its_law_also_where_it_grows(kind, rate):
    X, y, start = made(kind)
    steps = np.array([0, 1, 5, 20])
    costs = [np.mean((X @ w - y) ** 2) for w in ways(X, y, start, rate, 20)[steps]]
    assert law.costs(X, y, start[None], rate, steps)[0] == pytest.approx(costs, rel=1e-9)


def test_steps_to_a_share_are_where_a_loop_gets_there():
    curvatures = np.array([30.0, 4.0, 0.7])
    for curvature, steps in zip(curvatures, law.steps_to(0.01, curvatures, 0.05), strict=True):
        left, count = 1.0, 0
        while left > 0.01:
            left, count = left * abs(1 - 0.05 * curvature), count + 1
        assert np.ceil(steps) == count


def test_a_direction_may_arrive_at_once_or_never():
    assert law.steps_to(0.01, np.array([2.0, 4.0, 5.0]), 0.5) == pytest.approx([1.0, np.inf, np.inf])


@pytest.mark.parametrize("kind", ["noise", "ones", "copy"])
def test_no_rate_is_better_than_the_best(kind):
    X, _, _ = made(kind)
    curvatures, _ = law.directions(X)
    best = law.best_rate(X)
    slowest = law.steps_to(0.01, curvatures, best).max()
    assert all(law.steps_to(0.01, curvatures, best * factor).max() > slowest for factor in (0.5, 0.9, 0.99, 1.01))
