"""Many boundaries, as a visitor without a browser sees them."""

SHORT = {"seeds_part": "boundaries", "seeds_boundaries_epochs": "10", "seeds_boundaries_count": "25"}


def test_a_hundred_networks_disagree_on_arrival(visit):
    page = visit("seed_effects", seeds_part="boundaries")
    assert not page.problems
    assert "of 100 networks have all 60 examples right, and yet in " in page.answer
    assert "100 networks, one seed each, 1,000 epochs" in page.answer
    assert len(page.charts) == 2


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"noise": 0.5, "scheme": "uniform", "rate": 3.0, "epochs": 100, "count": 100}
    turns |= {"hidden": "2", "examples": 12, "activation": "relu", "data": "Three spiral arms"}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_boundaries_{key}": value for key, value in turns.items()}) == []


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
