"""What is said about a run: why the weights end where they end, what follows for one's own columns, and the figures."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from lab import bands, prose
from lab.answer import Advice
from lab.numerals import counted, figure, percentage, short
from lab.question import address
from lab.questions.feature_relevance.weights import constant, shares
from lab.questions.feature_relevance.weights.headlines import penalties, rounded
from lab.questions.feature_relevance.weights.picture import THERE, combined, legend, predicted
from lab.questions.feature_relevance.weights.trained import LOW, Foretold, Relevance
from lab.relevance.lines import STANDARDISED
from lab.setting_text import OPTIMIZERS

NO_EXAMPLE = "No prediction depends on these combinations of weights, so plain gradient descent leaves them as they are"
CALMER = 10  # times faster: so much subtracting the means must do to be advised first
ASKS = (
    "Training chooses nothing: each step follows one slope per weight, the same for all examples, and none asks "
    "whether a column is useful."
)
NOT_ALONE = (
    "Leave out what you know to be useless: training alone does not. Without noise in the targets it takes the weight "
    "towards 0, [with noise it stops short of that]({})."
)
PULL = (
    "With {}, every step also pulls weights towards 0, whether their columns are useful or not, and the fit pulls back."
)


def note(found: Relevance) -> str:
    """Where each useless weight ended, how many runs diverged, the cost, and how much was trained."""
    facts = found.facts.iloc[0]
    cost = f"Cost below {LOW:g} by epoch {figure(facts['reached'])}."
    if np.isnan(facts["reached"]):
        cost = "" if np.isnan(facts["cost"]) else f"Cost at the end: {short(facts['cost'])}."
    seeds, epochs = counted(facts["replicas"], "seed"), counted(facts["epochs"], "epoch")
    budget = f"({seeds}, {epochs}, {counted(facts['steps'], 'step')} each.)"
    parts = [_useless(found, facts), _divergence(facts), cost, budget]
    return " ".join(part for part in parts if part)


def _useless(found: Relevance, facts: pd.Series) -> str:
    settled = found.ends[found.ends["useless"] & ~found.ends["diverged"]]
    if settled.empty:
        return ""
    ends = {total.text: total.end for total in shares.totals(found)}
    ends |= dict(iter(settled.groupby("weight", sort=False)["end"]))
    told = []
    for name, values in ends.items():
        low, mid, high = (short(value) for value in values.quantile(bands.BAND))
        told.append(f"{name} ended at {mid}" + (f" ({low} to {high})" if low != high else ""))
    middle = "; median and middle 90 % of the runs" if facts["replicas"] > 1 else ""
    return f"{', '.join(told)}{middle}."


def _divergence(facts: pd.Series) -> str:
    rate, largest = facts["rate"], facts["largest_rate"]
    count = f"{figure(facts['diverged'])} of {counted(facts['replicas'], 'seed')} diverged."
    if facts["whole"] and rate > largest:
        return f"{count} The rate {figure(rate)} is above the largest stable one, {short(largest)}."
    if facts["diverged"] == 0 or not np.isfinite(largest):
        return count if facts["diverged"] else ""
    bound = f"The largest stable rate is {short(largest)} with all examples at once; small batches may allow less."
    return f"{count} {bound}"


def why(found: Relevance) -> str:
    """Why the weights end there, and how that compares with theory."""
    facts = found.facts.iloc[0]
    if facts["diverged"] == facts["replicas"]:
        lost = f"{ASKS} Here every run diverged: the steps overshoot, each farther than the last."
        return f"{lost} {_steeper(facts)}".strip()
    asks = PULL.format(penalties(facts)) if penalties(facts) else ASKS
    cases = [*_shares(found), *_split(found, facts), _second_bias(found, facts)]
    if not any(cases):
        cases = [
            "A useless column has nothing to explain where the targets have no noise, so its best weight is 0; with "
            "noise it is what fits the noise best."
        ]
    return " ".join(part for part in (asks, *cases, _predicted(found, facts), _stays(found, facts)) if part)


def _shares(found: Relevance) -> Iterator[str]:
    """What becomes of columns that are made of others, or are all zero."""
    totals = shares.totals(found)
    if totals:
        sums, one = prose.listed([total.text for total in totals]), len(totals) == 1
        ones = ["A constant column says what the bias says"] * any("b" in total.weights for total in totals)
        copies = ["a column made of others says what these say"] * any("b" not in total.weights for total in totals)
        said = ", and ".join([*ones, *copies])
        yield (
            f"{said[0].upper()}{said[1:]}: only {sums} {'reaches' if one else 'reach'} the predictions, and how "
            f"{'it is' if one else 'they are'} split changes none.{_not_unique(found, totals[0])}"
        )
        if ones and found.facts["l1"][0] > 0 == found.facts["decay"][0]:
            yield "L1 spares b, so with time b takes over the work of a constant column."
        if ones and (both := constant.decayed(found.ends)):
            yield both
    if any(len(row) == 1 for row in shares.combinations(found)):
        yield "A column of zeros changes no prediction, so its weight has no slope to follow."


def _not_unique(found: Relevance, total: shares.Total) -> str:
    """That a split is not wrong, with another one that predicts the same; "" where a penalty prefers one."""
    if penalties(found.facts.iloc[0]):
        return ""
    base = "b" if "b" in total.weights else total.weights[0]
    first = found.ends[~found.ends["diverged"]].drop_duplicates("weight").set_index("weight")["end"]
    here = ", ".join(f"{name} {short(first[name])}" for name in total.weights)
    alone = ", ".join(f"{name} {short(total.end.iloc[0]) if name == base else 0}" for name in total.weights)
    return f" So a split is not wrong, only not unique: {here} (first run) and {alone} predict the same."


def _split(found: Relevance, facts: pd.Series) -> Iterator[str]:
    """How a column and its multiple share under plain gradient descent, and what the copy does to the largest rate."""
    totals = shares.totals(found)
    pairs = [row for row in shares.combinations(found) if len(row) == 2 and "b" not in row]
    for row in pairs if not _pulled(facts) else ():
        own, (base,) = shares.owner(row), row.keys() - {shares.owner(row)}
        factor, measured = -row[base], _moved(found, own)
        total = next((total for total in totals if set(total.weights) == {base, own}), None)
        if not total or np.isnan(measured):
            continue
        first = total.law.median() / (1 + factor**2)
        times, column = f"{short(factor)} times", f"x{base[1:]}"
        far, why = f"{times} as far as", f"its column is {times} {column}"
        if factor == 1:
            far, why, times = "as far as", "their columns are equal", "just"
        yield (
            f"Each step moves {own} {far} {base}, as {why} (measured: {short(measured)} times). So from a tiny start "
            f"{own} gets {times} the weight {base} gets: {base} ends near {short(first)}, {own} near "
            f"{short(factor * first)}."
        )
    if steeper := _steeper(facts):
        yield steeper


def _steeper(facts: pd.Series) -> str:
    """What columns that say the same do to the largest stable rate; "" where there are none, or no theory for it."""
    if not np.isfinite(facts["single"]):
        return ""
    return (
        f"A column that says the same makes the cost steeper: the largest stable learning rate falls from "
        f"{short(facts['single'])} without it to {short(facts['largest_rate'])}."
    )


def _moved(found: Relevance, own: str) -> float:
    """How far a copy's weight moved for each 1 of the other's, as measured."""
    rows = found.conserved[(found.conserved["weight"] == own) & (found.conserved["coefficient"].round(6) != 0)]
    return float(rows["ratio"].iloc[0])


def _second_bias(found: Relevance, facts: pd.Series) -> str:
    """What a mean does that is large beside the column's spread; "" where no useless column has one."""
    if not facts["biased"]:
        return ""
    weight, mean = facts["biased"], short(facts["mean"])
    middle = found.ends[~found.ends["diverged"]].groupby("weight")[["end", "law"]].median()
    joined, goal = (short(value) for value in facts["mean"] * middle.loc[weight] + middle.loc["b"])
    return (
        f"x{weight[1:]} is {mean} give or take {short(facts['spread'])}, so it is nearly a second bias. First {weight} "
        f"does a part of the bias's work: {mean} {weight} + b is at {joined}, where {goal} fits. Then {weight} hands "
        f"that over to b, which shows in predictions only by the column's small variation; so it is slow"
        f"{_slowly(facts)}."
    )


