"""What one chooses of a table: target and inputs, and the columns of no use that are planted beside them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data
from lab.numerals import counted
from lab.prose import listed, shortened
from lab.questions.feature_relevance.table.sheet import LEAST_ROWS, Sheet
from lab.reading.indicators import MOST_VALUES, named, values
from lab.table import MAX_NUMBER, Table

NUMBERS, CLASSES = "numbers", "classes"
FEW = 2  # different numbers in a target up to which they are taken for classes
COPY, CONSTANT = "copy of {}", "planted constant"
MOST_NOISE = 50


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is trained on.

    Attributes:
        sheet: the table.
        target: one of its columns.
        inputs: some of its columns of numbers, and of texts with few values (`Sheet.texts`): these become columns of 0
            and 1, one for each value but the most frequent.
        read_as: what the target is: "numbers" (a line is fitted) or "classes" (a softmax, of two classes a sigmoid).
        drop: whether rows that miss a value in these columns are left out.
        standardize: inputs, and a target of numbers, to mean 0 and standard deviation 1.
        noise: planted columns of normal noise.
        constant: whether a column of ones is planted.
        copy: the input of numbers that is planted once more; "" for none.
        seed: of the noise.
    """

    sheet: Sheet
    target: str
    inputs: tuple[str, ...]
    read_as: str = NUMBERS
    drop: bool = False
    standardize: bool = True
    noise: int = 20
    constant: bool = False
    copy: str = ""
    seed: int = 0

    def __post_init__(self):
        checks.one_of("Choice.read_as", self.read_as, (NUMBERS, CLASSES))
        checks.whole("Choice.noise", self.noise, 0, MOST_NOISE)
        checks.whole("Choice.seed", self.seed, 0, checks.MAX_SEED)
        checks.require(
            len(self.inputs) > 0,
            "Choose at least one input column beside the target: one of numbers, or of texts with few values.",
        )
        for name in (self.target, *self.inputs):
            checks.require(name in self.sheet.frame, f"The table has no column {shortened(name)!r}.")
        checks.require(
            self.target not in self.inputs, f"{shortened(self.target)!r} cannot be target and input at once."
        )
        numbers = [name for name in self.inputs if name in self.sheet.numbers]
        checks.require(
            self.copy in ("", *numbers),
            f"Only an input of numbers can be planted once more, not {shortened(self.copy)!r}.",
        )


def usual(sheet: Sheet, target: str) -> str:
    """What a target is taken for unless one says otherwise."""
    if target not in sheet.numbers:
        return CLASSES
    return CLASSES if sheet.frame[target].nunique() <= FEW else NUMBERS


def kinds(choice: Choice) -> dict[str, str]:
    """Name -> kind of every column that is trained on, in order: "real", "copy", "constant" or "noise"."""
    planted = {COPY.format(choice.copy): "copy"} if choice.copy else {}
    planted |= {CONSTANT: "constant"} if choice.constant else {}
    planted |= {f"planted noise {i}": "noise" for i in range(1, choice.noise + 1)}
    return dict.fromkeys([column for column, _, _ in _inputs(choice)], "real") | planted


def _inputs(choice: Choice) -> list[tuple[str, str, str | None]]:
    """Every column of the inputs: what it is called, the input it comes from, of a text the value it is 1 for."""
    frame, texts = choice.sheet.frame, choice.sheet.texts
    each = {name: values(frame[name]) if name in texts else [None] for name in choice.inputs}
    return [
        (name if value is None else named(name, value), name, value) for name, found in each.items() for value in found
    ]


def data(choice: Choice) -> Data:
    """The data of a choice.

    Raises:
        ValueError: missing values that are not to be dropped, values too large, too few rows, a target that is the
            same everywhere, a name that comes twice; the sentence says what and how many.
    """
    frame = _complete(choice)
    target = _target(choice, frame[choice.target])
    inputs, planted = _inputs(choice), {name: kind for name, kind in kinds(choice).items() if kind != "real"}
    _check_numbers(frame[[name for _, name, value in inputs if value is None]])
    names = [*(column for column, _, _ in inputs), *planted, choice.target]
    taken = sorted({name for name in names if names.count(name) > 1})
    checks.require(not taken, f"A column called {listed(taken)} is there already; rename it to plant one.")
    real = {
        column: frame[name] if value is None else (frame[name] == value).astype(float) for column, name, value in inputs
    }
    made = {name: _planted(choice, frame, name, kind) for name, kind in planted.items()}
    columns = pd.DataFrame({**real, **made, choice.target: target})
    task = "regression" if choice.read_as == NUMBERS else "binary" if target.nunique() == 2 else "classes"
    table = Table.from_frame(columns, target=choice.target, task=task)
    return Data("table", table=table, standardize=choice.standardize)  # what float32 blurs the page says: no log may


def _complete(choice: Choice) -> pd.DataFrame:
    """The chosen columns without the rows that are to be dropped."""
    chosen = choice.sheet.frame[[*choice.inputs, choice.target]]
    gaps = chosen.isna()
    rows = int(gaps.any(axis=1).sum())
    where = listed([f"{shortened(name)} ({count:,})" for name, count in gaps.sum().items() if count])
    have, those = ("has", "that row") if rows == 1 else ("have", "those rows")
    columns = "that column" if gaps.any().sum() == 1 else "those columns"
    checks.require(
        choice.drop or rows == 0,
        f"{rows:,} of {counted(len(chosen), 'row')} {have} missing values, in {where}. Drop {those}, or leave "
        f"{columns} out.",
    )
    kept = chosen[~gaps.any(axis=1)].reset_index(drop=True)
    without = f" without the {rows:,} that {'misses' if rows == 1 else 'miss'} a value" if rows else ""
    checks.require(
        len(kept) >= LEAST_ROWS,
        f"Training needs at least {LEAST_ROWS} rows; there {'is' if len(kept) == 1 else 'are'} {len(kept):,}{without}.",
    )
    return kept


def _target(choice: Choice, values: pd.Series) -> pd.Series:
    name = shortened(choice.target)
    checks.require(
        len(values.unique()) > 1, f"The target {name!r} is the same in every row: there is nothing to learn."
    )
    if choice.read_as == CLASSES:
        return values.astype(object)
    checks.require(
        values.dtype.kind == "f", f"The target {name!r} holds texts; read it as classes, or choose another target."
    )
    _check_numbers(values.to_frame())
    return (values - values.mean()) / values.std(ddof=0) if choice.standardize else values


def _check_numbers(frame: pd.DataFrame) -> None:
    """Raise where an input is no column of numbers, or a number is too large to train on."""
    texts = [name for name in frame if frame[name].dtype.kind != "f"]
    checks.require(
        not texts,
        f"Inputs must be columns of numbers, or of texts with 2 to {MOST_VALUES} values; {listed(texts)} "
        f"{'holds' if len(texts) == 1 else 'hold'} others.",
    )
    beyond = (frame.abs() > MAX_NUMBER).sum()
    where = listed([f"{shortened(name)} ({count:,})" for name, count in beyond.items() if count])
    checks.require(not where, f"Values that are infinite or beyond {MAX_NUMBER:g} cannot be trained on: {where}.")


def _planted(choice: Choice, frame: pd.DataFrame, name: str, kind: str) -> np.ndarray:
    """The values of a planted column; every column of noise has an address of its own under the seed."""
    if kind == "noise":
        place = int(name.rsplit(" ", 1)[1])
        return np.random.default_rng(np.random.SeedSequence(choice.seed, spawn_key=(place,))).normal(size=len(frame))
    return np.ones(len(frame)) if kind == "constant" else frame[choice.copy].to_numpy()
