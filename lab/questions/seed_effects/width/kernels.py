"""What the units of one run look at: their incoming kernels as pictures of the pixels, before and after training."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab import lazy
from lab.answer import Figure, Section, Words
from lab.charts import theme
from lab.numerals import counted
from lab.questions.seed_effects.width.widths import WHEN, Widths

alt = lazy.module("altair")
SIDE, ACROSS = 8, 5  # pixels of a digit; units in a row of pictures


def pictures(found: Widths, units: int, seed: int) -> Section:
    """The units of one run as pictures."""
    row = found.runs[(found.runs["units"] == units) & (found.runs["seed"] == seed)].iloc[0]
    learned = f"a pattern each; the run reaches {row['held']:.1f} % of held-out digits"
    pictures = tuple(
        Figure.of(
            kernels(*looks(found, units, seed, when)),
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
    kernels = found.kernels[units][seed]  # (when, unit, input)
    unit, pixel = (places.ravel() for places in np.indices(kernels.shape[1:]))
    frame = {
        "unit": unit + 1, "weight": np.array(found.experiment.data.features)[pixel],
        "value": kernels[WHEN.index(when)].ravel(),
        "x": unit % ACROSS * (SIDE + 1) + pixel % SIDE, "y": unit // ACROSS * (SIDE + 1) + pixel // SIDE,
    }  # fmt: skip
    finite = np.abs(kernels[np.isfinite(kernels)])
    return pd.DataFrame(frame), float(finite.max(initial=0.0)) or 1.0


def kernels(frame: pd.DataFrame, largest: float) -> alt.Chart:
    """The incoming kernel of every unit as a picture of its pixels; `largest` gets the fullest colour."""
    rows, columns = list(range(int(frame["y"].max()) + 1)), list(range(ACROSS * (SIDE + 1) - 1))
    legend = alt.Legend(title="Weight", orient="top", gradientLength=150, format=".2g", values=[-largest, 0, largest])
    tips = ["unit:O", alt.Tooltip("weight:N", title="from"), alt.Tooltip("value:Q", title="weight", format=".3g")]
    return (
        alt.Chart(frame, height=alt.Step(8))
        .mark_rect()
        .encode(
            alt.X("x:O").scale(domain=columns, padding=0, round=True).axis(None),
            alt.Y("y:O").scale(domain=rows, padding=0, round=True).axis(None),
            alt.Color("value:Q").scale(theme.signed(largest)).legend(legend),
            tooltip=tips,
        )
    )
