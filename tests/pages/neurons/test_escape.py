"""How long until two nearly equal neurons differ."""

import re

import pytest

PART = {"neurons_part": "escape"}
SHORT = PART | {"neurons_escape_epochs": "500", "neurons_escape_seeds": "1"}


def test_it_answers_on_arrival_with_the_law_beside_the_measure(visit):
    page = visit("neuron_differentiation", **PART)
    pattern = r"A push ten times smaller keeps the two neurons alike for ([\d.]+) epochs more; .* foretells ([\d.]+) \("
    measured, foretold = map(float, re.search(pattern, page.answer).groups())
    assert measured == pytest.approx(foretold, rel=0.02)
    assert len(page.charts) == 3
    assert "why do they not end at the same optimum" in page.text


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"at": "w6 (to the output)", "epochs": 1000, "seeds": 2, "rate": 5.0, "data": "xor"}
    page = visit("neuron_differentiation", **SHORT)
    assert page.faults({f"neurons_escape_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 3


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("neuron_differentiation", **SHORT)
    assert len(page.presets) == 4
    assert page.untaken() == []
    assert not page.follow("What if the push is on the outgoing weight?").problems
