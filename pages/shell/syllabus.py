"""The lessons that there are, and the making of one's own."""

from html import escape

import streamlit as st

from lab import lessons
from lab.prose import literal
from pages.shell import address

EXAMPLE = """neuron_differentiation?neurons_epsilon=0
Both neurons are exactly equal. Watch the line.
? Do they ever part?
- yes
- no
seed_effects?seeds_part=width
How many units would you take?"""
HOW = (
    "Paste links of this laboratory, one a line: every address holds its settings. Below each link write what your "
    "readers should look at. A line that begins with “?” is what they predict before they see the run; lines that "
    "begin with “-” are answers to choose from. The lesson is in its link, all of it: no account, nothing is stored."
)


def show() -> None:
    """The lessons that ship, each with its steps and where it begins."""
    entries = [
        f'<li style="margin:0 0 1rem">{_link(name, found.title)} <small>{_steps(found)}</small>'
        f"<div>{escape(found.about)}</div></li>"
        for name, found in lessons.LESSONS.items()
    ]
    st.html(f'<ul aria-label="Lessons" style="padding-left:1.2rem;margin:0">{"".join(entries)}</ul>')


def begin() -> None:
    """The first lesson, and the way to the others."""
    name, first = next(iter(lessons.LESSONS.items()))
    st.html(
        f"<p>New here? A first lesson of ten minutes: {_link(name, first.title)} "
        f"({_steps(first)}). {address.anchor('lessons', 'All lessons')}</p>"
    )


def make() -> None:
    """A lesson of one's own, from links and words."""
    st.header("Make a lesson of your own", anchor=False)
    st.markdown(HOW)
    title = st.text_input("Title of the lesson", max_chars=100, key="lesson title")
    text = st.text_area("Links, and what to look at", height=220, placeholder=EXAMPLE, key="lesson text")
    if not text.strip():
        return
    try:
        made = lessons.written(title or "A lesson", text)
        link = lessons.address(lessons.encoded(made), 1)
    except ValueError as error:
        st.warning(literal(str(error)))
        return
    home = (st.context.url or "lessons").rsplit("?")[0].removesuffix("lessons")
    st.markdown(f"Your lesson has {_steps(made)}. This link is all of it:")
    st.code(home + link, language=None, wrap_lines=True)
    st.html(address.anchor(link, "Try it"))


def _link(name: str, title: str) -> str:
    return address.anchor(lessons.address(name, 1), title)


def _steps(found: lessons.Lesson) -> str:
    return f"{len(found.steps)} step{'' if len(found.steps) == 1 else 's'}"
