"""The text of a file, whatever it is encoded in, or the sentence that says what it is instead of a text."""

import re

from lab import checks

OTHERS = {  # how a file begins -> what it is instead
    b"PK\x03\x04": "an Excel or zip file", b"\xd0\xcf\x11\xe0": "an Excel file", b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file", b"BZh": "a compressed file", b"\xfd7zXZ": "a compressed file",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database", b"\x93NUMPY": "a NumPy file", b"\x89HDF": "an HDF5 file",
    b"{\\rtf": "an RTF file",
}  # fmt: skip
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{])')
SAVE = "Save it as CSV (in Excel: “CSV UTF-8”)."


def text(content: bytes) -> tuple[str, list[str]]:
    """The text of a file, and what is to be said about its encoding.

    Raises:
        ValueError: it is empty, or no text; the sentence says what it is.
    """
    checks.require(len(content) > 0, "The file is empty.")
    for begin, kind in OTHERS.items():
        checks.require(not content.startswith(begin), f"This is {kind}, not a CSV file. {SAVE}")
    found, notes = _decoded(content)
    found = found.rstrip("\x1a")  # how some old programs end a file
    checks.require(not NO_TEXT.search(found), f"This is not a CSV file: it holds bytes that no text has. {SAVE}")
    checks.require(found.lstrip()[:1] != "<", "This is a web page or XML, not a CSV file: it begins with “<”.")
    checks.require(not JSON.match(found), f"This is JSON, not a CSV file: it begins with “{found.lstrip()[:1]}”.")
    return found, notes


def _decoded(content: bytes) -> tuple[str, list[str]]:
    wide = WIDE.get(content[:2])
    try:
        return (content.decode(wide), ["Its text is in UTF-16."]) if wide else (content.decode("utf-8-sig"), [])
    except UnicodeDecodeError as error:
        place = error.start
    try:
        checks.require(wide is None, f"The file begins as UTF-16 does, and goes on otherwise. {SAVE}")
        found = content.decode("cp1252")
    except UnicodeDecodeError:
        line = content.count(b"\n", 0, place) + 1
        raise ValueError(
            f"The file is not written in UTF-8: line {line:,} has the byte {content[place]:#04x}. {SAVE}"
        ) from None
    return found, [f"Its text is not in UTF-8 and is read as Windows-1252, with “{_at(found, place)}” in it."]


def _at(found: str, place: int) -> str:
    """The word around a place of a text with one byte a letter."""
    before, behind = found[max(0, place - 15) : place], found[place : place + 15]
    return (re.search(r"\w*$", before).group() + re.match(r"\w*", behind).group()) or found[place]
