"""Many boundaries, as a visitor without a browser sees them."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "boundaries", "seeds_boundaries_epochs": "100", "seeds_boundaries_count": "25"}


def test_a_hundred_networks_disagree_on_arrival(visit):
    page = visit("seed_effects", seeds_part="boundaries")
    assert not page.problems
    assert "of 100 networks have all 60 examples right, and yet in " in page.answer
    assert "100 networks, one seed each, 1,000 epochs" in page.answer
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds_boundaries_data", "Three spiral arms"),
        ("seeds_boundaries_hidden", "2"),
        ("seeds_boundaries_noise", 0.5),
        ("seeds_boundaries_scheme", "uniform"),
        ("seeds_boundaries_epochs", 10),
        ("seeds_boundaries_count", 500),
        ("seeds_boundaries_rate", 3.0),
        ("seeds_boundaries_activation", "relu"),
    ],
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value):
    page = visit("seed_effects", **SHORT)
    before = page.text
    page.turn(key, value)
    assert not page.problems
    assert page.text != before
    assert len(page.charts) == 2


def test_every_preset_has_values_that_its_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 5
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "seeds_part" or values[0] in page.knob(key).options
