"""How many are too many? The question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"relevance_part": "risk", "relevance_risk_draws": "100", "relevance_risk_epochs": "100"}


def test_it_answers_on_arrival_with_the_error_of_fifteen_columns(visit):
    page = visit("feature_relevance", relevance_part="risk")
    assert not page.problems
    assert page.answer.startswith("**15 columns, 14 of them useless: the squared error on fresh examples is 2.05")
    assert "from 15 columns on (the law: 14.5" in page.answer
    assert "Stopping early helps." in page.text
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("relevance_risk_columns", 30, "has no mean (the law: ∞)"),
        ("relevance_risk_examples", 10, "(the law: 4.5"),
        ("relevance_risk_noise", 0.0, "Without noise useless columns do no harm"),
        ("relevance_risk_worth", 0.0, "all of them useless"),
        ("relevance_risk_epochs", 1000, "for 1,000 epochs"),
        ("relevance_risk_begin", 1.0, "(standard deviation 1)"),
        ("relevance_risk_draws", 300, "Mean of 300 data sets"),
        ("relevance_risk_rate", 0.2, "Really trained"),
    ],
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value, sentence):
    page = visit("feature_relevance", **SHORT).turn(key, value)
    assert not page.problems
    assert sentence in page.text
    assert len(page.charts) == 2


def test_every_preset_has_values_that_its_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 5
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "relevance_part" or values[0] in page.knob(key).options
