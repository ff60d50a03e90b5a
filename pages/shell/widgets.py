"""The knobs of a question as widgets whose values stand in the address.

Every knob offers values, and the address holds the text of one of them. Any other text falls back to how the knob
begins, so a value is checked, quantised and within bounds before a question sees it. A key belongs to one page alone:
the address and the session are shared by all pages.
"""

import contextlib

import streamlit as st

from lab.knob import Area, Choice, File, Knob, Number, Several, Text, Toggle, number
from lab.knobs import Knobs
from pages.shell import address, brought


class Widgets(Knobs):
    """Draws each knob where it is declared; those that are declared in `more` wait in a fold.

    Args:
        place: where they are drawn.
        prefix: as of `lab.knobs.Knobs`.
    """

    def __init__(self, place, prefix: str = ""):
        super().__init__(prefix)
        self._place, self._fold, self._row = place, None, None

    @contextlib.contextmanager
    def row(self):
        """Knobs beside each other."""
        self._row = self._at.container(horizontal=True, gap="small")
        try:
            yield
        finally:
            self._row = None

    def say(self, text: str) -> None:
        """Below the knobs declared so far."""
        self._at.info(text)

    def turn(self, knob: Knob) -> object:
        """The value of the knob's widget."""
        if isinstance(knob, Area):
            return _area(knob)
        with self._at:
            return WIDGETS[type(knob)](knob)

    @property
    def _at(self):
        if self._row is not None:
            return self._row
        if self.folding and self._fold is None:
            self._fold = self._place.expander("More settings")
        return self._fold if self.folding else self._place


def _choice(knob: Choice) -> object:
    bound = {**_bound(knob), "format_func": knob.shown, "help": knob.help}
    _respelled(knob)
    if st.session_state.get(knob.key, knob.default) not in knob.options:  # another knob has taken it away
        st.session_state[knob.key] = knob.default
    if knob.ordered and len(knob.options) > 1:
        value = st.select_slider(knob.label, knob.options, knob.default, **bound)
        if knob.moved_by:
            _moved_by_buttons(knob, value)
        return value
    start = list(knob.options).index(knob.default)
    if len(knob.options) > 4 or knob.private:  # the labels of a radio are Markdown
        return st.selectbox(knob.label, knob.options, start, **bound)
    return st.radio(knob.label, knob.options, start, horizontal=True, **bound)


def _respelled(knob: Choice) -> None:
    """Where a link asks for an option under a former key, or in another spelling, begin anew with today's address.

    A widget takes what it cannot read out of the address, and lets nobody else write there.
    """
    old = knob.former[0] if knob.former else knob.key
    taken = knob.key in st.session_state or (old != knob.key and knob.key in st.query_params)
    if old in st.query_params and not taken and (found := _meant(knob, st.query_params[old])) is not None:
        del st.query_params[old]
        st.query_params[knob.key] = knob.shown(found)
        address.understood(old, knob.key, knob.shown(found))
        st.rerun()


def _meant(knob: Choice, text: str) -> object:
    """The option that an address means with a text that no option is shown as; None if there is none."""
    of_another = knob.former and knob.former[0] != knob.key
    if not of_another and text in map(knob.shown, knob.options):
        return None
    if knob.former and (found := knob.formerly(text)) is not None:
        return found
    if of_another or knob.private:
        return None
    with contextlib.suppress(ValueError):
        return knob.read([text])
    return None


def _moved_by_buttons(knob: Choice, value: object) -> None:
    place, one = knob.options.index(value), knob.moved_by
    before, after = knob.options[max(place - 1, 0)], knob.options[min(place + 1, len(knob.options) - 1)]
    with st.container(horizontal=True):
        st.button(
            f"One {one} back", f"{knob.key}_back", on_click=put, args=(knob.key, before), disabled=before == value
        )
        st.button(f"One {one} on", f"{knob.key}_on", on_click=put, args=(knob.key, after), disabled=after == value)


