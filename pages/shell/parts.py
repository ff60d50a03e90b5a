"""Pages of several questions: one is shown at a time, chosen at the top, each with an address of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.shell import address, arrival, asking, frame, prediction, record


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


def show(name: str, groups: Mapping[str, Mapping[str, Part]]) -> None:
    """The rows of questions and the one that the address asks for; the others compute nothing.

    Args:
        name: of the page, a key of `frame.PAGES`.
        groups: heading of a row -> its questions: name in the address -> part. The very first is shown where the
            address names none.
    """
    asking.slot()
    parts = {key: part for group in groups.values() for key, part in group.items()}
    prefix = frame.PAGES[name].prefix
    key, first = address.part_key(prefix), next(iter(parts))
    asked = st.query_params.get(key, first)
    chosen = asked if asked in parts else first
    address.register(key, first, lambda value: [value])
    st.session_state[key] = chosen
    st.html(_rows(name, groups, chosen, first))
    if asked != chosen:
        st.info("The address names a question that this page does not have; this is its first one.")
    st.header(parts[chosen].question, anchor=False)
    record.begin(parts[chosen].question)
    arrived = arrival.Arrival(prefix, chosen, parts)
    if not prediction.pending():
        parts[chosen].show()
        arrived.tell()
        prediction.offer((st.context.url or name) + address.query(address.shown(prefix)))


def _rows(name: str, groups: Mapping[str, Mapping[str, Part]], chosen: str, first: str) -> str:
    values = address.carried(tuple(page.prefix for page in frame.PAGES.values()))
    key = address.part_key(frame.PAGES[name].prefix)
    values.pop(key, None)
    rows = []
    for heading, parts in groups.items():
        links = [
            address.anchor(
                address.link(name, values if other == first else values | {key: [other]}),
                part.title,
                current=other == chosen,
            )
            for other, part in parts.items()
        ]
        head = f'<span style="opacity:.8;padding:.35rem 0">{escape(heading)}:</span>'
        rows.append(f'<div style="display:flex;flex-wrap:wrap;gap:0 1.1rem">{head}{"".join(links)}</div>')
    return f'<nav aria-label="Questions of this page">{"".join(rows)}</nav>'
