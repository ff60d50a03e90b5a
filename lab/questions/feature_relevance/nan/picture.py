"""Pictures of a loss that leaves the numbers: step by step, and at every size of a feature and every rate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import on_axis
from lab.questions.feature_relevance.nan.losses import GRID, OTHERS, SGD, SIZES, STATES, Losses

LABEL = 0.3  # of the width: as long as a name is
COLORS = ("#a8d8b9", "#f3dc8c", "#9a6aa3")  # of `STATES`


def curves(found: Losses) -> alt.LayerChart:
    """The cost against the step, a line for each optimizer with its band; dashed: theory for SGD."""
    names = [SGD, OTHERS[found.other]]
    finite = found.curves.replace([np.inf, -np.inf], np.nan).dropna(subset=["mid"])
    steps = found.experiment.training.epochs
    named = labels(finite, names, steps).assign(says=[_label(name, found) for name in names])
    y = alt.Y("mid:Q").title("Loss").scale(type="log")
    y = y.axis(labelExpr=on_axis(), values=LogAxis.of(finite[["low", "mid", "high"]]).decades, grid=False)
    color = alt.Color("optimizer:N").scale(theme.colors(names)).legend(None)
    x = alt.X("step:Q").title("Step").scale(domain=[0, steps], nice=False).axis(grid=False, tickCount=6)
    base = alt.Chart(finite).encode(x)
    band = base.mark_area(opacity=0.4).encode(alt.Y("low:Q").scale(type="log"), alt.Y2("high:Q"), color)
    tips = ["optimizer:N", "step:Q", alt.Tooltip("mid:Q", title="median loss", format=".3g")]
    line = base.mark_line(strokeWidth=5, opacity=0.8).encode(y, color, tooltip=tips)
    theory = base.transform_filter("isValid(datum.predicted)").mark_line(
        strokeWidth=2, strokeDash=theme.LAW_DASH, color="currentColor"
    )
    base = alt.Chart(named).encode(alt.X("step:Q"), alt.Y("mid:Q").scale(type="log"), alt.Text("says:N"), color)
    style = {"fontSize": 13, "fontWeight": "bold"}
    sides = {"above": {"align": "right", "dy": -14}, "below": {"align": "right", "dy": 16}}
    sides |= {"beside": {"align": "left", "dx": 10, "dy": 8}}
    words = [base.transform_filter(alt.datum.side == side).mark_text(**at, **style) for side, at in sides.items()]
    law = theory.encode(alt.Y("predicted:Q").scale(type="log"))
    return alt.layer(band, line, law, *words, *_turn(found, x)).properties(height=theme.HEIGHT)


def _turn(found: Losses, x: alt.X) -> list[alt.Chart]:
    """Where a loss that falls first is least, with its words beside it."""
    if not found.fell:
        return []
    steps, least, _ = found.fell
    says = f"falls until step {steps}"
    base = alt.Chart(pd.DataFrame({"step": [steps], "mid": [least], "says": [says]}))
    base = base.encode(x, alt.Y("mid:Q").scale(type="log"))
    dot = base.mark_point(filled=True, size=110, opacity=1, color="currentColor")
    words = base.mark_text(align="left", dx=36, dy=-16, fontSize=13, color="currentColor")
    return [dot, words.encode(alt.Text("says:N"))]


def labels(curves: pd.DataFrame, names: list[str], steps: int) -> pd.DataFrame:
    """Where each line's name stands: beside one that ends early, else above or below the stretch that it runs along."""
    owns = [curves[curves["optimizer"] == name] for name in names]
    ends = [own.iloc[-1] for own in owns]
    late = [end["step"] > steps / 2 for end in ends]
    highest = max(end["mid"] for end in ends)
    rows = []
    for name, own, end in zip(names, owns, ends, strict=True):
        along = own.loc[own["step"] >= end["step"] - LABEL * steps, "mid"]
        side, height = "beside", end["mid"]
        if end["step"] > steps / 2:
            below = all(late) and end["mid"] < highest
            side, height = ("below", along.min()) if below else ("above", along.max())
        rows.append((name, end["step"], height, side))
    return pd.DataFrame(rows, columns=["optimizer", "step", "mid", "side"])


def _label(name: str, found: Losses) -> str:
    ends = found.median(name)
    if np.isfinite(ends["lost"]):
        return f"{name}: NaN from step {ends['lost']:.0f} on"
    return f"{name}: ∞ from step {ends['infinite']:.0f} on" if np.isfinite(ends["infinite"]) else name


def over_sizes(cells: pd.DataFrame, lines: pd.DataFrame, name: str) -> alt.LayerChart:
    """What becomes of every size and rate with one optimizer; dashed, SGD's largest stable rate.

    Args:
        cells, lines: of `losses.over_sizes`; the lines are drawn for SGD alone.
        name: of the optimizer.
    """
    half = (GRID[1] / GRID[0]) ** 0.5
    sides = np.sqrt(np.multiply(SIZES[:-1], SIZES[1:]))  # between two sizes
    sides = [SIZES[0] ** 2 / sides[0], *sides, SIZES[-1] ** 2 / sides[-1]]
    rows = cells[cells["optimizer"] == name].drop(columns="optimizer")
    places = rows["size"].map(SIZES.index)
    rows = rows.assign(low=rows["rate"] / half, high=rows["rate"] * half)
    rows = rows.assign(left=[sides[place] for place in places], right=[sides[place + 1] for place in places])
    edges = {"domain": [sides[0], sides[-1]], "nice": False}
    x = alt.X("left:Q").title("Largest value of the feature").scale(type="log", **edges)
    y = alt.Y("low:Q").title("Learning rate").scale(type="log", domain=[GRID[0] / half, GRID[-1] * half], nice=False)
    scale = {"domain": list(STATES), "range": list(COLORS)}
    color = alt.Color("state:N").title(None).scale(**scale).legend(orient="top", columns=3)
    edge = alt.Stroke("state:N").scale(**scale).legend(None)  # else gaps show
    tips = [alt.Tooltip("size:Q", format=","), alt.Tooltip("rate:Q", format=".3g"), "state:N"]
    axes = [
        each.axis(labelExpr=on_axis(), values=LogAxis.of(values).decades, tickCount=5, grid=False)
        for each, values in ((x, SIZES), (y, GRID))
    ]
    shown = alt.Chart(rows).mark_rect(clip=True, opacity=1)
    shown = shown.encode(*axes, alt.X2("right:Q"), alt.Y2("high:Q"), color, edge, tooltip=tips)
    if name == SGD:
        rule = alt.Chart(lines).encode(alt.X("size:Q"), alt.Y("rate:Q"))
        shown += rule.mark_line(strokeDash=theme.LAW_DASH, strokeWidth=2.5, color="black", clip=True)
    return alt.layer(shown).properties(height=320, title=name)
