"""The laws of useless weights with the numbers of a run in them, as LaTeX."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.relevance.weights import Relevance
from lab.relevance.weights_drawn import foretold


def formulas(found: Relevance) -> str:
    """The laws with the numbers of the first seed."""
    facts, first = found.facts.iloc[0], found.ends[found.ends["seed"] == found.ends["seed"].iloc[0]]
    start, law = first["start"].to_numpy(), first["law"].to_numpy()
    lines = [
        r"w_{\text{end}} &= w_0 + X^{+} (y - X w_0)",
        rf"{_names(first)} &= {_vector(start)} + {_vector(law - start)}",
        rf"&= {_vector(law)}",
    ]
    if np.isfinite(first["shrunk"]).all():
        lines += _decay(first)
    if np.isfinite(facts["largest_rate"]):
        lines += _rate(facts)
    if facts["rate"] < facts["largest_rate"] and np.isfinite(facts["remaining"]):
        rate, slowest, share = (tex(figure(facts[name])) for name in ("rate", "slowest", "remaining"))
        lines += [rf"|1 - \eta \lambda|^T &= |1 - {rate} \cdot {slowest}|^{{{facts['steps']}}}", rf"&= {share}"]
    if len(found.conserved):
        lines += _conserved(found, facts)
    return aligned(*lines)


def _names(first: pd.DataFrame) -> str:
    rows = r" \\ ".join("b" if name == "b" else f"w_{{{name[1:]}}}" for name in first["weight"])
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def _decay(first: pd.DataFrame) -> list[str]:
    ridge = r"w_{\text{end}}^{d} &= (X^\top X + \tfrac{n d}{2} I)^{-1} X^\top y"
    return [ridge, rf"&= {_vector(first['shrunk'].to_numpy())}"]


def _rate(facts: pd.Series) -> list[str]:
    curvature, largest = tex(figure(facts["curvature"])), tex(figure(facts["largest_rate"]))
    bound = {"sgd": "2", "momentum": r"2 (1 + m)", "nesterov": r"\tfrac{2 (1 + m)}{1 + 2m}"}[facts["optimizer"]]
    hessian = r"\lambda_{\max}(\tfrac{2}{n} X^\top X)"
    return [rf"\eta_{{\max}} &= {bound} / {hessian}", rf"&= {bound} / {curvature} = {largest}"]


def _conserved(found: Relevance, facts: pd.Series) -> list[str]:
    rows = [own["coefficient"].to_numpy() for _, own in found.conserved.groupby("combination")]
    lines = [rf"X v &= 0, \quad v = {', '.join(map(_vector, rows))}"]
    if facts["decay"] > 0:
        rate, decay = tex(figure(facts["rate"])), tex(figure(facts["decay"]))
        lines.append(rf"v^\top w_T &= (1 - {rate} \cdot {decay})^{{{facts['steps']}}}\, v^\top w_0")
    return lines


def _vector(values: np.ndarray) -> str:
    rows = r" \\ ".join(tex(foretold(value)) for value in values)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
