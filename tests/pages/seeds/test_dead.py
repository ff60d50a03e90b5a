"""Born dead: the question as a visitor without a browser sees it."""

SHORT = {"seeds_part": "dead", "seeds_dead_count": "100"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="dead")
    assert not page.problems
    assert page.answer.startswith("**Of 4,000 networks of 20 layers of 3 ReLU units 3,7")
    assert "the law says 93.08 %." in page.answer
    assert len(page.charts) == 1


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"width": 10, "layers": 30, "examples": 100, "bias": 0.1, "count": 1000}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_dead_{key}": value for key, value in turns.items()}) == []


def test_one_layer_has_its_law_and_many_examples_or_biases_a_bound(visit):
    page = visit("seed_effects", **SHORT, seeds_dead_layers="1")
    assert "the law says 12.50 %." in page.answer
    assert "an upper bound here" in page.turn("seeds_dead_examples", 100).answer
    assert "an upper bound here" in page.turn("seeds_dead_examples", 1).turn("seeds_dead_bias", 0.1).answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []


def test_no_sentence_is_true_of_the_default_alone(visit):
    """Biases, schemes and examples are said as they are turned, at the page's own presets too."""
    page = visit("seed_effects", **SHORT)
    assert "biases 0." in page.text
    assert "only signs matter" in page.text
    assert "gives one output to every example" not in page.text
    assert "only another example can wake that layer" in page.text
    biased = page.turn("seeds_dead_bias", 0.1)
    assert "biases 0.1." in biased.text
    assert "biases 0." not in biased.text.replace("biases 0.1.", "")
    assert "only signs matter" not in biased.text
    many = biased.turn("seeds_dead_examples", 100)
    assert "98 standard normal draws" in many.text
    assert "gives one output to all of them" in many.text
