"""A lesson above the question that it shows: what to look at, Back and Next; all of it is held in the address."""

from html import escape

import streamlit as st

from lab import lessons
from pages.shell import address

KEYS = ("lesson", "step")
LINK = "border:1px solid currentColor;border-radius:.5rem;padding:.3rem .8rem"


def kept() -> dict[str, list[str]]:
    """What an address holds to stay in the lesson: key -> texts."""
    return {key: [st.query_params[key]] for key in KEYS if key in st.query_params}


def bar() -> None:
    """The lesson that the address is in, if it is in one."""
    text = st.query_params.get("lesson", "")
    if not text:
        return
    try:
        found = lessons.lesson(text)
    except ValueError:
        st.info("The address names a lesson that there is not; the page of lessons lists those that there are.")
        return
    st.html(_bar(text, found, _number(len(found.steps))))


def _number(most: int) -> int:
    """The step that the address is at, from 1; the nearest that there is."""
    text = st.query_params.get("step", "1")
    return min(max(int(text) if text.isdecimal() and len(text) < 4 else 1, 1), most)


def _bar(text: str, found: lessons.Lesson, number: int) -> str:
    count = len(found.steps)
    back = _to(text, number - 1, "Back") if number > 1 else ""
    on = _to(text, number + 1, "Next") if number < count else _button("lessons", "The end: all lessons")
    where = f"<strong>{escape(found.title)}</strong> · {number} of {count}"
    return (
        '<section aria-label="Lesson" style="border-left:4px solid currentColor;padding:.2rem 1rem">'
        f'<div style="display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center">'
        f"<span>Lesson: {where}</span>{back}{on}</div>"
        f'<p style="margin:.4rem 0 0">{escape(found.steps[number - 1].prompt)}</p></section>'
    )


def _to(text: str, number: int, label: str) -> str:
    return _button(lessons.address(text, number), label)


def _button(to: str, label: str) -> str:
    room, _, query = to.partition("?")
    return f'<span style="{LINK}">{address.anchor((room or "./") + ("?" + query if query else ""), label)}</span>'
