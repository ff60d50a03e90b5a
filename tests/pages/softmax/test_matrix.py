"""Why do my matrix gradients not match?"""

import pytest

from lab.softmax import matrix


def test_it_answers_on_arrival_with_what_matches(visit):
    page = visit("softmax_cost", softmax_part="matrix")
    assert not page.problems
    assert page.answer.startswith("**For a W kept as (in, out), 2 of 12 ways to write its gradient give what automatic")
    assert page.text.count("✓") == 2
    assert len(page.charts) == 2
    assert "one product takes" in page.text


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("softmax_matrix_m", 1, "and 1 passes without a word and is wrong (1 example)."),
        ("softmax_matrix_m", 150, "150 times too large"),
        ("softmax_matrix_m", 4, "6 are refused by NumPy, and 4 pass"),
        ("softmax_matrix_units", 3, "(3, 3)"),
        ("softmax_matrix_units", 10, "(10, 3)"),
        ("softmax_matrix_data", "digits", "(4, 10)"),
        ("softmax_matrix_convention", matrix.OUT_IN, "✓ `d.T @ a / m` | (3, 4) | right, to "),
    ],
)
def test_every_knob_changes_what_is_said(visit, key, value, sentence):
    page = visit("softmax_cost", softmax_part="matrix").turn(key, value)
    assert not page.problems
    assert sentence in page.text


def test_three_by_three_by_three_and_nothing_is_refused(visit):
    page = visit("softmax_cost", softmax_part="matrix", softmax_matrix_m="3", softmax_matrix_units="3")
    assert "none are refused by NumPy, and 10 pass without a word and are wrong (3 examples)." in page.answer


def test_presets_are_values_that_the_knobs_have(visit):
    page = visit(
        "softmax_cost", softmax_part="matrix", softmax_matrix_data="Digits, 8 x 8 pixels", softmax_matrix_units="10",
        softmax_matrix_m="100",
    )  # fmt: skip
    assert page.knob("softmax_matrix_data").value == "digits"
    assert page.knob("softmax_matrix_m").value == 100
    assert "(10, 10)" in page.text


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", softmax_part="matrix")
    assert len(page.presets) >= 3
    assert page.untaken() == []
