"""What was found about signals through depth, in sentences, formulas and places on an axis."""

import math

import numpy as np
import pandas as pd

from lab.data import Data, load
from lab.experiment import Experiment
from lab.log_axis import LogAxis
from lab.numerals import aligned, figure, tex
from lab.seeds.depth import Found

DEEPEST = 20  # hidden layers of what is trained here: beyond, compiling takes too long
KEEPS, LOSES = 0.1, 1e-3  # shares of the signal that count as kept and as lost


def verdict(found: Found, activation: str) -> str:
    """How much of the signal and of the error gets through, scheme by scheme."""
    facts = found.facts
    first = facts.iloc[0]
    parts = [f"{row.scheme} {_fate(row, activation)}" for row in facts.itertuples()]
    layers = f"{first['layers']} {activation} layer{'s' if first['layers'] > 1 else ''}"
    return f"Through {layers}, before any training: {'; '.join(parts)}. Medians of {first['networks']} networks each."


def _fate(row, activation: str) -> str:
    """What one scheme does to signal and error."""
    name = "grows" if row.kept > 10 else "keeps" if row.kept >= KEEPS else "fades" if row.kept >= LOSES else "dies out"
    back = (
        f"the error reaches layer 1 at {figure(row.back)} of its size" if row.layers > 1 else "one layer, no way back"
    )
    if row.kept == 0:
        return f"is dead: exactly 0 at the end (theory {figure(row.kept_law)}), and no error comes back"
    if not math.isfinite(row.kept) or math.isnan(row.back):
        return "grows beyond all numbers"
    signal = {"keeps": "keeps the signal", "grows": "lets the signal grow", "fades": "lets the signal fade"}
    told = signal.get(name, "loses the signal")
    if activation == "sigmoid" and name == "keeps":
        told = "keeps a level, which is the sigmoid's own 1/2 more than the signal"
    return f"{told} (mean square at the end {figure(row.kept)} of the input's, theory {figure(row.kept_law)}), {back}"


def typical(found: Found) -> str:
    """That the theory is about the mean, and how far the typical network is from it."""
    parts = [
        f"{row.scheme}: mean {figure(row.kept_mean)}, median {figure(row.kept)}, theory {figure(row.kept_law)}"
        for row in found.facts.itertuples()
    ]
    dead = int(found.facts["dead"].sum())
    lost = f" In {dead:,} networks the last hidden layer is exactly 0 for all examples." if dead else ""
    low = (found.facts["kept"] < 0.8 * found.facts["kept_mean"]).any()
    differ = "differ, and a few large ones carry the mean: the median lies lower, the more so the narrower and deeper"
    return (
        f"The theory is about the mean over networks. Those of width {found.facts['width'][0]} "
        f"{differ if low else 'are so alike that the median is near it'}. Share of the input's mean square that is "
        f"left: {'; '.join(parts)}.{lost}"
    )


def summary(table: pd.DataFrame, what: str) -> str:
    """From where to where the median goes: the takeaway of a picture."""
    parts = []
    for scheme, group in table.groupby("scheme", sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        ends = f"layer {first['layer']} {figure(first['mid'])}, layer {last['layer']} {figure(last['mid'])}"
        parts.append(f"{scheme}: {ends} (theory {figure(first['law'])} and {figure(last['law'])})")
    return f"Median {what}. {'; '.join(parts)}."


def placed(table: pd.DataFrame) -> tuple[pd.DataFrame, LogAxis]:
    """The table with places on a logarithmic axis that has rows for 0 and for what overflowed, and that axis."""
    names = ["low", "mid", "high", "law"]
    axis = LogAxis.of(table[names].to_numpy())
    return table.assign(**{f"at_{name}": axis.place(table[name]) for name in names}), axis


def formulas(found: Found, activation: str) -> str:
    """The theory of the first scheme with its numbers, as LaTeX."""
    row = found.facts.iloc[0]
    first, gain, left = (tex(figure(row[name])) for name in ("first", "gain", "kept_law"))
    start = [rf"& \text{{{row['scheme']}: }} \sigma_w^2 = n \, \mathrm{{Var}}(w) = {gain}"]
    start += [rf"& \text{{layer 1: }} \sigma_{{w,1}}^2 = {first}"] if row["first"] != row["gain"] else []
    if activation in ("relu", "linear"):
        half = r"/ 2" if activation == "relu" else ""
        law = rf"a_L^2 / a_0^2 &= (\sigma_{{w,1}}^2 {half}) \, (\sigma_w^2 {half})^{{L - 1}}"
    else:
        law = r"q_{l+1} &= \sigma_w^2 \, \mathrm{E}[\varphi(\sqrt{q_l}\, z)^2]"
    told = rf"a_L^2 / a_0^2 &= {left}, \quad L = {row['layers']}"
    back = r"e_l^2 &= \sigma_w^2 \, \mathrm{E}[\varphi'(\sqrt{q_l}\, z)^2] \; e_{l+1}^2"
    return aligned(*start, law, told, back)


def trained(curves: pd.DataFrame, experiment: Experiment) -> str:
    """What training made of these starts, against guessing."""
    guess = guessing(experiment.data)
    parts = []
    for scheme, group in curves.groupby("scheme", sort=False):
        last = group.iloc[-1]
        end = f"{figure(group.iloc[0]['mid'])} to {figure(last['mid'])}"
        lost = f", {last['diverged']} diverged" if last["diverged"] else ""
        learned = "trains" if last["mid"] < 0.9 * guess else "has not learned"
        parts.append(f"{scheme} {learned} (median cost {end}{lost})")
    runs, epochs = curves["runs"].iloc[0], curves["epoch"].max()
    return f"{'; '.join(parts)}. {runs} networks each, {epochs:,} epochs; guessing costs {figure(guess)}."


def guessing(data: Data) -> float:
    """Cross-entropy of always saying how common each class is: - sum of p ln p."""
    y = load(data, "float64")[1]
    shares = y.mean(axis=0) if y.shape[1] > 1 else np.array([y.mean(), 1 - y.mean()])
    return float(-(shares * np.log(shares)).sum())
