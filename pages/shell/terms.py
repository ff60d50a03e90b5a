"""Terms of the glossary on pages: as a list with links, and explained in place, by mouse, by touch and by keyboard."""

from html import escape

import streamlit as st

from lab.glossary import Term
from lab.question import address as address_of
from lab.question import named
from pages.shell import address


def show(terms: list[Term]) -> None:
    """The terms with what they mean, each with a link to the question that shows it."""
    st.caption(f"{len(terms)} {'word' if len(terms) == 1 else 'words'}.")
    st.html(f'<dl style="columns:24rem 2;column-gap:3rem;margin:0">{"".join(map(_entry, terms))}</dl>')


def _entry(term: Term) -> str:
    also = f" <small>also: {escape(', '.join(term.also))}</small>" if term.also else ""
    link = address.anchor("./" * (not (to := address_of(term.question))) + to, named(term.question).QUESTION.ask)
    return (
        f'<div style="break-inside:avoid;margin:0 0 1rem"><dt><strong>{escape(term.name)}</strong>{also}</dt>'
        f'<dd style="margin:0">{escape(term.says)}<br><small>See it: {link}</small></dd></div>'
    )
