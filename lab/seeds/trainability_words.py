"""What a map of `lab.seeds.trainability` says, in sentences and formulas."""

import pandas as pd

from lab.numerals import figure, tex
from lab.seeds.border import boxes, dimension
from lab.seeds.trainability import Map
from lab.seeds.trainability_drawn import labels
from lab.seeds.window import Window

BOXES = (
    "How many boxes of s x s points does it take to cover the border? Halve the side: a smooth line takes twice as "
    "many, a surface four times."
)
COLORS = (
    "A network trains here if its cost at the end lies below its first cost. Blue is darker the faster it falls, "
    "orange the faster it grows: after Sohl-Dickstein (2024)."
)


def verdict(found: Map) -> str:
    """How many points train, and how rough the border is, with the number of networks and the budget."""
    size, epochs = found.trained.size, found.experiment.training.epochs
    share = f"{found.trained.sum():,} of {size:,} networks train ({100 * found.trained.mean():.1f} %)"
    budget = f"({epochs:,} steps each; they differ in the rate and in the size of the first weights alone.)"
    return f"{share}. {_border(found)} {budget}"


def takeaway(found: Map) -> str:
    """The picture in words: where it trains, from column to column."""
    columns = found.trained.mean(axis=0)
    places = [("left edge", 0), ("middle", len(columns) // 2), ("right edge", -1)]
    shares = ", ".join(f"{100 * columns[place]:.0f} % at the {name}" for name, place in places)
    return f"Map of {window(found.window)}. Points that train: {shares}. {_border(found)}"


def window(shown: Window) -> str:
    """The edges of a window in numbers."""
    rates, scales = map(_edges, (shown.rates, shown.scales))
    return f"learning rates {rates} and factors {scales} on the first weights"


def coarse(found: Map) -> str:
    """What is drawn so far."""
    side = len(found.trained) // found.known
    return f"So far {side:,} x {side:,} points; the rest is being trained."


def numbers(found: Map) -> str:
    """Whether the precision tells the columns apart."""
    columns, precision = found.trained.shape[1], found.experiment.training.precision
    if found.rates == columns:
        return f"The {columns} columns are {columns} different learning rates in {precision}."
    return (
        f"Here {precision} ends: the {columns} columns are only {found.rates} different learning rates, so the picture "
        f"breaks up into blocks." + (" float64 goes on." if precision == "float32" else "")
    )


def counting(counts: pd.DataFrame) -> str:
    """The boxes that were counted, and the slope, as TeX."""
    steps = r",\quad ".join(rf"N({row.side}) = {tex(f'{row.boxes:,}')}" for row in counts.itertuples())
    return rf"N(s) \sim s^{{-D}}:\quad {steps}\quad\Rightarrow\quad D = {dimension(counts):.3f}"


def deeper(levels: pd.DataFrame, noise: float) -> str:
    """How the dimension goes on from level to level."""
    known = levels.dropna(subset="dimension")
    if known.empty:
        return "There is no border in this window, so there is nothing to go into."
    least, most = known["dimension"].min(), known["dimension"].max()
    said = (
        f"Over {len(levels)} levels, from a window {figure(levels['decades'].iloc[0])} decades wide down to "
        f"{figure(levels['decades'].iloc[-1])}, the dimension lies between {least:.2f} and {most:.2f}. A smooth border "
        f"would come to 1 as soon as one is close enough; points decided by a toss of a coin would give {noise:.2f}."
    )
    last = known["dimension"].iloc[-1]
    if last > noise - 0.03:
        said += " At the last level neighbouring points are as good as unrelated."
    short = levels[levels["rates"] < levels["columns"]]
    return said + (
        f" From level {short['level'].iloc[0]} on the precision no longer tells all columns apart."
        if len(short)
        else ""
    )


def _edges(edges: tuple[float, float]) -> str:
    """From the lower to the upper number, with as many digits as it takes to tell them apart."""
    low, *_, high = labels(edges)
    return f"{low} to {high}" if edges[1] - edges[0] < 0.01 else " to ".join(figure(10**edge) for edge in edges)


def _border(found: Map) -> str:
    rough = dimension(boxes(found.trained))
    if rough != rough:
        return "There is no border here, or hardly any."
    said = f"The border between those that do and those that do not has the box-counting dimension {rough:.2f}"
    return f"{said}; a smooth line has 1."
