"""Pages of several questions: one is shown at a time, chosen at the top, each with an address of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from pages.shell import address, frame, record


@dataclass(frozen=True)
class Part:
    """One question of a page.

    Attributes:
        title: short, in the row of questions.
        question: the heading.
        show: draws everything below it.
    """

    title: str
    question: str
    show: Callable[[], None]


def show(name: str, parts: Mapping[str, Part]) -> None:
    """The row of questions and the one that the address asks for; the others compute nothing.

    Args:
        name: of the page, a key of `frame.PAGES`.
        parts: name in the address -> part; the first is shown where the address names none.
    """
    key, first = address.part_key(frame.PAGES[name].prefix), next(iter(parts))
    asked = st.query_params.get(key, first)
    chosen = asked if asked in parts else first
    address.register(key, first, lambda value: [value])
    st.session_state[key] = chosen
    st.html(_row(name, parts, chosen))
    if asked != chosen:
        st.info("The address names a question that this page does not have; this is its first one.")
    st.header(parts[chosen].question, anchor=False)
    record.begin(parts[chosen].question)
    parts[chosen].show()


def _row(name: str, parts: Mapping[str, Part], chosen: str) -> str:
    values = address.carried(tuple(page.prefix for page in frame.PAGES.values()))
    key, first = address.part_key(frame.PAGES[name].prefix), next(iter(parts))
    values.pop(key, None)
    links = [
        address.anchor(
            address.link(name, values if other == first else values | {key: [other]}),
            part.title,
            current=other == chosen,
        )
        for other, part in parts.items()
    ]
    style = "display:flex;flex-wrap:wrap;gap:.2rem 1.1rem"
    return f'<nav aria-label="Questions of this page" style="{style}">{"".join(links)}</nav>'
