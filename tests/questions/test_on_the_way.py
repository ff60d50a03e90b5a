"""What is shown while the rest is computed: it says what it is of, and is what these settings alone would give."""

import pytest
from pandas.testing import assert_frame_equal

import lab
from lab import question
from lab.compute import Compute
from lab.results import Results

FEWER = [  # question, its settings, the settings of what is shown first, and how that is said
    ("demand", {"epochs": 100, "networks": 16}, {"epochs": 10}, "10 of 100 epochs"),
    ("frozen", {"epochs": 300, "seeds": 1}, {"epochs": 100}, "100 of 300 epochs"),
    ("layer", {"epochs": 2, "data": "demand"}, {"epochs": 1}, "1 of 2 epochs"),
    ("lucky", {"epochs": 30, "count": 200}, {"epochs": 10}, "10 of 30 epochs"),
    ("random", {"epochs": 30, "count": 20}, {"epochs": 10}, "10 of 30 epochs"),
    ("same", {"epochs": 1000, "pairs": 2}, {"epochs": 300}, "300 of 1,000 epochs"),
    ("target_only", {"epochs": 30, "seeds": 1}, {"epochs": 10}, "10 of 30 epochs"),
    ("bias", {"epochs": 20, "seeds": 1}, {"epochs": 5}, "5 of 20 epochs"),
    ("convex", {"count": 50, "epochs": 100}, {"count": 10}, "10 of 50 seeds"),
    ("null", {"draws": 300, "epochs": 10}, {"draws": 100}, "100 of 300 draws"),
    ("saturated", {"seeds": 64, "epochs": 1}, {"seeds": 16}, "16 of 64 runs from each range"),
    ("stuck", {"seeds": 100, "epochs": 1000}, {"seeds": 50, "epochs": 300}, "50 of 100 runs, 300 of 1,000 epochs"),
    ("width", {"seeds": 32, "epochs": 1}, {"seeds": 16}, "16 of 32 runs of each width"),
]
PARTS = [  # question, its settings, the settings of its first part, and how that is said
    ("batches", {"epochs": 30, "seeds": 1}, {}, "2 of 4 batch sizes"),
    ("saturated", {"seeds": 16, "epochs": 1}, {"ranges": ("0 to 1", "−0.5 to 0.5")}, "2 of 3 ranges"),
    ("sums", {"seeds": 1, "epochs": 1}, {}, "2 of 4 optimizers"),
    ("width", {"seeds": 16, "epochs": 3, "units": (2, 3, 5), "pictured": 3}, {"units": (2, 3)}, "2 of 3 widths"),
]
ASKED = [*(pytest.param(*each, marks=pytest.mark.thorough) for each in FEWER), *PARTS]
SMALL = {  # what counts as few and as short here
    "convex": {"LONG": 0}, "null": {"LONG": 0}, "saturated": {"FEW": 16, "LONG": 0}, "width": {"FEW": 16},
    "demand": {"SOON": 10}, "frozen": {"SOON": 100}, "layer": {"SOON": 1}, "lucky": {"SOON": 10},
    "random": {"SOON": 10}, "same": {"SOON": 300}, "target_only": {"SOON": 10}, "stuck": {"FEW": 50, "SOON": 300},
}  # fmt: skip


def on_the_way(slug, settings, says, monkeypatch, processors=2):
    """What is shown before the answer and says so; and the answer."""
    for name, value in SMALL.get(slug, {}).items():
        monkeypatch.setattr(question.named(slug), name, value)
    monkeypatch.setattr("lab.compute.WORTH", 2)
    monkeypatch.setattr("lab.series.processors", lambda: processors)
    monkeypatch.setattr("lab.compute._kept", Results(10**8, 64))  # nothing is known from other tests
    shown = []
    full = lab.ask(slug, compute=Compute(show=shown.append), **settings)
    return [answer for answer in shown if answer.note.endswith(f"So far {says}; the rest follows.")], full


@pytest.mark.parametrize(("slug", "settings", "first", "says"), ASKED)
def test_what_is_shown_first_is_what_its_own_settings_give(slug, settings, first, says, monkeypatch):
    (shown,), full = on_the_way(slug, settings, says, monkeypatch)
    assert "So far" not in full.note
    if first:
        alone = lab.ask(slug, **settings | first)
        assert shown.headline == f"So far: {alone.headline}"
        assert {each.says for each in shown.figures()} <= {each.says for each in alone.figures()}


@pytest.mark.parametrize("processors", [1, 2])
@pytest.mark.parametrize(("slug", "lines"), [("batches", "label"), ("sums", "optimizer")])
def test_the_lines_drawn_first_are_those_of_the_whole_picture(slug, lines, processors, monkeypatch):
    settings, _, says = next(rest for name, *rest in PARTS if name == slug)
    settings = {**settings, "epochs": 10 * settings["epochs"]}
    (shown,), full = on_the_way(slug, settings, says, monkeypatch, processors)
    part, whole = (
        next(frame for frame in answer.figures()[0].frames.values() if lines in frame) for answer in (shown, full)
    )
    assert part[lines].nunique() == 2
    same = whole[whole[lines].isin(part[lines])]
    assert_frame_equal(part.reset_index(drop=True), same.reset_index(drop=True), check_dtype=False)
