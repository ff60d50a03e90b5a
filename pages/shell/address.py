"""Addresses of pages with the values of their knobs in them.

Links are plain anchors that load the page anew, so that the address alone says what is shown: with Streamlit's own
page links, the back button meets an entry without the values, and a link to the same page leaves the address behind.
The values of the other pages travel along in the address, and are there again on the way back.
"""

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urlencode, urljoin

import streamlit as st

REGISTRY = "knobs of this page"
SYMBOL = "font-family:'Material Symbols Rounded';font-weight:400;display:inline-block;vertical-align:-.15em"
MOST = 200  # characters of one value that are carried on


def register(key: str, default: object, text: Callable[[object], list[str]]) -> None:
    """Make a knob known: `text(value)` is how the address writes its value."""
    st.session_state.setdefault(REGISTRY, {})[key] = (default, text)


def default(key: str) -> list[str] | None:
    """How the address would write the default of a knob of this page; None if there is no such knob now."""
    value, text = st.session_state.get(REGISTRY, {}).get(key, (None, None))
    return text(value) if text else None


def part_key(prefix: str) -> str:
    """What the address calls the question that is shown of a page."""
    return prefix + "part"


def shown(prefix: str) -> dict[str, list[str]]:
    """The values that are not defaults, of the knobs that are on screen and begin with `prefix`."""
    known = st.session_state.get(REGISTRY, {})
    return {key: texts for key, texts in carried((prefix,)).items() if key in known}


def carried(prefixes: tuple[str, ...]) -> dict[str, list[str]]:
    """The values that are not defaults, of all pages whose keys begin with one of `prefixes`."""
    known = st.session_state.get(REGISTRY, {})
    values = {key: st.query_params.get_all(key) for key in st.query_params if key not in known}
    for key, (default, text) in known.items():
        if key in st.session_state and st.session_state[key] != default:
            values[key] = text(st.session_state[key])
    return {key: [text[:MOST] for text in texts] for key, texts in sorted(values.items()) if key.startswith(prefixes)}


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
