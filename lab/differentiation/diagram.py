"""The 2-2-1 network as a drawing: where its nodes and edges lie, and which numbers stand there."""

import numpy as np
import pandas as pd

from lab.differentiation.chain import source, unit
from lab.differentiation.chain_words import differs
from lab.differentiation.side_by_side import Moment
from lab.numerals import figure

LINE = 15  # pixels from one line of numbers to the next
# node -> its place, in hundredths of the picture, and whether its numbers stand above it
NODES = {"x1": (8, 77, True), "x2": (8, 23, False), "1": (46, 77, True), "2": (46, 23, False), "3": (87, 50, False)}
# weight -> from, to, where its number stands along the edge (0 to 1), and how many pixels right and below of it
EDGES = {
    "w1": ("x1", "1", 0.5, 0, -14), "w2": ("x2", "1", 0.18, 46, 6), "w3": ("x1", "2", 0.18, 46, -6),
    "w4": ("x2", "2", 0.5, 0, 14), "w5": ("1", "3", 0.55, -42, 16), "w6": ("2", "3", 0.55, -42, -16),
}  # fmt: skip


def nodes(moment: Moment) -> pd.DataFrame:
    """Inputs, neurons and output with their numbers.

    Returns:
        One row per node: `node`, `x`, `y` (0 to 100), `says` (lines), `below` (pixels from the node to the first of
        them; negative is above), `marked` (whether it holds a factor that differs).
    """
    numbers, weights, marked = moment.numbers, moment.weights, _marked(moment)
    says = {name: [_short(numbers[name])] for name in ("x1", "x2")}
    for name in ("1", "2", "3"):
        says[name] = [f"{kind}{name} = {_short(numbers[kind + name])}" for kind in ("z", "a")]
        says[name].insert(0, f"b{name} = {_short(weights['b' + name])}")
    says["3"] += [f"y = {_short(numbers['y'])}", f"J = {_short(numbers['loss'])}"]
    rows = [
        (name, x, y, "\n".join(says[name]), -37 - LINE * (len(says[name]) - 1) if above else 37, name in marked)
        for name, (x, y, above) in NODES.items()
    ]
    return pd.DataFrame(rows, columns=["node", "x", "y", "says", "below", "marked"])


def edges(moment: Moment) -> pd.DataFrame:
    """The six weights as edges.

    Returns:
        One row per weight: `weight`, `x`, `y`, `to_x`, `to_y` (its ends, 0 to 100), `says`, `at_x`, `at_y`, `right`,
        `below` (where that stands), `size` (how large it is among them: 0 to 1), `sign` ("negative" or "0 or
        positive"), `chained` (whether one of the two gradients runs along it), `marked` (whether it is a factor that
        differs), `exactly` (its value with more digits).
    """
    marked, along = _marked(moment), {*moment.pair, *(f"w{unit(name) + 4}" for name in moment.pair)}
    sizes = np.nan_to_num(np.abs([moment.weights[name] for name in EDGES]), nan=0.0)
    rows = [
        {
            "weight": name, "x": x, "y": y, "to_x": to_x, "to_y": to_y, "right": right, "below": below,
            "at_x": x + at * (to_x - x), "at_y": y + at * (to_y - y), "size": size / max(1.0, *sizes),
            "says": f"{name} = {_short(moment.weights[name])}", "exactly": figure(moment.weights[name]),
            "marked": name in marked,
            "sign": "negative" if moment.weights[name] < 0 else "positive or 0", "chained": name in along,
        }
        for (name, (start, end, at, right, below)), size in zip(EDGES.items(), sizes, strict=True)
        for (x, y, _), (to_x, to_y, _) in [(NODES[start], NODES[end])]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def takeaway(moment: Moment) -> str:
    """The picture in words."""
    numbers = ", ".join(f"{name} {figure(value)}" for name, value in moment.weights.items())
    way = ", ".join(f"{name} {figure(moment.numbers[name])}" for name in ("x1", "x2", "a1", "a2", "a3", "y", "loss"))
    marks = f" Marked, because it differs: {', '.join(sorted(_marked(moment)))}." if _marked(moment) else ""
    return f"The network after {moment.update:,} updates. Weights: {numbers}. Example {moment.example}: {way}.{marks}"


def _marked(moment: Moment) -> set[str]:
    """The nodes and edges that hold a factor which differs between the two gradients."""
    holders = {
        "dz3/da": {f"w{unit(name) + 4}" for name in moment.pair},
        "da/dz": {str(unit(name)) for name in moment.pair},
        "dz/dw": {f"x{source(name)}" for name in moment.pair},
    }
    return set().union(*(found for factor, found in holders.items() if differs(moment.factors, factor)))


def _short(value: float) -> str:
    """A number with three digits, for a picture that a phone can show."""
    return f"{value:.3g}".replace("-", "−") if np.isfinite(value) else figure(value)
