"""Vanishing gradients: the question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "vanishing", "seeds_vanishing_count": "10"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="vanishing")
    assert not page.problems
    assert page.answer.startswith("**The last hidden layer starts with a gradient 1")
    assert "4 of his 4 figures lie in the band" in page.text
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_vanishing_activation", "relu", "median of 10 relu networks"),
        ("seeds_vanishing_layers", 1, "nothing to compare it with"),
        ("seeds_vanishing_bias", 3.0, "the law: "),
        ("seeds_vanishing_scale", 8.0, "the law: "),
        ("seeds_vanishing_count", 30, "median of 30 sigmoid networks"),
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
