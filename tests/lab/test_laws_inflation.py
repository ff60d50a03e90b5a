"""Columns that others can stand in for, and stable rates: against regressions column by column, draws and Hessians."""

import numpy as np
import pytest

from lab.laws import inflation as law


def columns(n=60, seed=0):
    """Five columns, the third nearly the sum of the first two."""
    draws = np.random.default_rng(seed)
    x = draws.normal(size=(n, 5)) * [1, 10, 1, 0.01, 1] + [0, 5, 0, 0, -3]
    x[:, 2] = x[:, 0] + x[:, 1] / 10 + 0.1 * x[:, 2]
    return x


def explained(x, j):
    """R^2 of column j by the others, from a least-squares fit."""
    others = np.column_stack([np.delete(x, j, axis=1), np.ones(len(x))])
    left = x[:, j] - others @ np.linalg.lstsq(others, x[:, j], rcond=None)[0]
    return 1 - left @ left / ((x[:, j] - x[:, j].mean()) ** 2).sum()


def test_it_is_what_regressions_of_each_column_on_the_others_say():
    x = columns()
    told = [1 / np.sqrt(1 - explained(x, j)) for j in range(x.shape[1])]
    assert law.inflation(x) == pytest.approx(told, rel=1e-9)
    assert max(told) > 5


def test_over_draws_of_the_errors_the_weights_spread_as_foretold():
    """4 standard errors of a standard deviation over 4,000 draws: 4 / sqrt(2 * 4,000) = 4.5 %."""
    x = columns()
    design = np.column_stack([x, np.ones(len(x))])
    errors = np.random.default_rng(1).normal(size=(4000, len(x)))
    weights = errors @ np.linalg.pinv(design).T
    assert weights[:, :-1].std(axis=0) == pytest.approx(
        law.inflation(x) / (x.std(axis=0) * np.sqrt(len(x))), rel=4 / np.sqrt(2 * 4000)
    )


def test_a_copy_can_be_replaced_wholly_and_harms_no_other():
    x = columns()
    found = law.inflation(np.column_stack([x, 3 * x[:, 4] - 1]))
    assert np.isinf(found[[4, 5]]).all()
    assert found[:4] == pytest.approx(law.inflation(x)[:4])


def test_a_constant_has_no_spread_and_few_rows_leave_nothing_its_own():
    x = columns(12)
    found = law.inflation(np.column_stack([x, np.full(12, 0.1)]))
    assert np.isnan(found[-1])
    assert found[:-1] == pytest.approx(law.inflation(x))
    assert np.isinf(law.inflation(columns(4))).all()
    assert law.inflation(columns()[:, :1]) == pytest.approx([1.0])


def hessian(gradient, w, step=1e-5):
    """Derivatives of a gradient, by central differences."""
    moves = [move.reshape(w.shape) for move in np.eye(w.size) * step]
    return np.array([(gradient(w + move) - gradient(w - move)).ravel() / (2 * step) for move in moves])


@pytest.mark.parametrize("task", ["regression", "binary", "classes"])
def test_below_the_stable_rate_no_curvature_is_too_large(task):
    x = columns(40) / [1, 5, 1, 0.01, 1]
    design, draws = np.column_stack([x, np.ones(len(x))]), np.random.default_rng(2)

    def gradient(w):
        z = design @ w
        if task == "regression":
            return design.T @ (2 * z) / len(design)
        if task == "binary":
            return design.T @ (1 / (1 + np.exp(-z))) / len(design)
        exponentials = np.exp(z)
        return design.T @ (exponentials / exponentials.sum(axis=1, keepdims=True)) / len(design)

    outputs, rate = {"regression": 1, "binary": 1, "classes": 2}[task], law.stable_rate(x, task)
    for scale in (0.0, 0.1, 1.0):
        w = scale * draws.normal(size=(design.shape[1], outputs))
        largest = np.linalg.eigvalsh(hessian(gradient, w))[-1]
        assert largest <= 2 / rate * (1 + 1e-6)
        if scale == 0.0:  # where both classes are as likely the bound is met
            assert largest == pytest.approx(2 / rate, rel=1e-6)
