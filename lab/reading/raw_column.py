"""The cells of one column: which texts they hold and how often, and which of them are numbers or missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from lab.reading.written_numbers import WHOLE, readings

MISSING = {
    "na",
    "n/a",
    "n.a.",
    "<na>",
    "nan",
    "-nan",
    "null",
    "none",
    "nil",
    "?",
    "-",
    "–",
    "—",
}  # beside an empty cell
OFTEN = 0.05  # share of the cells from which on such a word is a value of a text column


@dataclass(frozen=True)
class RawColumn:
    """What a column holds.

    Attributes:
        name: of the column.
        lines: where each of its cells begins in the file, (row,).
        codes: the place of each cell's text in `texts`, (row,).
        texts: the different texts.
        nameless: whether the file names its other columns, and this one not.
    """

    name: str
    lines: np.ndarray = field(repr=False)
    codes: np.ndarray = field(repr=False)
    texts: tuple[str, ...]
    nameless: bool = False

    @classmethod
    def of(cls, name: str, cells: Iterable[str], lines: np.ndarray, nameless: bool) -> "RawColumn":
        """The cells of a column from their texts."""
        codes, texts = pd.factorize(np.array(cells, dtype=object))
        return cls(name, lines, codes, tuple(texts), nameless)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each text comes, empty cells aside."""
        counts = np.bincount(self.codes, minlength=len(self.texts)).tolist()
        return {text: count for text, count in zip(self.texts, counts, strict=True) if text}

    @cached_property
    def there(self) -> dict[str, int]:
        """`counts` without the words that usually say that a value is missing."""
        return {text: count for text, count in self.counts.items() if text.casefold() not in MISSING}

    @cached_property
    def numbers(self) -> dict[str, tuple[float | None, float | None]]:
        """Those of them that are numbers, and which, see `written_numbers.readings`."""
        found = {text: readings(text) for text in self.there}
        return {text: each for text, each in found.items() if each != (None, None)}

    @cached_property
    def share(self) -> float:
        """The share of numbers among them."""
        return sum(map(self.there.get, self.numbers)) / max(sum(self.there.values()), 1)

    @cached_property
    def mostly_numbers(self) -> bool:
        """Whether it is a column of numbers, with some cells that are none.

        At least four in five cells are, or half of them where the others are few words that come again.
        """
        others = len(self.there) - len(self.numbers)
        return self.share >= 0.8 or (self.half_numbers and others <= max(3, len(self.codes) // 50))

    @property
    def half_numbers(self) -> bool:
        """Whether at least half of the cells are numbers."""
        return self.share >= 0.5

    @cached_property
    def whole(self) -> bool:
        """Whether there are numbers, and all are written with digits alone."""
        return bool(self.numbers) and all(map(WHOLE.fullmatch, self.numbers))

    @property
    def different(self) -> bool:
        """Whether no text comes twice, and no cell is empty."""
        return len(self.texts) == len(self.codes) == len(self.there)

    def where(self, text: str) -> list[int]:
        """The lines of a text."""
        return self.lines[self.codes == self.texts.index(text)].tolist()

    def mapped(self, values: dict[str, object], missing: object) -> np.ndarray:
        """The value of every cell; of one whose text has none, `missing`."""
        return np.array([values.get(text, missing) for text in self.texts], dtype=type(missing))[self.codes]

    @cached_property
    def labels(self) -> dict[str, int]:
        """The texts of a column of texts: a word for a missing value is one of them where it comes often."""
        shown = sorted(self.there.values())
        usual = shown[len(shown) // 2] if shown else 0  # how often a value comes that is no such word
        few = len(self.there) <= len(self.codes) // 3
        enough = OFTEN * sum(self.counts.values())
        return {
            text: count
            for text, count in self.counts.items()
            if text in self.there or (count > 1 and (count >= enough or (few and count >= usual)))
        }
