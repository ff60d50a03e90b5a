"""How many are too many? The question as a visitor without a browser sees it."""

import pytest

SHORT = {"relevance_part": "risk", "relevance_risk_draws": "100", "relevance_risk_epochs": "100"}


def test_it_answers_on_arrival_with_the_error_of_fifteen_columns(visit):
    page = visit("feature_relevance", relevance_part="risk")
    assert not page.problems
    assert page.answer.startswith("**15 columns, 14 of them useless: the squared error on fresh examples is 2.05")
    assert "from 15 columns on (the law: from 14.5" in page.answer
    assert "Stopping early helps." in page.text
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("relevance_risk_columns", 30, "has no mean (the law: ∞)"),
        ("relevance_risk_examples", 10, "(the law: from 4.5"),
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


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
