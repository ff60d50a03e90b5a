"""Words are explained where they are first met, and on a page of their own."""

import re

import pytest
import streamlit as st

from lab.glossary import TERMS
from pages.shell import terms


class Place:
    """Where a text would stand: keeps what was written there."""

    def __init__(self):
        self.written = []

    def __getattr__(self, kind):
        return lambda text: self.written.append((kind, text))


@pytest.fixture
def place(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    return Place()


def test_a_term_is_explained_where_it_is_first_met_and_not_again(place):
    terms.write(place, "An epoch, and **another epoch** of `epoch`.")
    terms.write(place, "The next epoch.", small=True)
    first, second = (text for _, text in place.written)
    assert first.count(TERMS["epoch"].says) == 1
    assert '<span class="term" tabindex="0">epoch<span role="tooltip">' in first
    assert "<strong>another epoch</strong>" in first
    assert "<code>epoch</code>" in first
    assert TERMS["epoch"].says not in second


def test_what_a_visitor_wrote_never_acts(place):
    terms.write(place, r"Column \<b\> of *mine* & `<i>`.".replace(r"\<", "&lt;"))
    assert "<b>" not in place.written[0][1]
    assert "&lt;i&gt;" in place.written[0][1] or place.written[0][0] == "markdown"


@pytest.mark.parametrize(
    "text", ["$w$ is a weight", "[a weight](x)", "- a weight\n- a bias", "a <b>weight</b>", "1 | weight"]
)
def test_other_markdown_is_left_as_it_is(place, text):
    terms.write(place, text)
    terms.write(place, text, small=True)
    assert place.written == [("markdown", text), ("caption", text)]


def test_the_page_lists_every_word_with_the_question_that_shows_it(visit):
    page = visit("glossary")
    body = next(each.proto.body for each in page.app.get("html") if "<dl" in each.proto.body)
    assert len(re.findall("<dt>", body)) == len(TERMS)
    assert body.count("<a href=") == len(TERMS)
    found = page.turn("glossary_search", "saddle")
    body = next(each.proto.body for each in found.app.get("html") if "<dl" in each.proto.body)
    assert 1 <= len(re.findall("<dt>", body)) < 5


def test_a_room_explains_its_words(visit):
    bodies = "".join(each.proto.body for each in visit("softmax_cost", softmax_part="one").app.get("html"))
    assert bodies.count('role="tooltip"') >= 3
    tips = re.findall(r'role="tooltip">([^<]*)<', bodies)
    assert len(tips) == len(set(tips))
