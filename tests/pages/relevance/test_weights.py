"""The relevance page, as a visitor without a browser sees it."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

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
    kinds = (app.select_slider, app.radio, app.selectbox, app.toggle)
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
        ("relevance_optimizer", "adam", "does not hold: Adam scales the step of each weight by itself"),
        ("relevance_decay", 0.1, "does not hold: weight decay pulls every weight towards 0"),
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
    keys = [each.key for each in [*plain.select_slider, *plain.radio, *plain.selectbox, *plain.toggle]]
    for nonsense in ("nan", "-1.5", "0.0031", "<script>", "", "9" * 4000):
        assert answer(page(**dict.fromkeys(keys, nonsense))) == answer(plain)


def test_every_preset_is_a_link_that_works():
    links = [
        each.proto.body for each in page().get("html") if "Try this" in each.proto.body or "<li" in each.proto.body
    ]
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in "".join(links).split('href="')[1:]]
    assert len(addresses) == 6
    answers = {
        answer(page(**{key: values[0] for key, values in parse_qs(urlparse(link).query).items()})) for link in addresses
    }
    assert len(answers) == 6
