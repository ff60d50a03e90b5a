"""What the units of one run look at: their incoming kernels as pictures of the pixels, before and after training."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.answer import Figure, Section, Words
from lab.charts import kernels
from lab.numerals import counted
from lab.questions.seed_effects.width.widths import WHEN, Widths


def pictures(found: Widths, units: int, seed: int) -> Section:
    """The units of one run as pictures."""
    row = found.runs[(found.runs["units"] == units) & (found.runs["seed"] == seed)].iloc[0]
    learned = f"a pattern each; the run reaches {row['held']:.1f} % of held-out digits"
    pictures = tuple(
        Figure.of(
            kernels.pictures(*looks(found, units, seed, when)),
            f"The weights of {counted(units, 'unit')} {when} training, as pictures of the pixels: {said}.",
            caption=f"{when.capitalize()} training",
        )
        for when, said in zip(WHEN, ("random", learned), strict=True)
    )
    said = Words("Each picture: one unit's weights, where their pixels are. Orange adds, blue takes away.", small=True)
    return Section(f"What the units look at: {counted(units, 'unit')}, seed {seed}", (*pictures, said), across=2)


def looks(found: Widths, units: int, seed: int, when: str) -> tuple[pd.DataFrame, float]:
    """The kernels of one run as pixels with places, five pictures in a row, a line of nothing between two.

    Args:
        found: of `measure`, of the digits.
        units, seed: whose kernels.
        when: one of `WHEN`.

    Returns:
        `unit`, `weight` (the name of its input), `value`, `x`, `y`; the largest size of a weight, before or after.
    """
    weights = found.kernels[units][seed]  # (when, unit, input)
    unit, pixel = (places.ravel() for places in np.indices(weights.shape[1:]))
    x, y = kernels.places(unit, pixel)
    frame = {
        "unit": unit + 1, "weight": np.array(found.experiment.data.features)[pixel],
        "value": weights[WHEN.index(when)].ravel(),
    }  # fmt: skip
    finite = np.abs(weights[np.isfinite(weights)])
    return pd.DataFrame(frame).assign(x=x, y=y), float(finite.max(initial=0.0)) or 1.0
