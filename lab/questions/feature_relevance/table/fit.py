"""How well a table's columns tell its target, and how far training is from its end, in sentences."""

import numpy as np
import pandas as pd

from lab import rounding
from lab.numerals import counted, figure, percentage
from lab.prose import shortened
from lab.questions.feature_relevance.table.trained import OwnTable
from lab.relevance.linear import ENOUGH

NEAR = 0.01  # of the largest weight: a distance from the end of training that no longer counts
FAR = 0.1  # of the epochs that the slowest direction needs: with fewer, training is far from its end


def blurred(found: OwnTable) -> str:
    """What training's numbers of 7 digits leave of columns that need more, and what to do."""
    rows = found.blurred
    if not len(rows):
        return ""
    shown = rows.assign(column=rows["column"].map(shortened)).head(3).itertuples()
    more = f", and does the like to {counted(len(rows) - 3, 'more column')}" if len(rows) > 3 else ""
    plain = not found.experiment.data.standardize
    way = "Standardise the columns." if plain else "Look there for a value that is far from all others."
    return f"Training computes with 7 digits (float32), which {'; '.join(map(rounding.told, shown))}{more}. {way}"


def fit(found: OwnTable) -> str:
    """How well the columns together tell the target, and what that means for their weights."""
    facts, task = found.facts.iloc[0], found.experiment.data.task
    if np.isnan(facts["score"]):
        return ""
    who = (
        "Together, planted ones included, they"
        if facts["columns"] > (found.ends["kind"] == "real").sum()
        else "Together they"
    )
    if task == "regression" and facts["score"] < 0:
        told = f"{who} explain nothing of the target in these rows: worse than always predicting the mean."
    elif task == "regression":
        told = f"{who} explain {percentage(facts['score'])} of the target's variance in these rows."
    else:
        told = f"{who} classify {100 * facts['score']:.4g} % of these rows right."
    if task != "regression" and facts["score"] == 1:
        told += " With no row wrong the weights would grow for ever: compare them, do not read them."
    if facts["rows"] <= facts["columns"] + 1:
        told += " There are no more rows than weights, so any column can be replaced by others: drop some."
    return told + _way_to_go(found, facts)


def _way_to_go(found: OwnTable, facts: pd.Series) -> str:
    short, line = facts["epochs"] < facts["needed"], found.experiment.data.task == "regression"
    if not (facts["gap"] > NEAR * found.ends["law"].abs().max() if line else short):
        return ""
    how = "far from its end" if _early(facts) else "not over"
    off = f": weights are up to {figure(facts['gap'])} from where it would end" if line else ""
    if not short or np.isinf(facts["needed"]):
        return f" Training is {how}{off}."
    needed = _many(facts["needed"], "about" if line else "at least")
    return (
        f" Training is {how}{off}. By theory its slowest direction needs {needed} epochs until "
        f"{100 * ENOUGH:g} % of its way is left; this was {counted(facts['epochs'], 'epoch')}."
    )


def far(found: OwnTable) -> bool:
    """Whether training is far from its end."""
    facts = found.facts.iloc[0]
    return _early(facts) and bool(_way_to_go(found, facts))


def _early(facts: pd.Series) -> bool:
    return facts["epochs"] < FAR * facts["needed"]


def _many(number: float, lead: str) -> str:
    """A number of epochs, its first two digits, after "about" or so; in words where it has more than one reads."""
    digits = max(0, int(np.floor(np.log10(number))) - 1)
    whole = int(number / 10.0**digits) * 10**digits
    for size, word in ((10**12, "million million"), (10**9, "thousand million"), (10**6, "million")):
        if whole >= size:
            return f"{lead} {whole / size:,.3g} {word}" if whole < 1000 * size else f"more than 1,000 {word}"
    return f"{lead} {whole:,}"
