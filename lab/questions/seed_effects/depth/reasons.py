"""Why a signal gets through a deep network or not: the factors of its layers, in words and as TeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab.numerals import aligned, figure, short, tex
from lab.prose import listed

if TYPE_CHECKING:
    from lab.questions.seed_effects.depth import Signals

RULES = (
    "He's weights have the variance 2/n_in, n_in being the inputs of their layer; Glorot's have 2/(n_in + n_out), "
    "which is 1/n between layers of n units each. Their spread (standard deviation) is the root of it: √(2/n_in) and "
    "√(1/n). "
    "So of √(2/n) and 1/n the one is a spread, the other a variance. Keras's default is Glorot's, drawn uniformly "
    "(`glorot_uniform`): the same variance."
)
LETS_THROUGH = {
    "relu": "ReLU silences half of its inputs, so it lets half of the mean square through.",
    "tanh": "tanh hardly changes small sums and keeps large ones below 1: it lets nearly all of a small signal "
    "through, always a little less.",
    "linear": "Linear units let everything through.",
}
VANISHED = 0.01  # of the error's size: where less arrives in layer 1 it has vanished
TYPICAL = 0.8  # a median below this share of the mean is told apart from it


def about(value: float) -> str:
    """A number that is no more precise than what was drawn: two digits."""
    return short(float(f"{value:.2g}"))


def part(share: float) -> str:
    """What is left of a signal."""
    if share >= 10:
        return f"{about(share)} times as much"
    return f"{about(100 * share)} %" if share >= 1e-4 or share == 0 else about(share)


def why(found: Signals, activation: str) -> str:
    """What a layer does to the signal, with this activation."""
    rows = found.facts[np.isfinite(found.facts["back"])]
    back = "; ".join(f"{about(row.back)} from {row.scheme}" for row in rows.itertuples())
    told = found.facts["layers"][0] > 1 and back
    reaches = f" The squared error in layer 1, over that in the last layer: {back}." if told else ""
    if activation != "sigmoid":
        return (
            "Every layer multiplies the signal by a factor: how many inputs it has, times the variance of its weights, "
            f"times what the activation lets through. {RULES} {LETS_THROUGH[activation]}{_factors(found, activation)}"
            f"{_mean(found)}{reaches}"
        )
    return (
        f"{_vanishes(found)}A sigmoid says something between 0 and 1 whatever comes in, about one half on average. "
        "So the mean square hardly changes from layer to layer, though what differs between two examples fades. "
        "Backward nothing hides it: each layer multiplies the error by the slope, which is at most 1/4, so its square "
        f"by at most 1/16, times what the weights make of it.{reaches}"
    )


def _vanishes(found: Signals) -> str:
    """Whether the error of sigmoids still arrives in layer 1, and with another number of layers; a paragraph."""
    facts = found.facts
    layers, beside = int(facts["layers"][0]), int(facts["beside"][0])
    if layers == 1:
        return ""
    own, other = (np.sqrt(facts[name].to_numpy()) for name in ("back", "beside_back"))
    arrives, there = (
        listed([f"{part(share)} from {name}" for share, name in zip(each, facts["scheme"], strict=True)], len(own))
        for each in (own, other)
    )
    verdict = "the gradient fades"
    if (own < VANISHED).all():
        verdict = "the gradient vanishes"
    elif (own >= VANISHED).all():
        verdict = "the gradient does not vanish"
    return (
        f"Through {layers} layers {verdict}: of the size of the error in layer {layers}, layer 1 still gets {arrives}. "
        f"In a network of {beside} such layers it gets, by theory, {there}.\n\n"
    )


def _factors(found: Signals, activation: str) -> str:
    """The factors of the layers on screen, and what all of them leave; a paragraph."""
    width, layers, inputs, scale = (found.facts[name][0] for name in ("width", "layers", "inputs", "scale"))
    most = "at most " if activation == "tanh" else ""
    first = "; ".join(_product(row, inputs, row.first, activation) for row in found.facts.itertuples())
    said = f"In layer 1, of {inputs} inputs and {width} units, the factor is {most}{first}."
    if layers > 1:
        later = "; ".join(_product(row, width, row.gain, activation) for row in found.facts.itertuples())
        said += f" In every later one, of {width} inputs and {width} units, it is {most}{later}."
    if scale != 1:
        said += f" (All kernels are taken times {short(scale)} here, so variances times {short(scale**2)}.)"
    left = "; ".join(f"{part(row.kept_law)} from {row.scheme}" for row in found.facts.itertuples())
    together = {1: "That leaves", 2: "Both layers together leave"}.get(layers, f"All {layers} layers together leave")
    return f"\n\n{said} {together}, by theory, {left}."


def _product(row, inputs: int, gain: float, activation: str) -> str:
    """A factor as inputs times variance times what is let through."""
    half, share = (" · 1/2", 0.5) if activation == "relu" else ("", 1.0)
    sums = {"he normal": f"2/{inputs}", "lecun normal": f"1/{inputs}"}
    sums |= dict.fromkeys(("glorot normal", "glorot uniform"), f"2/({inputs} + {row.width})")
    variance = sums.get(row.scheme, "") if row.scale == 1 else ""
    return f"{inputs} · {variance or figure(gain / inputs, 3)}{half} = {figure(gain * share, 3)} from {row.scheme}"


def _mean(found: Signals) -> str:
    """Why the median network keeps less than the factors say, where it does; a paragraph."""
    rows = _skewed(found)
    if rows.empty:
        return ""
    each = "; ".join(
        f"{part(row.kept_mean)} in the mean and {part(row.kept)} in the median network from {row.scheme}"
        for row in rows.itertuples()
    )
    return (
        "\n\nThat is the mean over all networks that could be drawn. They differ, and a few large ones carry the mean, "
        f"so more than half of them lie below it. Those drawn here keep {each}."
    )


def _skewed(found: Signals):
    """The rows of facts whose median network keeps clearly less than the mean."""
    return found.facts[found.facts["kept"] < TYPICAL * found.facts["kept_mean"]]


def typical(found: Signals) -> str:
    """That the theory is about the mean, and how far the typical network is from it."""
    dead = int(found.facts["dead"].sum())
    lost = f" In {dead:,} networks the last hidden layer is exactly 0 for all examples." if dead else ""
    differ = "differ, and a few large ones carry the mean: the median lies lower, the more so the narrower and deeper"
    return (
        f"The theory is about the mean over networks. Those of width {found.facts['width'][0]} "
        f"{'are so alike that the median is near it' if _skewed(found).empty else differ}.{lost}"
    )


def formulas(found: Signals, activation: str) -> str:
    """The theory of the first scheme with its numbers, as LaTeX."""
    row = found.facts.iloc[0]
    first, gain, left = (tex(figure(row[name])) for name in ("first", "gain", "kept_law"))
    start = [rf"& \text{{{row['scheme']}: }} \sigma_w^2 = n \, \mathrm{{Var}}(w) = {gain}"]
    start += [rf"& \text{{layer 1: }} \sigma_{{w,1}}^2 = {first}"] if row["first"] != row["gain"] else []
    law = r"q_{l+1} &= \sigma_w^2 \, \mathrm{E}[\varphi(\sqrt{q_l}\, z)^2]"
    if activation in ("relu", "linear"):
        half = r"/ 2" if activation == "relu" else ""
        law = rf"a_L^2 / a_0^2 &= (\sigma_{{w,1}}^2 {half}) \, (\sigma_w^2 {half})^{{L - 1}}"
    told = rf"a_L^2 / a_0^2 &= {left}, \quad L = {row['layers']}"
    back = r"e_l^2 &= \sigma_w^2 \, \mathrm{E}[\varphi'(\sqrt{q_l}\, z)^2] \; e_{l+1}^2"
    return aligned(*start, law, told, back)
