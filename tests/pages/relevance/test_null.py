"""Is it zero? The question as a visitor without a browser sees it."""

import pytest

SHORT = {"relevance_part": "null", "relevance_null_draws": "100"}


def test_it_answers_on_arrival_with_a_thousand_data_sets(visit):
    page = visit("feature_relevance", relevance_part="null")
    assert not page.problems
    assert page.answer.startswith("**It may be useless: w2 ended at −0.1948 in your data, inside the band of 95 %")
    assert "Of 1,000 useless columns 960 ended inside the band (the law: 950)" in page.answer
    assert "(the law: 0.2041)" in page.answer
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("relevance_null_truth", 3.0, "Hardly by chance: w2 ended at 2.8052"),
        ("relevance_null_seed", 1, "It may be useless"),
        ("relevance_null_noise", 0.0, "useless columns ended at |w2| ="),
        ("relevance_null_epochs", 10, "They are not there yet"),
        ("relevance_null_sd", 3.0, "(the law: 0.0680)"),
        ("relevance_null_examples", 12, "(the law: 0.4082)"),
        ("relevance_null_columns", 1, "(the law: 0.1961)"),
        ("relevance_null_optimizer", "sgd", "They are not there yet"),
        ("relevance_null_draws", 300, "Of 300 useless columns"),
        ("relevance_null_rate", 0.1, "No answer: the training diverged."),
    ],
)
def test_every_knob_changes_the_answer_and_breaks_nothing(visit, key, value, sentence):
    page = visit("feature_relevance", **SHORT).turn(key, value)
    assert not page.problems
    assert sentence in page.answer
    assert len(page.charts) == 2


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
