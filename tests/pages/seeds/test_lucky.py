"""Lucky seeds, and is A better than B: as a visitor without a browser sees them."""

import pytest

LUCKY = {"seeds_part": "lucky", "seeds_lucky_epochs": "10"}
APART = {"seeds_part": "apart", "seeds_apart_epochs": "10"}
LUCKY_TURNS = {
    "n": 100, "result": "training cost", "scheme": "uniform", "epochs": 30, "rate": 3.0, "data": "Two moons",
    "count": 200,
}  # fmt: skip
APART_TURNS = {
    "result": "held-out cost", "a": "uniform", "b": "he normal", "rate_a": 1.0, "rate_b": 0.12, "epochs": 30,
    "count": 100,
}  # fmt: skip


def test_the_best_of_ten_seeds_is_answered_on_arrival(visit):
    page = visit("seed_effects", seeds_part="lucky")
    assert not page.problems
    assert page.answer.startswith("**The best of 10 seeds has a held-out accuracy of 8")
    assert "400 runs of 300 epochs, 100 training examples, 1,000 held out" in page.answer
    assert "0.846 for 3; 1.163 for 5; 1.539 for 10; 2.508 for 100" in page.text
    assert len(page.charts) == 2


def test_two_settings_are_told_apart_on_arrival(visit):
    page = visit("seed_effects", seeds_part="apart")
    assert not page.problems
    assert page.answer.startswith("**A is better by ")
    assert "400 seeds, 300 epochs" in page.answer
    assert len(page.charts) == 2


@pytest.mark.parametrize(("short", "turns"), [(LUCKY, LUCKY_TURNS), (APART, APART_TURNS)])
def test_every_knob_changes_the_page_and_breaks_nothing(visit, short, turns):
    page = visit("seed_effects", **short)
    prefix = f"seeds_{short['seeds_part']}_"
    assert page.faults({prefix + key: value for key, value in turns.items()}) == []


@pytest.mark.parametrize(("short", "count"), [(LUCKY, 5), (APART, 4)])
def test_every_preset_is_made_of_values_that_the_knobs_have(visit, short, count):
    page = visit("seed_effects", **short)
    assert len(page.presets) == count
    assert page.untaken() == []
