"""Vanishing gradients: the question as a visitor without a browser sees it."""

SHORT = {"seeds_part": "vanishing", "seeds_vanishing_count": "10"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="vanishing")
    assert not page.problems
    assert page.answer.startswith("**The last hidden layer starts with a gradient 1")
    assert "4 of his 4 figures lie in the band" in page.text
    assert len(page.charts) == 1


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"layers": 3, "bias": 3.0, "scale": 8.0, "count": 30, "activation": "relu"}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_vanishing_{key}": value for key, value in turns.items()}) == []


def test_one_layer_has_nothing_to_be_compared_with(visit):
    page = visit("seed_effects", **SHORT, seeds_vanishing_layers="1")
    assert "nothing to compare it with" in page.answer
    assert "the law: " in page.turn("seeds_vanishing_layers", 2).answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 4
    assert page.untaken() == []
