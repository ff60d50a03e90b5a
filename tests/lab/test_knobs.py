"""Knobs are declared once: what each offers, what it refuses, and how an address writes it."""

import re

import pytest

from lab.knob import number, plain
from lab.knobs import Keywords, Knobs, Texts


def declared(turned):
    """One knob of every kind."""
    turned.choice("data", "Data", ["xor", "moons"], "xor")
    turned.steps("rate", "Rate", [0.1, 1.0, 2000], 1.0)
    turned.slider("units", "Units", 1, 4, 1, 2)
    turned.several("starts", "Starts", ["zeros", "he", "glorot"], ["he"])
    turned.some("columns", "Columns", ["a", "b"])
    turned.box("weight", "Weight", -1.0, 1.0, 0.1, 0.5)
    turned.toggle("train", "Train")
    turned.text("word", "Word", "")
    turned.file("upload", "A table", ["csv"])
    return turned


GIVEN = {
    "data": "moons", "rate": 2000, "units": 3, "starts": ("zeros", "glorot"), "columns": ("b",), "weight": 0.25,
    "train": True, "word": "Adam", "upload": b"a,b",
}  # fmt: skip


def test_knobs_begin_with_their_defaults():
    begun = declared(Keywords({})).values
    assert begun == {
        "data": "xor", "rate": 1.0, "units": 2, "starts": ("he",), "columns": (), "weight": 0.5, "train": False,
        "word": "", "upload": None,
    }  # fmt: skip


def test_keywords_turn_them_and_come_back_from_their_address():
    turned = declared(Keywords(GIVEN, "x_"))
    assert turned.values == GIVEN
    assert turned.address() == {
        "x_data": ["moons"], "x_rate": ["2,000"], "x_units": ["3"], "x_starts": ["zeros", "glorot"],
        "x_columns": ["b"], "x_weight": ["0.25"], "x_train": ["true"], "x_word": ["Adam"],
    }  # fmt: skip
    assert declared(Texts(turned.address(), "x_")).values == {**GIVEN, "upload": None}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("data", "moon", "`data` must be one of 'xor', 'moons'; got 'moon'. Did you mean 'moons'?"),
        ("data", True, "`data` must be one of 'xor', 'moons'; got True."),
        ("rate", 0.3, "`rate` must be one of 0.1, 1.0, 2000; got 0.3."),
        ("units", "2", "`units` must be one of 1, 2, 3, 4; got '2'."),
        ("starts", ["ones"], "`starts` must be some of 'zeros', 'he', 'glorot'; got 'ones'."),
        ("starts", [], "`starts` must be at least one of 'zeros', 'he', 'glorot'."),
        ("train", 1, "`train` must be True or False; got 1."),
        ("word", "x" * 201, "`word` must be a text of at most 200 characters"),
        ("upload", "no such file", "`upload` must be the bytes of a file, or the path of one"),
    ],
)
def test_what_a_knob_does_not_offer_is_refused_by_its_name(name, value, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        declared(Keywords({name: value}))


def test_what_an_address_cannot_mean_leaves_a_knob_as_it_begins():
    held = {"x_data": ["circles"], "x_rate": ["NaN"], "x_units": ["9" * 99], "x_weight": ["1e999"], "x_train": ["yes"]}
    assert declared(Texts(held, "x_")).values == declared(Keywords({})).values


@pytest.mark.parametrize("text", ["2,000", "2000", "2000.0", "2e3"])
def test_a_number_may_be_written_in_any_way(text):
    assert declared(Texts({"x_rate": [text]}, "x_")).values["rate"] == 2000


@pytest.mark.parametrize(
    ("value", "written"),
    [(1e-6, "10⁻⁶"), (3e-6, "3 × 10⁻⁶"), (-2.5e-8, "−2.5 × 10⁻⁸"), (1e-4, "0.0001"), (2000, "2,000"), (1e7, "10⁷")],
)
def test_a_tiny_number_is_written_as_in_sentences_and_read_in_any_spelling(value, written):
    assert number(value) == written
    assert plain(written) == plain(f"{value:g}") == plain(repr(value))
    offered = [value, 0.5]
    for text in (written, f"{value:g}", repr(value)):
        assert Texts({"x_rate": [text]}, "x_").steps("rate", "Rate", offered, 0.5) == value


def test_a_keyword_that_is_no_knob_is_named_with_those_that_there_are():
    turned = declared(Keywords({"uints": 3}))
    with pytest.raises(ValueError, match=r"^'width' has no setting `uints` here; .* Did you mean 'units'\?$"):
        turned.check_all_used("width")


def test_a_renamed_option_is_still_taken_as_a_keyword():
    def renamed(value):
        turned = Keywords({"kind": value})
        return turned.choice("kind", "Kind", ["now"], "now", key="kind", former=("kind", {"now": "before"}.get))

    assert renamed("before") == renamed("now") == "now"
    with pytest.raises(ValueError, match="must be one of 'now'"):
        renamed("other")


def test_a_renamed_knob_goes_on_under_its_former_key_and_spelling():
    def renamed(turned):
        return turned.choice("k", "Class", [0, 1, 2], 0, key="new", former=("old", lambda k: str(k + 1)))

    assert renamed(Texts({"old": ["3"]})) == 2
    assert renamed(Texts({"old": ["3"], "new": ["1"]})) == 1
    assert renamed(Texts({"old": ["9"]})) == 0


def test_a_knob_is_declared_once():
    turned = Knobs()
    turned.toggle("train", "Train")
    with pytest.raises(ValueError, match="may declare the knob 'train' once"):
        turned.toggle("train", "Train")


def test_a_text_may_have_to_mean_something():
    """An address whose text means nothing leaves the knob as it begins; a keyword is refused with the reason."""

    def number(text):
        float(text)

    held = Texts({"word": ["three"]})
    assert held.text("word", "Word", "1", accepts=number) == "1"
    with pytest.raises(ValueError, match="could not convert string to float: 'three'"):
        Keywords({"word": "three"}).text("word", "Word", "1", accepts=number)


def test_what_is_folded_and_not_as_it_begins_is_told_but_counts():
    turned = Keywords({"size": -0.1, "runs": 8, "rule": "adam", "seen": 2.0})
    turned.box("seen", "Seen", 0.0, 9.0, 1.0, 1.0)
    with turned.more():
        turned.box("size", "L1 penalty", -1.0, 1.0, 0.1, 0.0)
        turned.steps("runs", "Runs", [1, 8], 1)
        turned.choice("rule", "Optimizer", ["sgd", "adam"], "sgd")
        turned.choice("start", "Start", ["zeros", "ones"], "zeros")
    assert turned.told() == "Set under More settings: L1 penalty = −0.1; Optimizer = adam."
