"""What a link asked for and a page does not show: told, never passed over."""

import streamlit as st

from lab.knob import plain
from lab.knobs import Knobs
from lab.prose import literal, shortened
from pages.shell import address


class AddressCheck:
    """The values of an address before the first knob is drawn: drawing one takes what it cannot mean out of it.

    Args:
        name: of the page, a key of `lab.rooms.PAGES`.
        part: the question that is shown.
    """

    def __init__(self, name: str, part: str):
        self._place, mine = st.container(), address.of(name, part)
        now = {key: st.query_params.get_all(key) for key in st.query_params if mine(key)}
        self._asked = address.visit().setdefault("asked", now)

    def tell(self, turned: Knobs) -> None:
        """Once all knobs are drawn: say what was asked for in vain, as long as this visit lasts.

        A knob that comes later, with another choice or an upload, still takes its value from the address: of a key
        that no knob has yet, no more is said than that.
        """
        known, notes = address.known(), address.visit().setdefault("notes", {})
        labels = {knob.key: knob.label for knob in turned.declared.values()}
        for key in self._asked.keys() & known.keys() - notes.keys():
            default, text = known[key]
            texts, shown = self._asked[key], text(st.session_state.get(key, default))
            label = literal(labels.get(key, key))
            told = f"{_list(texts)} is not offered for “{label}”; it began with {_list(shown)} instead."
            notes[key] = "" if _same(texts, shown) or texts == [""] else told
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
    return sorted(map(plain, asked)) == sorted(map(plain, shown))


def _list(texts: list[str]) -> str:
    return ", ".join(f"“{literal(_shown(text))}”" for text in texts) or "nothing"


def _shown(text: str) -> str:
    return shortened(text.replace("`", "'"))
