"""Through depth: the question as a visitor without a browser sees it."""

SHORT = {"seeds_part": "depth", "seeds_depth_count": "10", "seeds_depth_layers": "2", "seeds_depth_width": "10"}


def test_it_answers_on_arrival_with_twenty_layers(visit):
    page = visit("seed_effects", seeds_part="depth")
    assert not page.problems
    assert page.answer.startswith("**Through 20 relu layers, before any training: he normal keeps the signal")
    assert "glorot normal loses the signal" in page.answer
    assert len(page.charts) == 2


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"schemes": ["normal", "uniform"], "stddev": 1.0, "range": 1.0, "scale": 2.0, "width": 2, "count": 50}
    turns |= {"layers": 3, "activation": "sigmoid", "data": "iris"}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_depth_{key}": value for key, value in turns.items()}) == []


def test_what_grows_is_said_to_and_one_layer_has_no_way_back(visit):
    page = visit("seed_effects", **SHORT | {"seeds_depth_layers": "5"}, seeds_depth_scale="2")
    assert page.answer.startswith("**Through 5 relu layers")
    assert "he normal lets the signal grow" in page.answer
    assert "one layer, no way back" in page.turn("seeds_depth_layers", 1).answer


def test_they_are_trained_when_that_is_asked_for(visit):
    page = visit("seed_effects", **SHORT, seeds_depth_train="true", seeds_depth_epochs="10")
    assert len(page.charts) == 3
    assert "16 networks each, 10 epochs; guessing costs 0.6931." in page.text
    assert page.faults({"seeds_depth_rate": 0.5, "seeds_depth_epochs": 50}) == []


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
