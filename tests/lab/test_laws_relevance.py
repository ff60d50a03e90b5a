"""The laws of a linear model, against plain gradient descent written out here and against published numbers."""

import numpy as np
import pytest

from lab.laws import relevance as law


def descended(X, y, start, rate, steps, optimizer="sgd", momentum=0.9):
    """Gradient descent on the mean squared error, one step after another."""
    w, v = np.array(start, dtype=float), np.zeros(len(start))
    for _ in range(steps):
        gradient = 2 / len(X) * X.T @ (X @ w - y)
        if optimizer == "sgd":
            w = w - rate * gradient
        else:
            v = momentum * v - rate * gradient
            w = w + (v if optimizer == "momentum" else momentum * v - rate * gradient)
    return w


def made(kind, n=12):
    """A design, targets and a start."""
    draws = np.random.default_rng(3)
    x1 = np.linspace(-1, 1, n)
    second = {"noise": draws.normal(size=n), "constant": np.full(n, 2.0), "duplicate": x1, "scaled": -3 * x1}[kind]
    return law.design(np.column_stack([x1, second])), 3 * x1 + 1 + draws.normal(size=n), draws.normal(size=3)


@pytest.mark.parametrize("kind", ["noise", "constant", "duplicate", "scaled"])
def test_the_end_is_where_descent_arrives(kind):
    X, y, start = made(kind)
    assert law.end(X, y, start[None])[0] == pytest.approx(descended(X, y, start, 0.1, 5000), abs=1e-9)


def test_more_columns_than_examples_still_have_an_end():
    draws = np.random.default_rng(0)
    X, y, start = law.design(draws.normal(size=(4, 9))), draws.normal(size=4), draws.normal(size=10)
    assert law.end(X, y, start[None])[0] == pytest.approx(descended(X, y, start, 0.05, 20_000), abs=1e-8)


def test_published_end_of_the_constant_column():
    """The discussion of seeds/001 printed 2.9999967, 0.73000354, 0.2700143 for this start."""
    X, y = law.design(np.column_stack([np.arange(10.0), np.ones(10)])), 3 * np.arange(10.0) + 1
    end = law.end(X, y, np.array([[1.0131117, 0.459983, 0.0]]))[0]
    assert end == pytest.approx([2.9999967, 0.73000354, 0.2700143], abs=3e-5)


def test_copies_share_by_their_scale_and_a_zero_column_never_moves():
    """L09: columns x, x, 2x, 1, 0; the column 2x moves twice as far, the ones move with the bias."""
    x1 = np.linspace(-2, 3, 20)
    X = law.design(np.column_stack([x1, x1, 2 * x1, np.ones(20), np.zeros(20)]))
    start = np.array([0.3, -0.2, 0.5, 0.1, 0.7, -0.4])
    moved = law.end(X, 3 * x1 + 1, start[None])[0] - start
    assert moved[1:3] / moved[0] == pytest.approx([1.0, 2.0], rel=1e-12)
    assert moved[3] == pytest.approx(moved[5], rel=1e-12)
    assert moved[4] == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize(("factor", "diverges"), [(0.98, False), (1.02, True)])
def test_rates_below_the_largest_converge_and_above_it_diverge(optimizer, factor, diverges):
    X, y, start = made("noise")
    rate = factor * law.largest_rate(X, optimizer, 0.9)
    distance = np.abs(descended(X, y, start, rate, 1000, optimizer) - law.end(X, y, start[None])[0]).max()
    assert (distance > 1e3) == diverges
    assert (distance < 1e-3) != diverges


@pytest.mark.parametrize(("copies", "rate"), [(1, 2.0), (2, 1.0), (5, 0.4), (10, 0.2)])
def test_copies_divide_the_largest_rate_by_their_number(copies, rate):
    """L10, for a single column of mean square 1/2 (curvature 1) without a bias."""
    x1 = np.tile([1.0, -1.0], 8) / np.sqrt(2)
    assert law.largest_rate(np.column_stack([x1] * copies)) == pytest.approx(rate, rel=1e-12)


