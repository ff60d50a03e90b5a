"""A table as a page offers it, named columns of numbers and of texts: one that comes along, or a reader's CSV."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.datasets import DATASETS, TITLES
from lab.reading.contents import Contents
from lab.reading.csv_table import read_csv
from lab.reading.indicators import MOST_VALUES

OWN = "own"
TWO_VALUED = ("sex",)  # columns of numbers of the tables below that hold two different ones
EMBEDDED = {"diabetes": "progression", "iris": "species", "breast_cancer": "tumour"}  # name -> its target
LABELS = {"iris": ("setosa", "versicolor", "virginica"), "breast_cancer": ("malignant", "benign")}
SOURCES = {**{name: TITLES[name] for name in EMBEDDED}, OWN: "a CSV of your own"}
MOST_MEGABYTES = 25  # read in half a minute at the most; what training on it takes is bounded in lab.limits
MOST_COLUMNS, LEAST_ROWS = 200, 3


@dataclass(frozen=True, eq=False)
class Sheet:
    """Named columns; two sheets are the same if their contents were.

    Attributes:
        name: a key of `SOURCES`.
        frame: columns of float64 (missing: NaN) and of categories (missing: NaN).
        notes: what was read in a way that one should know, in sentences.
        digest: of the contents, and of how they were read.
        unused, undecided, decimal, header: as in `csv_table.CsvTable`: what can be read otherwise.
    """

    name: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    digest: str = ""
    unused: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    decimal: str = ""
    header: bool | None = None

    @cached_property
    def numbers(self) -> list[str]:
        """Names of the columns of numbers."""
        return [name for name in self.frame if self.frame[name].dtype.kind == "f"]

    @cached_property
    def texts(self) -> list[str]:
        """Names of the columns of texts with few values, which can be an input as columns of 0 and 1."""
        frame = self.frame.select_dtypes("category")
        return [name for name in frame if 2 <= frame[name].nunique() <= MOST_VALUES]

    @property
    def own(self) -> bool:
        """Whether a visitor brought it."""
        return self.name == OWN

    def incomplete(self, names: list[str]) -> int:
        """How many rows miss a value in these columns."""
        return int(self.frame[names].isna().any(axis=1).sum())

    def __eq__(self, other):
        return isinstance(other, Sheet) and (self.name, self.digest) == (other.name, other.digest)

    def __hash__(self):
        return hash((self.name, self.digest))


def embedded(name: str) -> Sheet:
    """A table that comes with scikit-learn, a key of `EMBEDDED`."""
    checks.one_of("name", name, EMBEDDED)
    x, y = load(Data(name), "float64")
    numbers = y.argmax(axis=1) if DATASETS[name].task == "classes" else y[:, 0]
    frame = pd.DataFrame(x, columns=list(DATASETS[name].features))
    labels = LABELS.get(name)
    frame[EMBEDDED[name]] = pd.Categorical.from_codes(numbers.astype(int), labels) if labels else np.array(numbers)
    return Sheet(name, frame, digest=name)


@cache
def outline(name: str) -> Sheet:
    """A few made rows with the columns of an embedded table: what knobs need to know, without loading scikit-learn."""
    checks.one_of("name", name, EMBEDDED)
    columns, labels = [*DATASETS[name].features, EMBEDDED[name]], LABELS.get(name)
    rows = np.arange(6.0)
    frame = pd.DataFrame({column: rows % 2 if column in TWO_VALUED else rows for column in columns})
    if labels:
        frame[EMBEDDED[name]] = pd.Categorical.from_codes(rows.astype(int) % len(labels), labels)
    return Sheet(name, frame, digest=name)


def read(content: bytes, decimal: str | None = None, header: bool | None = None, keep: tuple[str, ...] = ()) -> Sheet:
    """The sheet of a CSV, within what the page bears; nothing in it is ever evaluated.

    Args:
        content: of the file.
        decimal, header, keep: as in `csv_table.read_csv`.

    Raises:
        ValueError: it is no such file, too large or too small; the sentence says what is allowed and what came.
    """
    checks.require(
        len(content) <= MOST_MEGABYTES * 2**20,
        f"The file has {len(content) / 2**20:.1f} MB, and {MOST_MEGABYTES} MB is the most; take fewer rows or columns.",
    )
    table = read_csv(content, decimal=decimal, header=header, keep=keep)
    rows, columns = table.frame.shape
    checks.require(columns <= MOST_COLUMNS, f"A table may have {MOST_COLUMNS} columns here; this one has {columns:,}.")
    checks.require(
        rows >= LEAST_ROWS,
        f"A table must have at least {LEAST_ROWS} rows below the names; this one has {rows:,}.",
    )
    otherwise = repr((decimal, header, sorted(keep))) if (decimal, header, *keep) != (None, None) else ""
    digest = hashlib.sha256(content + otherwise.encode()).hexdigest()
    return Sheet(OWN, table.frame, table.notes, digest, table.unused, table.undecided, table.decimal, table.header)


def brought(content: bytes, header: str | None = None, decimal: str | None = None, keep: tuple = ()) -> Sheet:
    """The table of a reader's CSV; what is chosen as it is found is not told as a choice.

    What was read is kept with the content and goes with it.

    Args:
        content: of the file.
        header: "names" or "example": what the first row holds; None = as it is found.
        decimal, keep: as in `read`.

    Raises:
        ValueError: as `read`.
    """
    content = content if isinstance(content, Contents) else Contents(content)

    def one(named: bool | None = None, mark: str | None = None, kept: tuple = ()) -> Sheet:
        return content.of((named, mark, kept), lambda: read(content, mark, named, kept))

    named = None if header is None else header == "names"
    named = None if named == one().header else named
    mark = None if decimal == one(named).decimal else decimal
    return one(named, mark, tuple(keep))
