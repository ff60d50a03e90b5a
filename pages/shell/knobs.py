"""Widgets whose value is in the address: only what a widget offers can come back from it.

Every knob offers a list of values, and the address holds the text of one of them. Any other text falls back to the
default, so a value is checked, quantised and within bounds before a page sees it. A key belongs to one page alone:
the address and the session are shared by all pages.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

import streamlit as st

from pages.shell import address

Former = tuple[str, Callable[[object], str]]


def choice(label: str, options: Sequence, default: object, key: str, format=str, help=None, linked: bool = True):  # noqa: A002
    """One of `options`, shown as `format(option)`: all in sight up to four, a list to open beyond.

    Not `linked`: it stays out of the address, as what a visitor's own table holds must.
    """
    options, bound = list(options), _bound(key, default, lambda value: [format(value)], linked)
    start = options.index(default)
    if len(options) > 4 or not linked:  # the labels of a radio are Markdown
        return st.selectbox(label, options, start, format_func=format, help=help, **bound)
    return st.radio(label, options, start, format_func=format, help=help, horizontal=True, **bound)


def several(label: str, options: Sequence, default: Sequence, key: str, format=str, help: str | None = None) -> list:  # noqa: A002
    """Some of `options`, in their own order; at least one: an empty choice means `default`."""
    options, bound = list(options), _bound(key, list(default), lambda values: list(map(format, values)))
    chosen = st.pills(
        label, options, wrap=True, selection_mode="multi", default=list(default), format_func=format, help=help, **bound
    )
    if not chosen:
        st.caption(f"None chosen, so this is {', '.join(map(format, default))}.")
    return [option for option in options if option in chosen] or list(default)


def some(label: str, options: Sequence, key: str, help: str | None = None, linked: bool = True) -> list:  # noqa: A002
    """Some of many `options`, in their own order; none to begin with. `linked` as in `choice`."""
    bound = _bound(key, [], lambda values: list(map(str, values)), linked)
    chosen = st.multiselect(label, list(options), help=help, placeholder="none", **bound)
    return [option for option in options if option in chosen]


def steps(
    label: str, options: Sequence, default: object, key: str, format=None, help: str | None = None,  # noqa: A002
    former: Former | None = None,
):  # fmt: skip
    """One of `options`, which are in order: rates, counts, epsilons.

    `former`: what older links call this knob, and how they write an option. They go on meaning the same.
    """
    shown, options = format or number, list(options)
    bound = _bound(key, default, lambda value: [shown(value)])
    if former:
        _take_over(former, options, key, shown)
    value = st.select_slider(label, options, default, format_func=shown, help=help, **bound)
    if former:
        address.register(former[0], value, lambda value: [former[1](value)])
    return value


def slider(
    label: str, low: float, high: float, step: float, default: float, key: str, format=None, help=None,  # noqa: A002
    former: Former | None = None,
):  # fmt: skip
    """A number from `low` to `high` in steps of `step`; an int where all of them are. `former` as in `steps`."""
    count = round((high - low) / step)
    whole = all(isinstance(value, int) for value in (low, step, default))
    grid = [low + i * step if whole else round(low + i * step, _digits(step)) for i in range(count + 1)]
    return steps(label, grid, default, key, format, help, former)


def box(label: str, low: float, high: float, step: float, default: float, key: str, width="stretch") -> float:
    """A number from `low` to `high`, typed in; the arrow keys move it by `step`.

    It is rounded to four decimals before anybody sees it. What an address may hold beyond that (too large, no number,
    more decimals) never reaches a page: the first two become `default`.
    """
    bound = _bound(key, default, lambda value: [number(_rounded(value))])
    if key in st.session_state and st.session_state[key] != _rounded(st.session_state[key]):
        st.session_state[key] = _rounded(st.session_state[key])
    value = st.number_input(label, low, high, default, step, "%.6g", width=width, **bound)
    if value != _rounded(value):
        st.rerun()  # the first run of an address: from here on the value stands in the session, where it is rounded
    return value


def stepped(label: str, low: int, high: int, default: int, key: str, one: str, help: str | None = None) -> int:  # noqa: A002
    """A whole number from `low` to `high`: a slider, and two buttons that move it by one; `one` says one of what."""
    value = slider(label, low, high, 1, default, key, help=help)
    with st.container(horizontal=True):
        st.button(f"One {one} back", f"{key}_back", on_click=_put, args=(key, value - 1), disabled=value == low)
        st.button(f"One {one} on", f"{key}_on", on_click=_put, args=(key, value + 1), disabled=value == high)
    return value


def toggle(label: str, default: bool, key: str, help: str | None = None) -> bool:  # noqa: A002
    """On or off."""
    return st.toggle(label, default, help=help, **_bound(key, default, lambda value: [str(value).lower()]))


def search(label: str, key: str, placeholder: str) -> str:
    """Words to look for; at most 60 characters."""
    bound = _bound(key, "", lambda value: [value])
    return st.text_input(label, "", max_chars=60, placeholder=placeholder, **bound)


def number(value: float) -> str:
    """A number as knobs and addresses write it: 0.1, 1e-06, 2,000."""
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _bound(key: str, default: object, text: Callable[[object], list[str]], linked: bool = True) -> dict:
    """What ties a widget to the address."""
    if not linked:
        return {"key": key}
    address.register(key, default, text)
    return {"key": key, "bind": "query-params"}


def _take_over(former: Former, options: list, key: str, shown: Callable[[object], str]) -> None:
    """Give a knob the option that an older link asks for under its former key; the address takes its own instead."""
    old, written = former
    if old not in st.query_params or key in st.query_params or key in st.session_state:
        return
    asked = [option for option in options if written(option) == st.query_params[old]]
    if asked:
        st.session_state[key] = asked[0]
        st.query_params[key] = shown(asked[0])
        del st.query_params[old]


def _put(key: str, value: object) -> None:
    """What a button does that moves another knob."""
    st.session_state[key] = value


def _rounded(value: float) -> float:
    """To four decimals; never -0."""
    return round(value, 4) + 0.0


def _digits(step: float) -> int:
    """Decimals that `step` is written with: 2 for 0.05."""
    return max(0, -Decimal(repr(step)).as_tuple().exponent)
