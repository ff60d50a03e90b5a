"""What becomes of each start in words, and whether weights or biases may start at zero."""

import numpy as np
import pandas as pd

from lab.headline import fits
from lab.numerals import short
from lab.questions.neuron_differentiation.frozen.optimizers import NAMES, PLAIN
from lab.questions.neuron_differentiation.frozen.starts import HALVES, LARGE, RANDOM_BIASES, ZERO_WEIGHTS, Frozen

SAME = ("all zeros", "one constant")  # starts of units that are alike
LOGISTIC = ("all zeros", "no hidden layer, zeros")
ZERO_BIASES = ("Glorot random", "tiny random")  # starts of random weights
SIZES = (*ZERO_BIASES, LARGE)
NO_COSTS = pd.Series(dtype=float)
COPIES = "No: from one constant all units stay copies, so the cost falls only as far as one unit gets it."
LEARN = ("learning", "slow")
ENDS = {  # verdict -> what becomes of it, in a sentence
    "frozen": "no hidden weight ever moves", "identical but learning": "all units learn the same",
    "identical, at the floor": "identical units learn nothing",
    "identical, above the floor": "identical units learn nothing",
    "at the floor": "nothing useful is learned", "above the floor": "nothing useful is learned",
    "slow": "it learns, but slowly", "learning": "it learns", "diverged": "training diverges",
}  # fmt: skip


def asked(found: Frozen, verdicts: pd.Series, costs: pd.Series) -> str:
    """The headline; where another optimizer than plain gradient descent is tried, whether that one helps.

    Args:
        found: of `measure`.
        verdicts, costs: as of `headline`.
    """
    kind = found.facts["optimizer"]
    if kind == PLAIN:
        return headline(verdicts, found.facts["activation"], costs)
    names, equal = [name for name in SAME if name in verdicts], found.runs.set_index("start")["equal"]
    still = [name for name in names if verdicts[name] == "frozen"]
    alike = [name for name in names if verdicts[name] not in ("frozen", "diverged") and equal[name] == 1]
    beside = {RANDOM_BIASES, *LOGISTIC[1:]} if names == ["all zeros"] else {RANDOM_BIASES}
    if not names or len(still + alike) != len(names) or beside & set(verdicts.index):
        return headline(verdicts, NAMES[kind], costs)
    if len(names) == 2:
        ends = dict.fromkeys(still, "no hidden weight moves")
        ends |= dict.fromkeys(alike, f"all {found.facts['units']} units stay equal")
        said = "; ".join(f"from {name} {ends[name]}" for name in names)
        said = said if len(set(ends.values())) == 2 else f"from all zeros or one constant {ends[names[0]]}"
        return f"No: with {NAMES[kind]}, {said}."
    where = {"all zeros": "zero", "one constant": "that constant"}[names[0]]
    said = f"no hidden weight leaves {where}" if still else "equal units stay exactly equal"
    drawn = costs.get(ZERO_BIASES[0], np.nan)
    against = f", from random weights at {short(drawn)}" if np.isfinite(drawn) else ""
    return f"No: with {NAMES[kind]}, {said}; the cost ends at {short(costs[names[0]])}{against}."


def headline(verdicts: pd.Series, activation: str, costs: pd.Series = NO_COSTS) -> str:
    """Whether weights may start at zero or at one constant; else which size of them learns best, or of biases.

    Args:
        verdicts: of most runs of each start that is shown, by its name.
        activation: of the hidden units, or what else it is with.
        costs: at the end, medians, in the same order.
    """
    asked = [name for name in SAME if name in verdicts]
    if not asked and LARGE in verdicts and len(sizes := costs[[name for name in SIZES if name in costs]]) > 1:
        return _of_sizes(sizes)
    if not asked:
        return _of_halves(verdicts) or _of_biases(verdicts)
    well = all(verdicts[name] in LEARN for name in asked)
    if RANDOM_BIASES in verdicts and not well and (both := _only_biases(verdicts, asked[0])):
        return both
    if asked == ["one constant"] and verdicts["one constant"] == "identical but learning":
        return COPIES
    yes = "Yes, here" if well else "No"
    if asked == ["all zeros"] and LOGISTIC[1] in verdicts:
        line = f"without a hidden layer {alone(verdicts[LOGISTIC[1]])}"
        return f"{yes}: with {activation}, from all zeros {ENDS[verdicts['all zeros']]}; {line}."
    said = "; ".join(f"from {name} {ENDS[verdicts[name]]}" for name in asked)
    if len(asked) == 2 and ENDS[verdicts[asked[0]]] == ENDS[verdicts[asked[1]]]:
        said = f"from all zeros or one constant {ENDS[verdicts[asked[0]]]}"
    return f"{yes}: with {activation}, {said}."


