"""The part 'zeros' of the softmax page."""

SHORT = {"softmax_part": "zeros", "softmax_zeros_epochs": "1", "softmax_zeros_seeds": "1"}


def test_it_answers_on_arrival(visit):
    page = visit("softmax_cost", softmax_part="zeros")
    assert "no weight of it ever moves" in page.answer
    assert len(page.charts) == 2
    assert "largest weight of each class" in page.charts[1].alt


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"rate": 1.0, "epochs": 2, "seeds": 2, "activation": "sigmoid", "batch": 512}
    page = visit("softmax_cost", **SHORT)
    assert page.faults({f"softmax_zeros_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 2


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", **SHORT)
    assert len(page.presets) >= 3
    assert page.untaken() == []
