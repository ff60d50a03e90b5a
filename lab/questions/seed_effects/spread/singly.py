"""Whether a unit has an optimum of its own: each alone put where it ends, while the others stay where they began."""

from __future__ import annotations

import pandas as pd

from lab import examples, forward
from lab.answer import Figure
from lab.charts import theme
from lab.lazy import alt
from lab.numerals import counted, figure, percent, short
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


def headline(table: pd.DataFrame) -> str:
    """Whether a unit has an optimum of its own, with the costs that say so."""
    mid = medians(table)
    own = "No unit has an optimum of its own" if _shared(mid) else "Here a unit nearly has its own optimum"
    return f"{own}: one alone at its end takes the cost from {short(mid[BEGAN])} to {short(mid[ONE])}."


def said(table: pd.DataFrame) -> str:
    """What the costs say of an optimum of one unit."""
    own, more = "Here a unit has nearly", "."
    if _shared(medians(table)):
        own, more = "No unit has", ": what is best for a unit depends on where the others are."
    return f"{own} an optimum of its own. {measured(table)[:-1]}{more}"


def measured(table: pd.DataFrame) -> str:
    """The costs with one unit where it ends, at the start and at the end."""
    mid, runs = medians(table), table["seed"].nunique()
    return (
        f"With one unit put where it ends, the others left where they began, the median cost is {figure(mid[ONE])}; at "
        f"the start it is {figure(mid[BEGAN])}, and with all of them where they end {figure(mid[ENDED])} "
        f"({counted(runs, 'solved run')}). In {percent(worse(table))} of the cases that one unit makes the cost higher "
        "than at the start."
    )


def why(table: pd.DataFrame) -> str:
    """Why one unit alone gains little, or much."""
    if not _shared(medians(table)):
        return "Here the others add little: with one unit where it ends, the cost is less than half of what it was."
    return (
        "All units are trained on one cost, and the slope of it for one unit depends on what the others do. So each "
        "settles into a part that fits theirs: put where it ends while the others are where they began, it does its "
        "part of a job whose other parts are missing. A start can be lucky for a whole network, as it ends sooner or "
        "lower than others, not for one unit in it."
    )


def _shared(mid: pd.Series) -> bool:
    """Whether one unit alone, where it ends, does not help much."""
    return bool(mid[ONE] > 0.5 * mid[BEGAN])


def picture(table: pd.DataFrame) -> Figure:
    """Every cost as a tick, a row for each place, and the medians."""
    x = alt.X("cost:Q").title("Cost").scale(padding=12, nice=False)
    y = alt.Y("place:N").title(None).sort(PLACES).axis(labelLimit=220, labelPadding=10, ticks=False)
    ticks = alt.Chart(table).mark_tick(thickness=1.5, size=26, opacity=0.35, color=theme.NEUTRAL).encode(x, y)
    middle = alt.Chart(medians(table).rename("cost").reset_index()).encode(x, y)
    says = alt.Text("cost:Q", format=".3~g")
    words = middle.mark_text(dy=-22, fontSize=12, color="currentColor").encode(says)
    points = middle.mark_point(filled=True, size=90, opacity=1).encode(
        tooltip=["place:N", alt.Tooltip("cost:Q", format=".4g")]
    )
    chart = alt.layer(ticks, points, words).properties(height=alt.Step(100))
    caption = (
        "Each tick: a solved run, in the middle row one of its units. Dot: the median. Only together do they solve it."
    )
    return Figure.of(chart, said(table), caption=caption)
