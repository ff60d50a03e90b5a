"""What a network of two inputs says all over the plane, and where each of its units says nothing."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab.differentiation.matching import GRID, Found, corners
from lab.experiment import Experiment
from lab.forward import outputs
from lab.numerals import figure

NETWORKS = ("first", "second")
OVERLAP = 1.1  # cells are drawn this much larger than they are, so that no seams show between them


def drawn(found: Found, pair: int, network: str) -> tuple[pd.DataFrame, pd.DataFrame, list[int], tuple]:
    """`cells` and `edges` of a network, the numbers of the units, and the range of both networks' outputs."""
    units = list(range(1, found.experiment.network.hidden[0] + 1))
    said = np.concatenate([cells(found, pair, name)["output"] for name in NETWORKS])
    said = said[np.isfinite(said)]
    low, high = (float(said.min()), float(said.max())) if len(said) else (0.0, 1.0)
    return cells(found, pair, network), edges(found, pair, network), units, (low, high)


def title(found: Found, pair: int, network: str) -> str:
    """Which network it is, and that it diverged if it did."""
    seed = found.pairs["seed1" if network == "first" else "seed2"].iloc[pair - 1]
    lost = "" if np.isfinite(cells(found, pair, network)["output"]).all() else " (diverged)"
    return f"{network.capitalize()} network: seed {seed}{lost}"


def words(found: Found, pair: int, network: str) -> str:
    """What the picture of a network says: its outputs, and which unit is whose partner."""
    said, lines = cells(found, pair, network)["output"], edges(found, pair, network)
    if not np.isfinite(said).all():
        return f"{title(found, pair, network)}: nothing to draw."
    ends = f"from {figure(round(said.min(), 4))} to {figure(round(said.max(), 4))}"
    numbers = lines.drop_duplicates("unit")
    units = ", ".join(
        f"{row.unit}" + (f" (partner of {row.partner})" if network == "second" else "") for row in numbers.itertuples()
    )
    return f"The {network} network's outputs run {ends}. Units whose line crosses the plane: {units or 'none'}."


def cells(found: Found, pair: int, network: str) -> pd.DataFrame:
    """The output over the plane that the examples span.

    Args:
        found: of `matching.measure`.
        pair: from 1.
        network: one of `NETWORKS`.

    Returns:
        One row per cell of a grid: `left`, `right`, `bottom`, `top` (its edges), `output`, `finite` (bool).
    """
    points, low, high = corners(found.experiment)
    half = OVERLAP * (high - low) / (GRID - 1) / 2
    said = outputs(_weights(found, pair, network), points, found.experiment.network)[:, 0]
    edges = {"left": points[:, 0] - half[0], "right": points[:, 0] + half[0]}
    edges |= {"bottom": points[:, 1] - half[1], "top": points[:, 1] + half[1]}
    return pd.DataFrame({**edges, "output": said, "finite": np.isfinite(said)})


def edges(found: Found, pair: int, network: str) -> pd.DataFrame:
    """Where the input of each unit is 0: w1 x1 + w2 x2 + b = 0, a straight line of which the plane shows a piece.

    Returns:
        Two rows per unit whose line crosses the plane: `unit` (from 1, in this network's order), `partner` (the unit
        of the first network that it was matched with), `x1`, `x2`, `named` (True at the end that is farther from the
        ends of the other lines: the place for the number).
    """
    kernel, bias, *_ = _weights(found, pair, network)
    partners = found.units.query("pair == @pair")
    names = {row.partner: row.unit for row in partners.itertuples()} if network == "second" else {}
    rows = []
    for i in range(len(bias)):
        ends = _ends(found.experiment, kernel[:, i], bias[i])
        rows += [(i + 1, names.get(i + 1, i + 1), *map(float, end)) for end in ends]
    return _named(pd.DataFrame(rows, columns=["unit", "partner", "x1", "x2"]))


def _named(ends: pd.DataFrame) -> pd.DataFrame:
    """The ends with `named`, see `edges`."""
    places, units = ends[["x1", "x2"]].to_numpy(float), ends["unit"].to_numpy()
    apart = np.linalg.norm(places[:, None] - places[None], axis=-1)
    nearest = np.where(units[:, None] == units[None], np.inf, apart).min(axis=1, initial=1e9)
    first = nearest[0::2] >= nearest[1::2]
    return ends.assign(named=np.stack([first, ~first], axis=1).reshape(-1))


def _weights(found: Found, pair: int, network: str) -> Sequence[np.ndarray]:
    return [array[pair - 1] for array in found.networks[NETWORKS.index(network)]]


def _ends(experiment: Experiment, kernel: np.ndarray, bias: float) -> list[np.ndarray]:
    """Where a unit's line meets the border of the plane: two points, or none."""
    _, low, high = corners(experiment)
    meets = []
    for axis in (0, 1):
        across = 1 - axis
        for border in (low[axis], high[axis]):
            if kernel[across] != 0:
                place = np.empty(2)
                place[axis], place[across] = border, -(bias + kernel[axis] * border) / kernel[across]
                meets += [place] if low[across] <= place[across] <= high[across] else []
    meets = sorted(meets, key=tuple)
    return [meets[0], meets[-1]] if len(meets) > 1 else []
