"""How large the learning rate may be, as a visitor without a browser sees it."""

import pytest

from pages.relevance.wall import PRESETS
from pages.shell.knobs import number

SHORT = {"relevance_part": "wall", "relevance_wall_epochs": "100", "relevance_wall_seeds": "1"}


def test_it_answers_on_arrival_with_the_wall_where_it_is_foretold(visit):
    page = visit("feature_relevance", relevance_part="wall")
    assert page.answer == (
        "**The wall stands where it is foretold, at a rate of 0.03421: no run diverges up to 0.99 of it, every run "
        "does from 1.01 of it on (40 rates, 4 seeds each, 300 epochs).**"
    )
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("relevance_wall_column", "constant"),
        ("relevance_wall_mean", 10.0),
        ("relevance_wall_sd", 3.0),
        ("relevance_wall_standardise", True),
        ("relevance_wall_optimizer", "momentum"),
        ("relevance_wall_epochs", 300),
        ("relevance_wall_seeds", 4),
        ("relevance_wall_data", 7),
        ("relevance_wall_precision", "float64"),
    ],
)
def test_every_knob_changes_the_picture_and_breaks_nothing(visit, key, value):
    page = visit("feature_relevance", **SHORT)
    before = page.charts[0].SerializeToString()
    page.turn(key, value)
    assert not page.problems
    assert page.charts[0].SerializeToString() != before


def test_copies_of_x1_divide_the_largest_rate(visit):
    page = visit("feature_relevance", **SHORT, relevance_wall_column="x1 once more", relevance_wall_standardise="true")
    assert "at a rate of 0.5:" in page.answer
    page.turn("relevance_wall_copies", 10)
    assert not page.problems
    assert "at a rate of 0.1:" in page.answer


def test_the_table_of_other_columns_can_be_longer(visit):
    page = visit("feature_relevance", **SHORT)
    tables = [table.proto.body for table in page.app.get("html")]
    assert not any("x1 10 times" in table for table in tables)
    page.turn("relevance_wall_more", True)
    assert not page.problems
    assert any("x1 10 times" in table.proto.body for table in page.app.get("html"))


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_are_values_that_the_knobs_have(visit, preset):
    written = {True: "true", False: "false"}
    values = {
        key: value if isinstance(value, str) else written[value] if isinstance(value, bool) else number(value)
        for key, value in PRESETS[preset].items()
    }
    page = visit("feature_relevance", relevance_part="wall", **values)
    assert not page.problems
    for key, value in PRESETS[preset].items():
        assert page.knob(key).value == value
