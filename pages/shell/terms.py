"""Terms of the glossary on pages: as a list with links, and explained in place, by mouse, by touch and by keyboard."""

import re
from html import escape

import streamlit as st

from lab.glossary import Term, explained
from lab.question import address as address_of
from lab.question import said
from pages.shell import address

TOLD = "terms explained on this page"
MORE = re.compile(r"\$|\]\(|^\s*(#|[-*+] |\d+\. |>)|\||:[a-z-]+\[|<|  \n", re.MULTILINE)  # Markdown beyond `_html`
MARKS = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>[^*\s][^*]*)\*|`(?P<code>[^`]+)`|\\(?P<plain>[!-/:-@\[-`{-~])")
STYLE = """<style>
.told {position: relative; margin: 0 0 .6rem}
.told code {font-size: .85em}
.told-small {font-size: .875rem; margin: 0; color: color-mix(in srgb, currentColor 75%, transparent)}
.term {border-bottom: 1px dotted; cursor: help}
.term > span {visibility: hidden; position: absolute; left: 0; bottom: 100%; z-index: 10; max-width: min(32rem, 100%);
  padding: .4rem .7rem; border-radius: .5rem; background: #1b2530; color: #fff; border: 1px solid #8595a5;
  font-size: .875rem; font-weight: 400; line-height: 1.4}
.term:focus > span {visibility: visible}
.term:hover > span {visibility: visible; transition: visibility 0s .4s}  /* not where a mouse only passes or was left */
</style>"""


def begin() -> None:
    """Nothing is explained yet: on this page every term is met for the first time."""
    st.session_state[TOLD] = set()


def write(at, text: str, small: bool = False):
    """A paragraph in Markdown, its terms explained where they are first met on the page.

    Args:
        at: where it stands.
        text: Markdown; what is more than paragraphs, bold, emphasis and code is written as it is, unexplained.
        small: whether it only explains.

    Returns:
        The place that another text may take.
    """
    if MORE.search(text):
        return at.caption(text) if small else at.markdown(text)
    kind = "told told-small" if small else "told"
    told = st.session_state.setdefault(TOLD, set())
    return at.html(STYLE + "".join(f'<p class="{kind}">{_html(part, told)}</p>' for part in text.split("\n\n")))


def _html(text: str, told: set[str]) -> str:
    """Bold, emphasis, code and backslashes of Markdown as HTML; terms outside of code explained once."""
    made, end = [], 0
    for found in MARKS.finditer(text):
        made.append(_explained(text[end : found.start()], told))  # before what stands in the mark: it is met first
        kind, inner = found.lastgroup, found[found.lastgroup]
        within = escape(inner) if kind in ("code", "plain") else _html(inner, told)
        made.append(within if kind == "plain" else f"<{kind}>{within}</{kind}>")
        end = found.end()
    return "".join([*made, _explained(text[end:], told)])


def _explained(text: str, told: set[str]) -> str:
    pieces = []
    for piece, term in explained(text):
        tip = f'<span role="tooltip">{escape(term.says)}</span>' if term and term.name not in told else ""
        pieces.append(f'<span class="term" tabindex="0">{escape(piece)}{tip}</span>' if tip else escape(piece))
        told.update({term.name} if term else ())
    return "".join(pieces)


def show(terms: list[Term]) -> None:
    """The terms with what they mean, each with a link to the question that shows it."""
    st.caption(f"{len(terms)} {'word' if len(terms) == 1 else 'words'}.")
    st.html(f'<dl style="columns:24rem 2;column-gap:3rem;margin:0">{"".join(map(_entry, terms))}</dl>')


def _entry(term: Term) -> str:
    also = f" <small>also: {escape(', '.join(term.also))}</small>" if term.also else ""
    link = address.anchor("./" * (not (to := address_of(term.question))) + to, said(term.question).ask)
    return (
        f'<div style="break-inside:avoid;margin:0 0 1rem"><dt><strong>{escape(term.name)}</strong>{also}</dt>'
        f'<dd style="margin:0">{escape(term.says)}<br><small>See it: {link}</small></dd></div>'
    )
