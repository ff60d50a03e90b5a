"""Why a start is frozen, identical, slow or learning."""

import numpy as np
import pandas as pd

from lab.answer import Advice
from lab.laws import frozen as laws
from lab.numerals import figure, short
from lab.questions.neuron_differentiation.frozen import biases
from lab.questions.neuron_differentiation.frozen.ends import ENDS, LOGISTIC, ZERO_BIASES, alone
from lab.questions.neuron_differentiation.frozen.picture import balanced, decade
from lab.questions.neuron_differentiation.frozen.starts import HALVES, LARGE, RANDOM_BIASES, REACH, ZERO_WEIGHTS, Frozen


def why(found: Frozen, verdicts: pd.Series) -> str:
    """Why each start that is shown becomes what it becomes.

    Args:
        found: of `measure`.
        verdicts: of most runs of each start that is shown, by its name.
    """
    parts = [at_zero(found)] if "all zeros" in verdicts else []
    if "one constant" in verdicts:
        parts.append(_constant(found, verdicts["one constant"]))
    drawn = [f"from {name} {ENDS[verdicts[name]]}" for name in ZERO_BIASES if name in verdicts]
    if drawn:
        parts.append(f"Random weights make each unit another one, with steps of its own: {'; '.join(drawn)}.")
    if drawn and ZERO_WEIGHTS not in verdicts:
        parts.append(
            "All biases are zero there, which is fine: they need not be random, as random weights have made the units "
            "different already."
        )
    if LARGE in verdicts:
        parts.append(_large(found))
    if RANDOM_BIASES in verdicts:
        parts.append(
            "Biases may be random too, and random biases alone would make equal units different: from random weights "
            f"and random biases {ENDS[verdicts[RANDOM_BIASES]]}."
        )
    parts += [_half(found, name, ENDS[verdicts[name]]) for name in HALVES if name in verdicts]
    if LOGISTIC[1] in verdicts:
        parts.append(
            "A network without hidden layer has no units to be equal; its gradient is what the inputs have to do with "
            f"the error: from zeros, {alone(verdicts[LOGISTIC[1]])}."
        )
    if "one unit, random" in verdicts:
        parts.append(f"One unit has no other to be equal to: {ENDS[verdicts['one unit, random']]}.")
    return " ".join(parts)


def advice(found: Frozen, verdicts: pd.Series) -> Advice:
    """What may start at zero; arguments as of `why`."""
    told = (
        "A network without a hidden layer may start from zeros; one with hidden layers may not if its biases are zero, "
        "too."
    )
    if ZERO_WEIGHTS in verdicts:
        rule, code = biases.advice(found)
        return Advice(f"{told} {rule}", code)
    units, activation = found.facts["units"], found.facts["activation"]
    return Advice(
        f"{told} Leave kernels (the weights) to Keras's random initializers, and only biases at zero. If one layer "
        "alone starts at zero, let it be the output's: its units say different things already.",
        f'keras.layers.Dense({units}, activation="{activation}")  # kernels start Glorot uniform, biases at zero',
    )


def _constant(found: Frozen, verdict: str) -> str:
    """Why units that start at one constant stay one unit, why their cost falls all the same, and how far it can."""
    told = "From one constant all units have the same weights and get the same steps: the layer is one unit, copied."
    if verdict != "identical but learning":
        return told
    facts, cost = found.facts, found.runs.loc[found.runs["start"] == "one constant", "cost"].median()
    told += (
        f" One unit still learns a little, so the cost goes down: to {short(cost)} here, below the "
        f"{short(facts['floor'])} of a network that ignores its inputs."
    )
    if not (best := facts["best"]):
        return told
    share = f"{best.agree}/{best.others}"
    return (
        f"{told} The best that one unit can do with these {best.right + best.others} points is {short(best.cost)} "
        f"(theory): {best.right} right, the other {best.others} at {share} for one class, to which "
        f"{best.agree} of them belong."
    )


def why_slow(found: Frozen) -> str:
    """What that law says."""
    facts = found.facts
    if facts["pull"] == 0:
        return (
            "Here the inputs do not pull at all (σ = 0): on average over the examples, x (y − p) is 0. So a network "
            "without hidden layer stays at zero, and rightly: its cost is convex and it is at its best already. And a "
            "tiny start finds no way off the floor that grows by a factor; the smaller it is, the longer it waits."
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


def _half(found: Frozen, name: str, end: str) -> str:
    """What zeros in one layer alone do to the first step."""
    if HALVES[name]:
        return (
            "From zeros out of the units alone (W2 = 0) nothing comes back to the hidden layer at the first step. But "
            f"its units say different things, so their outgoing weights are different after it: {end}."
        )
    if found.facts["activation"] == "relu":
        return (
            "From zeros into the units alone (W1 = 0) all units say 0, so W2 has no gradient; and nothing gets back "
            f"through a ReLU at 0, where Keras takes its slope as 0: {end}."
        )
    return (
        "From zeros into the units alone (W1 = 0) all units say the same at first. But what comes back to each is "
        f"multiplied by its own outgoing weight, so their incoming weights are different after one step: {end}."
    )


def _large(found: Frozen) -> str:
    """What weights that are too small, and too large, do to the outputs and to the gradient."""
    first = found.curves.query("start == @LARGE and quantity == 'cost'")["mid"].iloc[0]
    told = (
        f"Large weights, from −{REACH:g} to {REACH:g}, make large sums: the network is sure at once, often of what is "
        f"wrong, so its cost begins at {short(first)}."
    )
    flat = " Far from 0 the activation is flat (saturated): an example there gives a hidden weight almost no gradient."
    if "tiny random" in set(found.runs["start"]):
        told = (
            "Tiny weights get tiny gradients, as what comes back to a hidden unit is multiplied by its outgoing "
            f"weight: at first the cost stays on a plateau. {told}"
        )
    return told + flat * (found.facts["activation"] in ("tanh", "sigmoid"))


def at_zero(found: Frozen) -> str:
    """Why a hidden layer of zeros is frozen, and where it is not."""
    if found.facts["activation"] != "sigmoid":
        return (
            "From all zeros a hidden unit says 0, and nothing comes back to it through an outgoing weight of 0: "
            "all its gradients are 0. Only the biases of the outputs can learn, how frequent the classes are: the cost "
            f"cannot get below {figure(found.facts['floor'])}, the class entropy (grey in the picture)."
        )
    if balanced(found.facts):
        return (
            "It is said that sigmoid units learn even from all zeros, because they say 1/2 there and not 0. That is "
            "half true: it takes classes of unequal shares. Here the shares are equal, the mean error of each output "
            f"is 0 at the start, and so is every gradient.{_rounded(found)}"
        )
    return (
        "Sigmoid units say 1/2 at zero, not 0. While the output biases learn the unequal shares, the outgoing weights "
        "of all units learn them too, each the same. So even all zeros learns, as one unit; with equal shares it would "
        "freeze like the others."
    )


def _rounded(found: Frozen) -> str:
    """What rounding does to zeros that have no gradient."""
    zeros = found.runs[found.runs["start"] == "all zeros"]
    moved = float(zeros["moved"].max()) if len(zeros) else 0.0
    grown = " alone" if moved < 1e-3 else ", grown as any small difference grows"
    return f" All zeros has moved by {figure(moved)} all the same: rounding{grown}." if moved > 0 else ""
