"""A CSV, however it was written, as a frame, and in sentences what was read how and what is not used."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lab import checks
from lab.prose import listed, shortened
from lab.reading import column, decimal_mark, encoding, indicators, names, notes
from lab.reading.raw_column import RawColumn
from lab.reading.rows import Rows, rows


@dataclass(frozen=True, eq=False)
class CsvTable:
    """What a CSV holds.

    Attributes:
        frame: its columns: float64 for numbers and for yes and no (1 and 0; missing: NaN), categories for texts.
        notes: what was read in a way that one should know, what is not used and why, in sentences.
        unused: columns that hold numbers, and unless asked for with `keep` are not used as numbers: they look like
            dates, codes or names of rows.
        undecided: columns whose decimal mark the file does not tell.
        decimal: the mark, "." or ",", that is taken there unless one says otherwise; "" without such columns.
        header: whether the first row is taken for names unless one says otherwise; None where there is no doubt.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...]
    unused: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    decimal: str = ""
    header: bool | None = None

    def with_indicators(self, target: str = "") -> pd.DataFrame:
        """The frame with every text but the target as columns of 0 and 1, one for each value but the most frequent.

        Texts with more than `indicators.MOST_VALUES` values are left out.
        """
        checks.require(not target or target in self.frame, f"The table has no column {shortened(str(target))!r}.")
        parts = [self._part(name) if name != target else self.frame[[name]] for name in self.frame]
        return pd.concat(parts, axis=1)

    def _part(self, name: str) -> pd.DataFrame:
        if self.frame[name].dtype != "category":
            return self.frame[[name]]
        few = self.frame[name].nunique() <= indicators.MOST_VALUES
        return indicators.columns(self.frame[name]) if few else self.frame[[]]


def read_csv(
    source: bytes | str | Path, *, decimal: str | None = None, header: bool | None = None, keep: Sequence[str] = ()
) -> CsvTable:
    """The table of a CSV, and what is to be known about how it was read.

    The separator is the one that makes all rows agree (commas, semicolons, tabs, upright bars or blanks, or what the
    first line tells: `sep=;`). A column of numbers is read as a whole: commas, points, blanks and apostrophes between
    groups of three digits, a comma or a point before decimals, signs of per cent (12 % is 12) and of money; cells of it
    that are no numbers are missing, and named. Yes and no are 1 and 0. Titles, comments, empty lines and totals are
    left out.

    Args:
        source: the path of the file, or its bytes: UTF-8, UTF-16 or Windows-1252.
        decimal: "." or "," begins the decimals, in every column; None: decided for each.
        header: whether the first row holds the names; None: decided by what stands in it.
        keep: columns that are used as numbers though they look like dates, codes or names of rows.

    Raises:
        ValueError: it is no such file; the sentence says what is allowed and what came.
        OSError: the path cannot be read.
    """
    checks.require(
        isinstance(source, (bytes, str, Path)), f"`source` must be a path or bytes; got {type(source).__name__}."
    )
    if decimal is not None:
        checks.one_of("decimal", decimal, decimal_mark.OTHER)
    if header is not None:
        checks.flag("header", header)
    text, said = encoding.text(source if isinstance(source, bytes) else Path(source).read_bytes())
    found = rows(text)
    named, below, told, doubtful = names.named(found, header)
    checks.require(len(below) > 0, "The table has no row below the names.")
    cells = _cells(found, named, below, nameless=len(below) < len(found.lines))
    unknown = [name for name in keep if name not in cells]
    checks.require(not unknown, f"The table has no column {listed(unknown)}; it has {listed(named)}.")
    table = _table(cells, found.separator, decimal, frozenset(keep))
    return CsvTable(**table | {"header": doubtful, "notes": (*said, *notes.layout(found), *told, *table["notes"])})


def _cells(found: Rows, named: list[str], below: list, nameless: bool) -> dict[str, RawColumn]:
    """Name -> cells."""
    lines, first = np.array([line for line, _ in below], int), found.lines[0][1]
    return {
        name: RawColumn.of(name, [cells[place] for _, cells in below], lines, nameless and not first[place])
        for place, name in enumerate(named)
    }


def _table(cells: dict[str, RawColumn], separator: str, decimal: str | None, keep: frozenset) -> dict:
    """The fields of a table."""
    usual = {name: column.kind(each, keep=False) for name, each in cells.items()}
    kinds = usual | {name: column.kind(cells[name], keep=True) for name in keep}
    used = {name: cells[name] for name, kind in kinds.items() if kind.use}
    numbers = [name for name in used if kinds[name].use == "number"]
    found = {name: decimal_mark.evidence(cells[name].numbers) for name in numbers}
    marks, doubted = decimal_mark.decided(found, separator)
    best = marks[doubted[0]] if doubted else ""
    marks = marks if decimal is None else dict.fromkeys(marks, decimal)
    read = {name: column.numbers(cells[name], mark) for name, mark in marks.items()}
    texts = {name: column.texts(cells[name]) for name in used if kinds[name].use == "text"}
    yes = {name: column.booleans(cells[name]) for name in used if kinds[name].use == "boolean"}
    made = {name: values for name, (values, _, _) in read.items()} | texts
    made |= {name: pd.Series(cells[name].mapped(words, np.nan)) for name, words in yes.items()}
    why = notes.unused(kinds)
    checks.require(len(made) > 0, f"The table has no column that can be used. {' '.join(why)}".strip())
    written = notes.numbers(cells, read, marks, doubted)
    return {
        "frame": pd.DataFrame({name: made[name] for name in used}),
        "notes": (*written, *notes.booleans(yes), *notes.missing(cells, kinds), *notes.texts(texts, kinds), *why),
        "unused": tuple(name for name, kind in usual.items() if kind.use != "number" and cells[name].half_numbers),
        "undecided": tuple(doubted),
        "decimal": best,
    }
