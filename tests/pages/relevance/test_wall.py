"""How large the learning rate may be, as a visitor without a browser sees it."""

SHORT = {"relevance_part": "wall", "relevance_wall_epochs": "100", "relevance_wall_seeds": "1"}


def test_it_answers_on_arrival_with_the_wall_where_it_is_foretold(visit):
    page = visit("feature_relevance", relevance_part="wall")
    assert page.answer == (
        "**The wall stands where it is foretold, at a rate of 0.03421: no run diverges up to 0.99 of it, every run "
        "does from 1.01 of it on (40 rates, 4 seeds each, 300 epochs).**"
    )
    assert len(page.charts) == 1


def picture(page):
    """The first chart, as Streamlit sends it."""
    return page.charts[0].SerializeToString()


def test_every_knob_changes_the_picture_and_breaks_nothing(visit):
    turns = {
        "mean": 10.0, "sd": 3.0, "data": 7, "standardise": True, "epochs": 300, "seeds": 4, "optimizer": "momentum",
        "precision": "float64", "column": "constant",
    }  # fmt: skip
    page = visit("feature_relevance", **SHORT)
    assert page.faults({f"relevance_wall_{key}": value for key, value in turns.items()}, picture) == []


def test_copies_of_x1_divide_the_largest_rate(visit):
    page = visit("feature_relevance", **SHORT, relevance_wall_column="x1 once more", relevance_wall_standardise="true")
    assert "at a rate of 0.5:" in page.answer
    page.turn("relevance_wall_copies", 10)
    assert not page.problems
    assert "at a rate of 0.1:" in page.answer


def test_the_table_of_other_columns_can_be_longer(visit):
    page = visit("feature_relevance", **SHORT)
    tables = [table.proto.body for table in page.app.get("html")]
    assert not any("x1 10 times" in table for table in tables)
    page.turn("relevance_wall_more", True)
    assert not page.problems
    assert any("x1 10 times" in table.proto.body for table in page.app.get("html"))


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert not page.follow("What does standardising do?").problems
