"""Digits that are learned from each range, costs on the ladder, and what hidden units say, as pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.numerals import percent
from lab.questions.seed_effects.saturated.ranges import BINS, Ladders

SAID = 0.1  # shares from here on get their figure
APART = 7  # in %: names of lines that end nearer to each other are moved apart


def learned(found: Ladders) -> alt.LayerChart:
    """Median and 5-95 % band of the accuracy for each range, with its name at the end of its line; dashed, guessing."""
    frame, last = found.right, int(found.right["epoch"].max())
    ranges = list(frame["range"].unique())
    ends = frame[frame["epoch"] == last].assign(place=lambda rows: apart(rows["mid"].to_numpy()))
    ticks = sorted(set(np.linspace(0, last, 6).astype(int).tolist()))
    x = alt.X("epoch:Q").title("Epoch").scale(domain=[0, 1.35 * last], nice=False).axis(grid=False, values=ticks)
    y = {"title": "Digits right, %", "scale": alt.Scale(domain=[0, 105], nice=False), "axis": alt.Axis(tickCount=5)}
    color = alt.Color("range:N").scale(theme.colors(ranges)).legend(None)
    dash = alt.StrokeDash("range:N").scale(theme.dashes(ranges)).legend(None)
    tips = ["range:N", "epoch:Q", *traces.tips("low", "mid", "high")]
    lines = traces.in_band(alt.Chart(frame).encode(x), y, color, dash, tips=tips)
    names = alt.Chart(ends).mark_text(align="left", dx=8, fontSize=13, fontWeight="bold")
    names = names.encode(x, alt.Y("place:Q", **y), color, alt.Text("range:N"))
    guess = pd.DataFrame({"epoch": [0, last], "level": 100 / found.experiment.data.outputs})
    base = alt.Chart(guess).encode(x, alt.Y("level:Q", **y))
    words = base.transform_filter("datum.epoch == 0").mark_text(align="left", dx=6, dy=16, color=theme.NEUTRAL)
    guessing = traces.dashed(base) + words.encode(alt.TextValue("guessing"))
    return (lines + guessing + names).properties(height=theme.HEIGHT)


def apart(heights: np.ndarray) -> np.ndarray:
    """Heights, moved up where one is less than `APART` above the next lower one, and all down if they leave 100."""
    order, places = np.argsort(heights, kind="stable"), heights.astype(float)
    for low, high in zip(order, order[1:], strict=False):
        places[high] = max(places[high], places[low] + APART)
    top = 100.0
    for place in order[::-1]:
        places[place] = min(places[place], top)
        top = places[place] - APART
    return places


def courses(found: Ladders) -> alt.LayerChart:
    """Costs of some runs of each range against epoch; dashed, the rungs of the ladder; long dashes, theory's mean."""
    ranges = list(found.courses["range"].unique())
    color, dash = traces.told_apart("range", ranges, columns=3, title="First weights from")
    x = alt.X("epoch:Q").title("Epoch").axis(grid=False, tickMinStep=1, tickCount=6)
    y = alt.Y("cost:Q").title("Cost: ½ · sum of (output − target)²").scale(domainMin=0).axis(grid=False)
    tips = ["range:N", "seed:O", "epoch:Q", alt.Tooltip("cost:Q", format=".4g")]
    runs = alt.Chart(found.courses).mark_line(strokeWidth=1.5, opacity=0.8)
    runs = runs.encode(x, y, color, dash, alt.Detail("seed:N"), tooltip=tips)
    mean = alt.Chart(found.means).mark_line(strokeWidth=4, opacity=0.7, color=theme.NEUTRAL, strokeDash=[10, 5])
    ladder = found.ladder.rename(columns={"cost": "level"})
    heights, stuck = list(ladder["level"]), [str(number) for number in ladder["stuck"]]
    rungs = traces.levels(ladder, heights, stuck, "Outputs that say 1 to every digit")
    both = alt.layer(rungs, mean.encode(x, y, alt.Detail("range:N")) + runs).resolve_axis(y="independent")
    return both.properties(height=theme.HEIGHT + 40)


def strips(found: Ladders) -> alt.LayerChart:
    """How many hidden outputs lie where between 0 and 1, a strip for each range, before and after training."""
    frame, left = found.activations, found.activations["left"]
    label = frame["share"].map(percent).str.replace("more than", ">").where(frame["share"] >= SAID, "")
    row = frame["range"] + ", " + frame["when"]
    frame = frame.assign(row=row, label=label, right=left + 1 / BINS, middle=left + 0.5 / BINS)
    scale = alt.Scale(domain=[0, 1], range=["#f4f1ea", "#6fa9d6"], interpolate="rgb", type="pow", exponent=0.5)
    x = alt.X("left:Q").title("Output of a hidden unit").axis(grid=False, values=[0, 0.5, 1], format="~g")
    y = alt.Y("row:N").sort(list(row.unique())).title(None).axis(labelLimit=150, ticks=False, domain=False)
    base = alt.Chart(frame, height=alt.Step(34)).encode(y)
    legend = alt.Legend(title="Share of them", orient="top", format="~%", gradientLength=180, values=[0, 0.1, 0.5, 1])
    color, tips = alt.Color("share:Q", scale=scale, legend=legend), ["row:N", "left:Q", "share:Q"]
    cells = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.3).encode(x, alt.X2("right:Q"), color, tooltip=tips)
    words = base.transform_filter("datum.label != ''").mark_text(fontSize=11, color="#1c2126")
    return cells + words.encode(alt.X("middle:Q"), alt.Text("label:N"))
