"""One last bit, and three starts beside what was published: as a visitor without a browser sees them."""

import pytest

THREE = {"seeds_part": "three", "seeds_three_epochs": "100"}
BIT = {"seeds_part": "bit", "seeds_bit_steps": "10"}
THREE_TURNS = {"sd": 100.0, "seed": 0, "rate": 0.1, "epochs": 1000}
BIT_TURNS = {"sd": 100.0, "place": "layer 3", "seed": 0, "rate": 0.1, "steps": 100, "precision": "float32"}


def test_the_published_training_comes_out_digit_by_digit_on_arrival(visit):
    """L16: 15,000 steps; the last digits may differ, as sums are made in another order."""
    page = visit("seed_effects", seeds_part="three")
    assert not page.problems
    assert page.answer.startswith("**From zeros the cost is 0.6931 for ever; in 15,000 steps He goes from 0.8831 to ")
    table = page.tables[0]
    assert float(table.loc[table["step"] == "14,000", "ours"].iloc[1]) == pytest.approx(0.07357895962677366, abs=1e-11)
    assert "He 99.3 % (96 % of new ones)" in page.text
    assert len(page.charts) == 1


def test_one_last_bit_is_answered_on_arrival(visit):
    page = visit("seed_effects", seeds_part="bit")
    assert not page.problems
    assert page.answer.startswith("**The same start twice: equal to the last bit at every step. One last bit changed: ")
    assert "2,000 steps in float64" in page.answer
    assert len(page.charts) == 1


@pytest.mark.parametrize(("short", "turns"), [(THREE, THREE_TURNS), (BIT, BIT_TURNS)])
def test_every_knob_changes_the_page_and_breaks_nothing(visit, short, turns):
    page = visit("seed_effects", **short)
    prefix = f"seeds_{short['seeds_part']}_"
    assert page.faults({prefix + key: value for key, value in turns.items()}) == []


@pytest.mark.parametrize(("short", "count"), [(THREE, 4), (BIT, 4)])
def test_every_preset_is_made_of_values_that_the_knobs_have(visit, short, count):
    page = visit("seed_effects", **short)
    assert len(page.presets) == count
    assert page.untaken() == []
