"""What `lab.differentiation.layer` found, as a table, sentences and formulas."""

import numpy as np
import pandas as pd

from lab.differentiation.layer import GROUPS, STARTS, Layer, started
from lab.differentiation.layer_drawn import foretold, order
from lab.differentiation.likeness import ALIKE, similarity
from lab.experiment import Experiment
from lab.numerals import counted, figure, tex


def answer(found: Layer) -> str:
    """How many different units each start ends with, with N and the step budget."""
    units, epochs = found.experiment.network.hidden[0], found.experiment.training.epochs
    groups = list(_by_start(found))
    exact = ", ".join(f"from {name} {_middle(rows, 'bit_last')}" for name, rows in groups)
    near = ", ".join(_middle(rows, "alike_last") for _, rows in groups)
    return (
        f"After {epochs:,} {'epoch' if epochs == 1 else 'epochs'} so many of {units} units are different: {exact} "
        f"(medians of {_runs(found)} each; with nearly parallel units counted as one: {near}).{_lost(found)}"
    )


def _middle(rows: pd.DataFrame, column: str) -> str:
    return figure(rows[column].median()).replace("not a number", "none, as all runs diverged")


def _lost(found: Layer) -> str:
    count = int(found.runs["diverged"].sum())
    return f" Not counted, as they diverged: {count} of all {len(found.runs)} runs." if count else ""


def _by_start(found: Layer):
    return found.runs.groupby("start", sort=False)


def _runs(found: Layer) -> str:
    return f"{len(found.seeds)} run{'s' if len(found.seeds) > 1 else ''}"


def table(found: Layer) -> pd.DataFrame:
    """One line per start: the numbers of different units and the accuracy, with their spread over the runs."""
    rows = [
        {
            "Start": name,
            "Not exactly equal": _spread(sound["bit_last"]),
            "Law: at most": str(foretold(found, name)),
            "Not nearly parallel": _spread(sound["alike_last"]),
            "Fewest on the way": _spread(sound["alike_least"]),
            "Accuracy": _spread(100 * sound["accuracy"], " %"),
            "Runs": f"{len(sound)}" + (f" of {len(rows)}" if len(sound) < len(rows) else ""),
        }
        for name, rows in _by_start(found)
        for sound in [rows[~rows["diverged"]]]
    ]
    return pd.DataFrame(rows).set_index("Start")


def _spread(values: pd.Series, unit: str = "") -> str:
    """The median, and the least and the most where they differ."""
    if values.empty:
        return "diverged"
    low, mid, high = (f"{value:.3g}" for value in (values.min(), values.median(), values.max()))
    return mid + unit if low == high else f"{mid}{unit} ({low} to {high})"


def meanings(found: Layer) -> str:
    """What the columns of the table mean."""
    return (
        f"After {counted(found.experiment.training.epochs, 'epoch')}: the median, and in brackets the least and the "
        f"most of {_runs(found)}. Not exactly equal: units with the same incoming weights, bias and outgoing "
        f"weights count as one. Not nearly parallel: units count as one when a chain of units with cosines above "
        f"{ALIKE:g} leads from one to the other."
    )


def course(found: Layer, kind: str) -> str:
    """The picture of the numbers in words."""
    curves = found.counts[found.counts["kind"] == kind]
    what = "not exactly equal" if kind == "bit" else "not nearly parallel"
    parts = [
        f"{name} from {figure(mid.iloc[0])} to {figure(mid.iloc[-1])}, fewest {figure(mid.min())}"
        for name, mid in curves.groupby("start", sort=False)["mid"]
    ]
    return f"Units {what}, median of {_runs(found)}: {'; '.join(parts)}."


def likeness(found: Layer, start: str, seed: int) -> str:
    """The picture of the matrix in words."""
    first, last = (similarity(found.units[start][found.seeds.index(seed), place]) for place in (0, -1))
    if not np.isfinite(last).all():
        return f"The run of seed {seed} from {start} diverged: its weights are no finite numbers any more."
    pairs = np.triu_indices(len(last), 1)
    parts = [f"{figure(round(float(np.abs(cosines[pairs]).mean()), 3))}" for cosines in (first, last)]
    return (
        f"How alike the units of seed {seed} from {start} are: mean size of the cosine of two units {parts[0]} before "
        f"training and {parts[1]} after; the two most alike have {figure(round(float(last[pairs].max()), 3))}."
    )


