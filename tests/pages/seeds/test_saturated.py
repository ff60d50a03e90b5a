"""Weights from 0 to 1 on the digits: the question as a visitor without a browser sees it."""

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


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"ranges": ["−1 to 1"], "rate": 1.5, "epochs": 2, "count": 64, "units": 10}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_saturated_{key}": value for key, value in turns.items()}) == []


def test_standardized_pixels_leave_no_run_stuck(visit):
    page = visit("seed_effects", **SHORT)
    assert "0 to 1: 16 of 16 runs" in page.answer
    assert page.faults({"seeds_saturated_standardize": True}) == []
    assert "0 to 1: 0 of 16 runs" in page.answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
