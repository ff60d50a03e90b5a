"""The line y = 3 x1 + 1 with a second column, or with copies of the first: what one can choose of it."""

from collections.abc import Sequence

from lab import checks, presets
from lab.columns import Column
from lab.data import Data

NOISE, START = "noise posted in the forum thread", "as posted in the forum thread"
FORMER = {  # how older links write these
    NOISE: ("the noise of the forum's question", "the discussion's noise"),
    START: ("as in the forum's question", "the discussion's"),
}
SHOWN = {NOISE: "the forum's noise", START: "the forum's weights"}  # where there is little room
THREAD = "“What is the Cost Function for Softmax?”"  # the forum thread that both were posted in
SECOND = {  # what the second column is -> its kind
    "noise": "noise",
    NOISE: "discussion",
    "constant": "constant",
    "x1 once more": "duplicate",
    "a multiple of x1": "scaled",
    "zeros": "zero",
    "correlated with x1": "correlated",
}
# kind of column -> field of `Column` -> (label, values, default)
NUMBERS: dict[str, dict[str, tuple[str, tuple, float]]] = {
    "noise": {
        "mean": ("Mean of the noise", (-10.0, -1.0, 0.0, 1.0, 10.0, 30.0), 0.0),
        "sd": ("Standard deviation of the noise", (0.0, 0.01, 0.1, 1.0, 3.0), 1.0),
    },
    "constant": {"value": ("The constant", (-3.0, 0.1, 1.0, 3.0, 10.0), 1.0)},
    "scaled": {"factor": ("Times", (-2.0, -1.0, 0.1, 0.5, 2.0, 5.0), 2.0)},
    "correlated": {"rho": ("Correlation", (-1.0, -0.9, 0.0, 0.5, 0.9, 0.99, 1.0), 0.9)},
}
COPIES = (2, 5, 10)  # columns equal to x1, x1 itself among them
BATCHES = {"all": None, "5": 5, "2": 2}  # examples a step -> `Training.batch_size`


def formerly(option: str) -> str | tuple[str, ...]:
    """How older links write an option."""
    return FORMER.get(option, option)


def shown(option: str) -> str:
    """An option as it fits a narrow box."""
    return SHOWN.get(option, option)


def second(k, usual: str, former: str, **begin: float) -> str:
    """Declare the knobs of the second column, whose key in older links is `former`; the kind that is chosen.

    `begin` is that of `numbers`.
    """
    kind = SECOND[k.choice("column", "Second column", SECOND, usual, former=(former, formerly), shown=shown)]
    numbers(k, kind, **begin)
    return kind


def named(features: Sequence[str]) -> list[str]:
    """Names of columns with their kinds as the knobs have them: "x2 duplicate" is "x2 (x1 once more)"."""
    says = {kind: option for option, kind in SECOND.items()}
    parts = [(feature.partition(" ")[0], feature.partition(" ")[2]) for feature in features]
    return [f"{name} ({says[kind]})" if kind in says else f"{name} {kind}".strip() for name, kind in parts]


def numbers(k, kind: str, name: str = "", key: str = "", **begin: float) -> None:
    """Declare the knobs for the numbers of a column of this kind: those of x3, its name, end on "_x3".

    Args:
        k: a `lab.knobs.Knobs`.
        kind: a value of `SECOND`, or "none".
        name: of the column; "" where there is one alone, or it is the first of several.
        key: what the address's keys begin with; "" = as the question's do.
        begin: field -> how it begins, where that is another number.
    """
    for field, (label, options, default) in NUMBERS.get(kind, {}).items():
        own = f"{field}_{name}" if name else field
        says = f"{label} ({name})" if name else label
        k.steps(own, says, options, begin.get(field, default), key=key and key + own)


def data(
    kind: str,
    *,
    noise: float = 0.0,
    seed: int = 0,
    examples: int = 10,
    copies: int = 2,
    standardize: bool = False,
    **values: float,
) -> Data:
    """The line with a second column, or with several copies of the first.

    Args:
        kind: a value of `SECOND`; "discussion" is the table of seeds/001, of which only `standardize` changes anything.
        noise: standard deviation of the targets' noise.
        seed: of what is drawn.
        examples: their number.
        copies: for the kind "duplicate": how many columns are equal to x1, itself among them.
        standardize: as in `Data`.
        values: fields of `Column`, such as mean.
    """
    if kind == "discussion":
        made = presets.DISCUSSION_TABLE
    else:
        column = checks.kept(Column, {"kind": kind, **values})  # knobs of other kinds keep their place
        columns = (column,) * (copies - 1 if kind == "duplicate" else 1)
        made = checks.kept(Data, {"name": "line", "n": examples, "noise": noise, "seed": seed, "columns": columns})
    return checks.kept(Data, vars(made) | {"standardize": standardize})
