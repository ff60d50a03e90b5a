"""Plateaus: the question as a visitor without a browser sees it."""

SHORT = {"seeds_part": "plateau", "seeds_plateau_count": "10", "seeds_plateau_steps": "100"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="plateau")
    assert not page.problems
    assert page.answer.startswith("**50 students of 2 units learn slowest at an error of 0.0116 in the median")
    assert "(50 of 50 are by the end)" in page.answer
    assert len(page.charts) == 1


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"size": 1.0, "rate": 0.3, "count": 50, "steps": 500, "units": 4}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_plateau_{key}": value for key, value in turns.items()}) == []


def test_three_units_have_a_plateau_of_their_own(visit):
    page = visit("seed_effects", **SHORT, seeds_plateau_units="3")
    assert "plateau: 0.0203" in page.answer
    assert "(10 of 10 are by the end)" in page.turn("seeds_plateau_steps", 500).turn("seeds_plateau_units", 2).answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 4
    assert page.untaken() == []
