"""Order and chaos: the question as a visitor without a browser sees it."""

SHORT = {"seeds_part": "phase", "seeds_phase_count": "3", "seeds_phase_width": "10"}


def test_it_answers_on_arrival(visit):
    page = visit("seed_effects", seeds_part="phase")
    assert not page.problems
    assert page.answer.startswith(
        "**By the law of wide networks chaos: even like inputs part. The correlation of two inputs goes from 0.9"
    )
    assert "(median of 20 random networks of width 200; the law: " in page.answer
    assert "the critical line lies at 1.7610" in page.text
    assert len(page.charts) == 2


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"weights": 4.0, "biases": 0.5, "like": -1.0, "layers": 10, "width": 30, "count": 10}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_phase_{key}": value for key, value in turns.items()}) == []


def test_order_and_the_edge_of_chaos_have_their_names(visit):
    page = visit("seed_effects", **SHORT, seeds_phase_weights="0.2")
    assert "Order: all inputs become one." in page.answer
    assert "At the edge of chaos" in page.turn("seeds_phase_weights", 1.75).answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
