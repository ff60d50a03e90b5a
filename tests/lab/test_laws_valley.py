"""The cost over a plane of two weights, against least squares solved anew at every point."""

import numpy as np
import pytest

from lab.laws import valley as law
from lab.laws.relevance import design

PAIRS = [(0, 1), (1, 2), (0, 2)]


def made(kind, n=12):
    """A design and noisy targets."""
    draws = np.random.default_rng(3)
    x1 = np.linspace(-1, 4, n)
    second = {"noise": draws.normal(5, 1, n), "ones": np.ones(n), "copy": x1, "double": 2 * x1, "zeros": 0 * x1}[kind]
    return design(np.column_stack([x1, second])), 3 * x1 + 1 + draws.normal(size=n)


def cost_at(X, y, pair, point):
    """Least cost with two weights held at `point`: the third solved for, by least squares."""
    rest, left = np.delete(X, pair, axis=1), y - X[:, pair] @ point
    other = np.linalg.lstsq(rest, left, rcond=1e-9)[0]
    return np.mean((left - rest @ other) ** 2)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("kind", ["noise", "ones", "copy", "double", "zeros"])
def test_the_cost_over_the_plane_is_that_of_the_other_weight_at_its_best(kind, pair):
    X, y = made(kind)
    bowl = law.bowl(X, y, pair)
    for point in np.random.default_rng(0).normal(0, 3, (20, 2)):
        p, q = (point - bowl.bottom) @ bowl.steep, (point - bowl.bottom) @ bowl.flat
        said = bowl.lowest + (bowl.curvatures[0] * p**2 + bowl.curvatures[1] * q**2) / 2
        assert said == pytest.approx(cost_at(X, y, pair, point), rel=1e-9)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("kind", ["noise", "copy"])
def test_every_point_of_a_contour_has_its_cost(kind, pair):
    X, y = made(kind)
    bowl = law.bowl(X, y, pair)
    for half in law.contour(bowl, 0.7, 9.0):
        costs = [cost_at(X, y, pair, point) for point in half]
        assert costs == pytest.approx([bowl.lowest + 0.7] * len(half), rel=1e-8)


def test_an_ellipse_within_reach_is_closed_and_a_valley_has_two_lines_as_long_as_the_reach():
    upper, lower = law.contour(law.bowl(*made("noise"), (0, 1)), 0.7, 100.0)
    assert upper[[0, -1]] == pytest.approx(lower[[0, -1]], abs=1e-6)
    upper, lower = law.contour(law.bowl(*made("copy"), (0, 1)), 0.7, 100.0)
    assert np.linalg.norm(upper[-1] - upper[0]) == pytest.approx(200)
    assert upper[-1] - upper[0] == pytest.approx(lower[-1] - lower[0])


@pytest.mark.parametrize(
    ("kind", "direction"),
    [("ones", [0, 1, -1]), ("copy", [1, -1, 0]), ("double", [2, -1, 0]), ("zeros", [0, 1, 0])],
)
def test_dependent_columns_have_a_valley(kind, direction):
    curvature, found = law.flattest(made(kind)[0])
    assert curvature == 0.0
    assert found * np.sign(found @ direction) == pytest.approx(direction / np.linalg.norm(direction), abs=1e-9)


def test_independent_columns_have_none_but_a_flattest_direction():
    X, _ = made("noise")
    values, vectors = np.linalg.eigh(2 / len(X) * X.T @ X)
    curvature, found = law.flattest(X)
    assert curvature == pytest.approx(values[0], rel=1e-9)
    assert abs(found @ vectors[:, 0]) == pytest.approx(1.0)
    assert found[np.argmax(np.abs(found))] > 0
