"""Asking the laboratory: a box for a question of any length, what answers it, and the question where one lands."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from lab import known, lazy, raised, setting_text
from lab.answer import Answer
from lab.claim import VERDICTS
from lab.question import from_address, keywords, values
from lab.rooms import PAGES
from pages.shell import address

if TYPE_CHECKING:
    from lab.finding import Hit

finding = lazy.module("lab.finding")  # which reads every question of every room
KEY, ASKED = "home_question", "asked"  # of the box; where one lands
MOST, KEPT = 12_000, 2_000  # characters that the address of this page holds; of the question where one lands
SHOWN = 120  # characters of a question that are seen at once; the others are folded
CODE, BREAKS = "pasted code", "margin:0;overflow-wrap:anywhere"  # which may have no place to break a line at
SENTENCE = re.compile(r"(?<=[.?!])\s+|\n\s*\n")  # where one ends
REAL = 4  # words of a sentence that says something, unlike "Any ideas?"
LABEL, EXAMPLE = "What is your question?", "such as: why do my two neurons stay the same?"


def box() -> None:
    """The box, and below it the three nearest answers, each with the link to the run that shows it."""
    address.register(KEY, "", lambda text: [text])
    text = st.text_input(LABEL, key=KEY, placeholder=EXAMPLE, bind="query-params", on_change=_cut)
    if cut := st.session_state.get("cut off"):
        st.caption(f"Only the first {MOST:,} of your {cut:,} characters were read.")
    if text.strip():
        st.html(_folded("You ask", text))
        _answers(finding.find(text))


def remind(slug: str = "") -> None:
    """Where one lands: the question that was asked, the way back to what else answers it, and a claim's verdict.

    Args:
        slug: the question on screen; "" where nothing may be said of its answer.
    """
    if text := _asked():
        back = address.anchor(address.link("", {KEY: [text]}), "Other answers")
        st.html(f"{_folded('You asked', text, back)}{_claimed(text, slug)}")


def kept() -> dict[str, list[str]]:
    """What an address holds to keep the question on screen: key -> texts."""
    return {ASKED: [text]} if (text := _asked()) else {}


def entry(hit: Hit) -> str:
    """A hit in HTML: what is asked as a link, the answer in a sentence and a term apart, or a claim's verdict."""
    says = f'<div style="opacity:.85">{escape(hit.says)}</div>' if hit.says and not hit.verdict else ""
    if says and (setting := _setting(hit.address, hit.says)):
        says += f"<details><summary><small>Seen with</small></summary><small>{escape(setting)}</small></details>"
    page = PAGES[hit.address.partition("?")[0] or "home"].title
    ask = f"{escape(hit.ask)} · " if hit.ask else ""
    return f'<li style="margin:.5rem 0">{ask}{_link(hit)} <small>({escape(page)})</small>{says}{_quoted(hit)}</li>'


@lru_cache(256)
def _setting(address: str, says: str) -> str:
    """What an answer was found with; "" where it is of no one network, or not what is said here."""
    slug, given = from_address(address)
    if says != known.headline(slug, given) or (text := known.answer(slug, keywords(slug, given).values)) is None:
        return ""
    answer = Answer.from_json(text)
    named = answer.experiment and answer.experiment.data.table is None  # else its data have no name to be told by
    return setting_text.setting(answer.experiment) if named else ""


def _quoted(hit: Hit) -> str:
    """The verdict on a claim, with what is claimed; or what a term means."""
    word = max((each for each in VERDICTS if hit.verdict.startswith(each)), key=len, default=hit.verdict)
    because = escape(hit.verdict.removeprefix(word))
    quote = f"The claim: “{escape(hit.quote)}”" if word and hit.quote else escape(hit.quote)
    verdict = f"<div>Verdict: <strong>{escape(word)}</strong>{because}</div>" if word else ""
    return verdict + (f"<div><small>{quote}</small></div>" if quote else "")


@lru_cache(256)
def _claimed(text: str, slug: str) -> str:
    """What the box said of a question on screen, where that was the verdict on a claim; otherwise ""."""
    hits = finding.find(text) if slug else []
    return next((_quoted(hit) for hit in hits if hit.question == slug and hit.verdict), "")


def _answers(hits: list[Hit]) -> None:
    glossary = address.anchor(address.link("glossary", {}), "the glossary")
    if not hits or hits[0].score < finding.NEAR:
        nearest = "Nothing here says quite that; what is nearest follows. Words are explained in"
        none = "Nothing here is close to that. It may help to look at the rooms below and at"
        st.html(f"<p>{nearest if hits else none} {glossary}.</p>")
    if hits:
        st.html(f'<ol aria-label="Answers" style="padding-left:1.4rem;{BREAKS}">{"".join(map(entry, hits))}</ol>')


def _link(hit: Hit) -> str:
    slug, settings = from_address(hit.address)
    room = hit.address.partition("?")[0]
    text = st.session_state.get(KEY, "")
    text = _shortened(text if len(text) <= KEPT else _words(text))  # of long code the words beside it
    asked = {ASKED if room else KEY: [text]} if text else {}
    return address.anchor(address.link(room, asked | values(slug, settings)), hit.title)


def _asked() -> str:
    """The question that the address holds; links of earlier times hold it as the box does."""
    return _shortened(st.query_params.get(ASKED, st.query_params.get(KEY, "")))


def _folded(title: str, text: str, beside: str = "") -> str:
    """A question in HTML: of a long text what it asks, of code the words beside it, from which all of it unfolds."""
    text = text.strip()
    words = text if len(text) <= SHOWN else _asking(_words(text)) or CODE
    begins = f"{title}: <strong>{escape(_shortened(words, SHOWN))}</strong>"
    if len(text) <= SHOWN:
        return f'<p style="{BREAKS}">{begins}{beside and f" {beside}"}</p>'
    whole = f'<div style="white-space:pre-wrap">{escape(text)}</div>'
    return f'<details style="{BREAKS}"><summary>{begins}</summary>{whole}</details>{beside}'


def _words(text: str) -> str:
    """What is asked in a long text: the error that it tells of, or the words beside its code."""
    return raised.last(text) or finding.said(text)


def _asking(words: str) -> str:
    """The question in a long text: the last sentence that asks something, else the last one; a short text is itself."""
    if len(words) <= SHOWN:
        return words
    sentences = [each.strip() for each in SENTENCE.split(words) if len(each.split()) >= REAL] or [words]
    return ([each for each in sentences if each.endswith("?")] or sentences)[-1]


def _shortened(text: str, most: int = KEPT) -> str:
    """A text of at most so many characters, cut after a word."""
    text = text.strip()
    return text if len(text) <= most else (text[: most - 1].rsplit(maxsplit=1)[0][: most - 2] + " …")


def _cut() -> None:
    """The text that the box holds, as much of it as an address can."""
    whole = len(st.session_state[KEY])
    st.session_state["cut off"] = whole if whole > MOST else 0
    st.session_state[KEY] = st.session_state[KEY][:MOST]
