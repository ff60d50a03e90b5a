"""A whole layer: how many of its units become different."""

import re

import pytest

from lab.differentiation.initializer import WAYS
from lab.differentiation.layer import DATA, STARTS

DEMAND = {"neurons_part": "layer", "neurons_layer_data": DATA["demand"], "neurons_layer_epochs": "2"}


def test_it_answers_on_arrival_with_runs_and_steps(visit):
    page = visit("neuron_differentiation", neurons_part="layer")
    assert re.fullmatch(
        r"\*\*After 10 epochs so many of 25 units are different: from clones 1, from five groups of clones 5, from "
        r"tiny random 25, from Glorot random 25 \(medians of 16 runs each; with nearly parallel units counted as one: "
        r"1, 5, 2[345](\.5)?, 25\)\.\*\*",
        page.answer,
    )
    assert len(page.charts) == 7
    assert all(chart.alt for chart in page.charts)
    assert not page.problems


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "epsilon": 0.0, "start": "tiny random", "tiny": 1e-6, "starts": ["tiny random"], "kind": "bit", "epochs": 1,
        "seed": 15, "rate": 10.0, "activation": "relu", "way": list(WAYS)[-1],
    }  # fmt: skip
    page = visit("neuron_differentiation", **DEMAND, neurons_layer_start="clones with a push")
    assert page.faults({f"neurons_layer_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 7


@pytest.mark.parametrize("start", STARTS)
def test_every_start_has_its_pictures(visit, start):
    page = visit("neuron_differentiation", **DEMAND, neurons_layer_start=start)
    assert not page.problems
    assert len(page.charts) == 7


def test_a_start_that_is_shown_is_trained_though_it_is_not_compared(visit):
    page = visit("neuron_differentiation", **DEMAND, neurons_layer_start="clones with a push")
    assert "from clones with a push 2" in page.answer


def test_the_same_initializer_object_gives_twice_the_same_weights(visit):
    page = visit("neuron_differentiation", **DEMAND)
    assert "Twice the same 625 weights: the largest difference is exactly 0" in page.text
    page.turn("neurons_layer_way", "one object with a SeedGenerator")
    assert "Other weights in each layer" in page.text


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("neuron_differentiation", **DEMAND)
    assert len(page.presets) == 5
    assert page.untaken() == []
    page = page.follow("One of the clones is pushed: do the others follow?")
    assert page.answer.startswith("**After 2 epochs")
    assert "from clones with a push 2" in page.answer
