"""Why does everyone say from_logits=True?"""

import pytest


def test_it_answers_on_arrival_with_where_each_way_ends(visit):
    page = visit("softmax_cost", softmax_part="numerics")
    assert not page.problems
    assert page.answer.startswith("**From probabilities, the cost ends up stuck at 16.12")
    assert "Written out in float32 it is lost from 88.73 on" in page.answer
    assert "so it is for Keras's softmax layer" in page.answer
    assert len(page.charts) == 3
    assert page.text.count("✓") == 6
    assert "in float32 the number nearest to 1 − 1e-7" in page.text
    assert page.tables[0]["Accuracy"].tolist()[2:] == ["62.7 %"] * 3


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("softmax_numerics_precision", "float64", "Written out in float64 it is right up to 120."),
        ("softmax_numerics_reach", 1000, "at all 20,001 gaps up to 1,000"),
        ("softmax_numerics_reach", 30, "Written out in float32 it is right up to 30."),
        ("softmax_numerics_move", "the right logit falls", "(imprecise, then infinite)"),
        ("softmax_numerics_gap", 2, "logits are 0 (right) and 2 (wrong)"),
        ("softmax_numerics_gap", 100, "logits are 0 (right) and 100 (wrong)"),
        ("softmax_numerics_logit", -40.0, "The logit −40 is taken for a probability, and as such cut to 1e-7"),
        ("softmax_numerics_logit", 0.5, "The logit 0.5 passes for a probability"),
        ("softmax_numerics_class", 1, "for class 1 that loss stays between 0.3133 and 0.6931"),
    ],
)
def test_every_knob_changes_what_is_said(visit, key, value, sentence):
    page = visit("softmax_cost", softmax_part="numerics").turn(key, value)
    assert not page.problems
    assert sentence in page.text


def test_the_rate_changes_how_far_it_gets(visit):
    page = visit("softmax_cost", softmax_part="numerics").turn("softmax_numerics_rate", 0.1)
    assert not page.problems
    assert any("from_logits=True: 14" in each.value for each in page.app.caption)


def test_presets_are_values_that_the_knobs_have(visit):
    page = visit(
        "softmax_cost", softmax_part="numerics", softmax_numerics_precision="float64", softmax_numerics_reach="1,000",
        softmax_numerics_move="the right logit falls", softmax_numerics_gap="15",
    )  # fmt: skip
    assert page.knob("softmax_numerics_reach").value == 1000
    assert page.knob("softmax_numerics_gap").value == 15
    assert "Written out in float64 it is lost from 7" in page.answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", softmax_part="numerics")
    assert len(page.presets) >= 3
    assert page.untaken() == []
