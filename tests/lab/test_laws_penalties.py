"""Where penalties take weights, and what shuffling costs: against descent step by step, scikit-learn, every order."""

from itertools import permutations

import numpy as np
import pytest

from lab.laws import penalties as law


def examples(factors, a=2.0, n=10):
    """One direction with these factors beside a second direction, and targets that give `a` to the first."""
    rng = np.random.default_rng(len(factors))
    directions = np.linalg.qr(rng.normal(size=(n, 2)))[0] * np.sqrt(n)
    X = np.column_stack([np.outer(directions[:, 0], factors), directions[:, 1]])
    return X, directions @ [a, 0.5]


def descended(X, y, rate, steps, decay=0.0, l1=0.0, start=None):
    """Every place that gradient descent with a penalty passes, one step after another."""
    w = np.zeros(X.shape[1]) if start is None else np.array(start, dtype=float)
    places = [w]
    for _ in range(steps):
        w = w - rate * (2 / len(X) * X.T @ (X @ w - y) + decay * w + l1 * np.sign(w))
        places.append(w)
    return np.array(places)


@pytest.mark.parametrize("factors", [[1.0], [1.0, 1.0], [1.0, 2.0], [1.0, -3.0]])
@pytest.mark.parametrize("decay", [0.5, 4.0])
def test_ridge_is_where_descent_with_decay_ends(factors, decay):
    X, y = examples(factors)
    end = descended(X, y, 0.02, 4000, decay=decay, start=np.arange(X.shape[1]))[-1]
    assert law.ridge(X, y, decay) == pytest.approx(end, abs=1e-9)
    square = np.square(factors).sum()
    assert law.ridge(X, y, decay)[:-1] == pytest.approx(np.array(factors) * 2.0 / (square + decay / 2))


@pytest.mark.parametrize("factors", [[1.0], [0.5], [1.0, 2.0], [1.0, -3.0]])
@pytest.mark.parametrize(("a", "l1"), [(2.0, 0.3), (-2.0, 0.3), (2.0, 100.0)])
def test_one_largest_column_gets_what_the_lasso_of_scikit_learn_gives_it(factors, a, l1):
    from sklearn.linear_model import Lasso

    X, y = examples(factors, a)
    wanted = Lasso(alpha=l1 / 2, fit_intercept=False, tol=1e-12, max_iter=10_000).fit(X, y).coef_[:-1]
    assert law.lasso(a, np.array(factors), l1) == pytest.approx(wanted, abs=1e-6)


def test_of_several_largest_columns_only_the_sum_is_decided():
    assert np.isnan(law.lasso(2.0, np.array([1.0, 1.0, 0.5]), 1.0)).tolist() == [True, True, False]
    X, y = examples([1.0, 1.0])
    for start in ([0.0, 0.0, 0.0], [1.0, 0.2, 0.0]):
        end = descended(X, y, 0.001, 20_000, l1=1.0, start=start)[-1]
        assert end[:2].sum() == pytest.approx(law.total_of(2.0, np.array([1.0, 1.0]), 1.0), abs=0.005)
        assert end[0] - end[1] == pytest.approx(start[0] - start[1], abs=1e-9)
    assert law.lasso(0.3, np.array([1.0, 1.0]), 1.0).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("a", "l1"), [(0.0, 0.5), (0.3, 1.0), (-0.3, 1.0), (0.1, 5.0)])
def test_steps_under_l1_never_end_at_zero_nor_beyond_their_reach(a, l1):
    X, y = examples([1.0], a)
    late = np.abs(descended(X, y, 0.03, 3000, l1=l1, start=[0.7, 0.0])[1000:, 0])
    reach = law.reach(2 * a, l1, 0.03)
    assert late.min() > 0
    assert 0.3 * reach < late.max() <= reach * (1 + 1e-9)


def test_shuffling_costs_what_the_law_says_on_average_over_every_order():
    rng = np.random.default_rng(2)
    X, y, w = rng.normal(1.0, 1.0, size=(6, 3)), rng.normal(size=6), rng.normal(size=3)
    before = np.mean((y - X @ w) ** 2)
    for column in range(3):
        costs = []
        for order in permutations(range(6)):
            shuffled = X.copy()
            shuffled[:, column] = X[list(order), column]
            costs.append(np.mean((y - shuffled @ w) ** 2) - before)
        assert law.importance(X, y, w)[column] == pytest.approx(np.mean(costs), rel=1e-9)


def test_leaving_out_a_copy_costs_nothing_and_a_direction_what_it_gave():
    X, y = examples([1.0, 1.0])
    assert law.left_out(X, y) == pytest.approx([0.0, 0.0, 0.25], abs=1e-12)
