"""The glossary: its words by name, and where a text first meets each."""

from __future__ import annotations

import re
from functools import cache

from lab.terms import WORDS, Term

WHAT = r"\b(?:what(?:'s| is| are| does| do| exactly is)|meant? by|(?:meaning|definition) of|define|explain)"
IS = r"(?:a|an|one|the|all|every|just|only|called)\b"
DEFINED = (  # what stands before a word, and after it, where one asks what the word means
    (
        WHAT + r"(?: exactly| actually)?(?: a| an| the)? [\"“]?$",
        r"[\"”]?(?: (?:means?|and|or|exactly|in)\b|\s*(?:[?,.(]|$))",
    ),
    (r"\ban? [\"“]?$", rf"[\"”]? (?:is|means) {IS}"),
    (r"\bis an? [\"“]?$", rf"[\"”]? {IS}"),
)
TERMS = {term.name: term for term in sorted(WORDS, key=lambda term: term.name.lower())}


def explained(text: str) -> list[tuple[str, Term | None]]:
    """A plain text in pieces: each term where it is first met, as (its form in the text, the term), the rest with None.

    Of two that begin at one place the longer one counts: "hidden unit" is not "hidden" and "unit".
    """
    pieces, told, end = [], set(), 0
    for found in _pattern().finditer(text):
        term = _forms()[found.group().lower()]
        if term.name not in told:
            told.add(term.name)
            pieces += [(text[end : found.start()], None), (found.group(), term)]
            end = found.end()
    return [piece for piece in [*pieces, (text[end:], None)] if piece[0]]


def defined(text: str) -> str:
    """What the first term means of which a text asks that; otherwise ""."""
    pieces, before = explained(text), ""
    for place, (piece, term) in enumerate(pieces):
        after = "".join(each for each, _ in pieces[place + 1 :])
        if term and any(re.search(left, before, re.I) and re.match(right, after, re.I) for left, right in DEFINED):
            return term.says
        before += piece
    return ""


@cache
def _forms() -> dict[str, Term]:
    """Every form of every term, in small letters; a term's own name wins over another's other name."""
    forms = {form.lower(): term for term in WORDS for form in term.also}
    return forms | {term.name.lower(): term for term in WORDS}


@cache
def _pattern() -> re.Pattern:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])", re.IGNORECASE)
