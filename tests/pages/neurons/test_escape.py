"""How long until two nearly equal neurons differ."""

import re

import pytest

from lab.differentiation.distance import WEIGHTS

PART = {"neurons_part": "escape"}
SHORT = PART | {"neurons_escape_epochs": "500", "neurons_escape_seeds": "1"}


def test_it_answers_on_arrival_with_the_law_beside_the_measure(visit):
    page = visit("neuron_differentiation", **PART)
    pattern = r"A push ten times smaller keeps the two neurons alike for ([\d.]+) epochs more; .* foretells ([\d.]+) \("
    measured, foretold = map(float, re.search(pattern, page.answer).groups())
    assert measured == pytest.approx(foretold, rel=0.02)
    assert len(page.charts) == 3
    assert "why do they not end at the same optimum" in page.text


@pytest.mark.parametrize(
    ("key", "values"),
    {
        "neurons_escape_rate": [0.01, 5.0],
        "neurons_escape_data": ["circles"],
        "neurons_escape_at": list(WEIGHTS)[1:],
        "neurons_escape_epochs": [1000],
        "neurons_escape_seeds": [2],
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, values):
    page = visit("neuron_differentiation", **SHORT)
    for value in values:
        page.turn(key, value)
        assert not page.problems
        assert len(page.charts) == 3
