"""Can 1/m go into the learning rate?"""

import pytest


def test_it_answers_on_arrival_with_yes(visit):
    page = visit("softmax_cost", softmax_part="sum")
    assert not page.problems
    assert page.answer.startswith("**Yes: with plain gradient descent, the sum with rate r / m takes the path")
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("softmax_sum_optimizer", "momentum", "**Yes: with momentum"),
        ("softmax_sum_optimizer", "adam", "**No: with Adam"),
        ("softmax_sum_batch", "40", "**No: with plain gradient descent"),
        ("softmax_sum_batch", "8", "m = 8"),
        ("softmax_sum_rate", 3.0, "r = 3"),
        ("softmax_sum_rate", 0.01, "r = 0.01"),
        ("softmax_sum_epochs", 120, "in 120 epochs"),
    ],
)
def test_every_knob_changes_what_is_said(visit, key, value, sentence):
    page = visit("softmax_cost", softmax_part="sum", softmax_sum_epochs="10").turn(key, value)
    assert not page.problems
    assert sentence in page.answer


def test_presets_are_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", softmax_part="sum", softmax_sum_epochs="10")
    assert len(page.presets) >= 3
    assert page.untaken() == []
