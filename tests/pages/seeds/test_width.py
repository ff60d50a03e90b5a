"""How many units? The question as a visitor without a browser sees it."""

import re
from urllib.parse import parse_qs, urlparse

import pytest

DIGITS = {
    "seeds_part": "width", "seeds_width_count": "16",
    "seeds_width_digits_units": ["1", "5"], "seeds_width_digits_epochs": "1",
}  # fmt: skip
XOR = {
    "seeds_part": "width", "seeds_width_data": "XOR", "seeds_width_count": "16",
    "seeds_width_xor_units": "1", "seeds_width_xor_epochs": "300",
}  # fmt: skip


def test_it_answers_on_arrival_with_every_width_its_spread_runs_and_steps(visit):
    page = visit("seed_effects", seeds_part="width")
    assert not page.problems
    assert re.match(
        r"\*\*Of 397 held-out digits right after 10 epochs \(440 steps\), 32 runs each, median "
        r"\(5 to 95 in a hundred\): 1 unit \d+ % \(\d+ to \d+\), 5 units .*25 units \d+ %",
        page.answer,
    )
    assert "points from 5 to 95 in a hundred" in page.answer
    assert len(page.charts) == 3


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_width_digits_units", [5], "5 units"),
        ("seeds_width_digits_epochs", 3, "after 3 epochs (132 steps)"),
        ("seeds_width_count", 32, "32 runs each"),
        ("seeds_width_result", "cost", "1 unit"),
        ("seeds_width_pictured", 1, "1 unit"),
        ("seeds_width_seed", 7, "1 unit"),
    ],
)
def test_every_knob_of_the_digits_changes_the_page_and_breaks_nothing(visit, key, value, sentence):
    page = visit("seed_effects", **DIGITS)
    before = page.answer, [chart.spec for chart in page.charts], [bytes(str(chart), "utf8") for chart in page.charts]
    page.turn(key, value)
    assert not page.problems
    assert sentence in page.answer
    assert (page.answer, [c.spec for c in page.charts], [bytes(str(c), "utf8") for c in page.charts]) != before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds_width_xor_units", [1, 2]),
        ("seeds_width_xor_epochs", 1000),
        ("seeds_width_activation", "tanh"),
        ("seeds_width_result", "cost"),
    ],
)
def test_every_knob_of_xor_breaks_nothing(visit, key, value):
    page = visit("seed_effects", **XOR).turn(key, value)
    assert not page.problems
    assert "1 unit 0 % (0 to " in page.answer
    assert "costs less than 0.1667 on these points" in page.text
    assert len(page.charts) == 1


def test_every_preset_has_values_that_its_knobs_have(visit):
    pages = [visit("seed_effects", **DIGITS), visit("seed_effects", **XOR)]
    links = next(each.proto.body for each in pages[0].app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 5
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            options = [page.knob(key).options for page in pages if key in set(page.keys())]
            assert key == "seeds_part" or set(values) <= set(options[0])
