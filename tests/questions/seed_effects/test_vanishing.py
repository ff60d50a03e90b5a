"""Vanishing gradients: the published figures in the band, theory, and what is said."""

from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.headline import fits
from lab.numerals import short
from lab.questions.seed_effects import vanishing


@pytest.fixture(scope="module")
def found():
    return vanishing.measure(vanishing.START, networks=60)


def test_the_published_figures_lie_in_the_band(found):
    table = found.table
    assert table["published"].tolist() == [0.0030, 0.0171, 0.0695, 0.2851]
    assert (table["low"] < table["published"]).all()
    assert (table["published"] < table["high"]).all()
    assert "4 of his 4 figures lie in the band" in vanishing.compared(found)


def test_every_layer_passes_on_what_the_law_says(found):
    measured = found.table["mid"].to_numpy()
    law = found.table["law"].to_numpy()
    assert measured[:-1] / measured[1:] == pytest.approx(law[:-1] / law[1:], rel=0.1)
    assert law[0] / law[1] < 1 / 4  # the steepest slope of a sigmoid


def test_the_biases_are_normal_and_each_networks_own():
    biases = vanishing.biases(2.0, 400, 1, 30)
    assert biases.std() == pytest.approx(2.0, rel=0.04)  # 4 standard errors of 12,000 draws
    assert len(np.unique(biases)) == biases.size
    assert np.array_equal(vanishing.biases(2.0, 3, 1, 30), biases[:3])


def test_what_small_gradients_mean_is_said_in_steps(found):
    said, mid = vanishing.training(found), found.table["mid"]
    assert "so the first layer hardly moves" in said
    assert f"biases by {short(0.01 * mid[0])} in all" in said
    facts = found.facts | {"times": 3.0}
    assert "the first layer learns more slowly" in vanishing.training(replace(found, facts=facts))
    assert vanishing.training(replace(found, facts=facts | {"times": 1.0})) == ""


def test_other_networks_have_no_published_figures():
    found = vanishing.measure(lab.vary(vanishing.START, {"network.hidden": (30,)}), networks=3)
    assert vanishing.compared(found) == ""
    assert vanishing.theory(found) == "One hidden layer: nothing to compare it with."
    vanishing.picture(found.table).to_dict()


def test_what_is_said_has_the_numbers(found):
    assert " times that of the first (theory: " in vanishing.theory(found)
    assert r"\sigma_w^2 &= 1, \quad \sigma_b^2 = 1" in vanishing.formulas(found)
    assert vanishing.summary(found).startswith("Median norm of the gradient by hidden layer. 1: 0.00")


@pytest.mark.parametrize("values", [{"init.scale": 4.0}, {"network.activation": "tanh"}, {"network.hidden": (30,) * 5}])
def test_what_was_published_is_not_held_against_another_network(values):
    assert vanishing.compared(vanishing.measure(lab.vary(vanishing.START, values), 3)) == ""
    assert vanishing.compared(vanishing.measure(vanishing.START, 3, bias=0.0)) == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "By theory a layer passes on 0.2"),
        ({"network.activation": "relu", "init.scale": 2.0}, "gradients grow towards the input."),
        ({"network.activation": "linear"}, "passes on 1 times the length that it gets: gradients keep their size"),
        ({"network.activation": "tanh", "init.scale": 0.5}, "gradients vanish towards the input."),
    ],
)
def test_what_a_layer_passes_on_is_said_of_this_network(values, said):
    assert said in vanishing.meanings(vanishing.measure(lab.vary(vanishing.START, values), 3))


@pytest.mark.parametrize("layers", [2, 6])
@pytest.mark.parametrize("times", [0.1, 1.0, 3.0, 40.0])
def test_the_headline_speaks_of_the_depth_that_was_set(found, layers, times):
    said = vanishing.headline(replace(found, facts=found.facts | {"layers": layers, "times": times}))
    assert f"with {layers} hidden layers" in said
    assert fits(said)


def test_what_there_is_to_try_changes_one_thing():
    assert all(len(given) == 1 for given in vanishing.TRY.values() if isinstance(given, dict))


def test_how_near_theory_is_comes_from_the_run(found):
    near = found.table.assign(law=found.table["mid"])
    assert vanishing.premises(replace(found, table=near), vanishing.START).endswith("what was measured is near it.")
    off = replace(found, table=near.assign(law=near["mid"] * 3))
    assert vanishing.premises(off, vanishing.START).endswith("is up to 3 times away from it.")
