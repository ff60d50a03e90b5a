"""Weights from 0 to 1 on the digits: the question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {
    "seeds_part": "saturated", "seeds_saturated_ranges": "0 to 1",
    "seeds_saturated_count": "16", "seeds_saturated_epochs": "1",
}  # fmt: skip


def test_it_answers_on_arrival_with_ranges_interval_runs_and_steps(visit):
    page = visit("seed_effects", seeds_part="saturated")
    assert not page.problems
    assert page.answer.startswith(
        "**Stuck after 5 epochs (900 steps), by range. 0 to 1: 64 of 64 runs (94.3 to 100 %); "
        "−0.5 to 0.5: 0 of 64 runs (0 to 5.66 %); −1 to 1: 0 of 64 runs (0 to 5.66 %). That is saturation"
    )
    assert "outputs still say 1 to every digit after training (law: " in page.text
    assert page.tables[0].index.tolist() == ["0 to 1", "−0.5 to 0.5", "−1 to 1"]
    assert len(page.charts) == 2


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_saturated_ranges", ["−0.5 to 0.5", "0 to 0.1"], "by range. −0.5 to 0.5: 0 of 16 runs"),
        ("seeds_saturated_ranges", ["−1 to 1"], "by range. −1 to 1: 0 of 16 runs"),
        ("seeds_saturated_units", 10, "0 to 1: 16 of 16 runs"),
        ("seeds_saturated_epochs", 2, "Stuck after 2 epochs (360 steps)"),
        ("seeds_saturated_count", 64, "0 to 1: 64 of 64 runs"),
        ("seeds_saturated_rate", 1.5, "0 to 1: 16 of 16 runs"),
        ("seeds_saturated_standardize", True, "0 to 1: 0 of 16 runs"),
    ],
)
def test_every_knob_changes_the_answer_and_breaks_nothing(visit, key, value, sentence):
    page = visit("seed_effects", **SHORT).turn(key, value)
    assert not page.problems
    assert sentence in page.answer
    assert len(page.charts) == 2


def test_every_preset_has_values_that_its_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    links = next(each.proto.body for each in page.app.get("html") if "<li" in each.proto.body)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in links.split('href="')[1:]]
    assert len(addresses) == 5
    for address in addresses:
        for key, values in parse_qs(urlparse(address).query).items():
            knob = None if key == "seeds_part" else page.knob(key)
            assert knob is None or not hasattr(knob, "options") or set(values) <= set(knob.options)
