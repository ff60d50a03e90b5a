"""Why a start is frozen, identical, slow or learning."""

import pandas as pd

from lab.answer import Advice
from lab.numerals import figure, short
from lab.questions.neuron_differentiation.frozen import biases
from lab.questions.neuron_differentiation.frozen.ends import ENDS, LOGISTIC, SAME, ZERO_BIASES, alone
from lab.questions.neuron_differentiation.frozen.optimizers import ADAPTIVE, KERAS, NAMES, PLAIN
from lab.questions.neuron_differentiation.frozen.picture import balanced
from lab.questions.neuron_differentiation.frozen.starts import HALVES, LARGE, RANDOM_BIASES, REACH, ZERO_WEIGHTS, Frozen

NOTHING = {  # what an optimizer makes of gradients that are all 0
    "momentum": "Momentum adds up the gradients so far, and a sum of zeros is 0.",
    "adam": "Adam does give each weight a learning rate of its own, but the rate multiplies that weight's gradients: "
    "Adam divides their mean by the root of the mean of their squares, plus a tiny ε, and 0 / (0 + ε) is still 0.",
    "rmsprop": "RMSprop does give each weight a learning rate of its own, but the rate multiplies that weight's "
    "gradient: it is divided by the root of the mean of its squares and a tiny ε, and 0 divided by that is still 0.",
}


def why(found: Frozen, verdicts: pd.Series) -> str:
    """Why each start that is shown becomes what it becomes.

    Args:
        found: of `measure`.
        verdicts: of most runs of each start that is shown, by its name.
    """
    alike = [name for name in SAME if name in verdicts]
    parts = [at_zero(found)] if "all zeros" in verdicts else []
    if alike and found.facts["optimizer"] != PLAIN:
        parts.append(_stepped(found, verdicts[alike]))
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
    told, compiled = _whichever(told, found)
    return Advice(
        f"{told} Leave kernels (the weights) to Keras's random initializers, and only biases at zero. If one layer "
        "alone starts at zero, let it be the output's: its units say different things already.",
        f'keras.layers.Dense({units}, activation="{activation}")  # kernels start Glorot uniform, biases at zero'
        f"{compiled}",
    )


def _whichever(told: str, found: Frozen) -> tuple[str, str]:
    """The rule, and a line of Keras that keeps the optimizer, where that is not plain gradient descent."""
    kind, rate = found.facts["optimizer"], figure(found.facts["rate"])
    if kind == PLAIN:
        return told, ""
    loss = "categorical_crossentropy" if len(found.facts["shares"]) > 2 else "binary_crossentropy"
    return (
        f"{told} That holds with every optimizer: change the start, not the optimizer.",
        f'\nmodel.compile(keras.optimizers.{KERAS[kind].format(rate)}, "{loss}")  # may stay as it is',
    )


def _stepped(found: Frozen, verdicts: pd.Series) -> str:
    """What the optimizer makes of gradients that are 0, and of equal ones; `verdicts` of starts of equal units."""
    kind, told = found.facts["optimizer"], []
    if verdicts.get("all zeros") == "frozen":
        told.append(f"{NOTHING[kind]} So {NAMES[kind]} moves no hidden weight.")
    if set(verdicts) != {"frozen"}:
        own = ", though each weight has a learning rate of its own" if kind in ADAPTIVE else ""
        told.append(f"Equal units have equal gradients, so {NAMES[kind]} gives them equal steps: they stay equal{own}.")
    return " ".join(told)


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
            f"weight: {_plateau(found.facts['optimizer'])}. {told}"
        )
    return told + flat * (found.facts["activation"] in ("tanh", "sigmoid"))


def _plateau(kind: str) -> str:
    """What tiny gradients do."""
    if kind in ADAPTIVE:
        return f"plain gradient descent would hardly move them, {NAMES[kind]} makes larger steps of them"
    return "at first the cost stays on a plateau"


def at_zero(found: Frozen) -> str:
    """Why a hidden layer of zeros is frozen, and where it is not; which of the three cases this is."""
    case = "first" if balanced(found.facts) else "third" if found.facts["activation"] == "sigmoid" else "second"
    return f"{CASES.format(case)} {_at_zero(found)}"


CASES = (
    "All zeros has three cases, and this is the {}: with classes of equal size nothing moves, but for rounding; with "
    "unequal ones only the output biases move; with unequal ones and sigmoid units all move, the units as one."
)


def _at_zero(found: Frozen) -> str:
    facts = found.facts
    if found.facts["activation"] != "sigmoid":
        only = ", and only from rounding, as the classes are of equal size" * balanced(found.facts)
        biased = "" if found.facts["optimizer"] == PLAIN else f" Only those biases have a gradient{only}."
        falls = f"the cost can fall from {short(facts['blind'])} and no further than to {figure(facts['floor'])}"
        if balanced(facts):
            falls = f"the cost cannot get below {figure(facts['floor'])}"
        return (
            "From all zeros a hidden unit says 0, and nothing comes back to it through an outgoing weight of 0: "
            "two factors are 0, and so are all its gradients. That an undecided output costs the same whatever the "
            "class is no reason: its own error, output − target, is not 0. Only the biases of the outputs can learn, "
            "how frequent the classes are: "
            f"{falls}, the class entropy (grey in the picture).{biased}"
        )
    if balanced(found.facts):
        return (
            "It is said that sigmoid units learn even from all zeros, because they say 1/2 there and not 0. That is "
            "half true: it takes classes of unequal shares. Here the shares are equal, the mean error of each output "
            f"is 0 at the start, and so is every gradient.{_rounded(found)}"
        )
    even = "it would freeze like the others"
    if found.facts["optimizer"] in ADAPTIVE:
        even = "all gradients would be 0, but for rounding"
    return (
        "Sigmoid units say 1/2 at zero, not 0. While the output biases learn the unequal shares, the outgoing weights "
        f"of all units learn them too, each the same. So even all zeros learns, as one unit; with equal shares {even}."
    )


def _rounded(found: Frozen) -> str:
    """What rounding does to zeros that have no gradient."""
    zeros = found.runs[found.runs["start"] == "all zeros"]
    moved = float(zeros["moved"].max()) if len(zeros) else 0.0
    if moved == 0 and found.facts["optimizer"] in ADAPTIVE:
        return (
            " In another program or on another computer rounding may leave a little of it, of which "
            f"{NAMES[found.facts['optimizer']]} would make steps; the units would stay equal all the same."
        )
    grown = " alone" if moved < 1e-3 else ", grown as any small difference grows"
    if found.facts["optimizer"] in ADAPTIVE and moved >= 1e-3:
        grown = (
            f", of which {NAMES[found.facts['optimizer']]} makes steps as long as of a true gradient (other rounding, "
            "as on another computer, makes another run)"
        )
    return f" All zeros has moved by {figure(moved)} all the same: rounding{grown}." if moved > 0 else ""
