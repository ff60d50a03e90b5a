"""The sentences about what became of useless weights; every number comes from the frames of `lab.relevance`."""

import numpy as np
import pandas as pd

from lab.numerals import counted, figure
from lab.relevance.weights import Foretold, Relevance
from lab.relevance.weights_drawn import THERE, combined, foretold, legend
from lab.relevance.weights_facts import LOW

NEAR = 0.01  # a weight nearer to zero than this is called nearly zero
NAMES = {"sgd": "SGD", "momentum": "momentum", "nesterov": "Nesterov", "rmsprop": "RMSprop", "adam": "Adam",
         "adagrad": "Adagrad"}  # fmt: skip


def note(found: Relevance) -> str:
    """Where each useless weight ended, how many runs diverged, the cost, and how much was trained."""
    facts = found.facts.iloc[0]
    parts = [_useless(found, facts), _divergence(facts), _cost(facts), _budget(facts)]
    return " ".join(part for part in parts if part)


def why(found: Relevance) -> str:
    """Why the weights end there, and how that compares with theory."""
    facts, made = found.facts.iloc[0], "made" if len(found.conserved) else ""
    asks = (
        "A training step asks one thing of each weight: does the cost fall when it moves? Nothing in it asks whether a "
        "column is useful."
    )
    if made:
        says = (
            "Where a column is made of others (a constant is a multiple of the bias's ones, a copy equals its "
            "original), their weights can be traded against each other without changing any prediction. Such trades "
            "have no gradient, so gradient descent alone never makes them: the start decides them."
        )
    else:
        says = (
            "No column here is made of the others, so a single set of weights has the least cost. A useless column's "
            "weight is 0 there if the targets have no noise; with noise it is what fits the noise best."
        )
    return " ".join(part for part in (asks, says, _predicted(found, facts), _kept(found, facts)) if part)


def summary(found: Relevance | Foretold) -> str:
    """The picture in words."""
    if isinstance(found, Foretold):
        return f"Before training: {'; '.join(legend(found)['label'])}."
    each = "; ".join(f"{row.label}, predicted {foretold(row.law)}" for row in legend(found).itertuples())
    facts = found.facts.iloc[0]
    return f"Weights after {figure(facts['epochs'])} epochs, median of {counted(facts['replicas'], 'seed')}: {each}."


def combinations(found: Relevance) -> str:
    """What became of the combinations that gradient descent keeps, in figures."""
    facts, rows = found.facts.iloc[0], found.conserved.groupby("combination")
    if facts["diverged"] == facts["replicas"]:
        return "Every run diverged: there is nothing to compare with theory."
    if found.conserved.empty:
        return "Nothing is kept: no column is made of the others, so in the end training forgets where it started."
    each = ", ".join(f"{combined(own)}: {figure(own['drift'].iloc[0])}" for _, own in rows)
    count = counted(facts["replicas"] - facts["diverged"], "seed")
    drawn = counted(found.kept["seed"].nunique(), "seed")
    says = [f"Drawn: {drawn}. Largest change since the start ({count}, all recorded epochs): {each}."]
    if facts["obstacle"] in ("decay", "decay noise"):
        off = figure(found.conserved["off"].max())
        says.append(f"Weight decay shrinks each by the factor 1 − rate · decay a step, as predicted (within {off}).")
    return " ".join(says + [_unequal(own, facts) for _, own in rows if _unequal(own, facts)])


def _unequal(rows: pd.DataFrame, facts: pd.Series) -> str:
    """How far a copy moved beside its original, where that is not what gradient descent would do."""
    ratio, terms = rows["ratio"].iloc[0], rows[rows["coefficient"] != 0].set_index("weight")["coefficient"]
    if np.isnan(ratio) or rows["drift"].iloc[0] <= THERE or facts["obstacle"] != "adaptive":
        return ""
    own, other = combined(rows).split(" ")[0], None
    other = next(name for name in terms.index if name != own)
    return (
        f"{NAMES[facts['optimizer']]} moved {own} {ratio:.3f} times as far as {other} (median); gradient "
        f"descent would move it {figure(round(-terms[other], 6))} times as far."
    )


def _useless(found: Relevance, facts: pd.Series) -> str:
    settled = found.ends[found.ends["useless"] & ~found.ends["diverged"]]
    told = []
    for name, ends in settled.groupby("weight", sort=False)["end"]:
        low, mid, high = (figure(value) for value in ends.quantile([0.05, 0.5, 0.95]))
        told.append(f"{name} ended at {mid}" + (f" ({low} to {high})" if facts["replicas"] > 1 else ""))
    middle = "; median and middle 90 % of the runs" if facts["replicas"] > 1 else ""
    return f"{', '.join(told)}{middle}." if told else ""


