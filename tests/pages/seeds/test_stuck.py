"""Stuck, and where? The question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "stuck", "seeds_stuck_count": "50", "seeds_stuck_epochs": "300"}


def test_it_answers_on_arrival_with_places_share_interval_runs_and_steps(visit):
    page = visit("seed_effects", seeds_part="stuck")
    assert not page.problems
    assert "of 500 runs (" in page.answer
    assert "are not solved after 4,000 epochs:" in page.answer
    assert "Not one of them stands in a minimum." in page.answer
    assert "With 5 times the epochs these get free: 0 of " in page.answer
    assert page.tables[0].loc["1/8", "Held by"].startswith("saturated")
    assert page.tables[0].loc["1/4", "Held by"] == "saddle"
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds_stuck_range", "−5 to 5"),
        ("seeds_stuck_range", "−0.05 to 0.05"),
        ("seeds_stuck_epochs", 2000),
        ("seeds_stuck_count", 200),
        ("seeds_stuck_rate", 10.0),
        ("seeds_stuck_units", 3),
        ("seeds_stuck_bias", "zeros"),
    ],
)
def test_every_knob_changes_the_answer_and_breaks_nothing(visit, key, value):
    page = visit("seed_effects", **SHORT)
    before = page.answer
    page.turn(key, value)
    assert not page.problems
    assert page.answer != before
    assert len(page.charts) == 2


def test_every_preset_has_values_that_its_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 5
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "seeds_part" or values[0] in page.knob(key).options
