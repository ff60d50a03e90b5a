"""The trainability map as a page: a picture to move about in."""

import json
import re

import pytest

from pages.seeds import trainability

SMALL = {"seeds_part": "map", "seeds_map_points": "64", "seeds_map_steps": "30"}
CORNER = "-0.5,-0.2,0.25,0.85"


def said(page):
    """The answer and the small print."""
    return page.answer, [each.value for each in page.app.caption]


def press(page, label):
    """Press one of the buttons below the picture; the window that the address then names."""
    next(button for button in page.app.button if button.label == label).click().run()
    assert not page.problems
    return [float(edge) for edge in "".join(page.app.query_params["seeds_map_window"]).split(",")]


def test_it_answers_on_arrival_with_the_share_the_dimension_and_the_budget(visit):
    page = visit("seed_effects", seeds_part="map", seeds_map_points="64")
    assert re.fullmatch(
        r"\*\*[\d,]+ of 4,096 networks train \([\d.]+ %\)\. The border between those that do and those that do not "
        r"has the box-counting dimension 1\.\d+; a smooth line has 1\. \(300 steps each; they differ in the rate and "
        r"in the size of the first weights alone\.\)\*\*",
        page.answer,
    )
    spec = json.loads(page.charts[0].spec)
    assert any(each["name"] == "zoom" for each in spec["params"])


def test_every_knob_changes_what_is_said_and_breaks_nothing(visit):
    turns = {"seed": 1, "steps": 100, "units": 2, "activation": "linear", "precision": "float64", "points": 128}
    page = visit("seed_effects", **SMALL)
    assert page.faults({f"seeds_map_{key}": value for key, value in turns.items()}, said) == []


def test_the_buttons_lead_closer_out_to_the_sides_and_back(visit):
    page = visit("seed_effects", **SMALL)
    left, right, low, high = closer = press(page, "Closer")
    assert right - left == pytest.approx(1 / 8, abs=1e-3)
    assert high - low == pytest.approx(2 / 8, abs=1e-3)
    assert press(page, "Right") == pytest.approx([left + 1 / 16, right + 1 / 16, low, high], abs=1e-3)
    assert press(page, "Left") == pytest.approx(closer, abs=1e-3)
    assert press(page, "Further out")[1] - press(page, "The whole map")[1] != 0
    assert "".join(page.app.query_params["seeds_map_window"]) == "-0.7,0.3,-1.0,1.0"


def test_a_link_opens_its_window_and_says_it_in_numbers(visit):
    page = visit("seed_effects", **SMALL, seeds_map_window=CORNER)
    assert "learning rates 0.3162 to 0.6310 and factors 1.7783 to 7.0795" in page.charts[0].alt
    assert CORNER.replace(",", "%2C") in page.app.code[0].value


@pytest.mark.parametrize("text", ["", "1,2", "nan,1,0,1", "0.3,-0.7,-1,1", "0,1e-13,0,1", "<b>", "-1e9,1e9,0,1"])
def test_a_window_that_is_none_is_told_and_the_whole_map_shown(visit, text):
    page = visit("seed_effects", **SMALL, seeds_map_window=text)
    told = page.app.info[0].value
    assert told.endswith(
        "is not offered for `seeds_map_window`; it began with “\\-0\\.7\\,0\\.3\\,\\-1\\.0\\,1\\.0” instead."
    )
    assert "learning rates 0.1995 to 1.9953" in page.charts[0].alt
    assert not page.problems


def test_where_float32_ends_the_page_says_so(visit):
    page = visit("seed_effects", **SMALL, seeds_map_window="0,0.000001,0,1")
    assert not page.app.info
    assert any("Here float32 ends" in each.value and "float64 goes on" in each.value for each in page.app.caption)


def test_the_levels_are_measured_on_demand(visit, monkeypatch):
    monkeypatch.setattr(trainability, "LEVELS", 2)
    page = visit("seed_effects", **SMALL)
    assert len(page.charts) == 1
    page.turn("seeds_map_levels", True)
    assert not page.problems
    assert "Over 2 levels, from a window 1 decades wide" in page.charts[1].alt


def test_every_preset_is_made_of_values_that_the_knobs_have_or_opens_its_window(visit):
    page = visit("seed_effects", **SMALL)
    corner = "What is in the frayed corner?"
    assert len(page.presets) == 5
    assert page.untaken() == [(corner, "seeds_map_window", [CORNER])]
    there = page.follow(corner)
    assert not there.problems
    assert not there.app.info
    assert there.charts[0].alt != page.charts[0].alt
