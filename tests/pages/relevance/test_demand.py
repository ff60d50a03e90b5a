"""Does any hidden unit become affordability: the answer on arrival, and every knob."""

import re

SHORT = {"relevance_part": "demand", "relevance_demand_epochs": "10", "relevance_demand_count": "16"}


def test_it_answers_on_arrival_that_the_data_decide(visit):
    page = visit("feature_relevance", relevance_part="demand")
    assert not page.problems
    found = re.match(
        r"\*\*Sometimes: a hidden unit becomes affordability in (\d+) of 64 networks, .* On the same data, from 64 "
        r"starts: affordability in none, awareness in (\d+), quality in none, all three in none\. \(3 hidden units, "
        r"1,000 epochs;",
        page.answer,
    )
    assert 8 <= int(found[1]) <= 26
    assert int(found[2]) >= 55
    assert len(page.charts) == 4


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "bound": 0.99, "when": "before", "rate": 10.0, "start": "small: normal, sd 0.01", "noise": 1.0,
        "differ": "start", "data": 3, "epochs": 1, "count": 1, "activation": "relu", "examples": 50, "hidden": 1,
    }  # fmt: skip
    page = visit("feature_relevance", **SHORT)
    assert page.faults({f"relevance_demand_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 4


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert not page.follow("The same data for all, only the start differs: is it the same three units?").problems