def _slowly(facts: pd.Series) -> str:
    """How slow the slowest change is, in epochs, beside the same column without its mean."""
    if not np.isfinite(facts["halving"]):
        return ""
    said = f": halving what is missing takes {_epochs(facts['halving'])}"
    times = facts["halving"] / max(facts["moved"], 1)
    if np.isfinite(times) and round(times, 1) > 1:
        said += f", {times:.2g} times as many as with that mean subtracted ({_epochs(facts['moved'])})"
    return said


def _epochs(number: float) -> str:
    return counted(max(1, round(float(f"{number:.3g}"))), "epoch")


def _calmer(facts: pd.Series) -> bool:
    """Whether subtracting the means is what makes the slow direction fast."""
    return bool(facts["eased"] > CALMER)


def _predicted(found: Relevance, facts: pd.Series) -> str:
    laws = ", ".join(f"{row.weight} {short(round(row.law, 6))}" for row in legend(found).itertuples())
    gap, reason = _gap(facts, facts["gap"]), _reason(found, facts)
    if not reason:
        single = ", whatever the optimizer" if facts["obstacle"] == "adaptive" and found.conserved.empty else ""
        return f"Predicted, given endless training{single}: {laws}. {gap}{_way_to_go(found, facts)}."
    if facts["gap"] <= THERE:
        return f"Theory for plain gradient descent ({laws}) need not hold: {reason}. Here it does. {gap}."
    return f"Theory for plain gradient descent ({laws}) does not hold: {reason}. {gap}.{_shrunk(found)}"


