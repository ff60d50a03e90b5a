"""The levels of XOR, against a search over every common output."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from lab.laws import seeds as laws


def test_no_common_output_does_better_than_the_level_and_its_mean():
    targets, said = np.array([0, 1, 1, 0]), np.linspace(0, 1, 1201)
    levels = laws.stuck_levels(targets.tolist()).set_index("fraction")
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
