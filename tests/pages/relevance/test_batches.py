"""Whether batches of two are faster, as a visitor without a browser sees it."""

SHORT = {"relevance_part": "batches", "relevance_batches_epochs": "30", "relevance_batches_seeds": "1"}


def test_it_answers_on_arrival_that_only_epochs_get_fewer(visit):
    page = visit("feature_relevance", relevance_part="batches")
    assert page.answer.startswith("**Batches of two reach a cost of 0.001 after 33")
    assert "By steps nothing is gained: 1,6" in page.answer
    assert len(page.charts) == 2


def picture(page):
    """The first chart, as Streamlit sends it."""
    return page.charts[0].SerializeToString()


def test_every_knob_changes_the_picture_and_breaks_nothing(visit):
    turns = {
        "level": 0.1, "epochs": 300, "rate": 0.01, "seeds": 16, "column": "noise", "mean": 10.0, "sd": 0.1,
        "noise": 1.0, "data": 7, "standardise": True,
    }  # fmt: skip
    page = visit("feature_relevance", **SHORT)
    assert page.faults({f"relevance_batches_{key}": value for key, value in turns.items()}, picture) == []


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert not page.follow("What if x2 = x1?").problems
