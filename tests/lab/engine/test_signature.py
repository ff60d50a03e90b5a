"""What compiles, and what does not."""

import numpy as np
import pytest

import lab
from lab.engine.signature import Signature
from lab.table import Table

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


def test_small_networks_have_their_replicas_last_and_large_ones_first():
    assert Signature.of(START).replica_last
    assert not Signature.of(lab.vary(START, {"network.hidden": (64, 64)})).replica_last


def test_large_data_are_shared_by_a_tile():
    assert Signature.of(START).own_data
    digits = {"data.name": "digits", "network.output": "softmax", "training.loss": "categorical_crossentropy"}
    assert not Signature.of(lab.vary(START, digits)).own_data


def large(rows, columns, hidden, **training):
    """The signature of a network on a table, whose values do not matter to it."""
    table = Table(
        tuple(map(str, range(columns))), ("y",), (), "regression", np.zeros((rows, columns)), np.zeros((rows, 1))
    )
    data = lab.Data("table", table=table)
    network = lab.Network(hidden=hidden, output="linear")
    return Signature.of(lab.Experiment(data=data, network=network, training=lab.Training(loss="mse", **training)))


@pytest.mark.parametrize(("columns", "hidden"), [(6, (8,)), (23, ()), (23, (64,)), (6, ())])
@pytest.mark.parametrize("batch", [32, None])
def test_the_more_examples_the_fewer_replicas_share_a_tile(columns, hidden, batch):
    """A tile holds every unit's output for all examples: at most 16 units' here, of 891,473 examples 57 MB."""
    few, many = (large(rows, columns, hidden, batch_size=batch) for rows in (1000, 891_473))
    assert many.tile <= 16 <= few.tile
    assert many.tile * 891_473 * sum(many.widths[1:]) <= 2**25 or many.tile == 1


def test_a_run_that_does_not_fit_while_it_trains_says_so(refused, monkeypatch):
    monkeypatch.setattr("lab.limits.free_memory", lambda: 1e9)
    data = large(400_000, 23, (512,))
    table = Table(("x",), ("y",), (), "regression", np.zeros((400_000, 1)), np.zeros((400_000, 1)))
    experiment = lab.Experiment(
        data=lab.Data("table", table=table), network=lab.Network(hidden=(512,), output="linear"),
        training=lab.Training(loss="mse"),
    )  # fmt: skip
    assert data.tile == 1
    sentence = (
        "This run would take 2.5 GB while it trains, and 0.5 GB is the most here; take fewer rows, a smaller network, "
        "or a `batch_size`."
    )
    with refused(sentence):
        lab.train(experiment)
