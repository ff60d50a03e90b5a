"""Stuck, and where? The question as a visitor without a browser sees it."""

SHORT = {"seeds_part": "stuck", "seeds_stuck_epochs": "300"}


def test_it_answers_on_arrival_with_places_share_interval_runs_and_steps(visit):
    page = visit("seed_effects", seeds_part="stuck")
    assert not page.problems
    assert "of 500 runs (" in page.answer
    assert "are not solved after 4,000 epochs:" in page.answer
    assert "Not one of them stands in a minimum." in page.answer
    assert "With 5 times the epochs these get free: 0 of " in page.answer
    assert page.tables[0].loc["1/8", "Held by"].startswith("saturated")
    assert page.tables[0].loc["1/4", "Held by"] == "saddle"
    assert len(page.charts) == 2


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"range": "−5 to 5", "epochs": 1000, "rate": 10.0, "bias": "zeros", "count": 50, "units": 3}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_stuck_{key}": value for key, value in turns.items()}) == []


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
