"""A user's own table: checked once, kept as arrays, compared and hashed by content."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from numbers import Real

import numpy as np

from lab import checks, memory

TASKS = ("regression", "binary", "classes")
MAX_COLUMNS, MAX_CLASSES = 1_000, 100
MAX_NUMBER = 1e30
NUMBERS = (Real, Decimal, np.bool_, type(None))
LABELS = (str, int, float, type(None))


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """Inputs and targets of a user's own.

    Attributes:
        features: names of the input columns.
        targets: names of the target columns.
        labels: the classes in the order of their numbers; () for a regression.
        task: one of `TASKS`.
        x: (example, input), float64.
        y: (example, target), float64; class numbers for "binary" and "classes".
    """

    features: tuple[str, ...]
    targets: tuple[str, ...]
    labels: tuple
    task: str
    x: np.ndarray
    y: np.ndarray

    @classmethod
    def from_frame(cls, frame, *, target: str | list[str], task: str) -> "Table":
        """The table of a pandas DataFrame; see `Data.from_frame`."""
        checks.require(
            hasattr(frame, "iloc") and hasattr(frame, "columns"),
            f"A table must be a pandas DataFrame; got a {type(frame).__name__}.",
        )
        names = [str(name) for name in frame.columns]
        repeated = sorted({name for name in names if names.count(name) > 1})
        checks.require(
            not repeated, f"Column names must differ; {', '.join(map(repr, repeated))} comes more than once."
        )
        targets = [str(name) for name in (target if isinstance(target, (list, tuple)) else [target])]
        checks.require(len(set(targets)) == len(targets), f"`target` may name a column once; got {_listed(targets)}.")
        missing = [name for name in targets if name not in names]
        checks.require(not missing, f"The table has no target column {_listed(missing)}; it has {_listed(names)}.")
        _check_size(len(frame), len(names))
        labels = targets if task != "regression" else ()
        values = {name: _plain(frame.iloc[:, i], name in labels) for i, name in enumerate(names)}
        return cls.from_columns(
            {name: values[name] for name in names if name not in targets},
            {name: values[name] for name in targets},
            task,
        )

    @classmethod
    def from_columns(cls, inputs: dict, targets: dict, task: str) -> "Table":
        """The table of named columns: lists, or arrays of numbers, of one length."""
        checks.one_of("task", task, TASKS)
        _check_shape(inputs, targets)
        checks.require(task == "regression" or len(targets) == 1, f"The task {task!r} takes one target column.")
        x = _stacked(inputs)
        if task == "regression":
            labels, y = (), _stacked(targets)
        else:
            labels, y = _classes(*next(iter(targets.items())), task)
        x.flags.writeable = y.flags.writeable = False
        return cls(tuple(inputs), tuple(targets), labels, task, x, y)

    def to_columns(self) -> dict:
        """The named columns that `from_columns` takes, plain lists."""
        inputs = dict(zip(self.features, self.x.T.tolist(), strict=True))
        columns = self.y.T.tolist()
        if self.labels:
            columns = [[self.labels[int(number)] for number in columns[0]]]
        return {"inputs": inputs, "targets": dict(zip(self.targets, columns, strict=True)), "task": self.task}

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """x and y."""
        return self.x, self.y

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return len(self.features)

    @property
    def outputs(self) -> int:
        """Number of network outputs: one per class for "classes"."""
        return len(self.labels) if self.task == "classes" else len(self.targets)

    @property
    def examples(self) -> int:
        """Number of rows."""
        return len(self.x)

    @cached_property
    def _key(self) -> tuple:
        """What two equal tables have in common; read once, for a run asks for it at every replica."""
        digest = hashlib.sha256(self.x)
        digest.update(self.y)
        return self.features, self.targets, self.labels, self.task, self.x.shape, digest.hexdigest()

    def __eq__(self, other):
        return self is other or (isinstance(other, Table) and self._key == other._key)

    def __hash__(self):
        return hash(self._key)

    def __repr__(self):
        return f"<table of {self.examples:,} rows: {_listed(self.features)} -> {_listed(self.targets)}>"


def _plain(column, labelled: bool) -> np.ndarray | list:
    """An array where a pandas column is one of numbers (labels keep their type), else a list, None for missing."""
    kind, own = getattr(column.dtype, "kind", "O"), not isinstance(column.dtype, np.dtype)
    if kind in "biuf" and not own:
        return column.to_numpy()
    if kind in "biuf" and not labelled and not hasattr(column.dtype, "fill_value"):  # a sparse type has that
        return column.to_numpy(dtype=float, na_value=np.nan)
    return column.astype(object).where(column.notna(), None).tolist()


def _check_size(rows: int, columns: int) -> None:
    checks.require(columns <= MAX_COLUMNS, f"A table may have {MAX_COLUMNS:,} columns; got {columns:,}.")
    checks.require(rows >= 1, f"A table must have at least 1 row; got {rows:,}.")
    memory.check_table(rows, columns)


def _check_shape(inputs: dict, targets: dict) -> None:
    for kind, columns in (("input", inputs), ("target", targets)):
        good = isinstance(columns, dict) and all(isinstance(column, (list, np.ndarray)) for column in columns.values())
        checks.require(good, f"The {kind} columns must be named lists of values.")
        checks.require(len(columns) > 0, f"A table needs at least one {kind} column; this one has none.")
    for name in (*inputs, *targets):
        checks.text("name of a column", name)
    both = [name for name in inputs if name in targets]
    checks.require(not both, f"A column is an input or a target; {_listed(both)} is named as both.")
    lengths = sorted({len(column) for column in (*inputs.values(), *targets.values())})
    checks.require(len(lengths) == 1, f"All columns must have the same number of rows; got {lengths[:5]}.")
    _check_size(lengths[0], len(inputs) + len(targets))


def _stacked(columns: dict) -> np.ndarray:
    """Numeric columns side by side, each checked and converted by itself: (example, column)."""
    stacked = np.empty((len(next(iter(columns.values()))), len(columns)))
    for place, (name, values) in enumerate(columns.items()):
        stacked[:, place] = _numbers(name, values)
    return stacked


def _numbers(name: str, values: np.ndarray | list) -> np.ndarray:
    """One numeric column, or the sentence that says what is wrong with it."""
    if not isinstance(values, np.ndarray) and set(map(type, values)) == {float}:
        values = np.array(values)
    elif not isinstance(values, np.ndarray):
        checks.each(name, values, NUMBERS, "numbers")
    _check_values(name, values)
    return np.asarray(values, dtype=float)


def _check_values(name: str, values: np.ndarray | list) -> None:
    array = isinstance(values, np.ndarray)
    missing = int(np.sum(np.isnan(values) if array else [value is None or value != value for value in values]))
    checks.require(missing == 0, f"Column {name!r} has missing values ({missing:,}); drop or fill those rows first.")
    numbers = values if array else [value for value in values if not isinstance(value, str)]
    far = np.abs(values) > MAX_NUMBER if array else [not -MAX_NUMBER <= value <= MAX_NUMBER for value in numbers]
    beyond = int(np.sum(far))
    checks.require(beyond == 0, f"Column {name!r} has values that are infinite or beyond {MAX_NUMBER:g} ({beyond:,}).")


def _classes(name: str, values: np.ndarray | list, task: str) -> tuple[tuple, np.ndarray]:
    """The labels in sorted order, and the number of each row's label."""
    if isinstance(values, np.ndarray):
        _check_values(name, values)
        found, numbers = np.unique(values, return_inverse=True)
        labels = tuple(found.tolist())
    else:
        plain = [value.item() if isinstance(value, np.generic) else value for value in values]
        checks.each(name, plain, LABELS, "texts or numbers")
        _check_values(name, plain)
        labels = tuple(sorted(set(plain), key=lambda label: (isinstance(label, str), label)))
        places = {label: number for number, label in enumerate(labels)}
        numbers = np.array([places[value] for value in plain])
    most = 2 if task == "binary" else MAX_CLASSES
    rule = "exactly 2" if task == "binary" else f"2 to {MAX_CLASSES}"
    checks.require(
        2 <= len(labels) <= most, f"Target {name!r} must have {rule} distinct values; it has {len(labels):,}."
    )
    return labels, numbers.reshape(-1, 1).astype(float)


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:12])
    return shown + (" ..." if len(names) > 12 else "") if names else "no columns"
