"""Where the useless weights ended, in one sentence."""

import numpy as np
import pandas as pd

from lab import prose
from lab.numerals import counted, short
from lab.questions.feature_relevance.weights import shares
from lab.questions.feature_relevance.weights.picture import THERE
from lab.questions.feature_relevance.weights.trained import Relevance

NEAR = 0.01  # a weight nearer to zero than this is called nearly zero
HARDLY = 0.1  # of the slowest way: less has hardly begun
PENALTIES = {"l1": "L1", "decay": "L2"}


def headline(found: Relevance, noise: float = 0.0) -> str:
    """Where the useless weights ended, on the way or not, with which penalty, and noise of the targets."""
    facts, ends = found.facts.iloc[0], found.ends[found.ends["useless"]]
    if facts["diverged"] == facts["replicas"]:
        return "Nowhere: training diverged. A smaller learning rate helps."
    if ends.empty:
        return "No column here is useless: the truth needs every one of them."
    settled = ends[~ends["diverged"]]
    weights = list(settled["weight"].unique())
    return _one(found, settled, noise) if len(weights) == 1 else _several(found, settled)


def penalties(facts: pd.Series) -> str:
    """The penalties that are on: "L1 and L2"; "" where none is."""
    return prose.listed([name for field, name in PENALTIES.items() if facts[field] > 0])


def rounded(found: Relevance) -> bool:
    """Whether what is missing to theory is only what float32 rounds."""
    facts = found.facts.iloc[0]
    if np.isnan(facts["remaining"]):
        return False
    apart = (found.ends["start"] - found.ends["law"]) ** 2
    distance = np.sqrt(apart.groupby(found.ends["seed"]).sum().max())
    return bool(facts["remaining"] * distance < facts["gap"] / 10)


def _several(found: Relevance, settled: pd.DataFrame) -> str:
    facts, by_weight = found.facts.iloc[0], settled.groupby("weight", sort=False)
    near = by_weight["end"].apply(lambda end: bool((end.abs() < NEAR).all()))
    aim = by_weight["law"].apply(lambda law: bool((law.abs() < NEAR).all()))
    count, useless, under = int(near.sum()), f"{len(near)} useless weights", _under(facts)
    if (settled["end"] == 0).all():
        return f"To zero{under}: all {useless} end at exactly 0."
    if near.all():
        return f"Close to zero{under}: all {useless} end within {NEAR:g} of it."
    if not facts["obstacle"] and aim.all():
        return f"Towards zero, but not all are there yet: of {useless}, {count or 'none'} {_is(count)} close to it."
    rest = [name for name, there in near.items() if not there]
    shared = [weight for total in shares.totals(found) for weight in total.weights]
    shares_too = (
        f"; {'the rest' if count else 'they'} share with others" if not under and set(rest) <= set(shared) else ""
    )
    if not count:
        return f"Not to zero{under}: none of the {useless} ends close to it in every run{shares_too}."
    return f"Not all to zero{under}: of {useless}, {count} {'ends' if count == 1 else 'end'} close to it{shares_too}."


def _is(count: int) -> str:
    return "are" if count > 1 else "is"


def _under(facts: pd.Series) -> str:
    return f" with {penalties(facts)}" if penalties(facts) else ""


def _one(found: Relevance, settled: pd.DataFrame, noise: float) -> str:
    """The same where one column is useless; `settled` are its rows of the runs that did not diverge."""
    facts, name = found.facts.iloc[0], settled["weight"].iloc[0]
    named, under = f"{name}, the weight of {settled['column'].iloc[0]},", _under(facts)
    total = next((total for total in shares.totals(found) if name in total.weights), None)
    near, middle = (settled["end"].abs() < NEAR).all(), short(settled["end"].median())
    if total and not under:
        return _shared(found, total)
    if (settled["end"] == 0).all():
        return f"To zero{under}: {named} ends at exactly 0."
    if near:
        if noise or under:
            return f"Close to zero{under}: {named} ends at {middle}."
        return f"Not quite to zero, even without noise in the targets: {named} ends at {middle}."
    if total:
        return _shared(found, total)
    if not under and [name] in [list(row) for row in shares.combinations(found)]:
        return f"Nowhere: {named} stays where it started."
    return _alone(found, settled, named)


