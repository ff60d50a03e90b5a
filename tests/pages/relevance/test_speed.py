"""Why training is slow, as a visitor without a browser sees it."""

SHORT = {"relevance_part": "speed", "relevance_speed_epochs": "300", "relevance_speed_seeds": "1"}


def test_it_answers_on_arrival_with_one_slow_direction(visit):
    page = visit("feature_relevance", relevance_part="speed")
    assert page.answer.startswith(
        "**The slowest direction, 0.99 b − 0.10 w2, takes 13,828 epochs until 1 % of its dist"
    )
    assert "is left (foretold: 13,828)" in page.answer
    assert "13,162 for the columns as they are, 4 for standardised ones." in page.answer
    assert len(page.charts) == 1


def picture(page):
    """The first chart, as Streamlit sends it."""
    return page.charts[0].SerializeToString()


def test_every_knob_changes_the_picture_and_breaks_nothing(visit):
    turns = {
        "mean": 0.0, "sd": 3.0, "data": 7, "columns": "standardised", "rate": 0.1, "best": True, "epochs": 30,
        "seeds": 8, "precision": "float32", "column": "zeros",
    }  # fmt: skip
    page = visit("feature_relevance", **SHORT)
    assert page.faults({f"relevance_speed_{key}": value for key, value in turns.items()}, picture) == []


def test_copies_of_x1_have_a_number(visit):
    page = visit(
        "feature_relevance", **SHORT, relevance_speed_column="x1 once more", relevance_speed_columns="standardised"
    )
    page.turn("relevance_speed_copies", 10)
    assert not page.problems
    assert "the curvatures are in a ratio of 10." in page.answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert not page.follow("And a mean of 30?").problems
