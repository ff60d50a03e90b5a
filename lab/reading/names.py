"""The names of a table's columns: from its first row, or made up where that row is an example."""

import re
from itertools import count

from lab import checks
from lab.prose import listed
from lab.reading.rows import Rows
from lab.reading.separator import Line
from lab.reading.written_numbers import is_number

YEAR = re.compile(r"(1[89]|20|21)[0-9]{2}")
FIRST = "The first row holds numbers, and is taken for {}; the other reading can be chosen."


def named(found: Rows, header: bool | None) -> tuple[list[str], list[Line], list[str], bool | None]:
    """Names, the rows below them, what is to be said, and, where it is in doubt, whether the first row holds the names.

    Args:
        found: the rows.
        header: whether the first row holds the names; None: decided by what stands in it.
    """
    first, rest = found.lines[0][1], found.lines[1:]
    if found.header and header is None:
        names, notes = _different(found.header)
        return names, found.lines, ["The names of the columns are taken from a comment.", *notes], None
    best, doubt = _decided(first, [cells for _, cells in rest])
    taken = best if header is None else header
    names, notes = _different(first if taken else [""] * len(first))
    if doubt:
        notes = [FIRST.format("the names of the columns" if taken else "an example: the columns are numbered")]
    elif not taken:
        notes = ["The first row is taken for an example, not for names: the columns are numbered."]
    return names, rest if taken else found.lines, notes, best if doubt else None


def _decided(first: list[str], rest: list[list[str]]) -> tuple[bool, bool]:
    """Whether the first row holds names, and whether that is in doubt."""
    filled = [(place, cell) for place, cell in enumerate(first) if cell]
    numbers = [cell for _, cell in filled if is_number(cell)]
    if not numbers:
        return not _is_like(filled, rest), False
    texts = [(place, cell) for place, cell in filled if not is_number(cell)]
    if any(cell in {row[place] for row in rest} for place, cell in texts):
        return False, True
    if (_counts(numbers) and (len(numbers) > 2 or not first[0])) or all(map(YEAR.fullmatch, numbers)):
        return bool(texts) or _rises(numbers), True
    return bool(texts or not first[0]) and _rises(numbers), True


def _is_like(filled: list[tuple[int, str]], rest: list[list[str]]) -> bool:
    """Whether all of these texts are among those below them."""
    return len(filled) > 1 and all(_comes_again(place, cell, rest) for place, cell in filled)


def _comes_again(place: int, cell: str, rest: list[list[str]]) -> bool:
    below = [row[place] for row in rest if row[place]]
    return cell in below and 2 * sum(map(is_number, below)) < len(below)


def _counts(numbers: list[str]) -> bool:
    """Whether these are 0, 1, 2, ... or 1, 2, 3, ..."""
    return numbers in ([str(i + start) for i in range(len(numbers))] for start in (0, 1))


def _rises(numbers: list[str]) -> bool:
    """Whether there are several, each larger than the one before."""
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        return False
    return len(values) > 1 and all(low < high for low, high in zip(values, values[1:], strict=False))


def _different(names: list[str]) -> tuple[list[str], list[str]]:
    """The names, white space tidied, those that are missing or come twice made up; and what is to be said."""
    given = [" ".join(name.split()) for name in names]
    made = [name or f"column {i + 1}" for i, name in enumerate(given)]
    final = []
    for name in made:
        checks.text("name of a column", name)
        free = (f"{name} ({number})" for number in count(2))
        final.append(name if name not in final else next(each for each in free if each not in {*made, *final}))
    empty = [name for name, before in zip(final, given, strict=True) if not before]
    twice = [name for name, before in zip(final, made, strict=True) if name != before]
    notes = [f"Without a name in the file: {listed(empty)}."] if empty else []
    return final, notes + ([f"Names that come more than once are numbered: {listed(twice)}."] if twice else [])
