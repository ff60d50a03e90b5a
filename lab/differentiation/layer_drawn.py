"""What the pictures of `lab.differentiation.layer` draw."""

import numpy as np
import pandas as pd

from lab import frames
from lab.datasets import DATASETS
from lab.differentiation.layer import STARTS, Layer
from lab.differentiation.likeness import similarity
from lab.laws import layer as laws

SIDE = 8  # pixels of a digit
ACROSS = 5  # units in a row of pictures
WHEN = {"before": 0, "after": -1}


def counts(found: Layer, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The bands of the number of different units, and theory for them.

    Args:
        found: of `layer.measure`.
        kind: "bit" or "alike".

    Returns:
        `start`, `epoch`, `low`, `mid`, `high`; then `start`, `most`, and what it `says`, one row per number.
    """
    curves = found.counts[found.counts["kind"] == kind]
    most = pd.DataFrame({"start": list(found.units), "most": [foretold(found, name) for name in found.units]})
    law = most.groupby("most", as_index=False)["start"].agg(", ".join)
    return curves, law.assign(says=[f"at most {number}" for number in law["most"]])


def foretold(found: Layer, start: str) -> int:
    """The most units that can ever be different from this start."""
    groups, pushed, _ = STARTS[start]
    units = found.experiment.network.hidden[0]
    return laws.most(units, groups or units, pushed and found.experiment.init.epsilon != 0)


def order(found: Layer, start: str, seed: int) -> np.ndarray:
    """The units in an order that puts those side by side that are alike after training."""
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    last = similarity(found.units[start][found.seeds.index(seed), -1])
    if not np.isfinite(last).all():
        return np.arange(len(last))
    apart = 1.0 - (last + last.T) / 2
    np.fill_diagonal(apart, 0.0)
    return leaves_list(linkage(squareform(apart), "average", optimal_ordering=True))


def matrix(found: Layer, start: str, seed: int) -> pd.DataFrame:
    """How alike every two units of one run are, at each of the kept epochs.

    Returns:
        One row per (frame, row, column): `epoch`, `cosine` (missing where diverged); rows and columns count the units
        in the order of `order`, from 1.
    """
    places = order(found, start, seed)
    cosines = similarity(found.units[start][found.seeds.index(seed)])[:, places][:, :, places]  # (frame, unit, unit)
    numbers = [(place + 1,) for place in range(len(places))]
    shown = [(number, int(epoch)) for number, epoch in enumerate(found.epochs)]
    axes = [(("frame", "epoch"), shown), (("row",), numbers), (("column",), numbers)]
    return frames.tidy(axes, {"cosine": cosines.round(4)})


def weights(found: Layer, start: str, seed: int) -> pd.DataFrame:
    """The weights of every unit of one run before and after training.

    Returns:
        One row per (when, unit, weight): `value`; `weight` is the name of the input, "bias", or "to" the output;
        units in the order of `order`, from 1.
    """
    places = order(found, start, seed)
    values = found.units[start][found.seeds.index(seed)][list(WHEN.values())][:, places]  # (when, unit, weight)
    outputs = found.experiment.data.outputs
    leaving = ["to the output"] if outputs == 1 else [f"to output {number}" for number in range(outputs)]
    names = [*found.experiment.data.features, "bias", *leaving]
    axes = [(("when",), [(when,) for when in WHEN]), (("unit",), [(place + 1,) for place in range(len(places))])]
    return frames.tidy([*axes, (("weight",), [(name,) for name in names])], {"value": values})


def looks(weights: pd.DataFrame, when: str) -> tuple[pd.DataFrame, float]:
    """What the picture of the weights draws, and the largest size of a weight, for one scale before and after.

    Args:
        weights: of `weights`.
        when: a key of `WHEN`.

    Returns:
        Of the digits the incoming kernels alone, with the places of the pixels in rows of `ACROSS` pictures: `unit`,
        `weight`, `value`, `x`, `y`. Of other data all rows: `unit`, `weight`, `value`.
    """
    pixels = weights["weight"].isin(DATASETS["digits"].features)
    chosen = weights[pixels] if pixels.any() else weights
    sizes = chosen["value"].abs()
    finite = sizes[np.isfinite(sizes) & (sizes > 0)]
    now = chosen[chosen["when"] == when].drop(columns="when")
    return (_placed(now) if pixels.any() else now), float(finite.max()) if len(finite) else 1.0


def _placed(pixels: pd.DataFrame) -> pd.DataFrame:
    """The pixels with their places: a line of nothing lies between two pictures."""
    inside = np.tile(np.arange(SIDE * SIDE), pixels["unit"].nunique())
    place = pixels["unit"].to_numpy() - 1
    x = place % ACROSS * (SIDE + 1) + inside % SIDE
    y = place // ACROSS * (SIDE + 1) + inside // SIDE
    return pixels.assign(x=x, y=y)
