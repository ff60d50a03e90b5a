"""Lucky seeds, and is A better than B: as a visitor without a browser sees them."""

from urllib.parse import parse_qs, urlparse

import pytest

LUCKY = {"seeds_part": "lucky", "seeds_lucky_epochs": "10", "seeds_lucky_count": "200"}
APART = {"seeds_part": "apart", "seeds_apart_epochs": "10", "seeds_apart_count": "100"}


def test_the_best_of_ten_seeds_is_answered_on_arrival(visit):
    page = visit("seed_effects", seeds_part="lucky")
    assert not page.problems
    assert page.answer.startswith("**The best of 10 seeds has a held-out accuracy of 8")
    assert "400 runs of 300 epochs, 100 training examples, 1,000 held out" in page.answer
    assert "0.846 for 3; 1.163 for 5; 1.539 for 10; 2.508 for 100" in page.text
    assert len(page.charts) == 2


def test_two_settings_are_told_apart_on_arrival(visit):
    page = visit("seed_effects", seeds_part="apart")
    assert not page.problems
    assert page.answer.startswith("**A is better by ")
    assert "400 seeds, 300 epochs" in page.answer
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds_lucky_n", 100),
        ("seeds_lucky_n", 1),
        ("seeds_lucky_result", "training cost"),
        ("seeds_lucky_scheme", "uniform"),
        ("seeds_lucky_epochs", 30),
        ("seeds_lucky_count", 400),
        ("seeds_lucky_rate", 3.0),
        ("seeds_lucky_data", "Iris"),
        ("seeds_apart_a", "uniform"),
        ("seeds_apart_b", "he normal"),
        ("seeds_apart_rate_a", 1.0),
        ("seeds_apart_rate_b", 0.12),
        ("seeds_apart_result", "held-out cost"),
        ("seeds_apart_count", 400),
        ("seeds_apart_epochs", 30),
    ],
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value):
    page = visit("seed_effects", **(LUCKY if "lucky" in key else APART))
    before = page.text
    page.turn(key, value)
    assert not page.problems
    assert page.text != before
    assert len(page.charts) == 2


@pytest.mark.parametrize("start", [LUCKY, APART])
def test_every_preset_has_values_that_its_knobs_have(visit, start):
    page = visit("seed_effects", **start)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) >= 4
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "seeds_part" or values[0] in page.knob(key).options
