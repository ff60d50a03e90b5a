"""One last bit, and three starts beside what was published: as a visitor without a browser sees them."""

from urllib.parse import parse_qs, urlparse

import pytest

THREE = {"seeds_part": "three", "seeds_three_epochs": "100"}
BIT = {"seeds_part": "bit", "seeds_bit_steps": "500"}


def test_the_published_training_comes_out_digit_by_digit_on_arrival(visit):
    """L16: 15,000 steps; the last digits may differ, as sums are made in another order."""
    page = visit("seed_effects", seeds_part="three")
    assert not page.problems
    assert page.answer.startswith("**From zeros the cost is 0.6931 for ever; in 15,000 steps He goes from 0.8831 to ")
    table = page.tables[0]
    assert float(table.loc[table["step"] == "14,000", "ours"].iloc[1]) == pytest.approx(0.07357895962677366, abs=1e-11)
    assert "He 99.3 % (96 % of new ones)" in page.text
    assert len(page.charts) == 1


def test_one_last_bit_is_answered_on_arrival(visit):
    page = visit("seed_effects", seeds_part="bit")
    assert not page.problems
    assert page.answer.startswith("**The same start twice: equal to the last bit at every step. One last bit changed: ")
    assert "2,000 steps in float64" in page.answer
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds_three_sd", 100.0),
        ("seeds_three_seed", 0),
        ("seeds_three_rate", 0.1),
        ("seeds_three_epochs", 1000),
        ("seeds_bit_sd", 100.0),
        ("seeds_bit_steps", 100),
        ("seeds_bit_place", "layer 3"),
        ("seeds_bit_precision", "float32"),
        ("seeds_bit_seed", 0),
        ("seeds_bit_rate", 0.1),
    ],
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, value):
    page = visit("seed_effects", **(THREE if "three" in key else BIT))
    before = page.text
    page.turn(key, value)
    assert not page.problems
    assert page.text != before
    assert len(page.charts) == 1


@pytest.mark.parametrize("start", [THREE, BIT])
def test_every_preset_has_values_that_its_knobs_have(visit, start):
    page = visit("seed_effects", **start)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 4
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            assert key == "seeds_part" or values[0] in page.knob(key).options
