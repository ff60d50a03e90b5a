"""Squared error or cross-entropy, as a visitor sees it."""

import re

import pytest

from lab.softmax import two_costs, two_costs_words

HERE = {"softmax_part": "slowdown"}
SHORT = HERE | {"softmax_slowdown_length": "30", "softmax_slowdown_pairs": "4"}


def test_it_answers_on_arrival_for_the_neuron_and_for_networks(visit):
    page = visit("softmax_cost", **HERE)
    assert page.answer == (
        "**The output starts at 0.8176 and should be 0. To get below one half, squared error needs 36 steps (closed "
        "form: 35.96), cross-entropy needs 8 steps (closed form: 7.59); after 300 steps it is at 0.0940 with squared "
        "error and 0.0116 with cross-entropy (one neuron, rate 0.15).**"
    )
    second = [element.value for element in page.app.markdown if element.value.startswith("**")][1]
    assert re.fullmatch(
        r"\*\*Both at rate 1, cross-entropy gets [34]\d(\.\d)? percentage points more right \(.*\)\. Each at its own "
        r"best rate \(squared error 10, cross-entropy 3\), neither is shown to be better: a mean difference of "
        r"−?0\.\d+ percentage points \(−[\d.]+ to [\d.]+\)\. \(Three spiral arms; 16 pairs of runs, each from one "
        r"start, 300 steps; in brackets 95 % intervals of the mean\.\)\*\*",
        second,
    )
    assert "The rate decides" in page.text
    assert len(page.charts) == 4


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "weight": 6.0, "bias": -4.0, "rate": 5.0, "steps": 10_000, "both": 30.0, "by": "steps", "reach": 0.6,
        "length": 100, "pairs": 8, "output": "sigmoid", "activation": "sigmoid", "hidden": 2, "data": "circles",
    }  # fmt: skip
    page = visit("softmax_cost", **SHORT)
    assert page.faults({f"softmax_slowdown_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 4


@pytest.mark.parametrize("by", two_costs_words.COMPARED.values())
def test_however_the_costs_are_compared_no_number_is_missing(visit, by):
    page = visit("softmax_cost", **SHORT, softmax_slowdown_by=by)
    assert not page.problems
    assert "nan" not in page.text.replace("not a number", "")


def test_a_neuron_that_starts_right_waits_for_nothing(visit):
    page = visit("softmax_cost", **SHORT, softmax_slowdown_weight="-4", softmax_slowdown_bias="-4")
    assert "so neither cost has to wait" in page.answer


def test_every_rate_for_both_is_in_the_picture(visit):
    page = visit("softmax_cost", **SHORT)
    assert all(f"both at {rate:g} " in page.charts[2].alt for rate in two_costs.RATES)


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert "so neither cost has to wait" in page.follow("And if it is on the right side from the start?").answer
