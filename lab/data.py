"""The examples: the frozen spec `Data`, and `load`, which turns it into arrays."""

import warnings
from dataclasses import KW_ONLY, dataclass
from functools import lru_cache

import numpy as np

from lab import checks, examples, rounding
from lab.columns import Column
from lab.datasets import DATASETS, INTERCEPT, SLOPE
from lab.table import Table

PARTS = ("training", "validation")
TABLE_RULE = "`Data.table` belongs to `Data.name` 'table' and to no other; make it with `Data.from_frame`."


@dataclass(frozen=True)
class Data(checks.Spec):
    """The examples a network is trained on, and those that are held out.

    Attributes:
        name: a key of `lab.datasets.DATASETS`, or "table" for a table of one's own (`Data.from_frame`).
        n: number of examples; None = the data set's own number. Data sets of fixed size take None only.
        noise: standard deviation of the made noise (of the targets in `line`, of the inputs elsewhere);
            None = the data set's own.
        seed: of the data and its noise; apart from the seed of the weights. Where nothing is drawn it is refused.
        columns: of `line` alone: the inputs beside x1.
        slope, intercept: of `line` alone: y = slope * x1 + intercept + noise, and `Column.weight` of each column.
        standardize: every input column to mean 0 and standard deviation 1 (constant columns to 0).
        table: the rows of a table of one's own.
        standardize_target: of a regression: every target column likewise; `Run` gives costs and predictions in the
            original unit too.
        validation: share of the examples that is held out, from 0 up to but not 1; their costs are recorded beside.
            All means and standard deviations are those of the examples that are trained on.
        validation_seed: of the draw of what is held out.
    """

    name: str = "xor"
    _: KW_ONLY
    n: int | None = None
    noise: float | None = None
    seed: int = 0
    columns: tuple[Column, ...] = ()
    slope: float = SLOPE
    intercept: float = INTERCEPT
    standardize: bool = False
    table: Table | None = None
    standardize_target: bool = False
    validation: float = 0.0
    validation_seed: int = 0

    def check(self) -> None:
        """Raise unless every field is what it must be."""
        checks.one_of("Data.name", self.name, DATASETS)
        checks.require((self.table is not None) == (self.name == "table"), TABLE_RULE)
        if self.table is not None:
            checks.require_type("Data.table", self.table, Table)
        for name in ("seed", "validation_seed"):
            checks.store(self, **{name: checks.whole(f"Data.{name}", getattr(self, name), 0, checks.MAX_SEED)})
        checks.flag("Data.standardize", self.standardize)
        self._check_size()
        self._check_columns()
        self._check_truth()
        self._check_target()
        self._check_validation()

    def _check_size(self):
        made = DATASETS[self.name]
        if self.n is not None:
            checks.require(
                made.least is not None, f"`Data.n` must be None for {self.name!r}: its number of examples is fixed."
            )
            checks.store(self, n=checks.whole("Data.n", self.n, made.least, 20_000))
        if self.noise is not None:
            checks.require(
                made.noise is not None, f"`Data.noise` must be None for {self.name!r}: it has no noise to set."
            )
            checks.store(self, noise=checks.number("Data.noise", self.noise, 0.0, 1e3))

    def _check_columns(self):
        columns = checks.sequence("Data.columns", self.columns, 50)
        for column in columns:
            checks.require_type("Data.columns", column, Column)
        checks.require(not columns or self.name == "line", f"`Data.columns` belongs to 'line' only; got {self.name!r}.")
        checks.store(self, columns=columns)

    def _check_truth(self):
        for name, default in (("slope", SLOPE), ("intercept", INTERCEPT)):
            value = checks.number(f"Data.{name}", getattr(self, name), -1e6, 1e6)
            checks.require(
                value == default or self.name == "line",
                f"`Data.{name}` belongs to 'line' only, and is {default:g} elsewhere; got {value:g} for {self.name!r}.",
            )
            checks.store(self, **{name: value})

    def _check_target(self):
        checks.flag("Data.standardize_target", self.standardize_target)
        checks.require(
            not self.standardize_target or self.task == "regression",
            f"`Data.standardize_target` is for targets that are numbers; those of {self.name!r} are {self.task}.",
        )

    def _check_validation(self):
        checks.store(self, validation=checks.number("Data.validation", self.validation, 0.0, 1.0))
        checks.require(
            not self.validation or 1 <= self.held < self.total,
            f"`Data.validation` must hold out at least 1 of the {self.total:,} examples and leave at least 1; "
            f"{self.validation:g} holds out {self.held:,}.",
        )

    def unused(self) -> dict[str, str]:
        """Fields that have nothing to act on -> the sentence for who sets them."""
        found = {}
        if not examples.drawn(self):
            found["seed"] = f"`Data.seed` must be 0 for {self.name!r} as it is here: nothing of it is drawn."
        if not self.validation:
            found["validation_seed"] = "`Data.validation_seed` needs `Data.validation`, the share that is held out."
        return found

    @classmethod
    def from_frame(cls, frame, *, target: str | list[str], task: str = "regression", **options) -> "Data":
        """A table of one's own: every column but the target is an input.

        Args:
            frame: pandas DataFrame, numeric inputs, no missing value, at least 1 row, and at most as much as half the
                free memory holds.
            target: name of the target column, or the names of several (regression only).
            task: "regression", "binary" (two distinct values, in sorted order 0 and 1) or "classes".
            options: `standardize`, `standardize_target`, `validation` and `validation_seed`, as in `Data`.

        Raises:
            ValueError: the table cannot be trained on; the sentence says what is allowed and what came.

        Warns:
            UserWarning: float32, in which training computes, does not hold a column as it is; names it, and what to do.
        """
        data = cls("table", table=Table.from_frame(frame, target=target, task=task), **options)
        lost = data.blurred(frame)
        if len(lost):
            warnings.warn(rounding.warning(lost, data.standardize, data.table.targets), UserWarning, stacklevel=2)
        return data

    def blurred(self, frame=None):
        """The columns of a table that float32 does not hold as they are: see `lab.rounding.blurred`.

        Args:
            frame: pandas DataFrame that the table was made of, for whole numbers that float64 has rounded already.
        """
        x, y = load(self, "float64")
        columns = dict(zip(self.features, x.T, strict=True))
        columns |= dict(zip(self.table.targets, y.T, strict=True)) if self.task == "regression" else {}
        return rounding.blurred(columns, {} if frame is None else rounding.whole(frame))

    @property
    def task(self) -> str:
        """What the targets are: "regression", "binary" or "classes"."""
        return self.table.task if self.table else DATASETS[self.name].task

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return self.table.inputs if self.table else DATASETS[self.name].inputs + len(self.columns)

    @property
    def outputs(self) -> int:
        """Number of target columns: one per class for "classes"."""
        return self.table.outputs if self.table else DATASETS[self.name].outputs

    @property
    def examples(self) -> int:
        """Number of examples that are trained on."""
        return self.total - self.held

    @property
    def held(self) -> int:
        """Number of examples that are held out."""
        return examples.held(self.total, self.validation)

    @property
    def total(self) -> int:
        """Number of all examples."""
        return self.table.examples if self.table else self.n or DATASETS[self.name].size

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the input columns."""
        if self.table:
            return self.table.features
        extra = tuple(f"x{i} {column.kind}" for i, column in enumerate(self.columns, start=2))
        return DATASETS[self.name].features + extra


def load(data: Data, precision: str = "float32", part: str = "training") -> tuple[np.ndarray, np.ndarray]:
    """The arrays that are trained on, or those that are held out.

    Args:
        data: what to load.
        precision: "float32" or "float64", as in `Training.precision`.
        part: "training" or "validation".

    Returns:
        x of shape (example, input) and y of shape (example, output), read-only; for "classes" y is one-hot, for
        "binary" it is one column of 0 and 1.

    Raises:
        OSError: the data set has to be downloaded, and cannot be.
    """
    place = PARTS.index(checks.one_of("part", part, PARTS))
    x, y = (examples.parts if data.table else _load)(data)[place]
    return _frozen(x.astype(precision, copy=False)), _frozen(y.astype(precision, copy=False))


@lru_cache(maxsize=16)
def _load(data: Data) -> list[tuple[np.ndarray, np.ndarray]]:
    """The arrays of a made data set, kept for the next who asks."""
    return examples.parts(data)


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