def test_a_mean_m_makes_the_curvature_1_plus_m_squared():
    """L10: lambda of x^T x / n; the Hessian of the mean squared error is twice that."""
    standard = np.tile([1.0, -1.0], 8)
    assert law.curvatures((standard + 10)[:, None])[0] / 2 == pytest.approx(1 + 10**2, rel=1e-12)


@pytest.mark.parametrize("steps", [0, 1, 7, 100])
def test_the_slowest_direction_keeps_the_share_that_is_foretold(steps):
    X, y, _ = made("noise")
    end = law.end(X, y, np.zeros((1, 3)))[0]
    slowest = np.linalg.eigh(X.T @ X)[1][:, 0]
    left = np.linalg.norm(descended(X, y, end + slowest, 0.01, steps) - end)
    assert law.remaining(X, 0.01, steps) == pytest.approx(left, rel=1e-9)


@pytest.mark.parametrize(
    ("second", "combination"),
    [
        (lambda x1: np.ones(10), [0, 1, -1]),
        (lambda x1: np.full(10, 4.0), [0, 1, -4]),
        (lambda x1: x1, [-1, 1, 0]),
        (lambda x1: 2 * x1, [-2, 1, 0]),
        (lambda x1: np.zeros(10), [0, 1, 0]),
        (lambda x1: 9 - x1, [1, 1, -9]),
    ],
    ids=["ones", "fours", "duplicate", "doubled", "zeros", "mirrored"],
)
def test_the_conserved_combination_of_a_dependent_column(second, combination):
    x1 = np.arange(10.0)
    X = law.design(np.column_stack([x1, second(x1)]))
    assert law.conserved(X) == pytest.approx(np.array([combination]), abs=1e-9)


def test_nothing_is_conserved_where_the_columns_are_independent():
    X, _, _ = made("noise")
    assert law.conserved(X).shape == (0, 3)


def test_a_nearly_constant_column_still_counts_as_independent():
    second = np.random.default_rng(0).normal(1, 0.01, 10)
    assert law.conserved(law.design(np.column_stack([np.arange(10.0), second]))).shape == (0, 3)


def test_each_column_made_of_the_others_has_a_combination_of_its_own():
    """Columns x, noise, x, 2x, 3, 0, 9 - x: v is 1 at the column, less what makes it of x1 and the bias."""
    x1, noise = np.arange(10.0), np.random.default_rng(0).normal(size=10)
    columns = [x1, noise, x1, 2 * x1, np.full(10, 3.0), np.zeros(10), 9 - x1]
    kept = law.conserved(law.design(np.column_stack(columns)))
    expected = np.zeros((5, 8))
    for row, (column, of_x1, of_b) in enumerate([(2, 1, 0), (3, 2, 0), (4, 0, 3), (5, 0, 0), (6, -1, 9)]):
        expected[row, [column, 0, 7]] = 1, -of_x1, -of_b
    assert kept == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("n", [2, 4, 9])
def test_there_are_as_many_combinations_as_directions_that_no_example_has(n):
    X = law.design(np.random.default_rng(n).normal(size=(n, 7)))
    kept = law.conserved(X)
    assert kept.shape == (max(8 - n, 0), 8)
    assert np.abs(X @ kept.T).max(initial=0) < 1e-9
    assert len(kept) == 0 or np.linalg.matrix_rank(kept) == len(kept)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_decay_shrinks_a_combination_at_every_step_by_the_same_factor(optimizer):
    X, y, start = made("duplicate")
    w, v, kept = start.copy(), np.zeros(3), np.array([-1.0, 1.0, 0.0])
    for _ in range(50):
        gradient = 2 / len(X) * X.T @ (X @ w - y)
        v = (0.9 * v if optimizer == "momentum" else 0.0) - 0.05 * gradient
        w = w - 0.05 * 0.3 * w + v
    assert kept @ w / (kept @ start) == pytest.approx(law.left(0.05, 0.3, 50), rel=1e-9)


@pytest.mark.parametrize("kind", ["noise", "duplicate"])
def test_with_decay_descent_ends_where_the_penalized_cost_is_lowest(kind):
    X, y, w = made(kind)
    for _ in range(20_000):
        w = w - 0.05 * (2 / len(X) * X.T @ (X @ w - y) + 0.3 * w)
    assert law.shrunk(X, y, 0.3) == pytest.approx(w, abs=1e-12)
