"""A whole layer: how many of its units become different."""

import re
from urllib.parse import parse_qsl

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
    page = visit("neuron_differentiation", **DEMAND)
    turns = {
        "neurons_layer_starts": [["tiny random"], []],
        "neurons_layer_start": list(STARTS),
        "neurons_layer_kind": ["bit"],
        "neurons_layer_epochs": [1],
        "neurons_layer_seed": [15],
        "neurons_layer_rate": [0.01, 10.0],
        "neurons_layer_epsilon": [0.0, 1e-12, 1.0],
        "neurons_layer_tiny": [1e-6],
        "neurons_layer_way": list(WAYS),
    }
    for key, values in turns.items():
        for value in values:
            page.turn(key, value)
            assert not page.problems, (key, value)
            assert len(page.charts) == 7


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_every_activation_shows_the_page(visit, activation):
    assert not visit("neuron_differentiation", **DEMAND, neurons_layer_activation=activation).problems


def test_a_start_that_is_shown_is_trained_though_it_is_not_compared(visit):
    page = visit("neuron_differentiation", **DEMAND, neurons_layer_start="clones with a push")
    assert "from clones with a push 2" in page.answer


def test_the_same_initializer_object_gives_twice_the_same_weights(visit):
    page = visit("neuron_differentiation", **DEMAND)
    assert "Twice the same 625 weights: the largest difference is exactly 0" in page.text
    page.turn("neurons_layer_way", "one object with a SeedGenerator")
    assert "Other weights in each layer" in page.text


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    links = visit("neuron_differentiation", **DEMAND).app.get("html")[-1].proto.body
    queries = re.findall(r'href="neuron_differentiation\?([^"]+)"', links)
    assert len(queries) == 5
    for query in queries:
        decoded: dict = {}
        for key, value in parse_qsl(query.replace("&amp;", "&")):
            decoded.setdefault(key, []).append(value)
        page = visit("neuron_differentiation", **{**decoded, "neurons_layer_epochs": "1"})
        assert not page.problems
        assert all(key in page.app.query_params for key in decoded), decoded
