"""A lesson above the question that it shows: what to look at, Back and Next; all of it is held in the address."""

import contextlib
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
    """The lesson that the address is in, if it is in one: where one is, and what to look at."""
    text = st.query_params.get("lesson", "")
    if not text:
        return
    try:
        found = lessons.lesson(text)
    except ValueError:
        st.info("The address names a lesson that there is not; the page of lessons lists those that there are.")
        return
    prompt = found.steps[_number(len(found.steps)) - 1].prompt
    st.html(
        '<section aria-label="Lesson" style="border-left:4px solid currentColor;padding:.2rem 1rem">'
        f'{_ways(text, found)}<p style="margin:.4rem 0 0">{escape(prompt)}</p></section>'
    )


def foot() -> None:
    """Where the page ends: the same ways once more."""
    with contextlib.suppress(ValueError):
        text = st.query_params.get("lesson", "")
        st.html(f'<nav aria-label="On in the lesson">{_ways(text, lessons.lesson(text))}</nav>')


def _number(most: int) -> int:
    """The step that the address is at, from 1; the nearest that there is."""
    text = st.query_params.get("step", "1")
    return min(max(int(text) if text.isdecimal() and len(text) < 4 else 1, 1), most)


def _ways(text: str, found: lessons.Lesson) -> str:
    """Title, place, Back and Next."""
    count = len(found.steps)
    number = _number(count)
    back = _to(text, number - 1, "Back") if number > 1 else ""
    on = _to(text, number + 1, "Next") if number < count else _button("lessons", "The end: all lessons")
    where = f"<strong>{escape(found.title)}</strong> · {number} of {count}"
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center">'
        f"<span>Lesson: {where}</span>{back}{on}</div>"
    )


def _to(text: str, number: int, label: str) -> str:
    return _button(lessons.address(text, number), label)


def _button(to: str, label: str) -> str:
    room, _, query = to.partition("?")
    return f'<span style="{LINK}">{address.anchor((room or "./") + ("?" + query if query else ""), label)}</span>'
