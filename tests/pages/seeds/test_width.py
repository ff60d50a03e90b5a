"""How many units? The question as a visitor without a browser sees it."""

import re

DIGITS = {"seeds_part": "width", "seeds_width_digits_units": ["1", "5"], "seeds_width_digits_epochs": "1"}
XOR = {
    "seeds_part": "width", "seeds_width_data": "XOR", "seeds_width_count": "16",
    "seeds_width_xor_units": "1", "seeds_width_xor_epochs": "300",
}  # fmt: skip


def test_it_answers_on_arrival_with_every_width_its_spread_runs_and_steps(visit):
    page = visit("seed_effects", seeds_part="width")
    assert not page.problems
    assert re.match(
        r"\*\*Of 397 held-out digits right after 10 epochs \(440 steps\), 32 runs each, median "
        r"\(5 to 95 in a hundred\): 1 unit \d+ % \(\d+ to \d+\), 5 units .*25 units \d+ %",
        page.answer,
    )
    assert "points from 5 to 95 in a hundred" in page.answer
    assert len(page.charts) == 3


def test_every_knob_of_the_digits_changes_the_page_and_breaks_nothing(visit):
    turns = {"pictured": 1, "seed": 7, "result": "cost", "digits_epochs": 3, "digits_units": [5], "count": 16}
    page = visit("seed_effects", **DIGITS)
    assert page.faults({f"seeds_width_{key}": value for key, value in turns.items()}) == []
    assert "after 3 epochs (132 steps), 16 runs each" in page.answer


def test_every_knob_of_xor_changes_the_page_and_one_unit_stays_above_its_law(visit):
    turns = {"xor_epochs": 1000, "result": "cost", "activation": "tanh", "xor_units": [1, 2]}
    page = visit("seed_effects", **XOR)
    assert page.faults({f"seeds_width_{key}": value for key, value in turns.items()}) == []
    assert "1 unit 0 % (0 to " in page.answer
    assert "costs less than 0.1667 on these points" in page.text
    assert len(page.charts) == 1


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **DIGITS)
    assert len(page.presets) == 5
    assert page.untaken() == []
