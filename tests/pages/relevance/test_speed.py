"""Why training is slow, as a visitor without a browser sees it."""

import pytest

from pages.relevance.speed import PRESETS
from pages.shell.knobs import number

SHORT = {"relevance_part": "speed", "relevance_speed_epochs": "300", "relevance_speed_seeds": "1"}


def test_it_answers_on_arrival_with_one_slow_direction(visit):
    page = visit("feature_relevance", relevance_part="speed")
    assert page.answer.startswith(
        "**The slowest direction, 0.99 b − 0.10 w2, takes 13,828 epochs until 1 % of its dist"
    )
    assert "is left (foretold: 13,828)" in page.answer
    assert "13,162 for the columns as they are, 4 for standardised ones." in page.answer
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("relevance_speed_column", "zeros"),
        ("relevance_speed_mean", 0.0),
        ("relevance_speed_sd", 3.0),
        ("relevance_speed_columns", "standardised"),
        ("relevance_speed_rate", 0.1),
        ("relevance_speed_best", True),
        ("relevance_speed_epochs", 30),
        ("relevance_speed_seeds", 8),
        ("relevance_speed_data", 7),
        ("relevance_speed_precision", "float32"),
    ],
)
def test_every_knob_changes_the_picture_and_breaks_nothing(visit, key, value):
    page = visit("feature_relevance", **SHORT)
    before = page.charts[0].SerializeToString()
    page.turn(key, value)
    assert not page.problems
    assert page.charts[0].SerializeToString() != before


def test_copies_of_x1_have_a_number(visit):
    page = visit(
        "feature_relevance", **SHORT, relevance_speed_column="x1 once more", relevance_speed_columns="standardised"
    )
    page.turn("relevance_speed_copies", 10)
    assert not page.problems
    assert "the curvatures are in a ratio of 10." in page.answer


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_are_values_that_the_knobs_have(visit, preset):
    written = {True: "true", False: "false"}
    values = {
        key: value if isinstance(value, str) else written[value] if isinstance(value, bool) else number(value)
        for key, value in PRESETS[preset].items()
    }
    page = visit("feature_relevance", relevance_part="speed", **values)
    assert not page.problems
    for key, value in PRESETS[preset].items():
        assert page.knob(key).value == value