def _shared(found: Relevance, total: shares.Total) -> str:
    if both := _spared(found, total):
        return both
    facts, drift = found.facts.iloc[0], found.conserved["drift"].max()
    under, middle = _under(facts), short(total.end.median())
    if not facts["obstacle"] and shares.apart(total.end, total.law) > NEAR and not rounded(found):
        return f"Towards a shared sum: {_who(found, total)}; {total.text} is {middle}, still moving."
    parts = found.ends[~found.ends["diverged"] & (found.ends["weight"] == total.weights[-2])]["end"]
    if drift <= THERE:
        split = ", and the start decides the split"
    elif not under:
        split = ", split by start and optimizer"
    elif parts.max() - parts.min() < NEAR:
        split = ", split alike in every run" if len(parts) > 1 else ""
    else:
        split = ", split by the start"
    under = f"With {penalties(facts)}, " if under else ""
    return f"{under}{_who(found, total)}: {total.text} ends at {middle}{split}."


def _spared(found: Relevance, total: shares.Total) -> str:
    """Where L2 takes a constant column's weight with the bias shrunk and without; "" where theory has not both."""
    *names, last = total.weights
    rows = found.ends[~found.ends["diverged"] & (found.ends["weight"] == names[0])]
    if last != "b" or len(names) > 1 or not (rows["spared"].abs() < NEAR).all():
        return ""
    return (
        f"With L2 on the bias too, {names[0]} ends at {short(rows['end'].median())}; with Keras's kernel_regularizer "
        f"alone, b takes all: {names[0]} is {short(round(rows['spared'].iloc[0], 6) + 0.0)}."
    )


def _who(found: Relevance, total: shares.Total) -> str:
    """Whose weights a sum is made of: "x2 (constant) shares with the bias"."""
    base = "b" if "b" in total.weights else total.weights[0]
    others = [weight for weight in total.weights if weight != base]
    columns = found.ends.drop_duplicates("weight").set_index("weight")["column"]
    plain = len(others) > 1 or penalties(found.facts.iloc[0])
    named = [f"x{weight[1:]}" if plain else columns[weight] for weight in others]
    verb = "shares" if len(named) == 1 else "share"
    return f"{prose.listed(named)} {verb} with {'the bias' if base == 'b' else columns[base]}"


def _alone(found: Relevance, settled: pd.DataFrame, named: str) -> str:
    """Of a weight that shares with none, and is not near zero in every run."""
    facts, epochs = found.facts.iloc[0], counted(found.facts["epochs"][0], "epoch")
    goal, end = settled["law"].median(), settled["end"]
    if not facts["obstacle"] and abs(goal) < NEAR:
        return _on_its_way(found, settled, named, epochs)
    if facts["obstacle"] == "adaptive" and abs(goal) < NEAR and found.conserved.empty:
        return f"Not within {epochs}: {named} is at {short(end.median())}."
    there = shares.apart(end, settled["law"]) <= NEAR or rounded(found)
    if not facts["obstacle"] and (there or short(end.median()) != short(goal)):
        way = "which fits the noise of the targets best" if there else f"on its way to {short(goal)}"
        return f"Not to zero: {named} {'ends' if there else 'is'} at {short(end.median())}, {way}."
    low, high = end.quantile([0.05, 0.95])
    if high - low < NEAR or np.isclose(low, high):
        return f"Not to zero{_under(facts)}: {named} ends at {short(end.median())}."
    who = settled["weight"].iloc[0] if _under(facts) else named
    return f"That depends on the run{_under(facts)}: {who} mostly ends between {short(low)} and {short(high)}."


def _on_its_way(found: Relevance, settled: pd.DataFrame, named: str, epochs: str) -> str:
    """Of a weight whose end is zero in theory, and that is not there."""
    facts, name, end = found.facts.iloc[0], settled["weight"].iloc[0], settled["end"]
    far = end.abs()
    if rounded(found):
        return f"Nearly: {name} ends {short(far.max())} from zero at most; the rest is rounding."
    if 1 - facts["remaining"] < HARDLY:
        up_to = "up to " if len(end) > 1 else ""
        return f"Not within {epochs}: {named} hardly moves, and is {up_to}{short(far.max())} from zero."
    if len(end) == 1:
        return f"Towards zero, but not there yet: {name} is at {short(end.iloc[0])} after {epochs}."
    if far.median() < NEAR:
        return f"Towards zero, but not there yet in every run: after {epochs}, {name} is up to {short(far.max())} off."
    return f"Towards zero, but not there yet: in the median run {name} is at {short(end.median())} after {epochs}."