def _divergence(facts: pd.Series) -> str:
    diverged, rate, largest = facts["diverged"], figure(facts["rate"]), figure(facts["largest_rate"])
    above, known = facts["rate"] > facts["largest_rate"], np.isfinite(facts["largest_rate"])
    count = f"{figure(diverged)} of {counted(facts['replicas'], 'seed')} diverged."
    if facts["whole"] and above:
        return f"{count} The rate {rate} is above the largest stable one, {largest}."
    if diverged == 0:
        return ""
    return (
        f"{count} The largest stable rate is {largest} with all examples at once; small batches may allow less."
        if known
        else count
    )


def _predicted(found: Relevance, facts: pd.Series) -> str:
    if facts["diverged"] == facts["replicas"]:
        return ""
    laws, gap, reason = _laws(found), figure(facts["gap"]), _reason(found, facts)
    if not reason:
        single = ", whatever the optimizer" if facts["obstacle"] == "adaptive" and found.conserved.empty else ""
        return (
            f"Predicted, given endless training{single}: {laws}. Largest difference: {gap}{_way_to_go(found, facts)}."
        )
    if facts["gap"] <= THERE:
        return f"Theory for gradient descent ({laws}) need not hold: {reason}. Here it does, within {gap}."
    shrunk = _shrunk(found)
    return f"Theory for gradient descent ({laws}) does not hold: {reason}. Largest difference: {gap}.{shrunk}"


def _laws(found: Relevance) -> str:
    return ", ".join(f"{row.weight} {foretold(row.law)}" for row in legend(found).itertuples())


def _reason(found: Relevance, facts: pd.Series) -> str:
    """Why the law fails; an adaptive optimizer alone leads to the same end where it keeps what the law keeps."""
    kept = facts["obstacle"] == "adaptive" and not (found.conserved["drift"] > THERE).any()
    says = {
        "adaptive": f"{NAMES[facts['optimizer']]} scales the step of each weight by itself",
        "decay": "weight decay pulls every weight towards 0",
        "l1": "L1 pulls every weight but b towards 0",
        "noise": "no line meets every example, so every small batch pulls elsewhere",
    }
    return "" if kept else ", and ".join(says[name] for name in facts["obstacle"].split())


def _shrunk(found: Relevance) -> str:
    settled = found.ends[~found.ends["diverged"]]
    if settled["shrunk"].isna().any():
        return ""
    each = ", ".join(f"{row.weight} {foretold(row.shrunk)}" for row in settled.drop_duplicates("weight").itertuples())
    off = (settled["end"] - settled["shrunk"]).abs().max()
    yet = "" if off <= THERE else ", so it is not there yet"
    return (
        f" With this decay it is predicted to end, from any start, at {each}. Largest difference: {figure(off)}{yet}."
    )


def _way_to_go(found: Relevance, facts: pd.Series) -> str:
    if facts["gap"] <= THERE:
        return ""
    if np.isnan(facts["remaining"]):
        return ", so it is not there" + ("" if facts["obstacle"] else " yet")
    distance = np.sqrt(((found.ends["start"] - found.ends["law"]) ** 2).groupby(found.ends["seed"]).sum().max())
    if facts["remaining"] * distance < facts["gap"] / 10:
        return ", the rounding of float32"
    share = "more than 99.9" if facts["remaining"] > 0.9995 else f"{100 * facts['remaining']:.3g}"
    return f", not there yet: the slowest direction still has {share} % of its starting distance"


def _kept(found: Relevance, facts: pd.Series) -> str:
    if found.conserved.empty or facts["diverged"] == facts["replicas"]:
        return ""
    named = [combined(rows) for _, rows in found.conserved.groupby("combination")]
    listed, drift = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]])), found.conserved["drift"].max()
    one = len(named) == 1
    if {"adaptive", "decay", "l1"} & set(facts["obstacle"].split()):
        moved = f"here {'it' if one else 'one of them'} moved by up to {figure(drift)}"
        moved = moved if drift > THERE else f"so does this (within {figure(drift)})"
        return f"Gradient descent would keep {listed} where {'it' if one else 'they'} started; {moved}."
    how, verb = ("it started", "stays") if one else ("they started", "stay")
    how = f"exactly where {how}" if drift == 0 else f"where {how} (within {figure(drift)}, rounding)"
    return f"{listed} {verb} {how}: no example depends on {'it' if one else 'them'}."


def _cost(facts: pd.Series) -> str:
    if np.isnan(facts["cost"]):
        return ""
    if np.isnan(facts["reached"]):
        return f"Cost at the end: {figure(facts['cost'])}."
    return f"Cost below {LOW:g} by epoch {figure(facts['reached'])}."


def _budget(facts: pd.Series) -> str:
    seeds, epochs = counted(facts["replicas"], "seed"), counted(facts["epochs"], "epoch")
    return f"({seeds}, {epochs}, {counted(facts['steps'], 'step')} each.)"