def looks(weights: pd.DataFrame, when: str) -> str:
    """The picture of the weights in words."""
    values = weights.loc[weights["when"] == when, "value"]
    units = weights.loc[weights["when"] == when, "unit"].nunique()
    if not np.isfinite(values).all():
        return f"The weights of {units} units {when} training: some are no finite numbers any more, the run diverged."
    sizes = figure(float(f"{np.sqrt((values**2).mean()):.3g}")), figure(float(f"{values.abs().max():.3g}"))
    return f"The weights of {units} units {when} training: root mean square {sizes[0]}, largest size {sizes[1]}."


def guide(found: Layer, weights: pd.DataFrame) -> str:
    """How to read the pictures of one run, and of the demand data which features weigh most.

    Args:
        found: of `layer.measure`.
        weights: of `layer_drawn.weights`.
    """
    order = "Units stand in the order that puts those side by side that are alike after training, in all pictures."
    if found.experiment.data.name != "digits":
        features = found.experiment.data.features
        return f"One row a unit, one column a weight; blue below 0. {order} {_favourites(weights, features)}"
    return (
        f"One small picture a unit: its 64 incoming weights where their pixels lie; blue below 0. {order} A pixel "
        "that is never inked gives no gradient, so its weights stay where they began."
    )


def _favourites(weights: pd.DataFrame, features: tuple[str, ...]) -> str:
    """Which input has the largest weight, unit by unit, and how much of the unit it is."""
    after = weights[(weights["when"] == "after") & weights["weight"].isin(features)]
    squares = after.assign(square=after["value"].astype(float) ** 2).pivot_table("square", "unit", "weight")
    if not np.isfinite(squares).all(axis=None) or squares.empty:
        return "This run diverged."
    heaviest = squares[list(features)].idxmax(axis=1).value_counts()
    shares = squares.max(axis=1) / squares.sum(axis=1)
    each = ", ".join(f"{name} in {heaviest.get(name, 0)}" for name in features)
    return (
        f"The heaviest incoming weight after training, of {len(squares)} units: {each}. It makes up "
        f"{100 * shares.median():.0f} % of a unit's squared incoming weights (median; "
        f"{100 / len(features):.0f} % where all weigh alike)."
    )


def taken(found: Layer, start: str) -> Experiment | None:
    """The experiment from a start; None for groups of clones, which no field of an experiment can say."""
    return None if STARTS[start][0] == GROUPS else started(found.experiment, start)


def closest(found: Layer, start: str, seed: int) -> str:
    """The cosine of the two most alike units that are not equal, with numbers, as TeX; empty without such units."""
    units = found.units[start][found.seeds.index(seed), -1].astype(float)
    if not np.isfinite(units).all() or len(np.unique(units, axis=0)) == 1:
        return ""
    cosines = similarity(units)
    equal = (units[:, None] == units[None]).all(axis=-1)
    one, two = np.unravel_index(np.where(equal, -np.inf, cosines).argmax(), cosines.shape)
    places = order(found, start, seed).tolist()
    names = sorted((places.index(one) + 1, places.index(two) + 1))
    product, *lengths = units[one] @ units[two], *(np.linalg.norm(units[place]) for place in (one, two))
    numbers = [tex(figure(float(value))) for value in (product, *lengths, cosines[one, two])]
    law = rf"\cos(v_{{{names[0]}}}, v_{{{names[1]}}}) = \frac{{v_{{{names[0]}}} \cdot v_{{{names[1]}}}}}"
    law += rf"{{|v_{{{names[0]}}}|\, |v_{{{names[1]}}}|}}"
    return rf"{law} = \frac{{{numbers[0]}}}{{{numbers[1]} \cdot {numbers[2]}}} = {numbers[3]}"


def induction(found: Layer) -> str:
    """Why equal units stay equal, with the rate in it, as TeX."""
    rate = tex(figure(found.experiment.training.learning_rate))
    step = rf"v_i - {rate}\, \frac{{\partial J}}{{\partial v_i}}"
    return rf"v_i = v_j \;\Rightarrow\; {step} = {step.replace('v_i', 'v_j')}"
