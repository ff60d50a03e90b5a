"""Different neurons, or the same function in another order?"""

import re

import pytest

from lab.differentiation import permutation

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


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "pair": 5, "other": 1, "unit": 3, "do": "rescale", "rate": 5.0, "data": "moons", "activation": "relu",
        "hidden": 2, "pairs": 1, "epochs": 0,
    }  # fmt: skip
    page = visit("neuron_differentiation", **SHORT)
    assert page.faults({f"neurons_same_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 3


@pytest.mark.parametrize("deed", permutation.DEEDS.values())
def test_everything_that_can_be_done_to_a_network_is_told(visit, deed):
    page = visit("neuron_differentiation", **SHORT, neurons_same_do=deed)
    assert not page.problems
    assert page.knob("neurons_same_do").value == next(key for key, name in permutation.DEEDS.items() if name == deed)


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
    page = visit("neuron_differentiation", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    page = page.follow("And by three, one more than it needs?")
    assert not page.problems
    assert page.app.query_params["neurons_same_rate"] == "0.5"
