"""What makes equal neurons different, and what does not."""

import pytest

SHORT = {"neurons_part": "breaking", "neurons_breaking_epochs": "10", "neurons_breaking_seeds": "1"}


def test_it_answers_on_arrival_with_four_that_break_it(visit):
    page = visit("neuron_differentiation", neurons_part="breaking")
    assert page.answer.startswith(
        "**4 of 11 make equal neurons different: an incoming weight, a bias, an outgoing weight, dropout. The other 7"
    )
    assert "It foretells every line of this table." in page.text
    assert page.text.count("✓") == 4


@pytest.mark.parametrize(
    ("key", "values"),
    {
        "neurons_breaking_equal": ["half of them equal"],
        "neurons_breaking_epsilon": [1e-6, 1.0],
        "neurons_breaking_rate": [1.0],
        "neurons_breaking_epochs": [30],
        "neurons_breaking_seeds": [2],
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, values):
    page = visit("neuron_differentiation", **SHORT)
    for value in values:
        page.turn(key, value)
        assert not page.problems
        assert len(page.charts) == 1
