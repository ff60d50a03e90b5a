"""Predict, then reveal: nothing is shown before the reader has said what they expect."""

import re

import pytest

from pages.shell import share

QUICK = {"seeds_count": "5", "seeds_epochs": "10"}
ASK = "How many of 5 are solved?"


def answered(page, key, value):
    """The page after the reader has answered."""
    widget = next(each for kind in ("radio", "text_input") for each in getattr(page.app, kind) if each.key == key)
    widget.set_value(value)
    page.app.button[0].click().run()
    return page


def test_the_run_is_shown_after_the_reader_has_said_what_they_expect(visit):
    page = visit("seed_effects", **QUICK, ask=ASK, ask_answers="all|none| all |")
    assert not page.charts
    assert "Whoever sent you this link asks: **How many of 5 are solved\\?**" in page.text
    choice = next(each for each in page.app.radio if each.key == "prediction chosen")
    assert choice.options == ["all", "none"]
    answered(page, "prediction chosen", "none")
    assert len(page.charts) >= 2
    assert page.app.info[0].value == "**How many of 5 are solved\\?** You expected: none. This is what happened:"
    assert page.turn("seeds_count", 10).app.info[0].value.endswith("This is what happened:")


def test_without_answers_the_reader_writes_one(visit):
    page = visit("seed_effects", **QUICK, ask=ASK)
    page.app.button[0].click().run()
    assert page.app.warning[0].value == "Say what you expect first; a guess is fine."
    assert not page.charts
    answered(page, "prediction written", "*two*")
    assert "You expected: \\*two\\*." in page.app.info[0].value


def test_nothing_gives_the_answer_away_before_it_is_predicted(visit):
    page = visit("softmax_cost", ask="Do the others learn?")
    assert [each.value for each in (*page.app.title, *page.app.header)] == ["Before you look"]
    assert not any("Questions of this page" in each.proto.body for each in page.app.get("html"))


def test_what_was_expected_is_handed_in_with_the_result_and_stands_in_the_card(visit, monkeypatch):
    cards, drawn = {}, share.st.download_button
    monkeypatch.setattr(share.st, "download_button", lambda label, data, *rest, **more: (
        cards.update({label: data}), drawn(label, data, *rest, **more)))  # fmt: skip
    page = answered(visit("softmax_cost", ask="Do the others learn?", ask_answers="yes|no"), "prediction chosen", "no")
    line = next(each.value for each in page.app.code if "My guess" in each.value)
    assert line.startswith("Do the others learn? My guess: no. The result: Only the target's output")
    assert line.endswith("softmax_cost")
    assert "I expected: no." in cards["A card for a forum post, as Markdown"]


@pytest.mark.parametrize("ask", ["", "   "])
def test_a_link_that_asks_nothing_shows_the_run(visit, ask):
    assert visit("seed_effects", **QUICK, ask=ask).charts


def test_a_question_never_acts_and_is_short(visit):
    page = visit("seed_effects", **QUICK, ask="<img src=x onerror=alert(1)>[a](b)" + "x" * 999, ask_answers="<b>|" * 99)
    assert not re.search(r"(?<!\\)[<\[]", page.text)
    assert len(next(each for each in page.app.radio if each.key == "prediction chosen").options) == 1


def test_a_link_is_made_of_what_is_on_screen(visit):
    page = visit("seed_effects", **QUICK)
    for key, value in (("prediction question", ASK), ("prediction answers", "all|none")):
        next(each for each in page.app.text_input if each.key == key).set_value(value)
    page.app.run()
    link = next(each.value for each in page.app.code if "ask=" in each.value)
    assert "seeds_count=5" in link
    assert link.endswith("&ask=How+many+of+5+are+solved%3F&ask_answers=all%7Cnone")
