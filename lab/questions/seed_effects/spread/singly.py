"""Whether a unit has an optimum of its own: each alone put where it ends, while the others stay where they began."""

from __future__ import annotations

import pandas as pd

from lab import examples, forward
from lab.answer import Figure
from lab.charts import theme
from lab.lazy import alt
from lab.numerals import counted, figure, percent
from lab.seeds.starts import Starts

BEGAN, ONE, ENDED = "all units where they began", "one unit where it ends", "all units where they end"
PLACES = (BEGAN, ONE, ENDED)
FEWEST = 5  # solved runs to say something of


def costs(found: Starts, below: float) -> pd.DataFrame:
    """The costs of solved networks at their start, at their end, and with one unit alone where it ends.

        unit j: its incoming weights, its bias, and its outgoing weights

    Args:
        found: of starts of one hidden layer.
        below: the cost below which a run is solved.

    Returns:
        One row per (seed, place), for `ONE` per (seed, unit): `seed`, `place` (of `PLACES`), `cost`, `began` (at the
        start). Empty where the network has no hidden layer of several units, or too few runs are solved.
    """
    experiment = found.experiment
    network, loss = experiment.network, experiment.training.loss
    several = len(network.hidden) == 1 and network.hidden[0] > 1 and network.use_bias and loss in forward.LOSSES
    solved = [seed for seed in range(len(found.weights[0])) if found.loss[0, seed, -1] < below]
    if not several or len(solved) < FEWEST:
        return pd.DataFrame(columns=["seed", "place", "cost", "began"])
    x, y = examples.parts(experiment.data)[0]
    first, last = ([array[solved, epoch] for array in found.weights] for epoch in (0, -1))
    at = {BEGAN: [first], ENDED: [last], ONE: [_moved(first, last, unit) for unit in range(network.hidden[0])]}
    began = forward.costs(first, x, y, network, loss)
    return pd.concat(
        pd.DataFrame({
            "seed": solved, "place": place, "cost": forward.costs(weights, x, y, network, loss), "began": began,
        })
        for place, each in at.items() for weights in each
    ).reset_index(drop=True)  # fmt: skip


def _moved(first: list, last: list, unit: int) -> list:
    """The first weights, those of one unit exchanged for its last."""
    kernel, bias, onward, rest = (array.copy() for array in first)
    kernel[..., unit], bias[..., unit], onward[..., unit, :] = (
        last[0][..., unit],
        last[1][..., unit],
        last[2][..., unit, :],
    )
    return [kernel, bias, onward, rest]


def medians(table: pd.DataFrame) -> pd.Series:
    """Place -> the median cost."""
    return table.groupby("place")["cost"].median()


def worse(table: pd.DataFrame) -> float:
    """Share of the units that alone, where they end, make the cost higher than it was at the start."""
    alone = table[table["place"] == ONE]
    return float((alone["cost"] > alone["began"]).mean())


def said(table: pd.DataFrame) -> str:
    """What the costs say of an optimum of one unit."""
    mid, runs = medians(table), table["seed"].nunique()
    own, more = "Here a unit has nearly", "."
    if mid[ONE] > 0.5 * mid[BEGAN]:
        own, more = "No unit has", ": what is best for a unit depends on where the others are."
    return (
        f"{own} an optimum of its own. With one unit put where it ends, the others left where they began, the median "
        f"cost is {figure(mid[ONE])}; at the start it is {figure(mid[BEGAN])}, and with all of them where they end "
        f"{figure(mid[ENDED])} ({counted(runs, 'solved run')}). In {percent(worse(table))} of the cases that one unit "
        f"makes the cost higher than at the start{more}"
    )


def picture(table: pd.DataFrame) -> Figure:
    """Every cost as a tick, a row for each place, and the medians."""
    x = alt.X("cost:Q").title("Cost")
    y = alt.Y("place:N").title(None).sort(PLACES).axis(labelLimit=220, ticks=False)
    ticks = alt.Chart(table).mark_tick(thickness=1.5, size=26, opacity=0.35, color=theme.NEUTRAL).encode(x, y)
    middle = alt.Chart(medians(table).rename("cost").reset_index()).encode(x, y)
    says = alt.Text("cost:Q", format=".3~g")
    words = middle.mark_text(dy=-22, fontSize=12, color="currentColor").encode(says)
    points = middle.mark_point(filled=True, size=90, opacity=1).encode(
        tooltip=["place:N", alt.Tooltip("cost:Q", format=".4g")]
    )
    chart = alt.layer(ticks, points, words).properties(height=alt.Step(60))
    caption = (
        "Each tick: a solved run, in the middle row one of its units. Dot: the median. Only together do they solve it."
    )
    return Figure.of(chart, said(table), caption=caption)
