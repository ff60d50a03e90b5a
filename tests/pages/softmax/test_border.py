"""Does a larger batch overflow?"""

import pytest


def test_it_answers_on_arrival_with_the_largest_rates(visit):
    page = visit("softmax_cost", softmax_part="border")
    assert not page.problems
    assert page.answer.startswith("**At a smaller rate? Yes, if gradients are summed; no, if gradients are")
    assert len(page.charts) == 2
    assert "Checked with m = 96" in page.text


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("softmax_border_data", "three spiral arms", "With the sum, the largest rate that learns falls from 1"),
        ("softmax_border_epochs", 10, "runs, 10 epochs)"),
        ("softmax_border_check", 32, "Checked with m = 32"),
    ],
)
def test_every_knob_changes_what_is_said(visit, key, value, sentence):
    page = visit("softmax_cost", softmax_part="border", softmax_border_epochs="20").turn(key, value)
    assert not page.problems
    assert sentence in page.text


def test_presets_are_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", softmax_part="border", softmax_border_epochs="20")
    assert len(page.presets) >= 3
    assert page.untaken() == []
