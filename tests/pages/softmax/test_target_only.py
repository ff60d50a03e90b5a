"""What if only the target's logit learned?"""

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


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"rate": 2.0, "epochs": 30, "inputs": True, "seeds": 2, "network": target_only.NETWORKS[1]}
    page = visit("softmax_cost", **SHORT)
    assert page.faults({f"softmax_target_only_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 3


def test_presets_are_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert not page.follow("What if the inputs have mean 0?").problems
