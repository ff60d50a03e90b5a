"""The ladder against a search, and the wait of a saturated output against its own gradient descent."""

import numpy as np
import pytest

from lab.laws import saturation as law


def test_the_ladder_is_what_outputs_of_one_or_the_best_constant_cost():
    """L14: 0.45 + 0.405 m for ten classes, by trying every constant output on one-hot targets."""
    targets, said = np.eye(10), np.linspace(0, 1, 1001)
    costs = ((said[:, None, None] - targets) ** 2).mean(axis=1) / 2  # (constant, output)
    best, one = costs.min(axis=0), costs[-1]
    rungs = law.ladder(10)
    for stuck, cost in rungs.itertuples(index=False):
        assert cost == pytest.approx(one[:stuck].sum() + best[stuck:].sum(), abs=1e-9)
    assert rungs["cost"].tolist() == pytest.approx([0.45 + 0.405 * m for m in range(11)])


def test_the_quadratic_cost_is_half_the_sum_over_the_outputs():
    said, targets = np.random.default_rng(0).uniform(size=(2, 7, 10))
    wanted = ((said - targets) ** 2).sum(axis=1).mean() / 2
    assert law.quadratic(((said - targets) ** 2).mean(), 10) == pytest.approx(wanted)


@pytest.mark.parametrize(("z", "within"), [(8.0, 0.08), (10.0, 0.02), (12.0, 0.005)])
def test_an_output_lets_go_when_the_law_says(z, within):
    """One output on 20 hidden units at 1, stepped as gradient descent does: it falls through 1/2; the deeper it was in
    saturation, the nearer to n."""
    weights, share, rate, steps = np.full(21, z / 21), 0.1, 3.0, 0
    while weights.sum() > 0:
        a = 1 / (1 + np.exp(-weights.sum()))
        weights = weights - rate * (a - share) * a * (1 - a)  # the examples' mean of (a - y) is a - share
        steps += 1
    assert steps == pytest.approx(law.freed_after(z, rate, 20, share), rel=within)
