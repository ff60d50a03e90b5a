"""One mode after another: the question as a visitor without a browser sees it."""

from urllib.parse import parse_qs, urlparse

import pytest

SHORT = {"seeds_part": "modes", "seeds_modes_count": "10", "seeds_modes_epochs": "500"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="modes")
    assert not page.problems
    assert page.answer.startswith(
        "**One mode after another: mode 1 (strength 5) is half learned after 427 epochs (law 426)"
    )
    assert "mode 3 (strength 1) is half learned after 1,728 epochs (law 1,727) (one aligned start" in page.answer
    assert page.tables[0].index.tolist() == ["mode 1: 5", "mode 2: 3", "mode 3: 1"]
    assert len(page.charts) == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("seeds_modes_strengths", "3, 3, 3", "mode 3 (strength 3)"),
        ("seeds_modes_start", "random", "medians of 10 random starts"),
        ("seeds_modes_size", 1.0, "half learned after"),
        ("seeds_modes_scale", 1.0, "one aligned start"),
        ("seeds_modes_epochs", 1000, "1,000 epochs"),
        ("seeds_modes_hidden", 10, "one aligned start"),
        ("seeds_modes_rate", 0.5, "No answer: the run diverged."),
        ("seeds_modes_count", 50, "one aligned start"),
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
