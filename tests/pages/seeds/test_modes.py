"""One mode after another: the question as a visitor without a browser sees it."""

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


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {"strengths": "3, 3, 3", "size": 1.0, "epochs": 1000, "rate": 0.01}
    turns |= {"start": "random", "scale": 1.0, "count": 50, "hidden": 10}
    page = visit("seed_effects", **SHORT)
    assert page.faults({f"seeds_modes_{key}": value for key, value in turns.items()}) == []


def test_a_run_that_diverged_gives_no_answer_and_random_starts_are_counted(visit):
    page = visit("seed_effects", **SHORT, seeds_modes_rate="0.5")
    assert "No answer: the run diverged." in page.answer
    page.turn("seeds_modes_rate", 0.002).turn("seeds_modes_start", "random")
    assert "medians of 10 random starts" in page.answer
    assert not page.problems


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("seed_effects", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
