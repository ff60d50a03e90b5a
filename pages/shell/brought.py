"""What a visitor brings: kept for that visitor's browser alone, and there again after the way to another page.

A page that is loaded anew begins a new session, and so does an address that is opened in another tab. What was brought
is therefore kept in the server's memory under a fingerprint of the cookie by which Streamlit knows a browser; it is in
no address, no other browser can ask for it, and it is forgotten after half an hour without use, or at once by its
button.
"""

import hashlib
import threading
import time
from itertools import cycle

import streamlit as st

from lab.knob import File
from lab.reading.contents import Contents

COOKIE = "_streamlit_xsrf"
MINUTES, MOST_BYTES = 30, 40_000_000


class Brought:
    """Files by their owner, the one used longest ago going first; safe for threads."""

    def __init__(self, seconds: float = 60.0 * MINUTES, most_bytes: int = MOST_BYTES, clock=time.monotonic):
        self._files: dict[tuple[str, str], tuple[str, Contents, float]] = {}
        self._lock, self._seconds, self._most, self._clock = threading.Lock(), seconds, most_bytes, clock

    def keep(self, owner: str, key: str, name: str, contents: bytes) -> None:
        """Keep one file of an owner under the key of its knob, in place of another; what was read of it stays."""
        with self._lock:
            _, held, _ = self._files.pop((owner, key), ("", None, 0.0))
            self._files[owner, key] = name, held if held == contents else Contents(contents), self._clock()
            self._tidy()

    def get(self, owner: str, key: str) -> tuple[str, Contents] | None:
        """Name and contents, if they are still there."""
        with self._lock:
            self._tidy()
            found = self._files.pop((owner, key), None)
            if found is None:
                return None
            self._files[owner, key] = *found[:2], self._clock()
            return found[:2]

    def forget(self, owner: str, key: str) -> None:
        """Let one go."""
        with self._lock:
            self._files.pop((owner, key), None)

    def _tidy(self) -> None:
        oldest = self._clock() - self._seconds
        for each in [each for each, (_, _, used) in self._files.items() if used < oldest]:
            del self._files[each]
        while sum(len(contents) for _, contents, _ in self._files.values()) > self._most and len(self._files) > 1:
            del self._files[next(iter(self._files))]


@st.cache_resource(show_spinner=False)
def _store() -> Brought:
    return Brought()


def owner() -> str:
    """A fingerprint of this visitor's browser; of the session where there is no cookie."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    held, context = st.context.cookies.get(COOKIE), get_script_run_ctx()
    known_by = unmasked(held) if isinstance(held, str) else f"session {context and context.session_id}"
    return hashlib.sha256(known_by.encode()).hexdigest()


def unmasked(cookie: str) -> str:
    """What stays of the cookie from page to page: each answer of the server masks the same token anew.

    The form is Tornado's, `2|mask|masked token|time`, in hexadecimal digits; any other cookie is taken as it is.
    """
    try:
        version, mask, masked, _ = cookie.split("|")
        key = cycle(bytes.fromhex(mask))
        return f"{version}|{bytes(byte ^ other for byte, other in zip(bytes.fromhex(masked), key, strict=False)).hex()}"
    except ValueError:
        return cookie


def file(knob: File) -> bytes | None:
    """The knob's widget: a place to bring a file, or the name of the one that is here and a button to forget it."""
    mine, uploader = owner(), f"{knob.key} {st.session_state.get(f'{knob.key} turn', 0)}"
    new = st.file_uploader(knob.label, list(knob.kinds), key=uploader, help=knob.help)
    if new is not None:
        _store().keep(mine, knob.key, new.name, new.getvalue())
    found = _store().get(mine, knob.key)
    if found is None:
        if knob.sample:
            kind = knob.kinds[0]
            st.download_button(
                "A small file to try", knob.sample, f"sample.{kind}", on_click="ignore", key=f"{knob.key} sample"
            )
        return None
    st.caption(
        f"Your file stays with this browser: it is in no link, and is forgotten {MINUTES} minutes after its last use."
    )
    st.button(f"Forget {found[0]}", f"{knob.key} forget", on_click=_forget, args=(mine, knob.key))
    return found[1]


def _forget(mine: str, key: str) -> None:
    _store().forget(mine, key)
    st.session_state[f"{key} turn"] = st.session_state.get(f"{key} turn", 0) + 1  # an empty place to bring one
