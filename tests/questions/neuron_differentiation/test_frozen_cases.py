"""The three cases of a start from all zeros: which it is, by what moved."""

import numpy as np
import pytest

import lab
from lab.questions.neuron_differentiation.frozen import reasons, starts


def measured(data, values):
    few = {"network.hidden": (4,), "training.epochs": 300}
    return starts.measure(lab.vary(starts.setting(data), few | values), ("all zeros",), range(1))


def test_two_unequal_classes_fall_from_the_logarithm_of_two_to_their_entropy_and_no_further():
    """ "From 0.693 to 0.64" was answered with three classes, whose cost falls from 1.0986 to 1.0114."""
    found = measured("two unequal", {"training.epochs": 1000})
    costs = found.curves.query("quantity == 'cost'")["mid"]
    entropy = -(2 * np.log(2 / 3) + np.log(1 / 3)) / 3
    assert costs.iloc[0] == pytest.approx(np.log(2), rel=1e-6)
    assert costs.iloc[-1] == pytest.approx(entropy, rel=1e-6)
    assert found.runs["verdict"].tolist() == ["frozen"]
    says = reasons.at_zero(found)
    assert f"the cost can fall from 0.693 and no further than to {entropy:.4f}, the class entropy" in says


@pytest.mark.parametrize(
    ("data", "activation", "case", "biases", "units"),
    [
        ("moons", "tanh", "first", False, False),
        ("moons", "sigmoid", "first", False, False),
        ("two unequal", "tanh", "second", True, False),
        ("unequal", "relu", "second", True, False),
        ("two unequal", "sigmoid", "third", True, True),
    ],
)
def test_which_of_the_three_cases_of_all_zeros_it_is_is_what_moved(data, activation, case, biases, units):
    found = measured(data, {"network.activation": activation})
    assert f"three cases, and this is the {case}:" in reasons.at_zero(found)
    costs = found.curves.query("quantity == 'cost'")["mid"]
    assert (costs.iloc[0] - costs.iloc[-1] > 1e-3) == biases
    assert (found.runs["moved"].item() > 1e-3) == units
