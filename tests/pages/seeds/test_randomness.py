"""Which randomness, and who forgets the seed: as a visitor without a browser sees them."""

from urllib.parse import parse_qs, urlparse

import pytest

RANDOM = {"seeds_part": "random", "seeds_random_epochs": "10", "seeds_random_count": "20"}
CONVEX = {"seeds_part": "convex", "seeds_convex_epochs": "10", "seeds_convex_count": "10"}


def test_four_kinds_of_randomness_are_told_apart_on_arrival(visit):
    page = visit("seed_effects", seeds_part="random")
    assert not page.problems
    assert page.answer.startswith("**")
    assert "moves the held-out accuracy most (standard deviation" in page.answer
    assert "50 runs of each, 100 epochs in batches of 10" in page.answer
    assert "They are no slices of a pie" in page.text
    assert len(page.charts) == 2


def test_the_convex_model_forgets_its_seed_on_arrival(visit):
    page = visit("seed_effects", seeds_part="convex")
    assert not page.problems
    assert page.answer.startswith("**With no hidden layer the cost forgets its seed")
    assert "With 16 hidden units the cost has not forgotten its seed" in page.answer
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds_random_data", "Two moons"),
        ("seeds_random_result", "training cost"),
        ("seeds_random_base", 3),
        ("seeds_random_count", 50),
        ("seeds_random_epochs", 30),
        ("seeds_random_rate", 1.0),
        ("seeds_convex_epochs", 100),
        ("seeds_convex_rate", 0.01),
        ("seeds_convex_count", 50),
    ],
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value):
    page = visit("seed_effects", **(RANDOM if "random" in key else CONVEX))
    before = page.text
    page.turn(key, value)
    assert not page.problems
    assert page.text != before


@pytest.mark.parametrize("start", [RANDOM, CONVEX])
def test_every_preset_has_values_that_its_knobs_have(visit, start):
    page = visit("seed_effects", **start)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) >= 4
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "seeds_part" or values[0] in page.knob(key).options
