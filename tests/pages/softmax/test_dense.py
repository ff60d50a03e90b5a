"""A Dense layer by hand, as a visitor sees it."""

import json

import pytest

from lab.softmax.dense_drawn import VIEWS
from lab.softmax.dense_setting import STARTS

HERE = {"softmax_part": "dense"}


def test_it_answers_on_arrival_with_the_discussion_s_layer(visit):
    page = visit("softmax_cost", **HERE)
    assert page.answer == (
        "**Before its first call the layer has no weights; the call makes a kernel of shape (3, 2) and a bias of shape "
        "(2,). Both units get the same input and the same rule, and still 2 different gradients. One step with rate "
        "0.001 lowers the loss from 43.74 to 42.44 (one layer, one step).**"
    )
    assert "The figures printed in the discussion, and those" in page.text
    units, shapes, printed = page.tables
    assert units["∂L/∂w from x3"].tolist() == ["−15.59", "−23.33"]
    assert shapes.loc["output = x @ kernel + bias", "Shape"] == "(1, 2)"
    assert printed.loc["w′[0,0]", "Printed"] == "0.33266637"
    assert printed.loc["w′[0,0]", "Apart"] == "same"


def test_dense_25_on_3_rows_of_4_features(visit):
    """S06."""
    values = {"softmax_dense_rows": "3", "softmax_dense_features": "4", "softmax_dense_units": "25"}
    page = visit("softmax_cost", **HERE, **values)
    assert "a kernel of shape (4, 25) and a bias of shape (25,)" in page.answer
    assert page.tables[1].loc["output = x @ kernel + bias", "Shape"] == "(3, 25)"
    assert len(page.tables) == 2  # without the discussion's figures
    assert ">>> dense(x).shape\n(3, 25)" in page.app.code[0].value


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "x2": -10.0, "odd": 10.0, "even": -1.0, "view": list(VIEWS)[-1], "rate": 0.5, "rows": 5, "features": 6,
        "units": 1, "start": "glorot", "seed": 100,
    }  # fmt: skip
    page = visit("softmax_cost", **HERE)
    assert page.faults({f"softmax_dense_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 2


@pytest.mark.parametrize("start", STARTS.values())
def test_every_start_shows_the_page(visit, start):
    assert not visit("softmax_cost", **HERE, softmax_dense_start=start).problems


def test_all_numbers_zero_is_no_error(visit):
    zero = {f"softmax_dense_{name}": "0" for name in ("x1", "x2", "x3", "odd", "even")}
    page = visit("softmax_cost", **HERE, **zero, softmax_dense_start=STARTS["zeros"])
    assert not page.problems
    assert "leaves the loss at 0" in page.answer


def test_equal_units_that_want_the_same_are_told_to_have_one_gradient(visit):
    page = visit("softmax_cost", **HERE, softmax_dense_start=STARTS["equal"], softmax_dense_even="-1")
    assert "Both units get the same input and the same rule, and here one and the same gradient" in page.answer
    headings = [each.value for each in page.app.subheader]
    assert "All units have the same gradient" in headings
    assert "Every unit has a gradient of its own" not in headings


def test_the_picture_shows_every_number_of_the_arrays(visit):
    spec = json.loads(visit("softmax_cost", **HERE).charts[0].spec)
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rect", "text", "text", "text"]


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", **HERE)
    assert len(page.presets) == 5
    assert page.untaken() == []
    page = page.follow("What if they start equal and want the same?")
    assert "here one and the same gradient" in page.answer
