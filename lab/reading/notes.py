"""What is to be said about how a table was read, in sentences."""

import pandas as pd

from lab.numerals import bare, counted
from lab.prose import listed, shortened
from lab.reading import column, indicators
from lab.reading.column import Kind
from lab.reading.decimal_mark import OTHER
from lab.reading.raw_column import RawColumn
from lab.reading.rows import Rows, lines_listed
from lab.reading.separator import SEPARATORS
from lab.reading.written_numbers import COMMA, POINT, by, mark
from lab.table import MAX_CLASSES

UNUSED = {
    column.EMPTY: "Empty, and not used: {}.",
    column.SAME: "The same text in every row, and not used: {}.",
    column.DATES: "Dates or times, and not used: {}.",
    column.CODES: "Codes and not quantities, as post codes and telephone numbers are, and not used: {}.",
    column.COUNTED: "Numbers of the rows, and not used: {}.",
    column.NAMED: "Different in every row, so that they name it, and not used: {}.",
    column.MANY: f"Texts with more than {MAX_CLASSES} different values, and not used: {{}}.",
}
WAYS = {
    "comma": "A comma is read as the decimal point in {}.",
    "group": "Groups of three digits are read as one number in {}",
    "%": "Signs of per cent are left away in {}",
    "currency": "Signs of money are left away in {}",
    "brackets": "Numbers in brackets are negative in {}",
    "minus behind": "Numbers with a minus behind them are negative in {}",
}
MARKS = {POINT: "point", COMMA: "comma"}
MOST = 5  # texts of a column that are named


def layout(found: Rows) -> list[str]:
    """The separator, where it is no comma, and the lines that were left out."""
    name = SEPARATORS.get(found.separator, f"“{found.separator}”")
    return [*([] if found.separator == "," else [f"Its columns are separated by {name}."]), *found.notes]


def numbers(cells: dict[str, RawColumn], read: dict, marks: dict[str, str], doubted: list[str]) -> list[str]:
    """How the numbers were read: what is not plain, what is not sure, and which cells are none.

    Args:
        cells: name -> cells.
        read: name -> what `column.numbers` returns.
        marks: name -> decimal mark.
        doubted: names of the columns for which the other mark is as possible.
    """
    told = []
    for way, sentence in WAYS.items():
        which = {name: next((text for text, ways in read[name][1].items() if way in ways), "") for name in read}
        which = {
            name: text for name, text in which.items() if text and not (way in ("comma", "group") and name in doubted)
        }
        if which:
            name, text = next(iter(which.items()))
            example = (
                "" if sentence.endswith(".") else f": {text} is {bare(by(cells[name].numbers[text], marks[name]), 15)}."
            )
            told.append(sentence.format(listed(list(which))) + example)
    told += [_partly(name, cells[name], read[name][1]) for name in read]
    told += [_doubt(name, cells[name], marks[name]) for name in doubted]
    told += [_none(name, cells[name], bad, marks[name]) for name, (_, _, bad) in read.items() if bad]
    return [sentence for sentence in told if sentence]


def _partly(name: str, cells: RawColumn, ways: dict[str, set]) -> str:
    """Where some numbers of a column have a unit and others none, or another one."""
    if not ways:
        return ""
    plain = {"comma", "group", "brackets", "minus behind"}
    units = {frozenset(ways.get(text, ())) - plain for text in cells.numbers if text.strip("+-−") != "0"}
    if len(units) < 2:
        return ""
    return f"Not all numbers in {shortened(name)} have the same sign beside them: they may not be of one unit."


def _doubt(name: str, cells: RawColumn, decimal: str) -> str:
    text, found = next((text, each) for text, each in cells.numbers.items() if mark(each) == "?")
    taken, other = by(found, decimal), by(found, OTHER[decimal])
    return (
        f"In {shortened(name)}, {text} is read as {bare(taken, 15)}; the file does not tell whether {bare(other, 15)} "
        "is meant. The other reading can be chosen."
    )


def _none(name: str, cells: RawColumn, bad: list[str], decimal: str) -> str:
    """The cells of a column of numbers that are none."""
    count = sum(cells.counts[text] for text in bad)
    each = [f"“{shortened(text)}” in {lines_listed(cells.where(text))}" for text in bad[:MOST]]
    more = f", and {counted(len(bad) - MOST, 'other text')}" if len(bad) > MOST else ""
    written = f" with a {MARKS[decimal]} before decimals" if any(text in cells.numbers for text in bad) else ""
    are = f"is no number{written}, and counts" if count == 1 else f"are no numbers{written}, and count"
    return (
        f"In {shortened(name)}, {counted(count, 'cell')} of {len(cells.codes):,} {are} as missing: "
        f"{', '.join(each)}{more}."
    )


def booleans(found: dict[str, dict[str, float]]) -> list[str]:
    """Columns of yes and no."""
    each = []
    for name, words in found.items():
        yes, no = (next(text for text, value in words.items() if value == wanted) for wanted in (1, 0))
        each.append(f"{shortened(name)} ({yes} is 1, {no} is 0)")
    return [f"Read as 1 and 0: {listed(each)}."] if each else []


def missing(cells: dict[str, RawColumn], kinds: dict[str, Kind]) -> list[str]:
    """Words that count as missing, and those that do not since they come often."""
    words, kept = {}, []
    for name, each in cells.items():
        taken = each.labels if kinds[name].use == "text" else each.there
        for text, count in each.counts.items():
            if text not in taken and kinds[name].use:
                words[text] = words.get(text, 0) + count
            elif text not in each.there and kinds[name].use:
                kept.append(
                    f"“{text}” comes often in {shortened(name)} ({count:,} of {len(each.codes):,} rows): it is a value "
                    "there, not a missing one."
                )
    told = [f"“{text}” ({counted(count, 'cell')})" for text, count in words.items()]
    return [*([f"Counted as missing: {listed(told)}."] if told else []), *kept]


def texts(found: dict[str, pd.Series], kinds: dict[str, Kind]) -> list[str]:
    """Texts: which can be an input, and as what; which can only be a target."""
    sizes = {name: values.nunique() for name, values in found.items()}
    most = indicators.MOST_VALUES
    few = [f"{shortened(name)} ({size})" for name, size in sizes.items() if size <= most]
    many = [f"{shortened(name)} ({size})" for name, size in sizes.items() if size > most]
    codes = [name for name in found if kinds[name].why == column.CODES]
    return [
        *([f"Codes and not quantities, and so read as texts: {listed(codes)}."] if codes else []),
        *([f"Texts with few values, which as inputs become columns of 0 and 1: {listed(few)}."] if few else []),
        *([f"Texts with more than {most} values, which can be a target but no input: {listed(many)}."] if many else []),
    ]


def unused(kinds: dict[str, Kind]) -> list[str]:
    """Columns that are not used, and why."""
    which = {why: [name for name, kind in kinds.items() if kind.why == why and not kind.use] for why in UNUSED}
    return [sentence.format(listed(which[why])) for why, sentence in UNUSED.items() if which[why]]
