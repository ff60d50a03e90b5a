"""What the pictures of networks of many widths draw."""

import numpy as np
import pandas as pd

from lab import frames
from lab.differentiation import layer as layer_drawn
from lab.seeds.width import BELOW, WHEN, Found

HELD, TRAINED = "held-out examples", "training examples"
ACCURACY, COST = "accuracy", "cost"
RESULTS = (ACCURACY, COST)


def spread(found: Found, result: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bands and single runs of a result against the number of units.

    Args:
        found: of `width.measure`.
        result: one of `RESULTS`.

    Returns:
        `units`, `kind`, `low`, `mid`, `high`; then `units`, `kind`, `seed`, `value`: accuracies in %.
    """
    kinds = {TRAINED: "cost"} if result == COST else {HELD: "held", TRAINED: "training"}
    kinds = {kind: name for kind, name in kinds.items() if found.runs[name].notna().any()}
    bands = [
        pd.DataFrame({"units": found.widths["units"], "kind": kind})
        .assign(**{place: found.widths[f"{name}_{place}"] for place in ("low", "mid", "high")})
        for kind, name in kinds.items()
    ]  # fmt: skip
    dots = [found.runs[["units", "seed"]].assign(kind=kind, value=found.runs[name]) for kind, name in kinds.items()]
    empty = found.widths.head(0)[["units"]].assign(kind="", low=0.0, mid=0.0, high=0.0, seed=0, value=0.0)
    return pd.concat(bands or [empty]), pd.concat(dots or [empty]).dropna()


def laws(found: Found, result: str) -> pd.DataFrame:
    """Dashed lines of the costs: `level` and what it `says`; none for accuracies."""
    rows = [] if found.floor is None else [(found.floor, "one unit at best"), (BELOW, "solved")]
    return pd.DataFrame(rows if result == COST else [], columns=["level", "says"])


def pictured(found: Found) -> list[int]:
    """Widths whose units can be drawn as pictures, few first; none where the inputs are no pixels."""
    pixels = found.experiment.data.name == "digits"
    return sorted(found.kernels) if pixels else []


def looks(found: Found, units: int, seed: int, when: str) -> tuple[pd.DataFrame, float]:
    """The kernels of one run as pixels with places, and the largest size of a weight: of `layer_drawn.looks`."""
    kernels = found.kernels[units][seed]  # (when, unit, input)
    axes = [(("when",), [(name,) for name in WHEN]), (("unit",), [(place + 1,) for place in range(units)])]
    axes.append((("weight",), [(name,) for name in found.experiment.data.features]))
    frame = frames.tidy(axes, {"value": np.stack([kernels[place] for place in WHEN.values()])})
    return layer_drawn.looks(frame, when)
