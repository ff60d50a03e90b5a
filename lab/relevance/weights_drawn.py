"""What the pictures and the table of weights over training draw."""

import numpy as np
import pandas as pd

from lab.numerals import figure
from lab.relevance.weights import Foretold, Relevance

LAW, SHRINKING = "theory: v · w stays, as X v = 0", "theory: v · w₀ (1 − rate · decay)ᵗ"
THERE = 1e-3  # what moved less, or is nearer to its law, has stayed or arrived: beyond is rounding
PAD = 0.5  # of what the weights moved, above and below what is kept


def foretold(value: float) -> str:
    """A law's value: beyond six decimals it shows the rounding of the examples, which are kept in float32."""
    return figure(round(value, 6))


def legend(found: Relevance | Foretold) -> pd.DataFrame:
    """One row per weight: `weight`, `label` with its column and its median end (or its law), `law` (median)."""
    rows = []
    for (weight, column), group in found.ends.groupby(["weight", "column"], sort=False):
        rows.append({"weight": weight, "label": f"{weight} ({column}): {_end(group)}", "law": group["law"].median()})
    return pd.DataFrame(rows)


def lines(found: Relevance | Foretold) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """The curves, their legend, and the epoch where the picture ends."""
    return found.curves, legend(found), found.epochs if isinstance(found, Foretold) else _last(found)


def combinations(found: Relevance) -> tuple[pd.DataFrame, tuple[float, float], int]:
    """The combinations over training, and where their picture ends: above and below, and at which epoch.

    Returns:
        `Relevance.kept` with a `label` for each combination and what the law `says`; ends of the axis, so wide that
        what is flat on it is flat beside what the weights do; the last epoch.
    """
    labels = {i: f"{combined(rows)}: {_kept(rows)}" for i, rows in found.conserved.groupby("combination")}
    says = SHRINKING if found.facts["decay"][0] > 0 else LAW
    frame = found.kept.assign(label=found.kept["combination"].map(labels), says=says)
    settled = found.ends[~found.ends["diverged"]]
    pad = PAD * ((settled["end"] - settled["start"]).abs().max() or 1.0)
    values = frame[["value", "law"]].to_numpy()
    return frame, (float(np.min(values) - pad), float(np.max(values) + pad)), _last(found)


def combined(rows: pd.DataFrame) -> str:
    """A combination of weights as a sum, its own weight first: "w2 − b"."""
    terms = [(row.coefficient, row.weight) for row in rows.itertuples() if row.coefficient]
    own = max((weight for _, weight in terms if weight != "b"), key=lambda weight: int(weight[1:]))
    terms.sort(key=lambda term: term[1] != own)
    text = ""
    for coefficient, weight in terms:
        size = "" if abs(round(coefficient, 6)) in (0, 1) else f"{figure(round(abs(coefficient), 6))} "
        sign = "−" if coefficient < 0 else "+"
        text += f" {sign} {size}{weight}" if text else f"{'−' if coefficient < 0 else ''}{size}{weight}"
    return text


def table(found: Relevance) -> pd.DataFrame:
    """Weights to seven decimals, medians over the seeds that did not diverge; for the eye, so of text."""
    settled = found.ends[~found.ends["diverged"]]
    groups = (found.ends if settled.empty else settled).groupby(["weight", "column"], sort=False)
    middle = groups[["start", "end", "law"]].median().round(7) + 0.0
    shown = (
        middle.map(lambda value: f"{value:.7f}".replace("-", "−")).reset_index().rename(columns={"law": "predicted"})
    )
    return shown.assign(end="diverged") if settled.empty else shown


def _end(group: pd.DataFrame) -> str:
    if "end" not in group:
        return f"predicted {foretold(group['law'].median())}"
    settled = group.loc[~group["diverged"], "end"]
    return figure(settled.median()) if len(settled) else "diverged"


def _last(found: Relevance) -> int:
    """The last epoch of the training, or where diverging weights leave the picture."""
    facts = found.facts.iloc[0]
    return int(facts["epochs"] if facts["diverged"] < facts["replicas"] else found.curves["epoch"].max())


def _kept(rows: pd.DataFrame) -> str:
    drift = rows["drift"].iloc[0]
    return "exactly kept" if drift == 0 else f"{'kept within' if drift <= THERE else 'moved by up to'} {figure(drift)}"
