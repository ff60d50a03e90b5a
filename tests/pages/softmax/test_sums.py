"""The part 'sums' of the softmax page."""

SHORT = {"softmax_part": "sums", "softmax_sums_epochs": "1", "softmax_sums_seeds": "1"}


def test_it_answers_on_arrival(visit):
    page = visit("softmax_cost", softmax_part="sums")
    assert page.answer.startswith("**Training does not change the sums over the classes: off by ")
    assert len(page.charts) == 1


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"rate": 0.3, "epochs": 2, "seeds": 2, "hidden": "none", "precision": "float64", "batch": 512}
    page = visit("softmax_cost", **SHORT)
    assert page.faults({f"softmax_sums_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 1


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", **SHORT)
    assert len(page.presets) >= 3
    assert page.untaken() == []
