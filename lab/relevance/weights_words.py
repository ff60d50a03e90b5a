"""The sentences and formulas of what `lab.relevance` found; every number comes from its frames."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.relevance.weights import LOW, Relevance

NEAR = 0.01  # a weight nearer to zero than this is called nearly zero
THERE = 1e-3  # an end nearer to its law than this has arrived
NAMES = {"sgd": "SGD", "momentum": "momentum", "nesterov": "Nesterov", "rmsprop": "RMSprop", "adam": "Adam",
         "adagrad": "Adagrad"}  # fmt: skip


def answer(found: Relevance) -> str:
    """What became of the useless weight, where it was foretold to end, and what training cannot change."""
    facts = found.facts.iloc[0]
    parts = [_useless(found, facts), _divergence(facts), _foretold(found, facts), _kept(found, facts)]
    parts += [_cost(facts), _budget(facts)]
    return " ".join(part for part in parts if part)


def legend(found: Relevance) -> pd.DataFrame:
    """One row per weight: `weight`, `label` with its column and its median end, `law` (median)."""
    rows = []
    for (weight, column), group in found.ends.groupby(["weight", "column"], sort=False):
        settled = group.loc[~group["diverged"], "end"]
        shown = figure(settled.median()) if len(settled) else "diverged"
        rows.append({"weight": weight, "label": f"{weight} ({column}): {shown}", "law": group["law"].median()})
    return pd.DataFrame(rows)


def summary(found: Relevance) -> str:
    """The picture in words."""
    facts, rows = found.facts.iloc[0], legend(found).itertuples()
    each = "; ".join(f"{row.label}, foretold {_foretold_figure(row.law)}" for row in rows)
    return f"Weights after {figure(facts['epochs'])} epochs, median of {_count(facts['replicas'], 'seed')}: {each}."


def formulas(found: Relevance) -> str:
    """The laws with the numbers of the first seed, as LaTeX."""
    facts, first = found.facts.iloc[0], found.ends[found.ends["seed"] == found.ends["seed"].iloc[0]]
    start, law = first["start"].to_numpy(), first["law"].to_numpy()
    lines = [
        r"w_{\text{end}} &= w_0 + X^{+} (y - X w_0)",
        rf"{_names(first)} &= {_vector(start)} + {_vector(law - start)}",
        rf"&= {_vector(law)}",
    ]
    if np.isfinite(facts["largest_rate"]):
        lines += _rate_formulas(facts)
    if facts["rate"] < facts["largest_rate"] and np.isfinite(facts["remaining"]):
        rate, slowest, share = (tex(figure(facts[name])) for name in ("rate", "slowest", "remaining"))
        lines += [rf"|1 - \eta \lambda|^T &= |1 - {rate} \cdot {slowest}|^{{{facts['steps']}}}", rf"&= {share}"]
    if len(found.conserved):
        lines.append(rf"X v &= 0, \quad v = {_vector(found.conserved['coefficient'].to_numpy())}")
    return aligned(*lines)


def _names(first: pd.DataFrame) -> str:
    rows = r" \\ ".join("b" if name == "b" else f"w_{{{name[1:]}}}" for name in first["weight"])
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def _rate_formulas(facts: pd.Series) -> list[str]:
    curvature, largest = tex(figure(facts["curvature"])), tex(figure(facts["largest_rate"]))
    bound = {"sgd": "2", "momentum": r"2 (1 + m)", "nesterov": r"\tfrac{2 (1 + m)}{1 + 2m}"}[facts["optimizer"]]
    hessian = r"\lambda_{\max}(\tfrac{2}{n} X^\top X)"
    return [rf"\eta_{{\max}} &= {bound} / {hessian}", rf"&= {bound} / {curvature} = {largest}"]


def _useless(found: Relevance, facts: pd.Series) -> str:
    ends = found.ends[found.ends["weight"] == "w2"]
    column, values = ends["column"].iloc[0], ends.loc[~ends["diverged"], "end"]
    if values.empty:
        return "**Set to zero? No answer: the training diverged.**"
    low, mid, high = (figure(value) for value in values.quantile([0.05, 0.5, 0.95]))
    spread = "" if facts["replicas"] == 1 else f" in the median, 5 to 95 %: {low} to {high}"
    verdict = "Yes" if (values == 0).all() else "Nearly" if (values.abs() < NEAR).all() else "No"
    return f"**Set to zero? {verdict}: w2, the weight of {column}, ended at {mid}**{spread}."


def _divergence(facts: pd.Series) -> str:
    diverged, rate, largest = facts["diverged"], figure(facts["rate"]), figure(facts["largest_rate"])
    above, known = facts["rate"] > facts["largest_rate"], np.isfinite(facts["largest_rate"])
    count = f"{figure(diverged)} of {_count(facts['replicas'], 'seed')} diverged."
    if facts["whole"] and above:
        return f"{count} The rate {rate} is above the largest stable one, {largest}."
    if diverged == 0:
        return ""
    return (
        f"{count} The largest stable rate is {largest} with all examples at once; small batches may bear less."
        if known
        else count
    )


def _foretold(found: Relevance, facts: pd.Series) -> str:
    if facts["diverged"] == facts["replicas"]:
        return ""
    laws = ", ".join(f"{row.weight} {_foretold_figure(row.law)}" for row in legend(found).itertuples())
    gap = figure(facts["gap"])
    if facts["obstacle"]:
        return f"The law of gradient descent ({laws}) does not hold: {_reason(facts)}. Largest difference: {gap}."
    return f"Foretold, given endless training: {laws}. Largest difference: {gap}{_way_to_go(found, facts)}."


def _reason(facts: pd.Series) -> str:
    return {
        "adaptive": f"{NAMES[facts['optimizer']]} scales the step of each weight by itself",
        "decay": "weight decay pulls every weight towards 0",
        "noise": "no line meets every example, so every small batch pulls elsewhere",
    }[facts["obstacle"]]


def _way_to_go(found: Relevance, facts: pd.Series) -> str:
    if facts["gap"] <= THERE:
        return ""
    if np.isnan(facts["remaining"]):
        return ", so it is not there yet"
    distance = np.sqrt(((found.ends["start"] - found.ends["law"]) ** 2).groupby(found.ends["seed"]).sum().max())
    if facts["remaining"] * distance < facts["gap"] / 10:
        return ", the rounding of float32"
    share = "more than 99.9" if facts["remaining"] > 0.9995 else f"{100 * facts['remaining']:.3g}"
    return f", not there yet: the slowest direction still has {share} % of its starting distance"


def _kept(found: Relevance, facts: pd.Series) -> str:
    if found.conserved.empty or facts["diverged"] == facts["replicas"]:
        return ""
    rows, drift = found.conserved, found.conserved["drift"].iloc[0]
    combination = combined(rows)
    if facts["obstacle"] in ("adaptive", "decay"):
        moved = f"here it moved by up to {figure(drift)}" if drift > THERE else f"so does this (within {figure(drift)})"
        return f"Gradient descent would keep {combination} where it started; {moved}."
    how = "exactly where it started" if drift == 0 else f"where it started (within {figure(drift)}, rounding)"
    return f"{combination} stays {how}: no example depends on it."


def combined(rows: pd.DataFrame) -> str:
    """A combination of weights as a sum: "w2 − b"."""
    terms = [(row.coefficient, row.weight) for row in rows.itertuples() if row.coefficient]
    terms.sort(key=lambda term: term[1] != "w2")
    text = ""
    for coefficient, weight in terms:
        size = "" if abs(round(coefficient, 6)) in (0, 1) else f"{figure(round(abs(coefficient), 6))} "
        sign = "−" if coefficient < 0 else "+"
        text += f" {sign} {size}{weight}" if text else f"{'−' if coefficient < 0 else ''}{size}{weight}"
    return text


def _cost(facts: pd.Series) -> str:
    if np.isnan(facts["cost"]):
        return ""
    if np.isnan(facts["reached"]):
        return f"Cost at the end: {figure(facts['cost'])}."
    return f"Cost below {LOW:g} by epoch {figure(facts['reached'])}."


def _budget(facts: pd.Series) -> str:
    seeds, epochs = _count(facts["replicas"], "seed"), _count(facts["epochs"], "epoch")
    return f"({seeds}, {epochs}, {_count(facts['steps'], 'step')} each.)"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _foretold_figure(value: float) -> str:
    """A law's value: beyond six decimals it shows the rounding of the examples, which are kept in float32."""
    return figure(round(value, 6))


def _vector(values: np.ndarray) -> str:
    rows = r" \\ ".join(tex(_foretold_figure(value)) for value in values)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def table(found: Relevance) -> pd.DataFrame:
    """Weights to seven decimals, medians over the seeds that did not diverge; for the eye, so of text."""
    settled = found.ends[~found.ends["diverged"]]
    groups = (found.ends if settled.empty else settled).groupby(["weight", "column"], sort=False)
    middle = groups[["start", "end", "law"]].median().round(7) + 0.0
    shown = middle.map("{:.7f}".format).reset_index().rename(columns={"law": "foretold"})
    return shown.assign(end="diverged") if settled.empty else shown
