"""What compiles, and what does not."""

import pytest

import lab
from lab.engine.signature import Signature

START = lab.Experiment()


@pytest.mark.parametrize(
    "values",
    [
        {"training.learning_rate": 0.5},
        {"training.epochs": 7},
        {"init.scheme": "zeros", "init.scale": 3.0, "init.epsilon": 0.1, "init.clones": "both"},
        {"data.seed": 4, "data.noise": 0.2},
    ],
)
def test_values_share_a_program(values):
    assert Signature.of(lab.vary(START, values)) == Signature.of(START)


@pytest.mark.parametrize(
    "values",
    [
        {"network.hidden": (3,)},
        {"network.activation": "tanh"},
        {"training.optimizer": "adam"},
        {"training.batch_size": 2},
        {"training.precision": "float64"},
        {"data.n": 8},
    ],
)
def test_what_changes_the_computation_compiles_anew(values):
    assert Signature.of(lab.vary(START, values)) != Signature.of(START)


def test_seeds_of_orders_share_a_program():
    batches = lab.vary(START, {"training.batch_size": 2})
    assert Signature.of(lab.vary(batches, {"training.order_seed": 3})) == Signature.of(batches)


def test_a_batch_of_all_examples_is_the_full_batch():
    assert Signature.of(lab.vary(START, {"training.batch_size": 100})) == Signature.of(START)


def test_small_networks_go_in_lanes_and_large_ones_in_matrices():
    assert Signature.of(START).lanes
    assert not Signature.of(lab.vary(START, {"network.hidden": (64, 64)})).lanes


def test_large_data_are_shared_by_a_tile():
    assert Signature.of(START).own_data
    digits = {"data.name": "digits", "network.output": "softmax", "training.loss": "categorical_crossentropy"}
    assert not Signature.of(lab.vary(START, digits)).own_data