def _gap(facts: pd.Series, gap: float) -> str:
    which = "In the run farthest from that, a weight" if facts["replicas"] > 1 else "The weight farthest from that"
    return f"{which} differs by {short(gap)}"


def _reason(found: Relevance, facts: pd.Series) -> str:
    """Why the law fails; an adaptive optimizer alone leads to the same end where it keeps what the law keeps."""
    kept = facts["obstacle"] == "adaptive" and not (found.conserved["drift"] > THERE).any()
    says = {
        "adaptive": f"{OPTIMIZERS[facts['optimizer']]} scales the step of each weight by itself",
        "decay": "weight decay (L2) pulls every weight towards 0",
        "l1": "L1 pulls every weight but b towards 0",
        "noise": "no line meets every example, so every small batch pulls elsewhere",
    }
    return "" if kept else ", and ".join(says[name] for name in facts["obstacle"].split())


def _shrunk(found: Relevance) -> str:
    settled, facts = found.ends[~found.ends["diverged"]], found.facts.iloc[0]
    if settled["shrunk"].isna().any():
        return ""
    rows = settled.drop_duplicates("weight").itertuples()
    each = ", ".join(f"{row.weight} {short(round(row.shrunk, 6))}" for row in rows)
    off = (settled["end"] - settled["shrunk"]).abs().max()
    yet = "" if off <= THERE else ", so it is not there yet"
    return f" With this decay it is predicted to end, from any start, at {each}. {_gap(facts, off)}{yet}."


def _way_to_go(found: Relevance, facts: pd.Series) -> str:
    if facts["gap"] <= THERE:
        return ""
    if np.isnan(facts["remaining"]):
        return ", so it is not there" + ("" if facts["obstacle"] else " yet")
    if rounded(found):
        return ", the rounding of 32-bit numbers"
    done = f"of the slowest part of the way, {percentage(1 - facts['remaining'])} is done"
    half = "" if facts["biased"] else f", and halving the rest takes {_epochs(facts['halving'])}"
    return f", not there yet: {done}{half if np.isfinite(facts['halving']) else ''}"


def _stays(found: Relevance, facts: pd.Series) -> str:
    if found.conserved.empty:
        return ""
    named = [combined(rows) for _, rows in found.conserved.groupby("combination")]
    listed, drift = prose.listed(named), found.conserved["drift"].max()
    one = len(named) == 1
    if _pulled(facts):
        moved = f"here {'it' if one else 'one of them'} moved by up to {short(drift)}"
        moved = moved if drift > THERE else "so does this, nearly"
        return f"Plain gradient descent would keep {listed} where {'it' if one else 'they'} started; {moved}."
    how, verb = ("it started", "stays") if one else ("they started", "stay")
    how = f"exactly where {how}" if drift == 0 else f"where {how}, up to rounding"
    multiple = " Any multiple of it stays, too." if one else ""
    return (
        f"{listed} {verb} {how}, as no example depends on {'it' if one else 'them'}: the start decides the rest."
        f"{multiple}"
    )


def _pulled(facts: pd.Series) -> bool:
    """Whether something moves what plain gradient descent would keep."""
    return bool({"adaptive", "decay", "l1"} & set(facts["obstacle"].split()))


def summary(found: Relevance | Foretold) -> str:
    """The picture in words."""
    if isinstance(found, Foretold):
        return f"Before training: {'; '.join(legend(found)['label'])}."
    each = "; ".join(
        f"{row.label}, {predicted(found)} {short(round(row.law, 6))}" for row in legend(found).itertuples()
    )
    facts = found.facts.iloc[0]
    return f"Weights after {figure(facts['epochs'])} epochs, median of {counted(facts['replicas'], 'seed')}: {each}."


