"""Plateaus: the question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "plateau", "seeds_plateau_count": "10", "seeds_plateau_steps": "100"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="plateau")
    assert not page.problems
    assert page.answer.startswith("**50 students of 2 units learn slowest at an error of 0.0116 in the median")
    assert "(50 have)" in page.answer
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_plateau_units", 3, "plateau: 0.0203"),
        ("seeds_plateau_size", 1.0, "students of 2 units"),
        ("seeds_plateau_steps", 500, "(10 have)"),
        ("seeds_plateau_rate", 0.3, "students of 2 units"),
        ("seeds_plateau_count", 50, "50 students"),
    ],
)
def test_every_knob_changes_the_answer_and_breaks_nothing(visit, key, value, sentence):
    page = visit("seed_effects", **SHORT).turn(key, value)
    assert not page.problems
    assert sentence in page.answer


def test_every_preset_has_values_that_its_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 4
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "seeds_part" or values[0] in page.knob(key).options
