"""What one can choose about a truth, the columns beside x1, and where the weights start."""

from collections.abc import Sequence

import pandas as pd

from lab import checks, presets
from lab.columns import Column
from lab.data import Data, load
from lab.datasets import INTERCEPT, SLOPE
from lab.numerals import figure
from lab.specs import Init

SECOND = {  # what the second column is -> its kind
    "noise": "noise",
    "the discussion's noise": "discussion",
    "constant": "constant",
    "x1 once more": "duplicate",
    "a multiple of x1": "scaled",
    "zeros": "zero",
    "correlated with x1": "correlated",
}
KINDS = {"none": "none"} | SECOND  # what a column may be where it need not be there
STARTS = {  # how the weights start -> their `Init`; the discussion's come from `presets.DISCUSSION_START`
    "Glorot, as Keras does": Init("glorot_uniform"),
    "uniform, -1 to 1": Init("uniform", low=-1.0, high=1.0),
    "normal, sd 1": Init("normal", stddev=1.0),
    "the discussion's": Init(),
    "all zero": Init("zeros"),
}
BATCHES = {"all": None, "5": 5, "2": 2}  # examples a step -> `Training.batch_size`


def data(kind: str, *, noise: float = 0.0, seed: int = 0, examples: int = 10, **values: float) -> Data:
    """The line y = 3 x1 + 1 with a second column.

    Args:
        kind: a value of `SECOND`; "discussion" is the table of seeds/001, which nothing below changes.
        noise: standard deviation of the targets' noise.
        seed: of what is drawn.
        examples: their number.
        values: fields of `Column`, such as mean.
    """
    if kind == "discussion":
        return presets.DISCUSSION_TABLE
    column = checks.kept(Column, {"kind": kind, **values})  # knobs of other kinds keep their place
    return checks.kept(Data, {"name": "line", "n": examples, "noise": noise, "seed": seed, "columns": (column,)})


def built(
    columns: Sequence[dict],
    *,
    slope: float = SLOPE,
    intercept: float = INTERCEPT,
    noise: float = 0.0,
    seed: int = 0,
    examples: int = 10,
) -> Data:
    """A line with a truth and columns of one's own.

    Args:
        columns: of each its `kind`, a value of `SECOND`, and fields of `Column`; the discussion's noise makes the
            whole a table, and takes 10 examples.
        slope, intercept: the truth is slope * x1 + intercept + noise, and the weight of each column times the column.
        noise, seed, examples: as in `data`.
    """
    made = tuple(checks.kept(Column, column | ({"kind": "zero"} if _given(column) else {})) for column in columns)
    drawn = {"n": examples, "noise": noise, "seed": seed}
    line = checks.kept(Data, {"name": "line", **drawn, "columns": made, "slope": slope, "intercept": intercept})
    places = [place for place, column in enumerate(columns, start=1) if _given(column)]
    return _with_the_discussion_s(line, places) if places else line


def useless(columns: Sequence[dict], slope: float = SLOPE) -> list[str]:
    """Names of the weights whose columns the truth does without."""
    parts = [slope, *(column["weight"] for column in columns)]
    return [f"w{place}" for place, part in enumerate(parts, start=1) if part == 0]


def truth(
    columns: Sequence[dict], *, slope: float, intercept: float, noise: float, examples: int, seed: int = 0
) -> str:
    """How the targets are made: "The truth: y = 3 x1 + 1, without noise (10 examples)."; arguments as in `built`."""
    terms = [(slope, "x1"), *((column["weight"], f"x{place}") for place, column in enumerate(columns, start=2))]
    text = ""
    for part, name in [*terms, (intercept, "")]:
        if part:
            size = name if abs(part) == 1 and name else f"{figure(abs(part))} {name}".strip()
            text += f" {'−' if part < 0 else '+'} {size}" if text else f"{'−' if part < 0 else ''}{size}"
    noisy = f"with noise of standard deviation {figure(noise)}" if noise else "without noise"
    return f"The truth: y = {text or '0'}, {noisy} ({examples} examples)."


def explicit(start: str, inputs: int = 2) -> list | None:
    """The initial weights that a key of `STARTS` spells out; None where they are drawn.

    Args:
        start: a key of `STARTS`.
        inputs: number of columns; those beyond the discussion's two start where its second did.
    """
    if start != "the discussion's":
        return None
    kernel, bias = presets.DISCUSSION_START
    return [[*kernel, *[kernel[1]] * inputs][:inputs], bias]


def fixed(columns: Sequence[dict]) -> bool:
    """Whether the discussion's ten numbers are among the columns, so that there are ten examples."""
    return any(map(_given, columns))


def _given(column: dict) -> bool:
    return column["kind"] == "discussion"


def _with_the_discussion_s(line: Data, places: list[int]) -> Data:
    """The table that has the discussion's noise in these columns of `line`."""
    x, y = (array.copy() for array in load(line, "float64"))
    names = [name if place not in places else f"x{place + 1}" for place, name in enumerate(line.features)]
    for place in places:
        x[:, place] = presets.DISCUSSION_NOISE
        y[:, 0] += line.columns[place - 1].weight * x[:, place]
    return Data.from_frame(pd.DataFrame(dict(zip(names, x.T, strict=True))).assign(y=y[:, 0]), target="y")