def _of_sizes(costs: pd.Series) -> str:
    """Which size of the first weights ends with the least cost, and what the others end with."""
    best, *others = costs.fillna(np.inf).sort_values().items()
    if np.isinf(best[1]):
        return "No size of the first weights helps here: training diverges from all of them."
    told = [f"at {short(cost)} from {name}" if np.isfinite(cost) else f"nowhere from {name}" for name, cost in others]
    return f"The cost gets lowest from {best[0]} weights; it ends {', '.join(told)}."


def _of_halves(verdicts: pd.Series) -> str:
    """Whether the weights of one layer alone may start at zero; "" where that is not tried."""
    tried = {name: verdicts[name] for name in HALVES if name in verdicts}
    learn = sum(verdict in LEARN for verdict in tried.values())
    lead = "Yes, in one layer alone" if learn == len(tried) else "Only in one of the layers" if learn else "No"
    layers = {name: f"only {layer} at zero" for name, layer in zip(HALVES, ("W1", "W2"), strict=True)}
    ends = {ENDS[verdict] for verdict in tried.values()}
    said = "; ".join(f"with {layers[name]} {ENDS[verdict]}" for name, verdict in tried.items())
    said = f"with only W1 or only W2 at zero {ends.pop()}" if len(tried) == 2 and len(ends) == 1 else said
    return f"{lead}: {said}." if tried else ""


def _only_biases(verdicts: pd.Series, asked: str) -> str:
    """That weights may not start so and biases may, if that is what came out and a headline has room for it."""
    if not (learn := _learning(verdicts)):
        return ""
    if set(verdicts.index) <= {"all zeros", *ZERO_BIASES, RANDOM_BIASES}:
        lead, good = "Yes, all biases can be zero", f"with random weights {ENDS[learn[0]]}"
        said = f"{lead}: {good}; from {asked} {ENDS[verdicts[asked]]}."
    else:
        lead, good = "No, only biases can", f"with random weights and zero biases {ENDS[learn[0]]}"
        said = f"{lead}: from {asked} {ENDS[verdicts[asked]]}; {good}."
    return said if fits(said) else f"{lead}: {good}."


def _of_biases(verdicts: pd.Series) -> str:
    """What becomes of starts of random weights, or of no hidden layer: where neither zeros nor a constant is tried."""
    if learn := _learning(verdicts):
        return f"Biases can: with random weights and biases of zero {ENDS[learn[0]]}."
    at_zero = [name for name in ZERO_BIASES if name in verdicts]
    if LOGISTIC[1] in verdicts and not at_zero:
        lead = "Yes, without a hidden layer" if verdicts[LOGISTIC[1]] in LEARN else "Not here, without a hidden layer"
        return f"{lead}: from zeros {alone(verdicts[LOGISTIC[1]])}."
    start = at_zero[0] if at_zero else verdicts.index[0]
    biases = "random biases" if start == RANDOM_BIASES else "biases of zero"
    said = "one random unit" if start == "one unit, random" else "random weights"
    return f"All zeros are not tried here: from {said} and {biases} {ENDS[verdicts[start]]}."


def _learning(verdicts: pd.Series) -> list[str]:
    """What the starts of random weights and biases of zero are that learn."""
    return [verdicts[name] for name in ZERO_BIASES if verdicts.get(name) in LEARN]


def untried(verdicts: pd.Series) -> str:
    """That no start on screen has weights that are alike: a sentence and a blank; "" where one has."""
    if {"all zeros", "one constant", LOGISTIC[1], LARGE, ZERO_WEIGHTS, *HALVES} & set(verdicts.index):
        return ""
    return 'No start shown here has equal weights: choose "all zeros" to see what becomes of them. '


def alone(verdict: str) -> str:
    """What becomes of a network without a hidden layer that starts at zeros."""
    return "no weight ever moves" if verdict == "frozen" else ENDS[verdict]
