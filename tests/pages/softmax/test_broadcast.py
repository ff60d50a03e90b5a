"""Where does a matrix come from when I add biases?"""

import pytest


def test_it_answers_on_arrival_with_a_matrix(visit):
    page = visit("softmax_cost", softmax_part="broadcast")
    assert not page.problems
    assert page.answer.startswith("**(1, 4) + (4, 1) gives (4, 4): NumPy stretches both without a word")
    assert len(page.charts) == 1
    assert "2 of 4 give the network's logits." in page.text


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("softmax_broadcast_stands", "flat, (K,)", "(1, 4) + (4,) gives (1, 4)"),
        ("softmax_broadcast_stands", "flat, with .T", "(1, 4) + (4,) gives (1, 4)"),
        ("softmax_broadcast_stands", "a row, (1, K)", "(1, 4) + (1, 4) gives (1, 4)"),
        ("softmax_broadcast_m", 3, "(3, 4) + (4, 1) is refused"),
        ("softmax_broadcast_m", 4, "the shape is right by accident"),
        ("softmax_broadcast_units", 2, "(1, 2) + (2, 1) gives (2, 2)"),
        ("softmax_broadcast_units", 6, "(1, 6) + (6, 1) gives (6, 6)"),
    ],
)
def test_every_knob_changes_what_is_said(visit, key, value, sentence):
    page = visit("softmax_cost", softmax_part="broadcast").turn(key, value)
    assert not page.problems
    assert sentence in page.text


def test_presets_are_values_that_the_knobs_have(visit):
    page = visit(
        "softmax_cost", softmax_part="broadcast", softmax_broadcast_stands="flat, with .T", softmax_broadcast_m="3"
    )
    assert page.knob("softmax_broadcast_stands").value == "flat, with .T"
    assert page.answer.startswith("**(3, 4) + (4,) gives (3, 4)")


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", softmax_part="broadcast")
    assert len(page.presets) >= 3
    assert page.untaken() == []
