"""Where in the plane of two weights training goes, as a visitor without a browser sees it."""

SHORT = {"relevance_part": "plane", "relevance_plane_epochs": "30", "relevance_plane_seeds": "8"}


def test_it_answers_on_arrival_with_a_valley_met_at_right_angles(visit):
    page = visit("feature_relevance", relevance_part="plane")
    assert page.answer.startswith("**Into a valley, at right angles to it (90°, within 0.000")
    assert page.answer.endswith("(24 seeds, 3,000 epochs.)**")
    assert len(page.charts) == 1


def picture(page):
    """The first chart, as Streamlit sends it."""
    return page.charts[0].SerializeToString()


def test_every_knob_changes_the_picture_and_breaks_nothing(visit):
    turns = {
        "pair": "w1 and w2", "epochs": 10, "rate": 0.1, "start": "far out: normal, sd 5", "seeds": 1, "value": 10.0,
        "column": "noise", "data": 7, "noise": 1.0, "optimizer": "adam", "batch": "2",
    }  # fmt: skip
    page = visit("feature_relevance", **SHORT)
    assert page.faults({f"relevance_plane_{key}": value for key, value in turns.items()}, picture) == []


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert not page.follow("What if x2 = x1?").problems