def _several(knob: Several) -> tuple:
    bound = _bound(knob)
    held = st.session_state.get(knob.key) or []
    if any(option not in knob.options for option in held):
        st.session_state[knob.key] = [option for option in held if option in knob.options]
    if knob.menu:
        chosen = st.multiselect(knob.label, knob.options, help=knob.help, placeholder="none", **bound)
        return tuple(option for option in knob.options if option in chosen)
    more = {"wrap": True, "selection_mode": "multi", "format_func": knob.shown, "help": knob.help}
    more["on_change"], more["args"] = _not_none, (knob,)
    chosen = st.pills(knob.label, knob.options, default=list(knob.default), **more, **bound)
    if len(chosen or ()) < knob.at_least:  # an address with none
        return knob.default
    return tuple(option for option in knob.options if option in chosen)


def _not_none(knob: Several) -> None:
    """Where at least one has to be chosen and the last was taken away, begin anew, and let it be seen."""
    if len(st.session_state[knob.key] or ()) < knob.at_least:
        st.session_state[knob.key] = list(knob.default)


def _number(knob: Number) -> float:
    """Rounded before anybody sees it: what an address holds beyond that never reaches a question."""
    bound = _bound(knob)
    held = st.session_state.get(knob.key)
    if held is not None and held != knob.rounded(held):
        st.session_state[knob.key] = knob.rounded(held)
    value = st.number_input(knob.label, knob.low, knob.high, knob.default, knob.step, "%.6g", help=knob.help, **bound)
    if value != knob.rounded(value):
        st.rerun()  # the first run of an address: from here on the value stands in the session, where it is rounded
    return value


def _toggle(knob: Toggle) -> bool:
    return st.toggle(knob.label, knob.default, help=knob.help, **_bound(knob))


def _text(knob: Text) -> str:
    more = {"max_chars": knob.most, "placeholder": knob.placeholder, "help": knob.help}
    widget = st.text_area if knob.most > LINE else st.text_input
    if LINE < knob.most <= PAGE:
        more["height"] = "content"
    visit, arrived = address.visit(), f"{knob.key} arrived"
    if visit.get(arrived) == ANEW:
        st.session_state[knob.key], visit[arrived] = knob.default, True
    value = widget(knob.label, knob.default, **more, **_bound(knob))
    if knob.accepts and arrived not in visit:  # what is typed later is answered with a sentence
        try:
            visit[arrived] = bool(knob.checked(value))
        except ValueError:
            visit[arrived] = ANEW
            st.rerun()
    return value


def _file(knob: File) -> bytes | None:
    return brought.file(knob)


def _area(knob: Area) -> tuple:
    """The window that the address asks for, or how it begins where it can mean none."""
    address.register(knob.key, knob.texts(knob.default)[0], lambda text: [text])
    asked = st.query_params.get(knob.key, knob.texts(knob.default)[0])
    try:
        value = knob.checked(asked)
    except ValueError:
        value = knob.default
    st.session_state[knob.key] = asked if value != knob.default else knob.texts(knob.default)[0]
    return value


ANEW = "anew"  # of a text in an address that means nothing: the knob begins as it does without it
LINE = 2_000  # characters that a field of one line may hold
PAGE = 5_000  # and one that grows with what it holds
WIDGETS = {
    Choice: _choice,
    Several: _several,
    Number: _number,
    Toggle: _toggle,
    Text: _text,
    File: _file,
}


def put(key: str, value: object) -> None:
    """What a button or a picture does that turns a knob."""
    st.session_state[key] = value


def _bound(knob: Knob) -> dict:
    """What ties a widget to the address."""
    if knob.private:
        return {"key": knob.key}
    held = list if isinstance(knob, Several) else lambda value: value
    address.register(knob.key, held(knob.default), knob.texts)
    return {"key": knob.key, "bind": "query-params"}


__all__ = ["Widgets", "number", "put"]
