"""What if only the target's logit learned?"""

import pytest

from pages.softmax import target_only

SHORT = {
    "softmax_part": "target_only",
    "softmax_target_only_epochs": "10",
    "softmax_target_only_seeds": "1",
}


def test_it_answers_on_arrival_that_it_learns_less_and_does_not_explode(visit):
    page = visit("softmax_cost", softmax_part="target_only")
    assert page.answer.startswith("**After 100 epochs (medians of 8 runs) the full gradient gets 93")
    assert "the target's logit alone gets 8" in page.answer
    assert "but do not explode" in page.answer
    assert "not one output weight was ever smaller than before, in any run" in page.text
    assert len(page.charts) == 3
    assert not page.problems


@pytest.mark.parametrize(
    ("key", "values"),
    {
        "softmax_target_only_network": target_only.NETWORKS[1:2],
        "softmax_target_only_rate": [2.0],
        "softmax_target_only_epochs": [30],
        "softmax_target_only_inputs": [True],
        "softmax_target_only_seeds": [2],
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, values):
    page = visit("softmax_cost", **SHORT)
    before = page.text
    for value in values:
        page.turn(key, value)
        assert not page.problems
        assert len(page.charts) == 3
    assert page.text != before


def test_presets_are_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", **SHORT)
    for values in target_only.PRESETS.values():
        for key, value in values.items():
            options = getattr(page.knob(key), "options", ["True", "False"])
            assert (f"{value:,}" if isinstance(value, int) and value > 1 else str(value)) in options
