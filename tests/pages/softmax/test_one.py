"""The softmax page, as a visitor without a browser sees it."""

import json
import math
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

FILE = Path(__file__).parents[3] / "pages/softmax_cost.py"


def page(**query):
    """The page opened with these values in its address."""
    app = AppTest.from_file(FILE, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def answer(app):
    """The sentence below the question."""
    return next(each.value for each in app.markdown if "The cost is" in each.value)


def knob(app, key):
    """The widget of this key."""
    return app.select_slider(key=key)


def test_it_answers_on_arrival():
    app = page()
    cost = math.log(sum(math.exp(z) for z in (2.0, 1.0, 0.1))) - 2.0
    assert f"−log a0 = **{cost:.4f}**; the other 2 outputs add exactly 0 to it." in answer(app)
    assert len(app.get("vega_lite_chart")) == 2
    assert any(each.value.startswith("**Only the target enters the cost**") for each in app.markdown)


def test_the_chart_shows_the_page_s_numbers():
    chart = page(softmax_logit0="0", softmax_logit1="0", softmax_logit2="0").get("vega_lite_chart")[0].proto
    assert json.loads(chart.spec)["layer"]
    assert "class 0 (target) 0.3333 and −0.6667" in chart.alt


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("softmax_outputs", 2, "the other output adds exactly 0 to it. Yet both logits have a gradient"),
        ("softmax_outputs", 10, "the other 9 outputs add exactly 0 to it. Yet all 10 logits have a gradient"),
        ("softmax_class", 2, "The cost is −log a2 = **2.3170**"),
        ("softmax_logit0", -10.0, "The cost is −log a0 = **11.34**"),
        ("softmax_logit1", 10.0, "The cost is −log a0 = **8.0004**"),
        ("softmax_logit2", 2.0, "The cost is −log a0 = **0.8620**"),
        ("softmax_added", 7.5, "The cost is −log a0 = **0.4170**"),
    ],
)
def test_every_knob_changes_what_is_said(key, value, sentence):
    app = page()
    knob(app, key).set_value(value).run()
    assert not app.exception
    assert sentence in answer(app)


def test_every_added_output_brings_a_knob_and_its_address_restores_it():
    values = {f"softmax_logit{k}": f"{z:g}" for k, z in enumerate((-10, 9.9, 0.1, -0.1, 3, 4, 5, 6, 7, 10))}
    app = page(softmax_outputs="10", softmax_class="9", **values)
    assert {key: f"{knob(app, key).value:g}" for key in values} == values
    assert knob(app, "softmax_class").value == 9


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ({"softmax_outputs": "9", "softmax_target": "7"}, {"softmax_outputs": "9", "softmax_class": "6"}),
        ({"softmax_outputs": "10", "softmax_target": "10"}, {"softmax_outputs": "10", "softmax_class": "9"}),
        ({"softmax_z1": "-10", "softmax_z2": "10"}, {"softmax_logit0": "-10", "softmax_logit1": "10"}),
        (
            {"softmax_outputs": "10", "softmax_z10": "3.5", "softmax_z9": "-2"},
            {"softmax_outputs": "10", "softmax_logit9": "3.5", "softmax_logit8": "-2"},
        ),
    ],
)
def test_links_that_count_from_one_show_the_picture_that_they_meant(former, now):
    old, new = page(**former), page(**now)
    assert answer(old) == answer(new)
    assert [chart.proto.alt for chart in old.get("vega_lite_chart")] == [
        chart.proto.alt for chart in new.get("vega_lite_chart")
    ]
    assert [each.value for each in old.code] == [each.value for each in new.code]  # the link that is offered
    assert {key: "".join(text) for key, text in old.query_params.items()} == now  # for whoever loads it anew
    assert not old.info


@pytest.mark.parametrize("asked", ["seven", "0", "4"])
def test_what_a_former_link_asks_for_in_vain_is_told_as_it_counts(asked):
    app = page(softmax_target=asked)
    assert answer(app) == answer(page())
    assert f"“{asked}” is not offered for `softmax_target`; it began with “1” instead." in app.info[0].value


def test_a_former_link_stays_behind_once_a_knob_is_turned():
    app = page(softmax_target="2")
    assert knob(app, "softmax_class").value == 1
    knob(app, "softmax_class").set_value(0).run()
    assert "−log a0" in answer(app)
    assert not app.info
    codes = [each.value for each in app.code]
    assert "softmax_cost" in codes


def test_fewer_outputs_than_the_target_is_no_error():
    app = page(softmax_outputs="10", softmax_class="9")
    knob(app, "softmax_outputs").set_value(3).run()
    assert not app.exception
    assert knob(app, "softmax_class").value in (0, 1, 2)


def test_adding_to_every_logit_is_said_to_change_nothing():
    said = [each.value for each in page(softmax_added="4").caption]
    assert any(text.startswith("Adding 4 to every logit changes the cost ") for text in said)
    assert not any("Adding" in each.value for each in page().caption)


def test_nonsense_in_the_address_means_the_default():
    plain = page()
    for nonsense in ("nan", "11", "-1e9", "0.333", "<b>", "", "1" * 5000):
        assert answer(page(**dict.fromkeys([each.key for each in plain.select_slider], nonsense))) == answer(plain)


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("softmax_cost")
    assert len(page.presets) == 5
    assert page.untaken() == []
