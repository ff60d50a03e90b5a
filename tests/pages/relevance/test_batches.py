"""Whether batches of two are faster, as a visitor without a browser sees it."""

import pytest

from pages.relevance.batches import PRESETS
from pages.shell.knobs import number

SHORT = {"relevance_part": "batches", "relevance_batches_epochs": "30", "relevance_batches_seeds": "1"}


def test_it_answers_on_arrival_that_only_epochs_get_fewer(visit):
    page = visit("feature_relevance", relevance_part="batches")
    assert page.answer.startswith("**Batches of two reach a cost of 0.001 after 33")
    assert "By steps nothing is gained: 1,6" in page.answer
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("relevance_batches_column", "x1 once more"),
        ("relevance_batches_standardise", True),
        ("relevance_batches_rate", 0.03),
        ("relevance_batches_level", 0.1),
        ("relevance_batches_epochs", 300),
        ("relevance_batches_seeds", 16),
    ],
)
def test_every_knob_changes_the_picture_and_breaks_nothing(visit, key, value):
    page = visit("feature_relevance", **SHORT)
    before = page.charts[0].SerializeToString()
    page.turn(key, value)
    assert not page.problems
    assert page.charts[0].SerializeToString() != before


def test_made_columns_have_noise_and_a_seed(visit):
    page = visit("feature_relevance", **SHORT, relevance_batches_column="noise")
    for key, value in (("mean", 10.0), ("sd", 0.1), ("noise", 1.0), ("data", 7)):
        before = page.charts[0].SerializeToString()
        page.turn(f"relevance_batches_{key}", value)
        assert not page.problems
        assert page.charts[0].SerializeToString() != before


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_are_values_that_the_knobs_have(visit, preset):
    written = {True: "true", False: "false"}
    values = {
        key: value if isinstance(value, str) else written[value] if isinstance(value, bool) else number(value)
        for key, value in PRESETS[preset].items()
    }
    page = visit("feature_relevance", relevance_part="batches", **values)
    assert not page.problems
    for key, value in PRESETS[preset].items():
        assert page.knob(key).value == value
