"""What was found about the units of the demand data, in sentences, a table and formulas."""

import numpy as np
import pandas as pd

from lab.laws import directions as law
from lab.numerals import aligned, every, figure, tex
from lab.relevance.demand import FEATURES, Demand, concepts
from lab.relevance.demand_counts import ALL, counts, typical

ASKED = "affordability"
SHARED = {"data": "each on data of its own, from one start", "start": "each from a start of its own, on the same data"}


def headline(found: Demand, bound: float) -> str:
    """Whether a unit becomes affordability, in networks that have data of their own."""
    row = after(found, bound, "data").loc[ASKED]
    if row["of_networks"] == 0:
        return "No answer: every network diverged; a smaller learning rate helps."
    return f"{_lead(row)}."


def note(found: Demand, bound: float) -> str:
    """The interval, chance, the other concepts, the networks that share their data, and the step budget."""
    data, start = (after(found, bound, differ) for differ in ("data", "start"))
    row = data.loc[ASKED]
    if row["of_networks"] == 0:
        return f"{every(len(found.networks), 'network').capitalize()} diverged."
    return (
        f"{SHARED['data'].capitalize()} (95 % interval of the share: {percent(row['low'])} to {percent(row['high'])}; "
        f"of random directions {percent(row['law'])}); {_others(data)}. On the same data, from "
        f"{_count(start.loc[ASKED, 'of_networks'], 'start')}: affordability in {_number(start.loc[ASKED])}, "
        f"{_others(start)}.{_lost(found)} {_budget(found, bound)}"
    )


def _count(number: int, noun: str) -> str:
    return f"{figure(number)} {noun}{'' if number == 1 else 's'}"


def _lead(row: pd.Series) -> str:
    hits, runs = row["networks"], row["of_networks"]
    became, many = "a hidden unit becomes affordability", _count(runs, "network")
    if hits == 0:
        return f"No: no hidden unit becomes affordability in {many}"
    if hits < runs:
        return f"Sometimes: {became} in {figure(hits)} of {many}"
    return f"Yes: {became} in all of {many}" if runs > 1 else f"Yes: {became} in the one network"


def _others(table: pd.DataFrame) -> str:
    rows = table.drop(index=ASKED).iterrows()
    return ", ".join(f"{what} in {_number(row)}" for what, row in rows)


def _number(row: pd.Series) -> str:
    return figure(row["networks"]) if row["networks"] else "none"


def _lost(found: Demand) -> str:
    lost = int(found.networks["diverged"].sum())
    counted = "is not counted" if lost == 1 else "are not counted"
    return f" {_count(lost, 'network')} diverged and {counted}." if lost else ""


def _budget(found: Demand, bound: float) -> str:
    accuracy, network = found.networks["accuracy"].median(), found.experiment.network
    units, epochs = network.hidden[0], found.experiment.training.epochs
    return (
        f"({_count(units, 'hidden unit')}, {_count(epochs, 'epoch')}; “becomes”: |cosine| above {bound:g}; accuracy "
        f"{percent(accuracy)} in the median.)"
    )


def decides(found: Demand) -> str:
    """What the unit most like affordability weighs, and how far that depends on the data and on the start."""
    data, start = (typical(found, ASKED, differ) for differ in ("data", "start"))
    if data.empty or start.empty:
        return ""
    wanted = concepts().set_index("concept").loc[ASKED]
    spans = [f"{_two(table.loc['low', 'cosine'])} to {_two(table.loc['high', 'cosine'])}" for table in (start, data)]
    return (
        f"The unit most like affordability weighs, in the median of the starts: {_weighs(start.loc['mid'])}. "
        f"Affordability itself: {_weighs(wanted)}. The size of the cosine between the two, in the middle "
        f"90 % of the networks: {spans[0]} over the starts, {spans[1]} over the data."
    )


def _weighs(row: pd.Series) -> str:
    return ", ".join(f"{feature} {_two(row[feature])}" for feature in FEATURES)


def table(found: Demand, bound: float, differ: str) -> pd.DataFrame:
    """How many units and networks are each concept; of text, for the eye."""
    rows = counts(found, bound).query("differ == @differ").set_index("what")
    before, after = rows[rows["when"] == "before"], rows[rows["when"] == "after"]
    shown = [
        {
            "concept": what,
            "networks that have it": f"{figure(row['networks'])} of {figure(row['of_networks'])}",
            "95 % interval": "–" if np.isnan(row["low"]) else f"{percent(row['low'])} to {percent(row['high'])}",
            "before training": figure(before.loc[what, "networks"]),
            "random directions (theory)": percent(row["law"]),
            "units that are it": "–" if what == ALL else f"{figure(row['units'])} of {figure(row['of_units'])}",
        }
        for what, row in after.drop(columns="when").iterrows()
    ]
    return pd.DataFrame(shown).set_index("concept")


