"""What the questions about speed are asked of: columns, standardised or not, and copies of x1."""

from lab import checks
from lab.columns import Column
from lab.data import Data
from lab.relevance import weights_setting

COPIES = (2, 5, 10)  # columns equal to x1, x1 itself among them


def data(kind: str, *, copies: int = 2, standardize: bool = False, **values: float) -> Data:
    """The line y = 3 x1 + 1 with a second column, or with several copies of the first.

    Args:
        kind: a value of `weights_setting.SECOND`.
        copies: for the kind "duplicate": how many columns are equal to x1, itself among them.
        standardize: as in `Data`.
        values: as in `weights_setting.data`.
    """
    made = weights_setting.data(kind, **values)
    if kind == "duplicate":
        made = checks.kept(Data, vars(made) | {"columns": (Column("duplicate"),) * (copies - 1)})
    return checks.kept(Data, vars(made) | {"standardize": standardize})
