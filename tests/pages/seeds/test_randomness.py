"""Which randomness, and who forgets the seed: as a visitor without a browser sees them."""

import pytest

RANDOM = {"seeds_part": "random", "seeds_random_epochs": "10", "seeds_random_count": "20"}
CONVEX = {"seeds_part": "convex", "seeds_convex_epochs": "10"}
RANDOM_TURNS = {"data": "Two moons", "result": "training cost", "base": 3, "epochs": 30, "rate": 1.0}
CONVEX_TURNS = {"epochs": 100, "rate": 0.01, "count": 10}


def test_four_kinds_of_randomness_are_told_apart_on_arrival(visit):
    page = visit("seed_effects", seeds_part="random")
    assert not page.problems
    assert page.answer.startswith("**")
    assert "moves the held-out accuracy most (standard deviation" in page.answer
    assert "50 runs of each, 100 epochs in batches of 10" in page.answer
    assert "They are no slices of a pie" in page.text
    assert len(page.charts) == 2


def test_the_convex_model_forgets_its_seed_on_arrival(visit):
    page = visit("seed_effects", seeds_part="convex")
    assert not page.problems
    assert page.answer.startswith("**With no hidden layer the cost forgets its seed")
    assert "With 16 hidden units the cost has not forgotten its seed" in page.answer
    assert len(page.charts) == 1


@pytest.mark.parametrize(("short", "turns"), [(RANDOM, RANDOM_TURNS), (CONVEX, CONVEX_TURNS)])
def test_every_knob_changes_the_page_and_breaks_nothing(visit, short, turns):
    page = visit("seed_effects", **short)
    prefix = f"seeds_{short['seeds_part']}_"
    assert page.faults({prefix + key: value for key, value in turns.items()}) == []


@pytest.mark.parametrize(("short", "count"), [(RANDOM, 5), (CONVEX, 4)])
def test_every_preset_is_made_of_values_that_the_knobs_have(visit, short, count):
    page = visit("seed_effects", **short)
    assert len(page.presets) == count
    assert page.untaken() == []
