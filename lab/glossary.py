"""The glossary: its words by name, and where a text first meets each."""

from __future__ import annotations

import re
from functools import cache

from lab.terms import WORDS, Term

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


@cache
def _forms() -> dict[str, Term]:
    """Every form of every term, in small letters; a term's own name wins over another's other name."""
    forms = {form.lower(): term for term in WORDS for form in term.also}
    return forms | {term.name.lower(): term for term in WORDS}


@cache
def _pattern() -> re.Pattern:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])", re.IGNORECASE)
