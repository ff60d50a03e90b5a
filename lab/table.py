"""A user's own table: checked once, kept as arrays, compared and hashed by content."""

import hashlib
from dataclasses import dataclass

import numpy as np

from lab import checks

TASKS = ("regression", "binary", "classes")
MAX_ROWS, MAX_COLUMNS, MAX_CLASSES = 20_000, 200, 100


@dataclass(frozen=True, eq=False)
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
        checks.that(hasattr(frame, "columns"), f"A table must be a pandas DataFrame; got a {type(frame).__name__}.")
        names = [str(name) for name in frame.columns]
        repeated = sorted({name for name in names if names.count(name) > 1})
        checks.that(not repeated, f"Column names must differ; {', '.join(map(repr, repeated))} comes more than once.")
        targets = [target] if isinstance(target, str) else list(checks.sequence("target", target, MAX_COLUMNS))
        missing = [name for name in targets if name not in names]
        checks.that(not missing, f"The table has no target column {missing[:1]}; it has {_listed(names)}.")
        values = {name: list(frame.iloc[:, i]) for i, name in enumerate(names)}
        return cls.from_columns(
            {name: values[name] for name in names if name not in targets},
            {name: values[name] for name in targets},
            task,
        )

    @classmethod
    def from_columns(cls, inputs: dict[str, list], targets: dict[str, list], task: str) -> "Table":
        """The table of named columns: lists of one length."""
        checks.one_of("task", task, TASKS)
        _check_shape(inputs, targets)
        checks.that(task == "regression" or len(targets) == 1, f"The task {task!r} takes one target column.")
        x = np.column_stack([_numbers(name, values) for name, values in inputs.items()])
        if task == "regression":
            labels, y = (), np.column_stack([_numbers(name, values) for name, values in targets.items()])
        else:
            labels, y = _classes(*next(iter(targets.items())), task)
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

    def _key(self) -> tuple:
        digest = hashlib.sha256(self.x.tobytes() + self.y.tobytes()).hexdigest()
        return self.features, self.targets, self.labels, self.task, self.x.shape, digest

    def __eq__(self, other):
        return isinstance(other, Table) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())


def _check_shape(inputs: dict, targets: dict) -> None:
    for kind, columns in (("input", inputs), ("target", targets)):
        good = isinstance(columns, dict) and all(isinstance(column, list) for column in columns.values())
        checks.that(good, f"The {kind} columns must be named lists of values.")
        checks.that(len(columns) > 0, f"A table needs at least one {kind} column; this one has none.")
    columns = {**inputs, **targets}
    lengths = {len(column) for column in columns.values()}
    checks.that(len(columns) <= MAX_COLUMNS, f"A table may have {MAX_COLUMNS} columns; got {len(columns):,}.")
    checks.that(len(lengths) == 1, f"All columns must have the same number of rows; got {sorted(lengths)[:5]}.")
    rows = lengths.pop()
    checks.that(1 <= rows <= MAX_ROWS, f"A table must have 1 to {MAX_ROWS:,} rows; got {rows:,}.")


def _numbers(name: str, values: list) -> np.ndarray:
    """One numeric column, or the sentence that says what is wrong with it."""
    strange = [value for value in values if isinstance(value, (str, bytes, complex, list, dict, tuple))]
    checks.that(not strange, f"Column {name!r} must hold numbers; got {str(strange[:1])[1:60]}.")
    try:
        column = np.array([np.nan if value is None else value for value in values], dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"Column {name!r} must hold numbers only.") from None
    missing, wrong = int(np.isnan(column).sum()), int((np.abs(column) > 1e30).sum())
    checks.that(missing == 0, f"Column {name!r} has {missing:,} missing values; drop or fill those rows first.")
    checks.that(wrong == 0, f"Column {name!r} has {wrong:,} values that are infinite or beyond 1e30.")
    return column


def _classes(name: str, values: list, task: str) -> tuple[tuple, np.ndarray]:
    """The labels in sorted order, and the number of each row's label."""
    missing = sum(value is None or value != value for value in values)
    checks.that(missing == 0, f"Column {name!r} has {missing:,} missing values; drop or fill those rows first.")
    plain = [value.item() if isinstance(value, np.generic) else value for value in values]
    strange = [value for value in plain if not isinstance(value, (str, int, float))]
    checks.that(not strange, f"Column {name!r} must hold texts or numbers; got {str(strange[:1])[1:60]}.")
    labels = tuple(sorted(set(plain), key=lambda label: (isinstance(label, str), label)))
    most = 2 if task == "binary" else MAX_CLASSES
    rule = "exactly 2" if task == "binary" else f"2 to {MAX_CLASSES}"
    checks.that(2 <= len(labels) <= most, f"Target {name!r} must have {rule} distinct values; it has {len(labels):,}.")
    numbers = {label: number for number, label in enumerate(labels)}
    return labels, np.array([[numbers[value]] for value in plain], dtype=float)


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:12])
    return shown + (" ..." if len(names) > 12 else "") if names else "no columns"
