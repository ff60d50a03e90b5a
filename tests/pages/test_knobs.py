"""Knobs whose values are typed in or moved by buttons: what an address may hold, and what a page gets to see."""

import json

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from pages.shell import address, knobs

    weight = knobs.box("w", -20.0, 20.0, 0.1, 0.5, "test_weight")
    count = knobs.stepped("Updates", 0, 1000, 3, "test_count", "update")
    st.json({"weight": weight, "count": count, "link": address.query(address.shown("test_"))})


class Opened:
    """That page, opened with values in its address."""

    def __init__(self, **values):
        self.app = AppTest.from_function(page, default_timeout=60)
        for key, value in values.items():
            self.app.query_params[key] = value
        self.app.run()

    def seen(self, what):
        """What the page got of its knobs, or the link to it."""
        assert not self.app.exception
        return json.loads(self.app.json[0].value)[what]

    def press(self, label):
        """Press the button that says so."""
        next(button for button in self.app.button if button.label == label).click().run()


@pytest.mark.parametrize(
    "text", ["", "nonsense", "NaN", "inf", "-1e9", "1e999", "20.00001", "9" * 40, "0x10", "<img src=x>", "梨"]
)
def test_what_is_no_number_within_bounds_is_the_default(text):
    opened = Opened(test_weight=text)
    assert opened.seen("weight") == 0.5
    assert opened.seen("link") == ""
    assert "test_weight" not in opened.app.query_params


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("0.25", 0.25, "0.25"),
        ("-20", -20.0, "-20"),
        ("1e-3", 0.001, "0.001"),
        ("12.34567", 12.3457, "12.3457"),
        ("0.33333333333", 0.3333, "0.3333"),
        ("-0.00001", 0.0, "0"),
        ("1e-300", 0.0, "0"),
        ("19.999999", 20.0, "20"),
    ],
)
def test_a_number_is_rounded_before_anybody_sees_it(text, value, shown):
    opened = Opened(test_weight=text)
    assert opened.seen("weight") == opened.app.number_input[0].value == value
    assert str(opened.seen("weight")) == str(value)
    assert opened.seen("link") == f"?test_weight={shown}"


def test_a_number_typed_in_is_rounded_and_stands_in_the_address():
    opened = Opened()
    opened.app.number_input[0].set_value(0.123456).run()
    assert opened.seen("weight") == opened.app.number_input[0].value == 0.1235
    assert opened.app.query_params["test_weight"] == "0.1235"
    assert Opened(test_weight="0.1235").seen("weight") == 0.1235


def test_buttons_move_by_one_and_stand_in_the_address():
    opened = Opened()
    opened.press("One update on")
    opened.press("One update on")
    assert opened.seen("count") == 5
    assert opened.app.query_params["test_count"] == "5"
    opened.press("One update back")
    assert opened.seen("count") == 4
    assert opened.app.select_slider[0].value == 4


def test_buttons_stop_at_the_ends():
    assert [button.disabled for button in Opened(test_count="0").app.button] == [True, False]
    assert [button.disabled for button in Opened(test_count="1,000").app.button] == [False, True]
    assert [button.disabled for button in Opened(test_count="17").app.button] == [False, False]
