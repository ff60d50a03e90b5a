"""The examples: the frozen spec `Data`, and `load`, which turns it into arrays."""

import warnings
from dataclasses import KW_ONLY, dataclass
from functools import lru_cache

import numpy as np

from lab import checks, rounding
from lab.columns import Column
from lab.datasets import DATASETS, INTERCEPT, SLOPE
from lab.table import Table

TABLE_RULE = "`Data.table` belongs to `Data.name` 'table' and to no other; make it with `Data.from_frame`."


@dataclass(frozen=True)
class Data:
    """The examples a network is trained on.

    Attributes:
        name: a key of `lab.datasets.DATASETS`, or "table" for a table of one's own (`Data.from_frame`).
        n: number of examples; None = the data set's own number. Data sets of fixed size take None only.
        noise: standard deviation of the made noise (of the targets in `line`, of the inputs elsewhere);
            None = the data set's own.
        seed: of the data and its noise; apart from the seed of the weights.
        columns: of `line` alone: the inputs beside x1.
        slope, intercept: of `line` alone: y = slope * x1 + intercept + noise, and `Column.weight` of each column.
        standardize: every input column to mean 0 and standard deviation 1 (constant columns to 0).
        table: the rows of a table of one's own.
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

    def __post_init__(self):
        checks.one_of("Data.name", self.name, DATASETS)
        checks.that((self.table is not None) == (self.name == "table"), TABLE_RULE)
        if self.table is not None:
            checks.a("Data.table", self.table, Table)
        checks.store(self, seed=checks.whole("Data.seed", self.seed, 0, checks.MAX_SEED))
        checks.flag("Data.standardize", self.standardize)
        self._check_size()
        self._check_columns()
        self._check_truth()

    def _check_size(self):
        made = DATASETS[self.name]
        if self.n is not None:
            checks.that(
                made.least is not None, f"`Data.n` must be None for {self.name!r}: its number of examples is fixed."
            )
            checks.store(self, n=checks.whole("Data.n", self.n, made.least, 20_000))
        if self.noise is not None:
            checks.that(made.noise is not None, f"`Data.noise` must be None for {self.name!r}: it has no noise to set.")
            checks.store(self, noise=checks.number("Data.noise", self.noise, 0.0, 1e3))

    def _check_columns(self):
        columns = checks.sequence("Data.columns", self.columns, 50)
        for column in columns:
            checks.a("Data.columns", column, Column)
        checks.that(not columns or self.name == "line", f"`Data.columns` belongs to 'line' only; got {self.name!r}.")
        checks.store(self, columns=columns)

    def _check_truth(self):
        for name, default in (("slope", SLOPE), ("intercept", INTERCEPT)):
            value = checks.number(f"Data.{name}", getattr(self, name), -1e6, 1e6)
            checks.that(
                value == default or self.name == "line",
                f"`Data.{name}` belongs to 'line' only, and is {default:g} elsewhere; got {value:g} for {self.name!r}.",
            )
            checks.store(self, **{name: value})

    @classmethod
    def from_frame(
        cls, frame, *, target: str | list[str], task: str = "regression", standardize: bool = False
    ) -> "Data":
        """A table of one's own: every column but the target is an input.

        Args:
            frame: pandas DataFrame, numeric inputs, no missing value, at least 1 row, and at most as much as half the
                free memory holds.
            target: name of the target column, or the names of several (regression only).
            task: "regression", "binary" (two distinct values, in sorted order 0 and 1) or "classes".
            standardize: as in `Data`.

        Raises:
            ValueError: the table cannot be trained on; the sentence says what is allowed and what came.

        Warns:
            UserWarning: float32, in which training computes, does not hold a column as it is; names it, and what to do.
        """
        data = cls("table", table=Table.from_frame(frame, target=target, task=task), standardize=standardize)
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
        """Number of examples."""
        return self.table.examples if self.table else self.n or DATASETS[self.name].size

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the input columns."""
        if self.table:
            return self.table.features
        extra = tuple(f"x{i} {column.kind}" for i, column in enumerate(self.columns, start=2))
        return DATASETS[self.name].features + extra


def load(data: Data, precision: str = "float32") -> tuple[np.ndarray, np.ndarray]:
    """The arrays that are trained on.

    Args:
        data: what to load.
        precision: "float32" or "float64", as in `Training.precision`.

    Returns:
        x of shape (example, input) and y of shape (example, output), read-only; for "classes" y is one-hot, for
        "binary" it is one column of 0 and 1.

    Raises:
        OSError: the data set has to be downloaded, and cannot be.
    """
    x, y = (_arrays if data.table else _load)(data)
    return _frozen(x.astype(precision, copy=False)), _frozen(y.astype(precision, copy=False))


@lru_cache(maxsize=16)
def _load(data: Data) -> tuple[np.ndarray, np.ndarray]:
    """The arrays of a made data set, kept for the next who asks."""
    return _arrays(data)


def _arrays(data: Data) -> tuple[np.ndarray, np.ndarray]:
    """The arrays; of a table of one's own they are kept by nobody but who holds it."""
    x, y = data.table.arrays() if data.table else _made(data)
    x = _standardized(x) if data.standardize else x
    return x, np.eye(data.outputs)[y.astype(int).ravel()] if data.task == "classes" else y.reshape(len(x), -1)


def _made(data: Data) -> tuple[np.ndarray, np.ndarray]:
    made = DATASETS[data.name]
    noise = made.noise if data.noise is None else data.noise
    truth = {"slope": data.slope, "intercept": data.intercept} if data.name == "line" else {}
    x, y = made.make(data.examples, noise, _draws(data.seed, 0), **truth)
    columns = [column.values(x[:, 0], _draws(data.seed, i)) for i, column in enumerate(data.columns, start=1)]
    parts = [column.weight * values for column, values in zip(data.columns, columns, strict=True) if column.weight]
    return np.column_stack([x, *columns]), np.asarray(y) + sum(parts)


def _draws(seed: int, place: int) -> np.random.Generator:
    """The generator of one column's draws; no two addresses share one."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(place,)))


def _standardized(x: np.ndarray) -> np.ndarray:
    constant = np.ptp(x, axis=0) == 0  # its computed spread may be a rounding error instead of 0
    return np.where(constant, 0.0, x - x.mean(axis=0)) / np.where(constant, 1.0, x.std(axis=0))


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
