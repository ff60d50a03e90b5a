"""Which sign separates the cells of a text: the one that makes all its rows agree."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lab.reading.written_numbers import is_number

BLANKS = " "  # any run of blanks and tabs
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars", BLANKS: "blanks"}
SAMPLE = 1000  # rows that are looked at before a separator is tried on all
TOLD = re.compile(r'"?sep=(.)"?[ \t,;]*(\r\n|\r|\n|$)', re.IGNORECASE)  # Excel's own first line
Line = tuple[int, list[str]]  # where a row begins in the file, from 1; its cells


def told(text: str) -> tuple[str, str]:
    """The separator that the first line tells as Excel does, "" for none; and the text with that line made blank."""
    found = TOLD.match(text)
    return (found[1], "\n" + text[found.end() :]) if found else ("", text)


def candidates(text: str) -> list[str]:
    """The separators that split the text into several columns at all, the one with most agreement first.

    Agreement is the share of the first rows that have the most frequent width, times the share of their cells that
    are numbers; of equals the earlier in `SEPARATORS`.
    """
    scores = {mark: _agreement(text, mark) for mark in SEPARATORS}
    return sorted((mark for mark in scores if scores[mark] > 0), key=scores.get, reverse=True)


def first(text: str) -> list[str]:
    """The separators, blanks aside, that split the first row, the one with most cells first."""
    cells = {mark: len(next(_readable(text, mark), (1, []))[1]) for mark in SEPARATORS if mark != BLANKS}
    return sorted((mark for mark in cells if cells[mark] > 1), key=cells.get, reverse=True)


def width(rows: list[Line]) -> int:
    """The number of cells that most rows have; of equals the larger."""
    counts = Counter(len(cells) for _, cells in rows)
    return max(counts, key=lambda cells: (counts[cells], cells), default=0)


def lines(text: str, mark: str) -> Iterator[Line]:
    """The rows of a text that are not blank.

    Raises:
        ValueError: quotes do not pair; the sentence says where.
    """
    stream, begin = io.StringIO(text, newline=""), 1
    if mark == BLANKS:
        stream = (line.replace("\t", " ").strip() + "\n" for line in stream)
    reader = csv.reader(stream, delimiter=mark, strict=True, skipinitialspace=True)
    try:
        for cells in reader:
            if len(cells) > 1 or (cells and cells[0].strip()):
                yield begin, [cell.strip() for cell in cells]
            begin = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"This is not a CSV file: line {reader.line_num:,} cannot be read ({error}).") from None


def _agreement(text: str, mark: str) -> float:
    rows = list(_readable(text, mark))
    most = width(rows)
    alike = [cells for _, cells in rows if len(cells) == most]
    if most < 2:
        return 0.0
    numbers = sum(is_number(cell) for cells in alike for cell in cells) / (most * len(alike))
    return len(alike) / len(rows) * (0.05 + numbers)  # of texts alone, the agreement still counts


def _readable(text: str, mark: str) -> Iterator[Line]:
    """The first rows, up to one that cannot be read."""
    try:
        yield from islice(lines(text, mark), SAMPLE)
    except ValueError:
        return
