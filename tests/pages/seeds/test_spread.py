"""The page of many seeds."""

import re

SHORT = {"seeds_epochs": "100", "seeds_count": "5"}


def test_it_answers_on_arrival_with_share_interval_bound_runs_and_steps(visit):
    page = visit("seed_effects")
    assert re.fullmatch(
        r"\*\*\d+ of 200 runs end with a cost below 0\.05 after 4,000 epochs: "
        r"[\d.]+ % \(95 % interval [\d.]+ to [\d.]+ %\)\.\*\*",
        page.answer,
    )
    assert len(page.charts) in (2, 3)


def test_the_levels_are_drawn_for_xor_and_not_for_moons(visit):
    assert "**1/8** (0.125)" in visit("seed_effects", **SHORT).text
    moons = visit("seed_effects", seeds_data="Two moons", **SHORT)
    assert "no level is foretold" in moons.text
    assert not moons.problems


def test_ten_thousand_seeds_are_allowed(visit):
    page = visit("seed_effects", seeds_epochs="1", seeds_count="10,000", seeds_look="9999")
    assert "of 10,000 runs" in page.answer
    assert "Seed 9,999: uniform ends at" in page.text


def test_schemes_are_compared_seed_by_seed(visit):
    page = visit("seed_effects", **SHORT, seeds_schemes=["uniform", "he normal"])
    assert "(5 pairs). Each pair has the data" in page.text
    assert page.tables[1].index.tolist() == ["he normal − uniform"]
    assert page.tables[0].index.tolist() == ["uniform", "he normal"]


def test_a_seed_that_was_not_trained_is_said_to_be_none(visit):
    page = visit("seed_effects", **SHORT, seeds_look="5")
    assert page.app.info[0].value == "There is no run of seed 5: the seeds are 0 to 4."


def test_a_range_of_one_s_own_is_used_and_one_that_falls_is_refused(visit):
    own = {**SHORT, "seeds_range": "my own", "seeds_low": "0.2"}
    assert not visit("seed_effects", **own).problems
    falls = visit("seed_effects", **own, seeds_high="-1")
    assert falls.problems == ["The range must run from the lower number to the higher one; got 0.2 to -1."]


def test_runs_that_diverge_are_said_to(visit):
    page = visit("seed_effects", seeds_data="Diabetes", seeds_activation="relu", seeds_rate="100", **SHORT)
    assert not page.problems
    assert "Diverged, and in no curve: 5 with uniform." in page.answer


def test_every_knob_of_the_draws_changes_the_page_and_breaks_nothing(visit):
    turns = {"range": "0 to 1", "sd": 2.0, "value": 1.0, "bias": "zeros", "look": 3.0, "below": 1.0, "by": "accuracy"}
    turns |= {"schemes": ["uniform", "orthogonal"], "count": 10}
    page = visit("seed_effects", **SHORT, seeds_schemes=["uniform", "normal", "constant"])
    assert page.faults({f"seeds_{key}": value for key, value in turns.items()}) == []
    assert "95 % interval" in page.answer


def test_every_knob_of_the_training_changes_the_page_and_breaks_nothing(visit):
    turns = {"epochs": 10, "rate": 100.0, "standardize": True, "cost": "cross-entropy", "activation": "relu"}
    turns |= {"hidden": "1", "batch": "1", "optimizer": "adam"}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_{key}": value for key, value in turns.items()}) == []
    assert "95 % interval" in page.answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 6
    assert page.untaken() == []
    assert not page.follow("What if all weights start at zero?").problems


def test_work_too_large_is_refused_with_its_figure(visit):
    page = visit("seed_effects", seeds_data="Digits, 8 x 8 pixels", seeds_count="2,000", seeds_epochs="20,000")
    assert len(page.problems) == 1
    assert page.problems[0].startswith("This run would take")
    assert not page.charts
