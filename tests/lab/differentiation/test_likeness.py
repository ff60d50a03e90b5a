"""How many units are different, against sets, loops and scipy."""

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist

from lab.differentiation import likeness


def units(seed, count=9, weights=4):
    """Units of two networks with some copies and some that are nearly parallel."""
    rng = np.random.default_rng(seed)
    stack = rng.normal(size=(2, count, weights))
    stack[:, 3], stack[:, 5] = stack[:, 0], 2.0 * stack[:, 1]
    stack[0, 6] = stack[0, 2] * (1 + 1e-3 * rng.normal(size=weights))
    return stack


@pytest.mark.parametrize("seed", range(5))
def test_different_to_the_bit_is_the_size_of_a_set(seed):
    stack = units(seed)
    assert likeness.distinct(stack).tolist() == [len({tuple(row) for row in network}) for network in stack]


def test_one_last_bit_makes_a_unit_different():
    stack = np.ones((1, 3, 4), np.float32)
    stack[0, 1, 2] = np.nextafter(np.float32(1), np.float32(2))
    assert likeness.distinct(stack).tolist() == [2]
    assert likeness.alike(stack).tolist() == [1]


@pytest.mark.parametrize("seed", range(5))
def test_nearly_parallel_units_are_counted_by_chains(seed):
    stack = units(seed, weights=2)  # few weights: many chains
    expected = [connected_components(1 - cdist(rows, rows, "cosine") > likeness.ALIKE)[0] for rows in stack]
    assert likeness.alike(stack).tolist() == expected


def test_a_chain_through_all_25_units_counts_as_one():
    angles = np.random.default_rng(0).permutation(25) * 0.1  # neighbours: cos 0.1 = 0.995, the ends: cos 2.4
    fan = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    assert likeness.alike(fan) == 1
    assert likeness.alike(fan[angles != angles[12]]) == (1 if angles[12] in (0, angles.max()) else 2)


def test_the_cosine_is_scipys():
    stack = units(0)
    expected = [1 - cdist(rows, rows, "cosine") for rows in stack]
    np.testing.assert_allclose(likeness.similarity(stack), expected, atol=1e-12)


def test_units_of_zeros_are_alike_and_nothing_else_is_like_them():
    stack = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]])
    assert likeness.similarity(stack).tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert likeness.alike(stack) == likeness.distinct(stack) == 2


def test_what_diverged_has_no_number_and_does_not_touch_its_neighbour():
    stack = units(1)
    stack[1, 0, 0] = np.inf
    for count in (likeness.distinct, likeness.alike):
        assert np.isnan(count(stack)).tolist() == [False, True]
        assert count(stack)[0] == count(units(1))[0]
