"""Does any hidden unit become affordability: the answer on arrival, and every knob."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

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


@pytest.mark.parametrize(
    ("key", "value"),
    {
        "relevance_demand_hidden": 1,
        "relevance_demand_bound": 0.99,
        "relevance_demand_differ": "start",
        "relevance_demand_when": "before",
        "relevance_demand_activation": "relu",
        "relevance_demand_epochs": 1,
        "relevance_demand_rate": 10.0,
        "relevance_demand_start": "small: normal, sd 0.01",
        "relevance_demand_count": 1,
        "relevance_demand_examples": 50,
        "relevance_demand_noise": 1.0,
        "relevance_demand_data": 3,
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value):
    page = visit("feature_relevance", **SHORT)
    before = page.answer, [chart.SerializeToString() for chart in page.charts]
    page.turn(key, value)
    assert not page.problems
    assert len(page.charts) == 4
    assert (page.answer, [chart.SerializeToString() for chart in page.charts]) != before


def test_the_presets_turn_knobs_to_values_they_have(visit):
    page = visit("feature_relevance", **SHORT)
    links = [href for body in page.app.get("html") if "<li" in body.proto.body
             for href in re.findall(r'href="([^"]*)"', body.proto.body)]  # fmt: skip
    assert len(links) == 5
    for link in links:
        values = {key: text[0] for key, text in parse_qs(urlsplit(link.replace("&amp;", "&")).query).items()}
        assert values.pop("relevance_part") == "demand"
        for key, text in values.items():
            knob = page.knob(key)
            assert text in map(str, getattr(knob, "options", ["true", "false"])), key
