"""The same function in other weights: against Keras, and the sums written out."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

import lab
from lab.network import keras_model
from lab.questions.neuron_differentiation.same import copies as permutation
from lab.questions.neuron_differentiation.same import pairs as matching


def network(activation, units=3, seed=0):
    """An experiment and one network of it, drawn at random."""
    experiment = matching.setting("moons", units, activation, 1.0, 0)
    draws = np.random.default_rng(seed)
    return experiment, [draws.normal(size=shape) for shape in experiment.weight_shapes()]


def keras_outputs(experiment, weights):
    model = keras_model(lab.vary(experiment, {"training.precision": "float64"}))
    model.set_weights(weights)
    return model(lab.data.load(experiment.data, "float64")[0]).numpy()


KEEPS = {"swap": ("tanh", "sigmoid", "relu"), "turn": ("tanh", "sigmoid"), "rescale": ("relu",)}


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("deed", permutation.DEEDS)
def test_keras_sees_a_copy_exactly_where_the_activation_has_the_symmetry(activation, deed):
    experiment, before = network(activation)
    after = permutation.changed(before, deed, 1, 3, activation)
    gap = np.abs(keras_outputs(experiment, before) - keras_outputs(experiment, after)).max()
    found = permutation.effect(experiment, before, after)["largest"].iloc[1]
    assert (gap < 1e-12) == (activation in KEEPS[deed])
    assert found == pytest.approx(gap, rel=1e-9, abs=1e-12)
    assert ("and so does the function" in words(experiment, before, after)) == (activation not in KEEPS[deed])


def words(experiment, before, after):
    effect, moved = permutation.effect(experiment, before, after), permutation.moved(before, after)
    return permutation.told(effect, moved)


@pytest.mark.parametrize("units", [2, 3])
def test_all_n_factorial_two_to_the_n_copies_differ_in_weights_and_in_no_output_to_the_bit(units):
    experiment, before = network("tanh", units)
    seen = set()
    for order in itertools.permutations(range(units)):
        for signs in itertools.product([1.0, -1.0], repeat=units):
            after = permutation.arranged(before, np.array(order), np.array(signs))
            seen.add(tuple(np.concatenate([array.ravel() for array in after])))
            exact = permutation.effect(experiment, before, after).iloc[2]
            assert (exact["largest"], exact["differ"], exact["examples"]) == (0.0, 0, 200)
    assert len(seen) == permutation.copies(units, "tanh") == math.factorial(units) * 2**units


def test_sums_in_order_depend_on_the_order_and_exact_ones_do_not():
    """(0.1 + 0.2) + 0.3 is not (0.3 + 0.2) + 0.1: the classic, with linear outputs of ReLU units."""
    experiment = matching.setting("teacher", 3, "relu", 1.0, 0)
    before = [np.zeros((2, 3)), np.ones(3), np.array([[0.1], [0.2], [0.3]]), np.zeros(1)]
    table = permutation.effect(experiment, before, permutation.changed(before, "swap", 1, 3, "relu"))
    assert table["largest"].tolist()[1:] == [(0.1 + 0.2) + 0.3 - ((0.3 + 0.2) + 0.1), 0.0]
    assert table["differ"].tolist()[1:] == [400, 0]


def test_only_the_two_swapped_units_change_and_their_names_say_so():
    _, before = network("tanh")
    moved = permutation.moved(before, permutation.changed(before, "swap", 1, 3, "tanh"))
    assert moved["weight"].tolist() == [
        "x1 → unit 1", "x1 → unit 3", "x2 → unit 1", "x2 → unit 3", "bias of unit 1", "bias of unit 3",
        "unit 1 → output", "unit 3 → output",
    ]  # fmt: skip
    assert moved["before"].tolist()[::2] == moved["after"].tolist()[1::2]


def test_a_turned_sigmoid_unit_moves_the_output_bias_by_its_outgoing_weight():
    _, before = network("sigmoid")
    after = permutation.changed(before, "turn", 2, 2, "sigmoid")
    assert after[3][0] == before[3][0] + before[2][1, 0]
    assert "the moved bias is itself rounded" in words(*network("sigmoid"), after)


def test_a_unit_swapped_with_itself_changes_nothing():
    experiment, before = network("tanh")
    after = permutation.changed(before, "swap", 2, 2, "tanh")
    assert words(experiment, before, after).startswith("No weight changes, and not one of 200 outputs does")


def test_balanced_units_say_the_same_and_are_as_long_going_in_as_going_out():
    experiment, before = network("relu", 4)
    before[2][3] = 0.0
    after = permutation.balanced(before)
    np.testing.assert_allclose(keras_outputs(experiment, before), keras_outputs(experiment, after), rtol=1e-9)
    kernel, bias, outgoing, _ = after
    np.testing.assert_allclose(np.hypot(np.hypot(*kernel), bias), np.abs(outgoing[:, 0]), rtol=1e-12)
    assert not kernel[:, 3].any()


def test_a_network_that_diverged_is_told_as_such():
    experiment, before = network("tanh")
    before[0][0, 0] = np.nan
    assert words(experiment, before, before).startswith("This network diverged")


@pytest.mark.parametrize(
    ("activation", "says"),
    [
        ("tanh", "With 4 tanh units there are 384 such networks, all with the same outputs."),
        ("sigmoid", "With 4 sigmoid units there are 384 such networks: 24 by order alone;"),
        ("relu", "With 4 ReLU units there are 24 such networks by order, each in endlessly many scales:"),
    ],
)
def test_the_number_of_copies_in_words(activation, says):
    assert permutation.count(4, activation).startswith(says)


@pytest.mark.parametrize(
    ("units", "activation", "says"),
    [
        (3, "tanh", "3 hidden units can stand in 6 orders, and each tanh unit may turn its signs: 48 sets of weights"),
        (4, "sigmoid", "4 hidden units can stand in 24 orders, and each sigmoid unit may turn its signs: 384 sets"),
        (3, "relu", "3 hidden units can stand in 6 orders, each in endlessly many scales, all the same network."),
    ],
)
def test_never_unique_is_said_in_orders_and_signs_of_the_units_on_screen(units, activation, says):
    assert permutation.never_unique(units, activation).startswith(f"Trained weights are never unique: {says}")
    assert "compare what networks say" in permutation.never_unique(units, activation)


def test_the_table_says_exactly_zero_where_it_is():
    frame = pd.DataFrame({"sum": ["a", "b"], "largest": [0.0, 2e-16], "differ": [0, 3], "examples": [4, 4]})
    table = permutation.effect_table(frame)
    assert table["Largest change of an output"].tolist() == ["0 (exactly)", "2.00 × 10⁻¹⁶"]
    assert table["Outputs that change"].tolist() == ["0 of 4", "3 of 4"]
