"""What became of an experiment that somebody sent, in sentences and a table."""

import pandas as pd

from lab.experiment import Experiment
from lab.numerals import figure
from lab.prose import listed
from lab.setting_words import setting

PARTS = ("Data", "Network", "First weights", "Training")


def what(experiment: Experiment) -> pd.DataFrame:
    """The setting as a table; of a table of one's own the names of its columns too."""
    rows = dict(zip(PARTS, setting(experiment).split("; "), strict=True))
    table = experiment.data.table
    names = {"Inputs": listed(list(table.features)), "Target": listed(list(table.targets))} if table else {}
    return pd.DataFrame({"what it is": rows | names}).rename_axis("part")


def verdict(quantiles: pd.DataFrame, ends: pd.DataFrame, epochs: int) -> str:
    """Where the runs ended, with N, the spread and the step budget.

    Args:
        quantiles: of `lab.seeds.spread.quantiles`, one row.
        ends: of `lab.seeds.spread.ends`.
        epochs: that were trained.
    """
    row, runs = quantiles.iloc[0], len(ends)
    lost = int((~ends["loss"].abs().lt(float("inf"))).sum())
    after = f"after {epochs:,} epoch{'' if epochs == 1 else 's'}"
    if lost == runs:
        return f"All {runs:,} runs diverged {after}: their cost is no finite number any more."
    of = f"of {runs - lost:,} runs" if runs - lost > 1 else "of one run"
    parts = [f"{'an' if name == 'accuracy' else 'a'} {name} of {_band(row, by)}" for by, name in _named(row)]
    gone = f" {lost:,} of {runs:,} runs diverged and are in no figure." if lost else ""
    return f"The middle {of} ends with {' and '.join(parts)} {after}.{gone}"


def _named(row: pd.Series) -> list[tuple[str, str]]:
    return [(by, name) for by, name in (("loss", "cost"), ("accuracy", "accuracy")) if f"{by}_mid" in row]


def _band(row: pd.Series, by: str) -> str:
    low, mid, high = (figure(row[f"{by}_{place}"]) for place in ("low", "mid", "high"))
    return mid if low == high else f"{mid} (the middle 90 %: {low} to {high})"
