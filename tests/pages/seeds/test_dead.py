"""Born dead: the question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "dead", "seeds_dead_count": "100"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="dead")
    assert not page.problems
    assert page.answer.startswith("**Of 4,000 networks of 20 layers of 3 ReLU units 3,7")
    assert "the law says 93.08 %." in page.answer
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_dead_width", 10, "layers of 10 ReLU units"),
        ("seeds_dead_layers", 1, "the law says 12.50 %."),
        ("seeds_dead_examples", 100, "an upper bound here"),
        ("seeds_dead_bias", 0.1, "an upper bound here"),
        ("seeds_dead_count", 1000, "Of 1,000 networks"),
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
    assert len(addresses) == 5
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "seeds_part" or values[0] in page.knob(key).options
