"""Where in the plane of two weights training goes, as a visitor without a browser sees it."""

import pytest

from pages.relevance.plane import PRESETS
from pages.shell.knobs import number

SHORT = {"relevance_part": "plane", "relevance_plane_epochs": "30", "relevance_plane_seeds": "8"}


def test_it_answers_on_arrival_with_a_valley_met_at_right_angles(visit):
    page = visit("feature_relevance", relevance_part="plane")
    assert page.answer.startswith("**Into a valley, at right angles to it (90°, within 0.000")
    assert page.answer.endswith("(24 seeds, 3,000 epochs.)**")
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("relevance_plane_column", "zeros"),
        ("relevance_plane_value", 10.0),
        ("relevance_plane_pair", "w1 and w2"),
        ("relevance_plane_optimizer", "adam"),
        ("relevance_plane_rate", 0.1),
        ("relevance_plane_epochs", 10),
        ("relevance_plane_start", "far out: normal, sd 5"),
        ("relevance_plane_seeds", 1),
        ("relevance_plane_batch", "2"),
        ("relevance_plane_noise", 1.0),
    ],
)
def test_every_knob_changes_the_picture_and_breaks_nothing(visit, key, value):
    page = visit("feature_relevance", **SHORT)
    before = page.charts[0].SerializeToString()
    page.turn(key, value)
    assert not page.problems
    assert page.charts[0].SerializeToString() != before


def test_another_seed_of_the_data_is_another_noise(visit):
    page = visit("feature_relevance", **SHORT, relevance_plane_column="noise")
    before = page.charts[0].SerializeToString()
    page.turn("relevance_plane_data", 7)
    assert not page.problems
    assert page.charts[0].SerializeToString() != before


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_are_values_that_the_knobs_have(visit, preset):
    values = {key: value if isinstance(value, str) else number(value) for key, value in PRESETS[preset].items()}
    page = visit("feature_relevance", relevance_part="plane", **values)
    assert not page.problems
    for key, value in PRESETS[preset].items():
        assert page.knob(key).value == value
