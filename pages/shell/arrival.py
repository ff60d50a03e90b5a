"""What a link asked for and a page does not show: told, never passed over."""

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
        """Once all knobs are drawn: say what was asked for in vain, as long as this visit lasts.

        A knob that comes later, with another choice or an upload, still takes its value from the address: of a key
        that no knob has yet, no more is said than that.
        """
        known = st.session_state.get(address.REGISTRY, {})
        notes = st.session_state.setdefault(f"{ASKED} notes", {})
        for key in self._asked.keys() & known.keys() - notes.keys():
            default, text = known[key]
            texts, shown = self._asked[key], text(st.session_state.get(key, default))
            told = f"{_list(texts)} is not offered for `{key}`; it began with {_list(shown)} instead."
            notes[key] = "" if _same(texts, shown) else told
        waiting = {
            key: f"`{_shown(key)}` has no effect so far: no setting of that name is in sight. If one comes into sight, "
            f"by another choice or an upload, it begins with {_list(texts)}."
            for key, texts in self._asked.items() if key not in known
        }  # fmt: skip
        said = [note for key in self._asked if (note := (notes | waiting)[key])]
        if said:
            self._place.info("The link asks for more than this page shows. " + " ".join(said))


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
