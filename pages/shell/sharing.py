"""The foot of a page: presets to try, and what one can take along."""

from collections.abc import Mapping

import streamlit as st

import lab
from pages.shell import address, frame, knobs, record, taking

MINE = "The address of this question with your settings; what you brought is not in it, and stays with you."


def try_this(name: str, presets: Mapping[str, Mapping[str, object]]) -> None:
    """Presets as questions, each a link to the page with those values and defaults for the rest.

    Args:
        name: of the page, a key of `frame.PAGES`.
        presets: question -> {key of a knob: its value as the knob shows it, or a list of them}; of the question that
            is shown, unless the key of the part names another.
    """
    st.header("Try this", anchor=False)
    others = tuple(page.prefix for other, page in frame.PAGES.items() if other != name)
    carried = address.carried(others)
    part = address.part_key(frame.PAGES[name].prefix)
    here = {part: st.session_state[part]} if part in st.session_state else {}
    links = [
        address.anchor(address.link(name, carried | _texts(here | dict(values))), ask)
        for ask, values in presets.items()
    ]
    items = "".join(f'<li style="margin:.3rem 0">{link}</li>' for link in links)
    st.html(f'<ul style="padding-left:1.2rem;margin:0">{items}</ul>')


def take_along(name: str, experiment: lab.Experiment | None = None, private: bool = False) -> None:
    """Link, card, pictures, data and script of what is on screen; the last call of a page.

    Args:
        name: of the page, a key of `frame.PAGES`.
        experiment: what was trained, for the setting in words, the script and the JSON.
        private: whether it is about what a visitor brought, which no link holds.
    """
    st.header("Take it with you", anchor=False)
    seen, above = record.take(), st.container()
    if experiment is not None:
        taking.script(frame.PAGES[name].prefix, name, experiment)
    with above:
        link = (st.context.url or name) + address.query(address.shown(frame.PAGES[name].prefix))
        st.caption(
            MINE if private else "The address of exactly this picture; it also stands in your browser's address bar."
        )
        st.code(link, language=None, wrap_lines=True)
        taking.card(name, seen, experiment, link)
        taking.pictures(name, seen)
        taking.data(name, seen, experiment, link)


def _texts(values: Mapping[str, object]) -> dict[str, list[str]]:
    """The values as the address writes them, but for defaults: Streamlit takes those out with a step in the history."""
    texts = {key: list(map(_text, value if isinstance(value, list) else [value])) for key, value in values.items()}
    return {key: text for key, text in texts.items() if text != address.default(key)}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else knobs.number(value)