def seen(found: Demand, bound: float, differ: str) -> str:
    """The picture of the shares in words."""
    rows = after(found, bound, differ).drop(index=ALL)
    each = "; ".join(f"{what} {percent(row['share'])}" for what, row in rows.iterrows())
    return f"Share of networks, {SHARED[differ]}, with a unit whose |cosine| is above {bound:g}: {each}."


def widths_seen(rows: pd.DataFrame) -> str:
    """The picture over the numbers of hidden units in words.

    Args:
        rows: of `demand_counts.counts`, of one kind of networks, after training.
    """
    rows = rows[rows["what"] == ALL]
    each = ", ".join(f"{row.hidden}: {percent(row.share)}" for row in rows.itertuples())
    return f"Networks that have all three concepts, by hidden units: {each} (of {figure(rows['of_networks'].max())})."


def panel_seen(panels: dict[str, pd.DataFrame], concept: str, bound: float) -> str:
    """How many of the drawn units lie nearest to a concept, and how many are it."""
    cosines = panels[concept].query("row > 0").drop_duplicates("row")["cosine"]
    if cosines.empty:
        return f"{concept.capitalize()}: no unit is nearest to it."
    units = f"{len(cosines)} unit{' is' if len(cosines) == 1 else 's are'}"
    above = int((cosines > bound).sum())
    return f"{concept.capitalize()}: {units} nearest to it, {above} above {bound:g}; the most {_two(cosines.max())}."


def guide(panels: dict[str, pd.DataFrame], bound: float) -> str:
    """How to read the pictures of the units, and what is in them."""
    each = " ".join(panel_seen(panels, concept, bound) for concept in panels)
    return (
        "Top row: the concept, as the data are made. Below it every unit of some networks that is nearer to it than to "
        "the other two, the nearest first, with its |cosine|. Orange: more of it sells more; blue: less. Every row has "
        f"length 1. {each}"
    )


def formulas(found: Demand, bound: float) -> str:
    """The cosine of one unit and the law of chance with numbers in them, as LaTeX."""
    units = int(found.units["hidden"].iloc[-1])
    chance, one = tex(figure(law.beyond(bound))), tex(figure(law.contains(bound, units)))
    c = tex(figure(bound))
    lines = _example(found) + [
        r"P(|\cos| > c) &= \tfrac{2}{\pi} \left(\arccos c - c \sqrt{1 - c^2}\right)",
        rf"&= \tfrac{{2}}{{\pi}} \left(\arccos {c} - {c} \sqrt{{1 - {c}^2}}\right)",
        rf"&= {chance}",
        rf"1 - (1 - P)^n &= 1 - (1 - {chance})^{{{units}}}",
        rf"&= {one}",
    ]
    return aligned(*lines)


def _example(found: Demand) -> list[str]:
    after = found.units[(found.units["when"] == "after") & (found.units["differ"] == "start")].dropna()
    if after.empty:
        return []
    first = after[after["seed"] == after["seed"].iloc[0]]
    row = first.loc[first[ASKED].idxmax()]
    given = concepts().set_index("concept").loc[ASKED]
    v, c = (_vector(values[list(FEATURES)]) for values in (row, given))
    return [
        r"|\cos(v, c)| &= |v \cdot c| \quad (|v| = |c| = 1)",
        rf"&= \left| {v} \cdot {c} \right|",
        rf"&= {tex(figure(round(float(row[ASKED]), 4)))}",
    ]


def _vector(values: pd.Series) -> str:
    rows = r" \\ ".join(tex(figure(round(float(value), 3))) for value in values)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def after(found: Demand, bound: float, differ: str) -> pd.DataFrame:
    rows = counts(found, bound)
    rows = rows[(rows["when"] == "after") & (rows["differ"] == differ)]
    return rows.drop(columns=["when", "hidden", "differ"]).set_index("what")


def _two(value: float) -> str:
    """A share of a direction, to two decimals."""
    return figure(round(float(value), 2) + 0.0)


def percent(share: float) -> str:
    """A share for reading: "0 %" and "100 %" only for none and all; a dash where it is missing."""
    if np.isnan(share):
        return "–"
    if 0 < share < 1e-3:
        return "less than 0.1 %"
    if 0.999 < share < 1:
        return "more than 99.9 %"
    return f"{100 * share:.3g} %"
