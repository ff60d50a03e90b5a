"""Through depth: the question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "depth", "seeds_depth_count": "10", "seeds_depth_layers": "5", "seeds_depth_width": "10"}


def test_it_answers_on_arrival_with_twenty_layers(visit):
    page = visit("seed_effects", seeds_part="depth")
    assert not page.problems
    assert page.answer.startswith("**Through 20 relu layers, before any training: he normal keeps the signal")
    assert "glorot normal loses the signal" in page.answer
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_depth_schemes", ["orthogonal"], "orthogonal"),
        ("seeds_depth_activation", "sigmoid", "Through 5 sigmoid layers"),
        ("seeds_depth_layers", 1, "one layer, no way back"),
        ("seeds_depth_width", 2, "Through 5 relu layers"),
        ("seeds_depth_scale", 2.0, "he normal lets the signal grow"),
        ("seeds_depth_count", 50, "Medians of 50 networks each."),
        ("seeds_depth_data", "iris", "Through 5 relu layers"),
        ("seeds_depth_stddev", 1.0, "Through 5 relu layers"),
        ("seeds_depth_range", 1.0, "Through 5 relu layers"),
    ],
)
def test_every_knob_changes_the_answer_and_breaks_nothing(visit, key, value, sentence):
    page = visit("seed_effects", **SHORT).turn(key, value)
    assert not page.problems
    assert sentence in page.answer
    assert len(page.charts) == 2


def test_they_are_trained_when_that_is_asked_for(visit):
    page = visit("seed_effects", **SHORT, seeds_depth_train="true", seeds_depth_epochs="10")
    assert not page.problems
    assert len(page.charts) == 3
    assert "16 networks each, 10 epochs; guessing costs 0.6931." in page.text
    page.turn("seeds_depth_rate", 0.5)
    assert not page.problems


def test_every_preset_has_values_that_its_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 5
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            options = [] if key == "seeds_part" else getattr(page.knob(key), "options", ["true"])
            assert key == "seeds_part" or set(values) <= set(options)
