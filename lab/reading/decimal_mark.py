"""Whether a comma or a point begins the decimals: decided for a column as a whole, and with what the file tells."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from lab.reading.written_numbers import COMMA, POINT, mark, ways

USUAL = {",": POINT, ";": COMMA}  # what separates cells -> the decimal mark that usually goes with it
OTHER = {POINT: COMMA, COMMA: POINT}


@dataclass(frozen=True)
class Evidence:
    """What the numbers of a column say.

    Attributes:
        told: the decimal mark that its numbers have, "" if they can be read with both.
        signs: the signs that stand before three last digits in those that can be read with both.
        short, long: whether it has numbers of up to three digits, and of more, without such a sign.
    """

    told: str
    signs: frozenset[str]
    short: bool
    long: bool

    @property
    def inside(self) -> str:
        """The decimal mark that the column's other numbers speak for.

        Who writes 1,212 for a thousand writes 950 beside it, and not 1250; who writes it for 1.212 hardly ever does.
        """
        if len(self.signs) != 1 or self.short == self.long:
            return ""
        (sign,) = self.signs
        return sign if self.long else OTHER[sign]


def evidence(numbers: dict[str, tuple[float | None, float | None]]) -> Evidence:
    """What the numbers of a column say: its different texts, and what they are."""
    marks = {text: mark(found) for text, found in numbers.items()}
    counts = Counter(marks.values())
    plain = [abs(found[0]) for text, found in numbers.items() if marks[text] == "" and "group" not in ways(text, POINT)]
    return Evidence(
        told=max((POINT, COMMA), key=counts.__getitem__) if counts[POINT] + counts[COMMA] else "",
        signs=frozenset(sign for text, found in marks.items() if found == "?" for sign in OTHER if sign in text),
        short=any(0 < size < 1000 for size in plain),
        long=any(1000 <= size < np.inf for size in plain),
    )


def decided(columns: dict[str, Evidence], separator: str) -> tuple[dict[str, str], list[str]]:
    """The decimal mark of every column, and the columns for which the other one is as possible.

    In this order: what the column's own numbers say, what the other columns have, what the shape of the column's
    numbers speaks for, what goes with the file's separator, a point.
    """
    told = {name: found.told for name, found in columns.items() if found.told}
    usual, counts = USUAL.get(separator, ""), Counter(told.values())
    others = sorted(counts.items(), key=lambda item: (item[1], item[0] == usual))[-1:]
    opened = [name for name, found in columns.items() if not found.told and found.signs]
    inside = Counter(columns[name].inside for name in opened if columns[name].inside).most_common(1)
    best = (others or inside or [(usual or POINT, 0)])[0][0]
    sure = len(set(told.values())) == 1 or (not told and inside and best == usual)
    doubted = [] if sure else [name for name in opened if told or not _goes_without_saying(columns[name], separator)]
    return {name: told.get(name, best) for name in columns}, doubted


def _goes_without_saying(found: Evidence, separator: str) -> bool:
    """Points between cells that commas separate begin decimals, unless the column speaks against it."""
    return separator == COMMA and found.signs == {POINT} and not found.inside
