"""Addresses of pages with the values of their knobs in them.

Links are anchors, so that the address alone says what is shown, followed in place by `pages.shell.links`: with
Streamlit's own page links, the back button meets an entry without the values, and a link to the same page leaves the
address behind. A link to another page or question holds the values that this visitor left there.
"""

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urlencode, urljoin

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lab.question import in_room
from lab.rooms import PAGES

VISIT, SEEN = "this visit of a question", "values of all pages"
SYMBOL = "font-family:'Material Symbols Rounded';font-weight:400;display:inline-block;vertical-align:-.15em"
MOST = 4_000  # characters of one value that are kept: more than any text that an address holds


def arrive(name: str) -> None:
    """Begin a run of the page `name`: note the values on screen, and whether an address has been followed.

    Then another visit begins, whose values are those of the address.
    """
    part = st.query_params.get(part_key(PAGES[name].prefix))
    context = get_script_run_ctx()
    if (context and context.is_history_navigation) or st.session_state.get(VISIT, (None,))[0] != (name, part):
        st.session_state[VISIT] = (name, part), {}
        mine, pages = of(name, part), tuple(page.prefix for page in PAGES.values())
        now = {key: _cut(st.query_params.get_all(key)) for key in st.query_params if key.startswith(pages)}
        kept = {key: texts for key, texts in _seen().items() if not mine(key)}
    else:
        kept = {key: texts for key, texts in _seen().items() if key not in known()}
        now = shown(PAGES[name].prefix)
    st.session_state[SEEN] = kept | now


def visit() -> dict:
    """What is kept as long as the same question is on screen."""
    return st.session_state.setdefault(VISIT, (None, {}))[1]


def known() -> dict[str, tuple]:
    """The knobs of this visit: key -> default, and how the address writes a value."""
    return visit().setdefault("knobs", {})


def register(key: str, default: object, text: Callable[[object], list[str]]) -> None:
    """Make a knob known: `text(value)` is how the address writes its value."""
    known()[key] = (default, text)


def understood(old: str, key: str, text: str) -> None:
    """Note that what the address says under a key means a text of a knob: nothing need be told of it."""
    if asked := visit().get("asked"):
        asked.pop(old, None)  # which the address of this visit need not have said at first
        asked[key] = [text]


def default(key: str) -> list[str] | None:
    """How the address would write the default of a knob of this page; None if there is no such knob now."""
    value, text = known().get(key, (None, None))
    return text(value) if text else None


def part_key(prefix: str) -> str:
    """What the address calls the question that is shown of a page."""
    return prefix + "part"


def of(name: str, part: str | None) -> Callable[[str], bool]:
    """Whether a key is one of a question's: they go on with its name, but for those of the first one of a page."""
    prefix = PAGES[name].prefix
    others = [each.slug for each in in_room(name)][1:]
    if part in others:
        return lambda key: key.startswith(f"{prefix}{part}_")
    foreign = tuple(f"{prefix}{other}_" for other in others)
    return lambda key: key.startswith(prefix) and not key.startswith(foreign)


def shown(prefix: str) -> dict[str, list[str]]:
    """The values that are not defaults, of the knobs that are on screen and begin with `prefix`."""
    held = {key: st.session_state.get(key, default) for key, (default, _) in known().items()}
    return {
        key: _cut(known()[key][1](value))
        for key, value in sorted(held.items())
        if key.startswith(prefix) and value != known()[key][0]
    }


def left(name: str, part: str | None = None) -> dict[str, list[str]]:
    """The values of a page as this visitor left it, or as the address of an earlier page holds them.

    Args:
        name: a key of `PAGES`.
        part: a question of it; None = the one that was seen last.
    """
    key, seen = part_key(PAGES[name].prefix), _seen()
    chosen = part or seen.get(key, [None])[-1]
    mine, others = of(name, chosen), [each.slug for each in in_room(name)][1:]
    values = {each: texts for each, texts in sorted(seen.items()) if mine(each) and each != key}
    return {key: [chosen]} | values if chosen in others else values


def link(name: str, values: Mapping[str, list[str]]) -> str:
    """The relative address of the page `name` ("" for home) with `values` in it."""
    return (name or "./") + query(values)


def query(values: Mapping[str, list[str]]) -> str:
    """`values` as the end of an address: "?rate=0.1", or nothing."""
    return "?" + urlencode(values, doseq=True) if values else ""


def whole(link: str) -> str:
    """A relative address with the place of the laboratory before it."""
    return urljoin(st.context.url or "", link)


def anchor(href: str, label: str, *, icon: str = "", current: bool = False) -> str:
    """An HTML link in the colours of the page; `icon` is the name of a Material symbol."""
    mark = ' aria-current="page"' if current else ""
    style = "color:inherit;padding:.35rem .1rem;text-decoration:" + ("none;font-weight:700" if current else "underline")
    style += ";border-bottom:3px solid " + ("currentColor" if current else "transparent")
    sign = f'<span aria-hidden="true" style="{SYMBOL}">{escape(icon)}</span> ' if icon else ""
    return f'<a href="{escape(href)}"{mark} style="{style}">{sign}{escape(label)}</a>'


def _seen() -> dict[str, list[str]]:
    """The values of all pages in this session."""
    return st.session_state.get(SEEN, {})


def _cut(texts: list[str]) -> list[str]:
    return [text[:MOST] for text in texts]
