"""Input columns built beside x1, each with a known relation to it."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass

import numpy as np

from lab import checks

# kind -> values(column, x1, draws)
COLUMNS: dict[str, Callable] = {
    "noise": lambda column, x1, draws: draws.normal(column.mean, column.sd, len(x1)),
    "constant": lambda column, x1, draws: np.full(len(x1), column.value),
    "duplicate": lambda column, x1, draws: x1.copy(),
    "scaled": lambda column, x1, draws: column.factor * x1,
    "zero": lambda column, x1, draws: np.zeros(len(x1)),
    "correlated": lambda column, x1, draws: _correlated(column.rho, x1, draws),
}


USED_BY = {"mean": "noise", "sd": "noise", "value": "constant", "factor": "scaled", "rho": "correlated"}


@dataclass(frozen=True)
class Column(checks.Spec):
    """One input column of the data set `line`. A field that the kind does not use is refused.

    Attributes:
        kind: a key of `COLUMNS`.
        mean, sd: of "noise": Gaussian, drawn anew for each `Data.seed`.
        value: of "constant".
        factor: of "scaled": the column is factor * x1.
        rho: of "correlated": sample correlation with x1, from -1 to 1; mean and spread are those of x1.
        weight: of every kind: the column's coefficient in the truth; 0 = the column is useless.
    """

    kind: str
    _: KW_ONLY
    mean: float = 0.0
    sd: float = 1.0
    value: float = 1.0
    factor: float = 2.0
    rho: float = 0.9
    weight: float = 0.0

    def check(self) -> None:
        """Raise unless every field is what it must be."""
        checks.one_of("Column.kind", self.kind, COLUMNS)
        for name in ("mean", "value", "factor", "weight"):
            checks.store(self, **{name: checks.number(f"Column.{name}", getattr(self, name), -1e6, 1e6)})
        checks.store(self, sd=checks.number("Column.sd", self.sd, 0.0, 1e6))
        checks.store(self, rho=checks.number("Column.rho", self.rho, -1.0, 1.0))

    def unused(self) -> dict[str, str]:
        """Fields that the kind does not use -> the sentence for who sets them."""
        sentence = "`Column.{}` belongs to the kind {!r}; {!r} does not use it."
        others = {name: kind for name, kind in USED_BY.items() if kind != self.kind}
        return {name: sentence.format(name, kind, self.kind) for name, kind in others.items()}

    def values(self, x1: np.ndarray, draws: np.random.Generator) -> np.ndarray:
        """The column, of the shape of x1."""
        return COLUMNS[self.kind](self, x1, draws)


def _correlated(rho: float, x1: np.ndarray, draws: np.random.Generator) -> np.ndarray:
    """rho z + sqrt(1 - rho^2) e with e orthogonal to z = standardised x1, so that the sample correlation is rho."""
    centred = x1 - x1.mean()
    other = draws.normal(size=len(x1))
    other -= other.mean()
    other -= centred * (centred @ other) / (centred @ centred)
    length = np.linalg.norm(other)
    other *= np.linalg.norm(centred) / (length if length > 0 else 1.0)
    return x1.mean() + rho * centred + np.sqrt(1 - rho**2) * other
