"""The order of the examples."""

import numpy as np
import pytest

from lab.engine.order import Orders, order_generator


def test_every_epoch_is_a_permutation_and_the_rest_is_filled_with_0():
    orders = Orders([3, 4], examples=10, positions=12, shuffle=True).next(5, room=7)
    assert orders.shape == (2, 7, 12)
    assert (np.sort(orders[:, :5, :10]) == np.arange(10)).all()
    assert not orders[:, 5:].any()
    assert not orders[:, :, 10:].any()


def test_the_size_of_the_pieces_changes_nothing():
    whole = Orders([3], examples=9, positions=9, shuffle=True).next(8, room=8)
    pieces = Orders([3], examples=9, positions=9, shuffle=True)
    np.testing.assert_array_equal(whole, np.concatenate([pieces.next(3, 3), pieces.next(5, 5)], axis=1))


def test_an_epoch_is_one_permutation_of_the_generator_as_a_script_draws_it():
    orders, draws = Orders([3], examples=9, positions=9, shuffle=True).next(4, room=4), order_generator(3)
    for epoch in range(4):
        np.testing.assert_array_equal(orders[0, epoch], draws.permuted(np.arange(9)))


def test_replicas_with_one_order_seed_share_the_order():
    first, second, other = Orders([3, 3, 4], examples=50, positions=50, shuffle=True).next(1, room=1)
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()


def test_without_shuffling_the_examples_stay_in_place():
    np.testing.assert_array_equal(Orders([3], 4, 4, shuffle=False).next(2, 2), [[[0, 1, 2, 3]] * 2])


@pytest.mark.parametrize("place", [0, 7])
def test_every_example_comes_first_equally_often(place):
    """Of 20,000 epochs of 8 examples; 4 standard errors of a count are 4 sqrt(20,000 * 1/8 * 7/8) = 187."""
    orders = Orders([11], examples=8, positions=8, shuffle=True).next(20_000, room=20_000)[0]
    assert np.abs(np.bincount(orders[:, place], minlength=8) - 2_500).max() < 187
