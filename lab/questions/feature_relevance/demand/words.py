"""What is said of hidden units and concepts: how many networks have them, and what decides the directions."""

import math

import numpy as np
import pandas as pd

from lab.numerals import counted, every, figure, percentage, short
from lab.questions.feature_relevance.demand.units import ALL, DIFFER, Demand, counts, pointing

ASKED = "affordability"
TOGETHER = 0.95  # |cosine| of most pairs from which directions are nearly the same
MOSTLY = 0.75  # share of networks from one start in which one unit must be the one, for the start to decide which


def headline(found: Demand, bound: float, differ: str = "data") -> str:
    """Whether a unit becomes affordability, in networks that differ in their data or in their start."""
    row = after(found, bound, differ).loc[ASKED]
    if row["of_networks"] == 0:
        return "No answer: every network diverged; a smaller learning rate helps."
    return f"{_lead(row)}."


def _lead(row: pd.Series) -> str:
    hits, runs = row["networks"], row["of_networks"]
    became, many = "a hidden unit becomes affordability", counted(runs, "network")
    if hits == 0:
        return f"No: no hidden unit becomes affordability in {many}"
    if hits < runs:
        return f"Sometimes: {became} in {figure(hits)} of {many}"
    return f"Yes: {became} in all of {many}" if runs > 1 else f"Yes: {became} in the one network"


def note(found: Demand, bound: float, differ: str = "data") -> str:
    """The networks that are asked for, their interval, chance, the other concepts; the other kind; the budget."""
    tables = {kind: after(found, bound, kind) for kind in sorted(DIFFER, key=lambda kind: kind != differ)}
    if not any(table["of_networks"].any() for table in tables.values()):
        return f"{every(len(found.networks), 'network').capitalize()} diverged."
    network = found.experiment.network
    gone = int(found.networks["diverged"].sum())
    lost = f" {counted(gone, 'network')} diverged and {'is' if gone == 1 else 'are'} not counted." if gone else ""
    accuracy = found.networks.query("differ == @differ")["accuracy"].median()
    right = "" if np.isnan(accuracy) else f"; accuracy on the training examples {percentage(accuracy)} in the median"
    budget = (
        f"({counted(network.hidden[0], 'hidden unit')}, {counted(found.experiment.training.epochs, 'epoch')}; "
        f"“becomes”: |cosine| above {bound:g}{right}.)"
    )
    each = " ".join(_had_by(kind, table, kind == differ) for kind, table in tables.items())
    return f"{each}{lost} {budget}"


def _had_by(kind: str, table: pd.DataFrame, asked: bool) -> str:
    """How many networks of one kind have each concept; of those that are asked for, the interval and chance."""
    row = table.loc[ASKED]
    starts = "from one start" if kind == "data" else f"from {counted(row['of_networks'], 'start')}"
    who = f"{'Each on data of its own' if kind == 'data' else 'On the same data'}, {starts}"
    if row["of_networks"] == 0:
        return f"{who.partition(',')[0]}: every network diverged."
    if not asked:
        return f"{who}: {ASKED} in {_had(row)}, {_others(table)}."
    interval = f"95 % interval of the share: {percentage(row['low'])} to {percentage(row['high'])}"
    return f"{who} ({interval}; of random directions {percentage(row['law'])}): {_others(table)}."


def _others(table: pd.DataFrame) -> str:
    rows = table.drop(index=ASKED).iterrows()
    return ", ".join(f"{what} in {_had(row)}" for what, row in rows)


def _had(row: pd.Series) -> str:
    return figure(row["networks"]) if row["networks"] else "none"


def why(found: Demand, bound: float, differ: str) -> str:
    """What training asks for, and what decides the directions of the units."""
    row = after(found, bound, differ).loc[ALL]
    networks = found.networks[(found.networks["differ"] == differ) & ~found.networks["diverged"]]
    how = ""
    if len(networks):
        accuracy = short(100 * networks["accuracy"].median())
        without = figure(row["of_networks"] - row["networks"])
        how = (
            f": the median network is right on {accuracy} % of its training examples, and {without} of "
            f"{counted(row['of_networks'], 'network')} "
            f"{'ends' if row['of_networks'] == 1 else 'end'} without all three concepts"
        )
    return (
        "Nobody tells a hidden unit what to be: its random first weights and the examples decide. Names such as "
        f"“{ASKED}” are given by people, afterwards. Training only asks that the units together tell top sellers from "
        f"the rest{how}. Nothing asks one unit to be one idea. {decided(found)}“Becomes” means here that a unit weighs "
        "the features in nearly the same "
        "proportions as the concept does: the cosine of the two directions, without its sign, is above the bound."
    )


def decided(found: Demand) -> str:
    """What the examples decide of the unit most like affordability, and what the start; "" where it cannot be told."""
    data, start = (pointing(found, ASKED, differ) for differ in ("data", "start"))
    if data is None or start is None:
        return ""
    many = int(start.units.sum())
    both = f"|cosine| of two of them: at least {two(math.floor(100 * start.low) / 100)} in 95 % of pairs"
    apart = f"with data of their own, from one start, at least {two(math.floor(100 * data.low) / 100)}"
    if not start.low >= max(TOGETHER, data.low):
        return (
            f"The start has a say in the direction too: from {many} starts on the same data, the units most like "
            f"{ASKED} differ ({both}). "
        )
    alike = (
        "The examples decide the direction: from "
        f"{many} starts on the same data the unit most like {ASKED} ends nearly the same ({both}; {apart}). "
    )
    usual, of_data = int(data.units.max()), int(data.units.sum())
    if usual < MOSTLY * of_data or usual / of_data <= start.units.max() / many:
        return alike
    which = ", ".join(f"unit {unit} in {count}" for unit, count in start.units.items())
    one = f"unit {data.units.idxmax()} in {usual} of {of_data}"
    return f"{alike}The start decides which unit that is: {which}; from one start, {one}. "


def after(found: Demand, bound: float, differ: str) -> pd.DataFrame:
    """The rows of `counts` of one kind of networks after training, by `what`."""
    rows = counts(found, bound)
    rows = rows[(rows["when"] == "after") & (rows["differ"] == differ)]
    return rows.drop(columns=["when", "hidden", "differ"]).set_index("what")


def two(value: float) -> str:
    """A cosine or a share with two decimals."""
    return figure(round(float(value), 2) + 0.0)
