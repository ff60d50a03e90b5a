"""The frames of a run."""

import numpy as np
import pandas as pd
import pytest

import lab

XOR = lab.Experiment(training=lab.Training(epochs=10))


@pytest.fixture(scope="module")
def run():
    return lab.train(XOR, seeds=[5, 2], vary={"init.epsilon": [0.0, 0.5], "training.learning_rate": [0.1, 1.0]})


def test_losses_have_a_row_for_each_varied_value_seed_and_epoch(run):
    frame = run.losses()
    assert list(frame.columns) == ["init.epsilon", "training.learning_rate", "seed", "epoch", "loss"]
    assert len(frame) == 2 * 2 * 2 * 11
    assert isinstance(frame.index, pd.RangeIndex)
    row = frame.query("`init.epsilon` == 0.5 and `training.learning_rate` == 1.0 and seed == 2 and epoch == 10")
    alone = lab.train(lab.vary(XOR, {"init.epsilon": 0.5, "training.learning_rate": 1.0}), seeds=[2])
    assert row["loss"].item() == alone.losses()["loss"].iloc[-1]


def test_weights_name_every_weight_as_keras_orders_them(run):
    frame = run.weights()
    keys = ["init.epsilon", "training.learning_rate", "seed", "epoch", "layer", "parameter", "input", "unit", "value"]
    assert list(frame.columns) == keys
    values = {"init.epsilon": 0.5, "training.learning_rate": 1.0}
    chosen = frame.query("`init.epsilon` == 0.5 and `training.learning_rate` == 1.0 and seed == 5 and epoch == 3")
    arrays = run.keras_weights(seed=5, epoch=3, values=values)
    for array, place in zip(arrays, [(1, "kernel"), (1, "bias"), (2, "kernel"), (2, "bias")], strict=True):
        part = chosen[(chosen["layer"] == place[0]) & (chosen["parameter"] == place[1])]
        table = part.pivot_table(index="input", columns="unit", values="value").to_numpy()
        np.testing.assert_array_equal(table, np.atleast_2d(array))


def test_epsilon_is_added_to_the_named_weight_alone(run):
    plain, moved = (
        run.keras_weights(seed=5, epoch=0, values={"init.epsilon": epsilon, "training.learning_rate": 0.1})
        for epsilon in (0.0, 0.5)
    )
    differences = [b - a for a, b in zip(plain, moved, strict=True)]
    assert differences[0][0, 1] == pytest.approx(0.5)
    differences[0][0, 1] = 0
    assert all((difference == 0).all() for difference in differences)


def test_arrays_carry_the_axes_variant_seed_epoch(run):
    assert [array.shape for array in run.arrays] == [(4, 2, 11, *shape) for shape in XOR.weight_shapes()]
    assert run.loss.shape == run.accuracy.shape == (4, 2, 11)


def test_accuracies_are_shares_of_right_answers(run):
    assert set(run.accuracies()["accuracy"].unique()) <= {0.0, 0.25, 0.5, 0.75, 1.0}


def test_networks_of_different_widths_may_be_varied_together():
    run = lab.train(XOR, seeds=[0], vary={"network.hidden": [(2,), (3, 2)]})
    frame = run.losses()
    assert frame["network.hidden"].unique().tolist() == [(2,), (3, 2)]
    assert len(run.keras_weights(seed=0, values={"network.hidden": (3, 2)})) == 6
    with pytest.raises(ValueError, match="different shapes; use `parts`"):
        _ = run.arrays


def test_a_regression_has_no_accuracy(refused):
    line = lab.Experiment(data=lab.Data("line"), network=lab.Network(hidden=(), output="linear"))
    with refused("Accuracy belongs to data with classes; this run is a regression."):
        lab.train(line, seeds=[0]).accuracies()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"seed": 99}, "`seed` must be one of the run's 1 seeds; got 99."),
        ({"seed": 0, "epoch": 11}, "`epoch` must be -1 or one of 0, 1, 2, 3, 4, 5, 6, 7 ...; got 11."),
        ({"seed": 0, "values": {"a": 1}}, "`values` must be one of the run's [{}]; got {'a': 1}."),
    ],
)
def test_a_replica_that_is_not_there_gets_a_sentence(arguments, sentence, refused):
    with refused(sentence):
        lab.train(XOR, seeds=[0]).keras_weights(**arguments)


@pytest.mark.parametrize("of", ["losses", "accuracies", "predictions"])
def test_nothing_held_out_gets_its_sentence(run, refused, of):
    with refused("Nothing was held out of this run's data; `Data.validation` is the share."):
        getattr(run, of)(split="validation")
    with refused("`split` must be one of 'training', 'validation'; got 'test'."):
        getattr(run, of)(split="test")


def test_targets_of_different_spreads_have_no_cost_in_one_unit(refused):
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": [1.0, 2.0, 4.0], "z": [10.0, 20.0, 70.0]})
    data = lab.Data.from_frame(frame, target=["y", "z"], standardize_target=True)
    two = lab.Experiment(data=data, network=lab.Network(output="linear"), training=lab.Training(epochs=1))
    run = lab.train(two)
    sentence = "The cost is one mean over targets of different spreads: their original unit is not one; see "
    with refused(sentence + "`Run.predictions`."):
        run.losses(unit="original")
    table = run.predictions(unit="original")
    assert list(table.columns) == ["seed", "example", "output", "target", "prediction"]
    assert table["target"].tolist() == pytest.approx([1, 10, 2, 20, 4, 70])


def test_a_split_may_be_varied():
    run = lab.train(XOR, [0], vary={"data.validation": [0.0, 0.25, 0.5]})
    held = run.losses(split="validation").groupby("data.validation")["loss"].last()
    assert held.isna().tolist() == [True, False, False]
    assert len(run.predictions(split="training")) == 4 + 3 + 2
