"""What was found about pairs of networks, in sentences and formulas; every number comes from their frames."""

import math

import pandas as pd

from lab.differentiation.matching import ALIKE, KINDS, NEAR, Found
from lab.differentiation.permutation import TURNED
from lab.numerals import aligned, figure, tex


def answer(found: Found, pair: int) -> str:
    """What the shown pair found, and how often each kind came, with N and the step budget."""
    row = _row(found, pair)
    return f"Seeds {row['seed1']} and {row['seed2']}: {_one(found, row)} {_shares(found)}"


def barrier(found: Found, pair: int) -> str:
    """How far the cost rises on the straight line, before and after matching."""
    row, settled = _row(found, pair), found.pairs[found.pairs["kind"] != KINDS[3]]
    if row["kind"] == KINDS[3]:
        return "There is no line to draw between networks that diverged."
    shown = [_rise(row[name]) for name in ("barrier_before", "barrier_after")]
    middle = [figure(settled[name].median()) for name in ("barrier_before", "barrier_after")]
    many = f" Median of {len(settled)} pairs: {middle[0]} and {middle[1]}." if len(settled) > 1 else ""
    return (
        f"On the straight line between the two networks, as they were trained, the cost rises {shown[0]} above its "
        f"ends; once their units are matched, {shown[1]}.{many}"
    )


def title(found: Found, pair: int) -> str:
    """What the picture is of; that a network diverged, where there is nothing to draw."""
    row = _row(found, pair)
    lost = " diverged" if row["kind"] == KINDS[3] else ""
    return f"Seeds {row['seed1']} and {row['seed2']}{lost}"


def rule(found: Found) -> str:
    """What the words mean."""
    symmetry = _symmetry(found)
    return (
        f"Same function: over the plane of the examples the outputs differ by at most {100 * ALIKE:g} % of the "
        f"targets' standard deviation (root mean square). Same solution: once matched, the weights differ by at most "
        f"{100 * NEAR:g} % of their own length too, so that nothing but {symmetry} is different."
    )


def table(found: Found, pair: int) -> pd.DataFrame:
    """Which unit is which: `first`, `second` and what is left between their weights, in words."""
    rows = found.units.query("pair == @pair")
    turned = [" (turned round)" if sign < 0 else "" for sign in rows["sign"]]
    return pd.DataFrame(
        {
            "Unit of the first network": [f"{unit}" for unit in rows["unit"]],
            "Its partner in the second": [f"{unit}{how}" for unit, how in zip(rows["partner"], turned, strict=True)],
            "Distance left between their weights": [
                figure(gap).replace("not a number", "diverged") for gap in rows["gap"]
            ],
        }
    )


def formula(found: Found, pair: int) -> str:
    """The barrier of the shown pair with its numbers, and how many copies a network has, as TeX."""
    units, activation = found.experiment.network.hidden[0], found.experiment.network.activation
    row = _row(found, pair)
    orders = math.factorial(units)
    count = rf"n! = {units}! &= {orders:,}".replace(",", "{,}")
    if activation in TURNED:
        many = f"{orders * 2**units:,}".replace(",", "{,}")
        count = rf"n! \cdot 2^n = {units}! \cdot 2^{{{units}}} &= {many}"
    if row["kind"] == KINDS[3]:
        return aligned(count)
    ends = [tex(figure(row[name])) for name in ("cost1", "cost2", "barrier_before", "barrier_after")]
    return aligned(
        count,
        r"B &= \max_t \, C(w_A + t (w_B - w_A))",
        r"&\quad - (1 - t) C_A - t C_B",
        rf"C_A &= {ends[0]}, \quad C_B = {ends[1]}",
        rf"B_{{\text{{as trained}}}} &= {ends[2]}, \quad B_{{\text{{matched}}}} = {ends[3]}",
    )


def _rise(barrier: float) -> str:
    return "not at all" if barrier <= 0 else f"by {figure(barrier)}"


def _row(found: Found, pair: int) -> pd.Series:
    return found.pairs.iloc[pair - 1]


def _symmetry(found: Found) -> str:
    """What may differ between two copies of a network."""
    second = "signs" if found.experiment.network.activation in TURNED else "scale"
    return f"the order and the {second} of the units"


def _one(found: Found, row: pd.Series) -> str:
    if row["kind"] == KINDS[3]:
        return "at least one of the two networks diverged, so there is nothing to compare."
    said = f"Their outputs differ by {_percent(row['outputs'])} of the targets' spread"
    apart = f"their weights by {_percent(row['after'])} of their length once matched, {_percent(row['before'])} before"
    kinds = {
        KINDS[0]: f"the same solution, but for {_symmetry(found)}.",
        KINDS[1]: "the same function, in other weights.",
        KINDS[2]: "another solution, another function.",
    }
    return f"{kinds[row['kind']]} {said}, {apart}."


def _shares(found: Found) -> str:
    counts, runs = found.pairs["kind"].value_counts(), len(found.pairs)
    same, other, another, lost = (f"{counts.get(kind, 0)}" for kind in KINDS)
    diverged = f", {lost} diverged" if KINDS[3] in counts else ""
    return (
        f"Of {runs} {'pair' if runs == 1 else 'pairs'} of seeds, {same} found the same solution, {other} the same "
        f"function in other weights, {another} another function{diverged} "
        f"({found.experiment.training.epochs:,} epochs each)."
    )


def _percent(share: float) -> str:
    """A share in a hundred, with two digits that count."""
    return "0 %" if share == 0 else f"{100 * share:.2g} %" if share < 1 else f"{100 * share:.0f} %"
