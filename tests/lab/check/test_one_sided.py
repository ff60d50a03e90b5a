"""Kernels of one sign: what is found of them says so, and what that does to sums."""

import keras
import pytest

from lab.check import alike, first_cost
from lab.check.subject import Subject
from tests.lab.check.models import digits, network

KINDS = keras.initializers
SAYS = "add up and do not cancel. So sums, and outputs with them, grow with the number of inputs (64), not with its"


def told(check, kernel):
    """What a check says of networks with this start."""
    return " ".join(each.because for each in check(Subject(network(hidden=(64,), kernel=kernel), *digits())))


@pytest.mark.parametrize(
    ("check", "kernel", "says"),
    [
        (first_cost.first_cost, KINDS.RandomUniform(0, 1, seed=0), "All its weights are positive:"),
        (first_cost.first_cost, KINDS.RandomNormal(0.5, 0.1, seed=0), "All its weights are positive:"),
        (first_cost.first_cost, KINDS.RandomNormal(1.0, 1.0, seed=0), "Its weights are positive on average (1, with"),
        (alike.clones, KINDS.Constant(0.5), "All its weights are positive:"),
    ],
    ids=["uniform", "mean", "on average", "constant"],
)
def test_weights_of_one_sign_are_said_to_be_so_with_what_that_does(check, kernel, says):
    found = told(check, kernel)
    assert says in found
    assert SAYS in found


def test_of_weights_around_zero_nothing_of_that_is_said():
    assert "cancel" not in told(first_cost.first_cost, KINDS.RandomNormal(0.0, 1.0, seed=0))


def test_every_layer_that_begins_large_is_mended():
    model = network(hidden=(64, 64), kernel=KINDS.RandomUniform(0, 1, seed=0))
    (found,) = first_cost.first_cost(Subject(model, *digits()))
    assert set(found.others) == {"hidden_1", "hidden_2", "out"}
    assert found.layer == found.others[0]
