"""The relevance page, as a visitor without a browser sees it."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

FILE = Path(__file__).parents[3] / "pages/feature_relevance.py"
DISCUSSION = {
    "relevance_column": "the discussion's noise",
    "relevance_start": "the discussion's",
    "relevance_seeds": "1",
}


def page(**query):
    """The page opened with these values in its address."""
    app = AppTest.from_file(FILE, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert not app.error
    return app


def answer(app):
    """The sentence below the question."""
    return next(each.value for each in app.markdown if "Set to zero?" in each.value)


def shown(app):
    """Ends in the table, as numbers."""
    html = next(each.proto.body for each in app.get("html") if "Table of weight" in each.proto.body)
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', html)
    cells = re.findall(r"<t[dh](?! scope=\"col)[^>]*>([^<]*)</t[dh]>", html)
    return [float(cell) for cell in cells[heads.index("end") :: len(heads)]]


def widget(app, key):
    """The widget of this key, whatever its kind."""
    kinds = (app.select_slider, app.radio, app.selectbox, app.toggle, app.number_input)
    return next(each for kind in kinds for each in kind if each.key == key)


def test_it_answers_on_arrival_with_two_hundred_seeds():
    app = page()
    assert answer(app).startswith("**Set to zero? Nearly: w2, the weight of x2 noise, ended at ")
    assert "Foretold, given endless training: w1 3, w2 0, b 1." in answer(app)
    assert answer(app).endswith("(200 seeds, 3,000 epochs, 3,000 steps each.)")
    assert len(app.get("vega_lite_chart")) == 1


def test_the_discussion_s_run_shows_the_discussion_s_numbers():
    assert shown(page(**DISCUSSION)) == pytest.approx([3.0015907, -0.0024382621, 0.9898662], abs=2e-6)


def test_the_discussion_s_column_of_ones_shows_its_numbers_and_what_is_kept():
    app = page(**{**DISCUSSION, "relevance_column": "constant"})
    assert shown(app) == pytest.approx([2.9999967, 0.73000354, 0.2700143], abs=2e-6)
    assert "w2 − b stays where it started" in answer(app)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("relevance_column", "zeros", "w2 stays exactly where it started"),
        ("relevance_column", "a multiple of x1", "w2 − 2 w1 stays where it started"),
        ("relevance_column", "correlated with x1", "the weight of x2 correlated"),
        ("relevance_mean", 10.0, "% of its starting distance"),
        ("relevance_sd", 0.0, "No: w2, the weight of x2 noise"),
        ("relevance_start", "normal, sd 1", "200 seeds"),
        ("relevance_seeds", 10, "(10 seeds, 3,000 epochs"),
        ("relevance_rate", 0.1, "No answer: the training diverged.** 200 of 200 seeds diverged. The rate 0.1 is above"),
        ("relevance_epochs", 100, "(200 seeds, 100 epochs, 100 steps each.)"),
        ("relevance_batch", "2", "15,000 steps each"),
        ("relevance_optimizer", "adam", "Foretold, given endless training, whatever the optimizer: w1 3, w2 0, b 1."),
        ("relevance_decay", 0.1, "does not hold: weight decay pulls every weight towards 0"),
        ("relevance_l1", 0.1, "does not hold: L1 pulls every weight but b towards 0"),
        ("relevance_slope", -2.0, "w1 −2, w2 0, b 1"),
        ("relevance_intercept", 0.5, "w1 3, w2 0, b 0.5"),
        ("relevance_weight", 1.5, "**Set to zero? No column here is useless"),
        ("relevance_column_x3", "x1 once more", "w3 − w1 stays where it started"),
        ("relevance_column", "none", "Foretold, given endless training: w1 3, b 1."),
        ("relevance_noise", 1.0, "Cost at the end: "),
        ("relevance_examples", 100, "w1 3, w2 0, b 1"),
        ("relevance_data", 7, "w1 3, w2 0, b 1"),
        ("relevance_decades", False, "w1 3, w2 0, b 1"),
    ],
)
def test_every_knob_changes_what_is_shown(key, value, sentence):
    app = page()
    before = app.get("vega_lite_chart")[0].proto.SerializeToString()
    widget(app, key).set_value(value).run()
    assert not app.exception
    assert not app.error
    assert sentence in answer(app)
    assert app.get("vega_lite_chart")[0].proto.SerializeToString() != before


def test_nonsense_in_the_address_means_the_default():
    plain = page()
    lists, boxes = (plain.select_slider, plain.radio, plain.selectbox, plain.toggle), plain.number_input
    keys = [each.key for kind in lists for each in kind]
    for nonsense in ("nan", "-1.5", "0.0031", "<script>", "", "9" * 4000):
        numbers = [each.key for each in boxes if nonsense not in ("-1.5", "0.0031")]  # a box takes any number in bounds
        assert answer(page(**dict.fromkeys(keys + numbers, nonsense))) == answer(plain)


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("feature_relevance")
    assert len(page.presets) == 11
    assert page.untaken() == []
    told = {page.follow(question).answer for question in list(page.presets)[:3]}
    assert len(told) == 3


FOUR = {
    "relevance_column_x3": "constant",
    "relevance_column_x4": "x1 once more",
    "relevance_column_x5": "zeros",
    "relevance_weight_x3": "0.5",
    "relevance_seeds": "10",
}


def test_four_columns_of_an_address_are_there_with_their_truth_and_what_is_kept():
    app = page(**FOUR)
    assert "The truth: y = 3 x1 + 0.5 x3 + 1, without noise (10 examples)." in [each.value for each in app.caption]
    assert answer(app).startswith("**Set to zero? Not all: w2 (x2 noise) at ")
    assert "w3 − b, w4 − w1 and w5 stay where they started" in answer(app)
    assert len(app.get("vega_lite_chart")) == 2


def test_a_column_is_taken_away_and_the_others_stay():
    app = page(**FOUR)
    widget(app, "relevance_column_x4").set_value("none").run()
    assert "w3 − b and w4 stay where they started" in answer(app)
    assert widget(app, "relevance_column_x5").value == "zeros"


def test_there_is_one_empty_place_to_add_a_column():
    app = page()
    assert [each.key for each in app.selectbox if "column" in each.key] == ["relevance_column", "relevance_column_x3"]
    widget(app, "relevance_column_x3").set_value("zeros").run()
    assert [each.key for each in app.selectbox if "column" in each.key][-1] == "relevance_column_x4"


def test_the_discussion_s_column_may_stand_beside_others_and_has_ten_examples():
    app = page(**DISCUSSION, relevance_column_x3="constant", relevance_examples="30")
    assert "The truth: y = 3 x1 + 1, without noise (10 examples)." in [each.value for each in app.caption]
    assert "w3 − b stays where it started" in answer(app)
    assert shown(app)[0] == pytest.approx(3.0, abs=0.01)


def test_adam_on_a_scaled_copy_breaks_the_law_and_the_figure_says_by_how_much():
    app = page(relevance_column="a multiple of x1", relevance_optimizer="adam", relevance_seeds="10")
    assert "does not hold: Adam scales the step of each weight by itself. Largest difference: " in answer(app)
    assert any("Adam moved w2 1.00" in each.value for each in app.caption)
