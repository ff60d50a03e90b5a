"""L1, L2, importance: the question as a visitor without a browser sees it."""

import pytest

SHORT = {"relevance_part": "penalties", "relevance_penalties_starts": "4", "relevance_penalties_epochs": "1,000"}


def tables(page):
    """The page's tables, as HTML."""
    return [each.proto.body for each in page.app.get("html") if "<table" in each.proto.body]


def test_it_answers_on_arrival_with_what_l1_sets_to_zero(visit):
    page = visit("feature_relevance", relevance_part="penalties")
    assert not page.problems
    assert page.answer.startswith("**L1 sets x3 and x4 to zero, but for its step: |w| up to 0.0")
    assert "L2 sets none to zero: it makes 0.0439 of x4's 0.0658.**" in page.answer
    assert page.answer.endswith("(Each penalty from 16 starts, 3,000 epochs.)")
    assert len(page.charts) == 3
    assert len(tables(page)) == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("relevance_penalties_columns", "equal worth, other units", "Largest weight: x3"),
        ("relevance_penalties_size", 0.01, "too small for L1"),
        ("relevance_penalties_noise", 0.0, "L1 sets x3 and x4 to zero"),
        ("relevance_penalties_epochs", 30, "is not there yet"),
        ("relevance_penalties_begin", 0.0, "L1 sets x3 and x4 to zero"),
        ("relevance_penalties_data", 7, "L1 sets"),
        ("relevance_penalties_starts", 1, "from 1 start,"),
        ("relevance_penalties_rate", 0.05, "its steps reach 0.08"),
        ("relevance_penalties_model", "L1", "Largest weight: x1"),
    ],
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value, sentence):
    page = visit("feature_relevance", **SHORT)
    before = page.text + "".join(tables(page))
    page.turn(key, value)
    assert not page.problems
    assert sentence in page.text
    assert page.text + "".join(tables(page)) != before
    assert len(page.charts) == 3


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
