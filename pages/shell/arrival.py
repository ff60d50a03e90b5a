"""What a link asked for and a page does not have (any more): told, never passed over."""

from collections.abc import Iterable

import streamlit as st

from lab.prose import literal, shortened
from pages.shell import address

ASKED = "what the address asked for on arrival"


class Arrival:
    """The values of an address before the first knob is drawn: drawing one takes what it cannot mean out of it.

    Args:
        prefix: of the page's keys.
        part: the question that is shown.
        parts: all questions of the page. Their keys go on with their name, but for those of the first one; those of
            the others travel along in the address, and are not on screen.
    """

    def __init__(self, prefix: str, part: str, parts: Iterable[str]):
        self._place = st.container()
        first, *others = parts
        foreign, own = tuple(f"{prefix}{other}_" for other in others), prefix if part == first else f"{prefix}{part}_"
        now = {key: st.query_params.get_all(key) for key in st.query_params if key.startswith(own)}
        mine = {key: texts for key, texts in now.items() if part != first or not key.startswith(foreign)}
        self._asked = st.session_state.setdefault(f"{ASKED} {part}", mine)

    def tell(self) -> None:
        """Once all knobs are drawn: say what was asked for in vain, as long as this visit lasts."""
        known = st.session_state.get(address.REGISTRY, {})
        notes = st.session_state.setdefault(f"{ASKED} notes", {})
        for key, texts in self._asked.items():
            if key in known:
                default, text = known[key]
                shown = text(st.session_state.get(key, default))
                if key not in notes and not _same(texts, shown):
                    notes[key] = f"{_list(texts)} is not offered for `{key}`; it began with {_list(shown)} instead."
                notes.setdefault(key, "")
            else:
                notes[key] = f"`{_shown(key)}` has no effect here: there is no such setting, or none with these values."
        said = [note for note in notes.values() if note]
        if said:
            self._place.info("The link asks for something that this page does not have. " + " ".join(said))


def _same(asked: list[str], shown: list[str]) -> bool:
    """Whether two texts of the address mean the same: 42.0 is 42, in any order."""
    return sorted(map(_plain, asked)) == sorted(map(_plain, shown))


def _plain(text: str) -> str:
    try:
        return f"{float(text.replace(',', '')):.10g}"
    except ValueError:
        return text


def _list(texts: list[str]) -> str:
    return ", ".join(f"“{literal(_shown(text))}”" for text in texts) or "nothing"


def _shown(text: str) -> str:
    return shortened(text.replace("`", "'"))
