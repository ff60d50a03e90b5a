"""The theory of starts that look alike, with the reader's numbers, as TeX and in words."""

import numpy as np

from lab.laws import frozen as laws
from lab.numerals import figure, tex
from lab.questions.neuron_differentiation.frozen import optimizers
from lab.questions.neuron_differentiation.frozen.optimizers import ADAPTIVE, NAMES, PLAIN
from lab.questions.neuron_differentiation.frozen.picture import decade
from lab.questions.neuron_differentiation.frozen.starts import Frozen
from lab.specs import MOMENTUM

STEP = {  # what s(g) is: what an optimizer makes of a gradient g
    "momentum": rf"s_t = {MOMENTUM}\, s_{{t-1}} + g_t",
    "adam": r"s(g) = \frac{\overline{g}}{\sqrt{\overline{g^2}} + \varepsilon}, \quad s(0) = "
    r"\frac{0}{0 + \varepsilon} = 0",
    "rmsprop": r"s(g) = \frac{g}{\sqrt{\overline{g^2} + \varepsilon}}, \quad s(0) = "
    r"\frac{0}{\sqrt{0 + \varepsilon}} = 0",
}  # fmt: skip


def formulas(found: Frozen) -> list[str]:
    """The floor, what the optimizer makes of a gradient, and the one unit, as TeX."""
    return [entropy(found), *filter(None, [STEP.get(found.facts["optimizer"], "")]), one_unit(found)]


def entropy(found: Frozen) -> str:
    """H(p) with the shares of the classes in it, as TeX."""
    terms = " ".join(rf"- {share:.4g} \ln {share:.4g}" for share in found.facts["shares"])
    return rf"H(p) = -\sum_k p_k \ln p_k = {terms} = {tex(figure(found.facts['floor']))}"


def one_unit(found: Frozen) -> str:
    """The rates of the one unit that equal units are, as TeX."""
    units, rate, kind = (found.facts[name] for name in ("units", "rate", "optimizer"))
    outer, inner = (tex(figure(value)) for value in (units * rate, rate if kind in ADAPTIVE else rate / units))
    dv, dw = r"\frac{dJ}{dV}", r"\frac{dJ}{dw}"
    share = rf"\frac{{1}}{{{units}}} " if kind in ADAPTIVE else ""
    if kind != PLAIN:
        dv, dw = (
            rf"s\!\left({dv}\right)",
            rf"s\!\left({share}{dw}\right)",
        )
    return rf"V = H v: \quad V \leftarrow V - {outer}\, {dv}, \quad w \leftarrow w - {inner}\, {dw}"


def met(found: Frozen) -> str:
    """How well the one unit predicts the start "one constant"."""
    units, precision, kind = (found.facts[name] for name in ("units", "precision", "optimizer"))
    step = (
        f"s is what {NAMES[kind]} makes of a gradient g{'; a bar is a mean over the last steps' * (kind in ADAPTIVE)}. "
    )
    step = step if kind != PLAIN else ""
    if found.foretold.empty:
        return f'{step}Choose the start "one constant" to see the theory of the one unit held against it.'
    if not np.isfinite(found.gap):
        return f"{step}{units} units that start equal diverged here, so there is no difference to the one unit to give."
    at_input = f"1/{units} of it at its input"
    if kind in ADAPTIVE:
        at_input = f"the rate itself at its input, as {NAMES[kind]}'s steps hardly depend on how large a gradient is"
    return (
        f"{step}{units} units that start equal are one unit with {units} times the rate at its output and {at_input} "
        f"(dashed in the picture). Largest difference of the two costs over {len(found.foretold):,} recorded "
        f"epochs: **{figure(found.gap)}** (the network in {precision}, the one unit in float64)."
    )


def growth(found: Frozen) -> str:
    """How long a tiny start takes, as TeX; empty where there is no such law."""
    facts, epochs = found.facts, decade(found.facts)
    if np.isnan(epochs):
        return ""
    slope, sigma, rate = (tex(figure(v)) for v in (laws.SLOPES[facts["activation"]], facts["pull"], facts["rate"]))
    k = rf"{rate} \cdot {slope} \cdot {sigma}"
    if facts["optimizer"] == "momentum":
        law = rf"r^2 = (1 + {MOMENTUM} + k)\, r - {MOMENTUM}, \quad k = \eta\, g'(0)\, \sigma = {k}"
        return rf"{law}: \quad \frac{{\ln 10}}{{\ln r}} = {tex(figure(epochs))}"
    law = r"\frac{\ln 10}{\ln(1 + \eta\, g'(0)\, \sigma)}"
    return rf"{law} = \frac{{\ln 10}}{{\ln(1 + {k})}} = {tex(figure(epochs))}"


def why_slow(found: Frozen) -> str:
    """What the law of a tiny start says, or why there is none."""
    facts, kind = found.facts, found.facts["optimizer"]
    if facts["pull"] == 0:
        tiny = (
            "a tiny start finds no way off the floor that grows by a factor; the smaller it is, the longer it waits."
            if kind not in ADAPTIVE
            else f"the gradients of a tiny start are so small there that ε holds {NAMES[kind]}'s steps back, too."
        )
        return (
            "Here the inputs do not pull at all (σ = 0): on average over the examples, x (y − p) is 0. So a network "
            "without hidden layer stays at zero, and rightly: its cost is convex and it is at its best already. And "
            f"{tiny}"
        )
    if kind in ADAPTIVE:
        least = "a ten-millionth" if kind == "adam" else "3 ten-thousandths"
        return (
            f"A tiny start does not grow by a factor with {NAMES[kind]}, which divides each gradient by its usual "
            "size: a small one makes a step about as long as a large one. Only well below "
            f"{least} does ε = {figure(optimizers.EPSILON)} make the steps shorter."
        )
    if facts["activation"] not in laws.SLOPES:
        return "For ReLU units there is no such law: each unit answers only to the examples on its own side of zero."
    if np.isnan(decade(facts)):
        return "For sigmoid units there is such a theory where all classes have the same share; here they have not."
    return (
        f"Epochs in which a tiny start grows tenfold; σ = {figure(facts['pull'])} is the largest singular value of the "
        "mean of x (y − p)ᵀ, how strongly the inputs pull. Every factor of 10 that the start is smaller costs that "
        "many epochs more (dashed in the picture of the distances)."
    )
