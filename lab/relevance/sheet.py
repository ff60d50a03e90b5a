"""A table as a page offers it: named columns of numbers and of texts, not yet data to train on."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.datasets import DATASETS, TITLES
from lab.reading.indicators import MOST_VALUES

OWN = "own"
TWO_VALUED = ("sex",)  # columns of numbers of the tables below that hold two different ones
EMBEDDED = {"diabetes": "progression", "iris": "species", "breast_cancer": "tumour"}  # name -> its target
LABELS = {"iris": ("setosa", "versicolor", "virginica"), "breast_cancer": ("malignant", "benign")}
SOURCES = {**{name: TITLES[name] for name in EMBEDDED}, OWN: "a CSV of your own"}


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

    @property
    def nbytes(self) -> int:
        """Bytes it holds."""
        return int(self.frame.memory_usage(deep=True).sum())

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
