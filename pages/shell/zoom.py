"""A picture that one moves about in: a box drawn on it, or a button, chooses the next window; the address names it."""

import functools
from collections.abc import Callable

import streamlit as st

from lab.seeds.window import Window
from pages.shell import address, record
from pages.shell.picture import Place

LEAST = 0.01  # of the picture's width: a smaller box was a click
MIDDLE = (0.4375, 0.5625)
SELECTION, AXES = "zoom", ("left", "low")  # of the chart: its selection, and the fields along its axes
MOVES = {"Left": (-0.5, 0.0), "Right": (0.5, 0.0), "Up": (0.0, 0.5), "Down": (0.0, -0.5)}


def window(key: str, default: Window) -> Window:
    """The window that the address asks for, or `default` where it can mean none (see `pages.shell.arrival`)."""
    address.register(key, _text(default), lambda text: [text])
    asked = st.query_params.get(key, _text(default))
    chosen = _read(asked)
    st.session_state[key] = asked if chosen else _text(default)
    return chosen or default


def picture(chart, shown: Window, key: str, *, alt: str, place: Place, behind: Callable) -> None:
    """Draw the chart of a window; a box drawn on its selection `zoom` is the next window; `behind` makes its frame."""
    at = f"{key} chart {_text(shown)}"  # a new chart for a new window: its box is gone
    drawn = chart.configure_mark(aria=False)
    chosen = functools.partial(_zoom, key, shown, at)
    place.at.altair_chart(drawn, width="stretch", alt=alt, key=at, on_select=chosen, selection_mode=SELECTION)
    record.picture(chart, alt, place, behind)


def buttons(shown: Window, closer: Window | None, default: Window, key: str) -> None:
    """The ways about without a mouse: to the window `closer` or else the middle, out, the whole map, to the sides."""
    with st.container(horizontal=True):
        _button("Closer", lambda: closer or shown.part(MIDDLE, MIDDLE), key)
        _button("Further out", functools.partial(shown.wider, 4.0), key, disabled=shown == default)
        _button("The whole map", lambda: default, key, disabled=shown == default)
        for name, (across, up) in MOVES.items():
            _button(name, functools.partial(shown.moved, across, up), key)


def _button(label: str, target: Callable[[], Window], key: str, disabled: bool = False) -> None:
    st.button(label, f"{key} {label}", on_click=_go, args=(key, target), disabled=disabled)


def _zoom(key: str, shown: Window, at: str) -> None:
    """What a box on the picture does."""
    box = st.session_state[at].get("selection", {}).get(SELECTION, {})
    sides = [tuple(min(max(edge, 0.0), 1.0) for edge in sorted(box[name])) for name in AXES if name in box]
    if len(sides) == 2 and all(last - first > LEAST for first, last in sides):
        _go(key, functools.partial(shown.part, *sides))


def _go(key: str, target: Callable[[], Window]) -> None:
    """Ask for another window, unless there is none."""
    try:
        st.query_params[key] = _text(target())
    except ValueError as error:
        st.toast(str(error))


def _text(shown: Window) -> str:
    return ",".join(map(repr, (*shown.rates, *shown.scales)))


def _read(text: str) -> Window | None:
    try:
        left, right, low, high = map(float, text.split(","))
        return Window(rates=(left, right), scales=(low, high))
    except ValueError:
        return None
