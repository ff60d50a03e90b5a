"""What a column of cells is: numbers, yes and no, a text with some values, or something that is not used, and why."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.reading.raw_column import RawColumn
from lab.reading.written_numbers import by, ways
from lab.table import MAX_CLASSES

BOOLEANS = {  # the word for 1 -> the word for 0
    "true": "false", "yes": "no", "t": "f", "y": "n", "on": "off", "wahr": "falsch", "ja": "nein", "j": "n",
    "vrai": "faux", "oui": "non", "verdadero": "falso", "sí": "no", "si": "no", "vero": "falso", "sim": "não",
}  # fmt: skip
MONTHS = r"(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zä]*\.?"
TIME = r"[0-2]?\d:[0-5]\d(:[0-5]\d([.,]\d+)?)?( ?[ap]\.?m\.?)?"
ZONE = r" ?(z|utc|gmt|[+-]\d\d:?\d\d)?"
DAY = (
    r"\d{4}[-/.]\d\d?([-/.]\d\d?)?|\d\d?[-/.]\d\d?[-/.](\d{4}|\d\d)|\d\d?\.\d\d?\.|"
    rf"\d\d?\.?[ -]?{MONTHS}[ -]?(\d{{4}}|\d\d)?|{MONTHS} ?\d\d?,? \d{{4}}|{MONTHS}[ -]\d{{2,4}}|"
    r"\d{4}[- ]?[qwh]\d\d?|[qh][1-4][/ -]?\d{4}"
)
DATE = re.compile(rf"(\w{{2,9}},? )?({DAY})(,?[t ] ?{TIME}{ZONE})?|{TIME}{ZONE}|\d{{8}}t\d{{6}}z?", re.IGNORECASE)
PACKED = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")  # 20240131
PHONE = re.compile(r"\+[1-9][0-9]{0,2} ?[0-9]{2,4}[ 0-9]{4,}")
CODED = {
    "phone",
    "telephone",
    "tel",
    "mobile",
    "fax",
    "zip",
    "zipcode",
    "plz",
    "postcode",
    "postal",
    "ssn",
    "isbn",
    "iban",
    "ean",
}
NAMES_ROWS = {"id", "ids", "uuid", "guid"}
NUMBERS_ROWS = {"index", "idx", "nr", "no", "row", "rowid", "rownum", "obs", "unnamed", "column", "lfd"}
EMPTY, SAME, DATES, CODES, COUNTED, NAMED, MANY = "empty", "same", "dates", "codes", "counted", "named", "many"


@dataclass(frozen=True)
class Kind:
    """What a column is.

    Attributes:
        use: "number", "boolean" or "text"; "" where it is not used.
        why: of one that is not used: `EMPTY`, `SAME` (one text), `DATES`, `CODES` (digits with leading zeros),
            `COUNTED` (rows numbered), `NAMED` (every row has a name), `MANY` (too many texts).
    """

    use: str
    why: str = ""


def kind(cells: RawColumn, keep: bool) -> Kind:
    """What a column is.

    Args:
        cells: of the column.
        keep: whether its numbers are to be used though they look like dates, codes or names of rows.
    """
    if not cells.there:
        return Kind("", EMPTY)
    if cells.numbers and keep:
        return Kind("number")
    if cells.mostly_numbers:
        why = _no_measure(cells)
        few = why == CODES and not cells.different and len(cells.labels) <= MAX_CLASSES
        return Kind("text" if few else "" if why else "number", why)
    return _text(cells)


def _no_measure(cells: RawColumn) -> str:
    """Why numbers are nothing to calculate with; "" if they are."""
    if all(map(PHONE.match, cells.numbers)):
        return CODES
    if not cells.whole:
        return ""
    words = _words(cells.name)
    if words & CODED or any(len(text) > 2 and text.startswith("0") for text in cells.numbers):
        return CODES
    if all(map(PACKED.fullmatch, cells.numbers)):
        return DATES
    if cells.different and words & NUMBERS_ROWS and _counted(cells):
        return COUNTED
    return NAMED if cells.different and (cells.nameless or words & NAMES_ROWS) else ""


def _words(name: str) -> set[str]:
    """The words of a name, in small letters: "PassengerId" is "passenger" and "id"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("#", " nr "))
    return set(re.findall(r"[^\W_]+", apart.casefold()))


def _counted(cells: RawColumn) -> bool:
    """Whether the numbers are those of the rows, from 0 or 1."""
    numbers = [int(text) for text in cells.texts if text in cells.numbers]
    return any(numbers == list(range(start, start + len(cells.texts))) for start in (0, 1))


def _text(cells: RawColumn) -> Kind:
    if booleans(cells):
        return Kind("boolean")
    dates = sum(count for text, count in cells.there.items() if len(text) < 40 and DATE.fullmatch(text))
    if cells.there and 5 * dates >= 4 * sum(cells.there.values()):
        return Kind("", DATES)
    if cells.different:
        return Kind("", NAMED)
    if len(cells.labels) == 1:
        return Kind("", SAME)
    return Kind("", MANY) if len(cells.labels) > MAX_CLASSES else Kind("text")


def booleans(cells: RawColumn) -> dict[str, float]:
    """The texts of yes and no, and their numbers; empty if it is no such column."""
    words = {text.casefold() for text in cells.there}
    for yes, no in BOOLEANS.items():
        if words == {yes, no}:
            return {text: float(text.casefold() == yes) for text in cells.there}
    return {}


def numbers(cells: RawColumn, decimal: str) -> tuple[pd.Series, dict[str, set], list[str]]:
    """A column of numbers.

    Returns:
        The numbers (missing: NaN); how those are written that are not plain, see `written_numbers.ways`; the texts
        that are no numbers.
    """
    good = {text: value for text, found in cells.numbers.items() if (value := by(found, decimal)) is not None}
    odd = {text: found for text in good if (found := ways(text, decimal))}
    return pd.Series(cells.mapped(good, np.nan)), odd, [text for text in cells.there if text not in good]


def texts(cells: RawColumn) -> pd.Series:
    """A column of texts as categories in sorted order (missing: NaN)."""
    places = {text: place for place, text in enumerate(sorted(cells.labels))}
    return pd.Series(pd.Categorical.from_codes(cells.mapped(places, -1), sorted(cells.labels)))
