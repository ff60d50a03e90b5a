"""The levels of XOR, against a search over every common output and every way to group the examples."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from lab.laws import seeds as laws


def test_no_common_output_does_better_than_the_level_and_its_mean():
    targets, said = np.array([0, 1, 1, 0]), np.linspace(0, 1, 1201)
    levels = laws.stuck_levels(targets.tolist()).set_index("name")
    met = {}
    for size in (2, 3, 4):
        for group in combinations(targets, size):
            costs = ((np.array(group)[:, None] - said) ** 2).sum(axis=0) / 4
            if costs.min() > 1e-9:
                met.setdefault(str(Fraction(costs.min()).limit_denominator(20)), set()).add(said[costs.argmin()])
    assert set(met) == set(levels.index)
    for name, means in met.items():
        assert levels.loc[name, "level"] == pytest.approx(float(Fraction(name)))
        foretold = [float(Fraction(text)) for text in levels.loc[name, "mean"].split(" or ")]
        assert sorted(means) == pytest.approx(foretold, abs=1e-9)


def groupings(examples):
    """Every way to put examples into groups."""
    if not examples:
        yield []
        return
    first, *rest = examples
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            left = [each for each in rest if each not in others]
            yield from ([[first, *others], *more] for more in groupings(left))


def cross_entropy(targets, said):
    """The mean cross-entropy of outputs (..., example), by its definition."""
    return -np.where(targets == 1, np.log(said), np.log(1 - said)).mean(axis=-1)


def test_the_levels_of_the_cross_entropy_are_the_least_costs_of_all_groupings():
    """Each group of a grouping gets the output that costs it least, by search: right ones cost nothing."""
    targets, said = np.array([0, 1, 1, 0]), np.linspace(1e-9, 1 - 1e-9, 6001)[:, None]
    found = list(groupings(range(4)))
    assert len(found) == 15  # Bell's number
    costs = {round(sum(len(g) / 4 * cross_entropy(targets[g], said).min() for g in each), 5) for each in found}
    levels = laws.stuck_levels(targets.tolist(), "binary_crossentropy")
    assert sorted(costs) == pytest.approx([0, *levels["level"]], abs=1e-5)
    assert levels["name"].tolist() == ["0.3466", "0.4774", "0.6931"]
    assert levels[["group", "mean"]].to_numpy().tolist() == [[2, "1/2"], [3, "1/3 or 2/3"], [4, "1/2"]]


def test_the_cross_entropy_of_a_group_counts_the_orders_of_its_targets():
    """n H(a / n) = ln(n^n / (a^a b^b)), so XOR's are a quarter of ln 4, ln(27 / 4) and ln 16."""
    levels = laws.stuck_levels([0, 1, 1, 0], "binary_crossentropy")["level"]
    assert levels.tolist() == pytest.approx([math.log(4) / 4, math.log(27 / 4) / 4, math.log(16) / 4], rel=1e-12)
