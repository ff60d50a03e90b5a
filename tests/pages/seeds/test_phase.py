"""Order and chaos: the question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "phase", "seeds_phase_count": "3", "seeds_phase_width": "10"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="phase")
    assert not page.problems
    assert page.answer.startswith("**Chaos: even like inputs part. The correlation of two inputs goes from 0.9")
    assert "(median of 20 random networks of width 200; the law: " in page.answer
    assert "the critical line lies at 1.7610" in page.text
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_phase_weights", 0.2, "Order: all inputs become one."),
        ("seeds_phase_weights", 1.75, "At the edge of chaos"),
        ("seeds_phase_biases", 0.5, "Order"),
        ("seeds_phase_like", -1.0, "Chaos"),
        ("seeds_phase_layers", 10, "in layer 10 "),
        ("seeds_phase_width", 30, "of width 30;"),
        ("seeds_phase_count", 10, "median of 10 random networks"),
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
