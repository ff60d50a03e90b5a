"""The part 'sums' of the softmax page."""

import pytest

SHORT = {"softmax_part": "sums", "softmax_sums_epochs": "1", "softmax_sums_seeds": "1"}


def test_it_answers_on_arrival(visit):
    page = visit("softmax_cost", softmax_part="sums")
    assert page.answer.startswith("**Training does not change the sums over the classes: off by ")
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    {
        "softmax_sums_rate": 0.3,
        "softmax_sums_epochs": 5,
        "softmax_sums_batch": 512,
        "softmax_sums_hidden": "none",
        "softmax_sums_precision": "float64",
        "softmax_sums_seeds": 2,
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value):
    page = visit("softmax_cost", **SHORT)
    before = page.answer, page.charts[0].spec
    page.turn(key, value)
    assert not page.problems
    assert (page.answer, page.charts[0].spec) != before