def combinations(found: Relevance) -> str:
    """What became of the combinations that gradient descent keeps, in figures."""
    facts, rows = found.facts.iloc[0], found.conserved.groupby("combination")
    if facts["diverged"] == facts["replicas"]:
        return "Every run diverged: there is nothing to compare with theory."
    if found.conserved.empty:
        return "Nothing is kept: no column is made of the others, so in the end training forgets where it started."
    each = ", ".join(f"{combined(own)}: {figure(own['drift'].iloc[0], 3)}" for _, own in rows)
    count = counted(facts["replicas"] - facts["diverged"], "seed")
    drawn = counted(found.kept["seed"].nunique(), "seed")
    other = f"; with {penalties(facts) or OPTIMIZERS[facts['optimizer']]} they move"
    moved = other if _pulled(facts) and found.conserved["drift"].max() > THERE else ""
    says = [
        f"{NO_EXAMPLE}{moved}. Drawn: {drawn}. Largest change since the start ({count}, all recorded epochs): {each}."
    ]
    if facts["obstacle"] in ("decay", "decay noise"):
        off = figure(found.conserved["off"].max(), 3)
        says.append(f"Weight decay shrinks each by the factor 1 − rate · decay a step, as predicted (within {off}).")
    return " ".join(says + [_unequal(own, facts) for _, own in rows if _unequal(own, facts)])


def _unequal(rows: pd.DataFrame, facts: pd.Series) -> str:
    """How far a copy moved beside its original, where that is not what gradient descent would do."""
    ratio, terms = rows["ratio"].iloc[0], rows[rows["coefficient"] != 0].set_index("weight")["coefficient"]
    if np.isnan(ratio) or rows["drift"].iloc[0] <= THERE or facts["obstacle"] != "adaptive":
        return ""
    own = combined(rows).split(" ")[0]
    other = next(name for name in terms.index if name != own)
    return (
        f"{OPTIMIZERS[facts['optimizer']]} moved {own} {ratio:.3f} times as far as {other} (median); gradient "
        f"descent would move it {short(round(-terms[other], 6))} times as far."
    )


def advice(found: Relevance) -> Advice:
    """What to do about such columns: what the runs here confirm, the first thing first."""
    rules = [*_rules(found)] or [NOT_ALONE.format(address("null"))]
    return Advice(" ".join(rules), STANDARDISED + (COPIES if _copies(found) else ""))


def _copies(found: Relevance) -> list[dict[str, float]]:
    """The combinations of columns that say the same, beside the bias."""
    return [row for row in shares.combinations(found) if len(row) > 1 and "b" not in row]


COPIES = """\
same = abs(np.corrcoef(x, rowvar=False)) > 1 - 1e-6
x = x[:, ~np.triu(same, 1).any(axis=0)]  # of columns that say the same the first
"""
UNSURE = "Add columns of random numbers, train, and see whether your column weighs more than they do."
PLANTED = "x_tried = np.hstack([x, np.random.normal(size=(len(x), 5))])  # five columns that are useless for certain"


def _rules(found: Relevance) -> Iterator[str]:
    facts, rows, copies = found.facts.iloc[0], shares.combinations(found), _copies(found)
    if facts["diverged"] == facts["replicas"]:
        yield "Take a smaller learning rate first."
    if facts["biased"]:
        column, spread = f"x{facts['biased'][1:]}", short(facts["spread"])
        if _calmer(facts):
            yield f"Subtract the mean of every column before training{_with_means(facts, column)}."
        else:
            yield f"Look at each column's spread: {column} varies by only {spread}, so leave it out or rescale it."
    if any("b" in row for row in rows):
        yield "Leave a constant column out: the bias does its work."
    if copies:
        yield f"Of columns that say the same keep one, or else read only the {_which(found, copies)}."
    if any(len(row) == 1 for row in rows):
        yield "Leave a column of zeros out: its weight keeps what the start gave it."
    if harm := constant.harm(facts):
        yield harm
    if penalties(facts):
        yield f"{penalties(facts)} can make useless weights small, but at the price of smaller useful ones."
    elif copies:
        yield _penalised(copies)


def _which(found: Relevance, copies: list[dict[str, float]]) -> str:
    """The sum of weights that means something."""
    if all(part == -1 for row in copies for name, part in row.items() if name != shares.owner(row)):
        return "sum of their weights"
    told = [total.text for total in shares.totals(found) if total.weighted and "b" not in total.weights]
    return f"weighted sum {prose.listed(told)}" if told else "sum of their weights, each times its column's factor"


def _penalised(copies: list[dict[str, float]]) -> str:
    """What an L1 penalty does with columns that say the same."""
    if any(abs(part) != 1 for row in copies for part in row.values()):
        return "Where one column is a multiple of another, an L1 penalty prefers the larger: its weight can be smaller."
    return (
        "Of two equal columns an L1 penalty removes none while their weights have one sign: it then charges for "
        "the sum, not for the split."
    )


def _with_means(facts: pd.Series, column: str) -> str:
    """What subtracting all means brings, beside that of one column alone; "" where no theory says it."""
    if not np.isfinite(facts["halving"]):
        return ", so that none resembles the bias"
    return (
        f": with that alone halving what is missing takes {_epochs(facts['centred'])} instead of "
        f"{_epochs(facts['halving'])}, and {_epochs(facts['moved'])} with only that of {column} subtracted"
    )
