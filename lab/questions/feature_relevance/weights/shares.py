"""Weights that share: of columns that say the same, training settles a sum, and the start its parts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.numerals import short
from lab.questions.feature_relevance.weights.trained import Relevance


@dataclass(frozen=True)
class Total:
    """A sum of weights that the predictions depend on.

    Attributes:
        text: the sum, "w1 + 2 w2".
        weights: those in it.
        start, end, law: its value, one for each run that did not diverge.
        weighted: whether a weight in it is multiplied by a number.
    """

    text: str
    weights: tuple[str, ...]
    start: pd.Series
    end: pd.Series
    law: pd.Series
    weighted: bool


def totals(found: Relevance) -> list[Total]:
    """The sums that training settles where columns are made of others: w1 + w2 where x2 = x1.

    A column x_j = sum of a_ij x_i leaves of its weight w_j and those of the x_i only the sums w_i + a_ij w_j.
    """
    settled = found.ends[~found.ends["diverged"]]
    if settled.empty:
        return []
    values = {
        each: settled.pivot_table(index="seed", columns="weight", values=each) for each in ("start", "end", "law")
    }
    sums: dict[str, dict[str, float]] = {}
    for row in combinations(found):
        own = owner(row)
        for base, part in row.items():
            if base != own:
                sums.setdefault(base, {base: 1.0})[own] = -part
    order = list(settled["weight"].unique())
    made = []
    for base in sorted(sums, key=order.index):
        parts = pd.Series(sums[base])
        # the bias stands last
        terms = [(parts[name], name) for name in sorted(parts.index, key=order.index)]
        ended = {each: wide[parts.index] @ parts for each, wide in values.items()}
        weighted = bool((parts != 1).any())
        made.append(Total(text=summed(terms), weights=tuple(name for _, name in terms), weighted=weighted, **ended))
    return made


def combinations(found: Relevance) -> list[dict[str, float]]:
    """Each combination that no step changes: weight -> its coefficient, those that are not 0."""
    rows = found.conserved[found.conserved["coefficient"].round(6) != 0]
    return [
        dict(zip(own["weight"], own["coefficient"].round(6), strict=True)) for _, own in rows.groupby("combination")
    ]


def owner(row: dict[str, float]) -> str:
    """The weight of the column that is made of the others, the last one."""
    return max((weight for weight in row if weight != "b"), key=lambda weight: int(weight[1:]))


def summed(terms: list[tuple[float, str]]) -> str:
    """Weights with their coefficients as a sum: "w2 − 2 w1"."""
    text = ""
    for coefficient, weight in terms:
        size = "" if abs(coefficient) == 1 else f"{short(abs(coefficient))} "
        sign = "−" if coefficient < 0 else "+"
        text += f" {sign} {size}{weight}" if text else f"{'−' if coefficient < 0 else ''}{size}{weight}"
    return text


def apart(values: pd.Series, goal: pd.Series) -> float:
    """The largest distance of a run from its goal."""
    return float(np.abs(values - goal).max())
