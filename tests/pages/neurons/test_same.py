"""Different neurons, or the same function in another order?"""

import re

import pytest

from lab.differentiation import permutation
from pages.neurons import same

HERE = {"neurons_part": "same"}
SHORT = HERE | {"neurons_same_epochs": "300", "neurons_same_pairs": "5"}


def test_it_answers_on_arrival_for_a_pair_and_for_all_with_the_budget(visit):
    page = visit("neuron_differentiation", **HERE)
    assert re.fullmatch(
        r"\*\*Seeds 0 and 1: the same solution, but for the order and the signs of the units\. Their outputs differ by "
        r"0\.\d+ % of the targets' spread, their weights by 0\.\d+ % of their length once matched, 1\d\d % before\. "
        r"Of 40 pairs of seeds, 3\d found the same solution, \d the same function in other weights, \d another "
        r"function \(4,000 epochs each\)\.\*\*",
        page.answer,
    )
    assert "8 weights change, the function does not" in page.text
    assert "with exact sums all 200 outputs are equal to the bit" in page.text
    assert "With 3 tanh units there are 48 such networks" in page.text
    assert [chart.alt.split()[0] for chart in page.charts] == ["On", "The", "The"]


@pytest.mark.parametrize(
    ("key", "values"),
    {
        "neurons_same_data": ["moons", "xor", "teacher"],
        "neurons_same_hidden": [2, 8],
        "neurons_same_activation": ["sigmoid", "relu"],
        "neurons_same_pairs": [1, 80],
        "neurons_same_pair": [5],
        "neurons_same_rate": [0.01, 5.0],
        "neurons_same_epochs": [0, 1000],
        "neurons_same_do": list(permutation.DEEDS),
        "neurons_same_unit": [2, 3],
        "neurons_same_other": [1, 2],
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, values):
    page = visit("neuron_differentiation", **SHORT)
    for value in values:
        page.turn(key, value)
        assert not page.problems
        assert len(page.charts) == 3


def test_a_pair_or_a_unit_that_is_no_longer_there_gives_way_to_one_that_is(visit):
    page = visit("neuron_differentiation", **SHORT, neurons_same_pair="5", neurons_same_unit="3")
    assert "Seeds 8 and 9" in page.answer
    page.turn("neurons_same_pairs", 2)
    assert not page.problems
    assert "Of 2 pairs" in page.answer
    page.turn("neurons_same_hidden", 2)
    assert not page.problems
    assert "With 2 tanh units there are 8 such networks" in page.text


def test_networks_that_diverged_are_told(visit):
    page = visit(
        "neuron_differentiation", **SHORT, neurons_same_data="A teacher of two tanh units", neurons_same_rate="5"
    )
    assert not page.problems
    assert "at least one of the two networks diverged" in page.answer
    assert "This network diverged" in page.text


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    for values in same.PRESETS.values():
        given = {key: str(value).replace("20000", "20,000") for key, value in values.items()}
        page = visit("neuron_differentiation", **(SHORT | given))
        assert not page.problems
        assert all(page.app.query_params.get(key) in (value, [value]) for key, value in given.items()), given
