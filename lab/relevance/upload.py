"""A CSV that somebody brings: bytes -> a checked sheet, or the sentence that says why it is none.

Nothing in it is ever evaluated: a cell is a number, a text or missing.
"""

import csv
import hashlib
import io
import re

import numpy as np
import pandas as pd

from lab import checks
from lab.prose import listed
from lab.relevance.sheet import OWN, Sheet
from lab.table import MAX_CLASSES

MOST_MEGABYTES = 25  # read in half a minute at the most; what training on it takes is bounded in lab.limits
MOST_COLUMNS, LEAST_ROWS = 200, 3
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-"}
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?inf(?:inity)?", re.IGNORECASE)
COMMA = re.compile(r"[+-]?[0-9]+(?:,[0-9]*)?")
OTHERS = {  # how a file begins -> what it is instead
    b"PK\x03\x04": "an Excel or zip file", b"\xd0\xcf\x11\xe0": "an Excel file", b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"PAR1": "a Parquet file",
}  # fmt: skip
TOLD = {
    "comma": "A comma is read as the decimal point in {}.",
    "empty": "Empty, and not used: {}.",
    "many": f"Texts with more than {MAX_CLASSES} different values, and not used: {{}}.",
}
SAVE = "Save it as CSV (in Excel: “CSV UTF-8”)."


def read(content: bytes) -> Sheet:
    """The sheet of a CSV: first row names, every further row an example.

    Args:
        content: of the file: UTF-8, separated by commas, semicolons, tabs or upright bars.

    Returns:
        Columns where every value is a number, as numbers; other columns as texts, those with more different texts
        than a target may have left out. `Sheet.notes` says what was not as usual.

    Raises:
        ValueError: it is no such file; the sentence says what is allowed and what came.
    """
    names, rows, notes = _table(_text(content))
    names, renamed = _named(names)
    columns = {name: _column([row[i] for row in rows]) for i, name in enumerate(names)}
    frame = pd.DataFrame({name: values for name, (values, _) in columns.items() if values is not None})
    numbers = [name for name in frame if frame[name].dtype.kind == "f"]
    checks.that(len(numbers) > 0, f"The table has no column of numbers; it has {listed(names)}.")
    for kind, note in TOLD.items():
        which = [name for name, (_, told) in columns.items() if told == kind]
        notes += [note.format(listed(which))] if which else []
    return Sheet(OWN, frame, (*notes, *renamed), hashlib.sha256(content).hexdigest())


def _text(content: bytes) -> str:
    """The text of the file, or what it is instead."""
    most = MOST_MEGABYTES * 2**20
    checks.that(len(content) > 0, "The file is empty.")
    checks.that(
        len(content) <= most,
        f"The file has {len(content) / 2**20:.1f} MB, and {MOST_MEGABYTES} MB is the most; take fewer rows or columns.",
    )
    for begin, kind in OTHERS.items():
        checks.that(not content.startswith(begin), f"This is {kind}, not a CSV file. {SAVE}")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    checks.that(not wide, f"The file is written in UTF-16, not in UTF-8. {SAVE}")
    checks.that(b"\x00" not in content, f"This is not a CSV file: it holds bytes that no text has. {SAVE}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"The file is not written in UTF-8: line {line:,} has the byte {content[error.start]:#04x}. {SAVE}"
        ) from None
    web = text.lstrip()[:1] == "<"
    checks.that(not web, "This is a web page or XML, not a CSV file: it begins with “<”.")
    return text


def _table(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    """Names, rows and what is to be said about them."""
    widths = {mark: len(_row(text, mark)) for mark in SEPARATORS}
    mark = max(SEPARATORS, key=widths.get)  # the first of those that are as good
    width = widths[mark]
    checks.that(width >= 2, "This is not a CSV file with several columns: no comma, semicolon or tab in its first row.")
    checks.that(width <= MOST_COLUMNS, f"A table may have {MOST_COLUMNS} columns here; this one has {width:,}.")
    rows = _rows(text, mark, width)
    count = len(rows) - 1
    checks.that(
        count >= LEAST_ROWS, f"A table must have at least {LEAST_ROWS} rows below the names; this one has {count:,}."
    )
    notes = [] if mark == "," else [f"Its columns are separated by {SEPARATORS[mark]}."]
    return rows[0], rows[1:], notes


def _reader(text: str, mark: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True, skipinitialspace=True)


def _row(text: str, mark: str) -> list[str]:
    """The first row that is not blank."""
    try:
        return next((row for row in _reader(text, mark) if row), [])
    except csv.Error:
        return []


def _rows(text: str, mark: str, width: int) -> list[list[str]]:
    """All rows but blank ones, each as wide as the first."""
    rows, reader = [], _reader(text, mark)
    try:
        for row in reader:
            if not row or (width > 1 and len(row) == 1 and not row[0].strip()):
                continue
            checks.that(
                len(row) == width, f"Line {reader.line_num:,} has {len(row):,} values, and the first row has {width:,}."
            )
            rows.append(row)
    except csv.Error as error:
        raise ValueError(f"This is not a CSV file: line {reader.line_num:,} cannot be read ({error}).") from None
    return rows


def _named(names: list[str]) -> tuple[list[str], list[str]]:
    """The names, white space tidied, those that are missing made up; and what is to be said about them."""
    tidy = [" ".join(name.split()) for name in names]
    figures = [name for name in tidy if name]
    numeric = bool(figures) and all(NUMBER.fullmatch(name) for name in figures)
    checks.that(not numeric, f"The first row must hold the names of the columns; it holds numbers: {listed(tidy)}.")
    empty = [i for i, name in enumerate(tidy) if not name]
    given = [name or f"column {i + 1}" for i, name in enumerate(tidy)]
    for name in given:
        checks.text("name of a column", name)
    repeated = sorted({name for name in given if given.count(name) > 1})
    checks.that(not repeated, f"Column names must differ; {listed(repeated)} comes more than once.")
    made = listed([given[i] for i in empty])
    return given, [f"Without a name in the file: {made}."] if empty else []


def _column(cells: list[str]) -> tuple[np.ndarray | pd.Categorical | None, str]:
    """The values of a column, None where nothing can be done with it; and a key of `TOLD` or ""."""
    cells = [cell.strip() for cell in cells]
    cells = [None if cell.lower() in MISSING else cell for cell in cells]
    there = [cell for cell in cells if cell is not None]
    if not there:
        return None, "empty"
    if all(NUMBER.fullmatch(cell) for cell in there):
        return np.array([np.nan if cell is None else float(cell) for cell in cells]), ""
    if all(COMMA.fullmatch(cell) for cell in there):
        return np.array([np.nan if cell is None else float(cell.replace(",", ".")) for cell in cells]), "comma"
    return (pd.Categorical(cells), "") if len(set(there)) <= MAX_CLASSES else (None, "many")
