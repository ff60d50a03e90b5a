"""The rows of a table in a text: all as wide as each other, without what stands above, between and below them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lab import checks
from lab.numerals import counted
from lab.prose import shortened
from lab.reading import separator
from lab.reading.separator import Line
from lab.reading.written_numbers import is_number

ERRORS = re.compile(r"#(N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)", re.IGNORECASE)  # what Excel writes into a cell
TOTALS = {
    "total", "totals", "grand total", "subtotal", "sum", "average", "mean", "median", "summe", "gesamt", "gesamtsumme",
    "insgesamt", "mittelwert", "durchschnitt", "somme", "moyenne", "totale", "media", "suma",
}  # fmt: skip
NO_TABLE = (
    "This is not a CSV file with several columns: commas, semicolons, tabs, upright bars and blanks were tried, and "
    "none of them makes the rows agree."
)


@dataclass(frozen=True)
class Rows:
    """Rows of one width.

    Attributes:
        lines: the rows with the lines they begin in; the first may hold the names.
        separator: a key of `separator.SEPARATORS`, or what the file told.
        notes: what was left out and why, in sentences.
        header: the names where a comment told them, or None.
    """

    lines: list[Line]
    separator: str
    notes: list[str]
    header: list[str] | None = None


def rows(text: str) -> Rows:
    """The rows of a text, cut by the separator that makes them agree.

    Raises:
        ValueError: none does; the sentence says which line differs.
    """
    mark, text = separator.told(text)
    tried = [mark] if mark else separator.candidates(text) or separator.first(text)
    checks.require(len(tried) > 0, NO_TABLE)
    failures = []
    for each in tried:
        try:
            return _shaped(list(separator.lines(text, each)), each)
        except ValueError as failure:
            failures.append(failure)
    raise failures[0]


def lines_listed(numbers: Iterable[int], most: int = 5) -> str:
    """Line numbers as a sentence names them: "line 3", "lines 3, 5 and 9"."""
    each = [f"{number:,}" for number in numbers]
    if len(each) == 1:
        return f"line {each[0]}"
    shown = each[:most] if len(each) > most else each[:-1]
    return f"lines {', '.join(shown)} and {f'{len(each) - most:,} more' if len(each) > most else each[-1]}"


def _shaped(found: list[Line], mark: str) -> Rows:
    """The rows without what is none, as wide as most of them."""
    kept, blank, comments = _sorted_out(found)
    wide = separator.width(kept)
    if wide < 2:
        _check_widths(kept, len(kept[0][1]) if kept else 0)
    checks.require(wide >= 2, NO_TABLE)
    kept, wide, notes = _untrailed(kept, wide)
    kept, above = _above(kept, wide)
    kept, below, totals = _below(kept, wide)
    kept, named = _named_rows(kept, wide)
    _check_widths(kept, wide)
    names = _commented_names(comments, kept, wide)
    left = {"above the table": above, "for want of any value": blank, "below the table": below}
    left |= {"as totals of other rows": totals, "as comments": [] if names else comments}
    notes += [
        f"Left out {why}: {lines_listed(line for line, _ in which)}{_shown(which)}."
        for why, which in left.items()
        if which
    ]
    return Rows(kept, mark, notes + named, names)


def _shown(left: list[Line]) -> str:
    """The first words of what was left out."""
    words = next((cell for _, cells in left for cell in cells if cell), "")
    return f" (“{shortened(words)}”)" if words else ""


def _sorted_out(found: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Rows; those of separators alone; comments."""
    full = [row for row in found if any(row[1])]
    marked = [row for row in full if row[1][0].startswith("#") and not ERRORS.match(row[1][0])]
    names = bool(full) and full[:1] == marked[:1] and len(full[0][1]) == separator.width(full) and full[0][1][0] == "#"
    comments = [] if 2 * len(marked) > len(full) else marked[names:]
    lines = {line for line, _ in comments}
    return (
        [row for row in full if row[0] not in lines],
        [row for row in found if len(row[1]) > 1 and not any(row[1])],
        comments,
    )


def _untrailed(kept: list[Line], wide: int) -> tuple[list[Line], int, list[str]]:
    """Rows without the separators that end them and stand before nothing."""
    before = wide
    while wide > 2 and not any(cells[wide - 1] for _, cells in kept if len(cells) >= wide):
        wide -= 1
    cut = [(line, cells[:wide] if not any(cells[wide:]) else cells) for line, cells in kept]
    return cut, wide, ["Rows end with a separator, and nothing stands behind it."] if wide < before else []


def _filled(cells: list[str]) -> int:
    return sum(map(bool, cells))


def _above(kept: list[Line], wide: int) -> tuple[list[Line], list[Line]]:
    """Rows, and the titles above them: lines that fill at most half of the columns."""
    end = 0
    while end < len(kept) - 1 and _is_title(kept[end][1], kept[end + 1][1], wide):
        end += 1
    return kept[end:], kept[:end]


def _is_title(cells: list[str], following: list[str], wide: int) -> bool:
    if len(cells) < wide:
        return _filled(cells) <= wide // 2 and len(cells) < max(wide - 1, 2)
    return wide > 2 and _filled(cells) == 1 and not any(map(is_number, [*cells, *following]))


def _below(kept: list[Line], wide: int) -> tuple[list[Line], list[Line], list[Line]]:
    """Rows; what stands below them; totals of them."""
    end = len(kept)
    while end > 2 and _is_footer(kept[end - 1][1], wide, last=end == len(kept)):
        end -= 1
    below, kept = kept[end:], kept[:end]
    end = len(kept)
    while end > 2 and _is_total(kept[end - 1][1]):
        end -= 1
    if end < len(kept) and any(_is_total(cells) for _, cells in kept[:end]):  # it is a value of theirs
        end = len(kept)
    return kept[:end], below, kept[end:]


def _is_footer(cells: list[str], wide: int, last: bool) -> bool:
    if len(cells) < wide:
        return last or _filled(cells) <= wide // 2
    return wide > 2 and _filled(cells) == 1 and not any(map(is_number, cells)) and not _is_total(cells)


def _is_total(cells: list[str]) -> bool:
    return any(_word(cell) in TOTALS for cell in cells)


def _word(cell: str) -> str:
    return cell.strip(" :").casefold() if len(cell) < 20 else ""


def _named_rows(kept: list[Line], wide: int) -> tuple[list[Line], list[str]]:
    """Rows under names that are one too few, as R writes them: the first column names the rows."""
    if not kept or wide < 3 or len(kept[0][1]) != wide - 1:
        return kept, []
    line, names = kept[0]
    note = "The first row has one name fewer than the others have values: the first column has none."
    return [(line, ["", *names]), *kept[1:]], [note]


def _check_widths(kept: list[Line], wide: int) -> None:
    for line, cells in kept:
        if len(cells) != wide:
            who = "the first row has" if len(kept[0][1]) == wide else "most rows have"
            raise ValueError(f"Line {line:,} has {counted(len(cells), 'value')}, and {who} {wide:,}.")


def _commented_names(comments: list[Line], kept: list[Line], wide: int) -> list[str] | None:
    """The names that the last comment above the rows tells, as NumPy writes them."""
    above = [cells for line, cells in comments if kept and line < kept[0][0]]
    if not above:
        return None
    names = [above[-1][0].lstrip("# "), *above[-1][1:]]
    names = names[1:] if not names[0] and len(names) > wide else names
    fits = len(names) == wide and all(names) and not any(map(is_number, names))
    return names if fits and all(is_number(cell) for cell in kept[0][1] if cell) else None
