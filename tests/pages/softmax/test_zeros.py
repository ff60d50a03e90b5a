"""The part 'zeros' of the softmax page."""

import pytest

SHORT = {"softmax_part": "zeros", "softmax_zeros_epochs": "1", "softmax_zeros_seeds": "1"}


def test_it_answers_on_arrival(visit):
    page = visit("softmax_cost", softmax_part="zeros")
    assert "no weight of it ever moves" in page.answer
    assert len(page.charts) == 2
    assert "largest weight of each class" in page.charts[1].alt


@pytest.mark.parametrize(
    ("key", "value"),
    {
        "softmax_zeros_rate": 1.0,
        "softmax_zeros_epochs": 2,
        "softmax_zeros_batch": 512,
        "softmax_zeros_activation": "sigmoid",
        "softmax_zeros_seeds": 2,
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value):
    page = visit("softmax_cost", **SHORT)
    before = page.answer, page.charts[0].spec, page.text
    page.turn(key, value)
    assert not page.problems
    assert (page.answer, page.charts[0].spec, page.text) != before
