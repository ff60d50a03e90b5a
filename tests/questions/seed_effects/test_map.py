"""Which rates train from which start? The map, and ways about in it."""

import pytest

import lab
from lab import question
from lab.questions.seed_effects import map as trainability

SMALL = {"points": 64, "steps": 30}
CORNER = (-0.5, -0.2, 0.25, 0.85)


def test_a_step_closer_is_an_eighth_of_the_map():
    picked = lab.ask("map", **SMALL).figures()[0].sets
    left, right, low, high = picked.closer
    assert (right - left, high - low) == pytest.approx((1 / 8, 2 / 8), abs=1e-3)
    assert (picked.knob, picked.selection, picked.fields) == ("window", "zoom", ("left", "low"))


def test_a_window_is_said_in_numbers_and_written_in_the_address():
    answer = lab.ask("map", **SMALL, window=CORNER)
    assert "learning rates 0.3162 to 0.6310 and factors 1.7783 to 7.0795" in answer.figures()[0].says
    address = question.address("map", {"window": CORNER})
    assert address == "seed_effects?seeds_part=map&seeds_map_window=-0.5%2C-0.2%2C0.25%2C0.85"
    assert question.from_address(address)[1]["window"] == CORNER


@pytest.mark.parametrize("text", ["", "1,2", "nan,1,0,1", "0.3,-0.7,-1,1", "0,1e-13,0,1", "<b>", "-1e9,1e9,0,1"])
def test_a_window_that_is_none_is_refused_and_an_address_shows_the_whole_map(text):
    with pytest.raises(ValueError, match="`window` must be four numbers, left, right, low, high"):
        lab.ask("map", **SMALL, window=text)
    settings = question.from_address(f"seed_effects?seeds_part=map&seeds_map_window={text}")[1]
    assert settings["window"] == (-0.7, 0.3, -1.0, 1.0)


def test_where_float32_ends_the_map_says_so():
    caption = lab.ask("map", **SMALL, window=(0, 0.000001, 0, 1)).figures()[0].caption
    assert "Here float32 ends" in caption
    assert "float64 goes on" in caption


def test_the_levels_are_measured_on_demand(monkeypatch):
    monkeypatch.setattr(trainability, "LEVELS", 2)
    assert len(lab.ask("map", **SMALL).figures()) == 1
    assert "Over 2 levels, from a window 1 decades wide" in lab.ask("map", **SMALL, levels=True).figures()[1].says


def test_a_map_that_trains_everywhere_and_one_that_does_nowhere():
    assert lab.ask("map", **SMALL, window=(-6, -5, -2, -1)).headline.startswith("Every rate on this map trains")
    assert lab.ask("map", **SMALL, window=(3, 4, 0, 1)).headline == "No rate on this map trains from any start."
