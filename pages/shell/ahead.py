"""Results that were computed ahead of time by the same code: what a question shows on arrival, without a wait.

`python -m pages.shell.ahead` opens every question of every page as a visitor does and keeps what was measured. A result
is found by the function, the experiment and the arguments that it is for: another default finds none, and is computed.
The tests compute every kept result anew and compare.
"""

import hashlib
import lzma
import pickle
import re
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("ahead_results")
MOST = 300_000  # bytes of one kept result
UNREADABLE = (lzma.LZMAError, pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError, ValueError)


def name(key: tuple) -> str:
    """What the result of a key is called; `key` is made of names, texts, numbers and specs."""
    return hashlib.sha256(_text(key).encode()).hexdigest()[:24]


@lru_cache(maxsize=16)
def result(called: str) -> object:
    """The result of that name; None if there is none, or none that this Python can read."""
    file = FOLDER / f"{called}.xz"
    try:
        return pickle.loads(lzma.decompress(file.read_bytes())) if file.exists() else None
    except UNREADABLE:
        return None


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "(" + ",".join(map(_text, value)) + ")"
    return value.to_json() if hasattr(value, "to_json") else repr(value)


def _write() -> None:
    """Keep the results of every question as it opens; those that a second run does not confirm are not kept."""
    for file in FOLDER.glob("*.xz"):
        file.unlink()
    result.cache_clear()
    FOLDER.mkdir(exist_ok=True)
    first, second = _measured(), _measured()
    for key, found in first.items():
        packed = lzma.compress(pickle.dumps(found, protocol=5))
        confirmed = pickle.dumps(found, protocol=5) == pickle.dumps(second.get(key), protocol=5)
        if confirmed and len(packed) <= MOST:
            (FOLDER / f"{name(key)}.xz").write_bytes(packed)
        print(
            f"{len(packed):9,} bytes {'kept' if confirmed and len(packed) <= MOST else 'not kept'}: {key[0]}.{key[1]}"
        )


def _measured() -> dict[tuple, object]:
    """What the questions measure as they open: key -> result."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    from pages.shell import asking
    from pages.shell.frame import PAGES, ROOMS

    found, joined = {}, asking._joined

    def recorded(key, function, work, private=False, **shown):
        outcome = joined(key, function, work, private=private, **shown)
        return outcome if private else found.setdefault(key[1:], outcome)

    asking._joined = recorded
    st.cache_resource.clear()  # a slot that has kept nothing
    for page in ROOMS:
        app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=300).run()
        row = next(each.proto.body for each in app.get("html") if "Questions of this page" in each.proto.body)
        for part in re.findall(rf"{PAGES[page].prefix}part=(\w+)", row):
            other = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=300)
            other.query_params[PAGES[page].prefix + "part"] = part
            other.run()
    asking._joined = joined
    return found


if __name__ == "__main__":
    sys.exit(_write())
