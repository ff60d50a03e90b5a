"""What one can choose about a useless column: its values, and where the weights start."""

from lab import presets
from lab.columns import Column
from lab.data import Data
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
STARTS = {  # how the weights start -> their `Init`; the discussion's come from `presets.DISCUSSION_START`
    "Glorot, as Keras does": Init("glorot_uniform"),
    "uniform, -1 to 1": Init("uniform", low=-1.0, high=1.0),
    "normal, sd 1": Init("normal", stddev=1.0),
    "the discussion's": Init(),
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
    return Data("line", n=examples, noise=noise, seed=seed, columns=(Column(kind, **values),))


def explicit(start: str) -> list | None:
    """The initial weights that a key of `STARTS` spells out; None where they are drawn."""
    return presets.DISCUSSION_START if start == "the discussion's" else None
