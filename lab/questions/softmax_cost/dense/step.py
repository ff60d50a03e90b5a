"""One step of a layer: the gradient of every unit, what it does to the loss at any rate, and the formulas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.numerals import aligned, cell, figure, tex
from lab.questions.softmax_cost.dense.layer import Dense

NEARLY = 1e-5  # a difference below this share of the largest slope is rounding of float32
TERMS = 2  # of a sum that are written out
THEORY = "theory: a parabola"
SYMBOLS = (
    "Unit 1, row 1; m rows, n units. G: the squares of all slopes of kernel and bias, added up. Q: how far the step "
    "moves the outputs, squared, their mean."
)


def units(found: Dense) -> pd.DataFrame:
    """What each unit has for itself.

    Returns:
        One row per unit (from 1): `error` (mean over rows of z - y), `g` (its slope summed over rows: that of the
        bias), `weight1`, `weight2`, ... (slope of each of its weights by the tape), `gap` (largest difference from
        the slopes by hand), `same` (how many units have exactly the same slopes, itself among them).
    """
    kernel, bias = found.slopes[:2]
    own = np.vstack([kernel, bias[None]]).T  # (unit, weight and bias)
    hand = np.vstack([found.by_hand[0], found.by_hand[1][None]]).T
    _, group, counts = np.unique(own, axis=0, return_inverse=True, return_counts=True)
    weights = {f"weight{i + 1}": kernel[i] for i in range(len(kernel))}
    return pd.DataFrame(
        {
            "unit": np.arange(1, len(own) + 1), "error": (found.output - found.y).mean(axis=0), "g": bias, **weights,
            "gap": np.abs(own - hand).max(axis=1), "same": counts[group.ravel()],
        }
    )  # fmt: skip


def per_unit(found: Dense) -> pd.DataFrame:
    """The gradient of every unit, for reading: what a phone has room for first."""
    table, names = units(found), found.experiment.data.features
    shown = {"Unit": table["unit"].astype(str)}
    shown |= {f"∂L/∂w, {name}": table[f"weight{i}"].map(cell) for i, name in enumerate(names, start=1)}
    shown |= {"∂L/∂b": table["g"].map(cell), "mean z − y": table["error"].map(cell)}
    return pd.DataFrame(shown).set_index("Unit")


def heading(found: Dense) -> str:
    """Whether each unit has a gradient of its own."""
    count, different = counted(found)
    if count == 1:
        return "The gradient of its one unit"
    if different == count:
        return "Every unit has a gradient of its own"
    return "All units have the same gradient" if different == 1 else f"{count} units, {different} gradients"


def counted(found: Dense) -> tuple[int, int]:
    """How many units there are, and how many different gradients they have."""
    table = units(found)
    return len(table), int((1 / table["same"]).sum().round())


def differs(found: Dense) -> str:
    """Which factor of a gradient differs between the units."""
    weights, wanted = (bool((array == array[..., :1]).all()) for array in (found.kernel, found.y))
    if len(found.bias) == 1:
        return "Its output comes from its weights, and its target is given."
    if weights and wanted:
        return "Here all units have the same weights and the same target, so g is the same too."
    if weights:
        return "Here all units have the same weights, so the same output; what differs is the target."
    if wanted:
        return "Its output comes from its own weights; the target is the same for all."
    return "Its output comes from its own weights, and its target is its own."


def by_hand(found: Dense) -> str:
    """By how much the gradients by hand differ from those of the tape."""
    gap, most = float(units(found)["gap"].max()), max(float(np.abs(slope).max()) for slope in found.slopes[:2])
    if gap == 0:
        return "By hand (NumPy) and by GradientTape the gradients are exactly equal."
    close = "agree but for rounding" if gap <= NEARLY * max(most, 1.0) else "do not agree"
    return f"By hand (NumPy) and by GradientTape the gradients {close}: they differ by {figure(gap, 3)} at most."


def course(found: Dense) -> str:
    """What the parabola of the loss says about the rate."""
    rows = found.course
    if not found.parabola[1]:
        return f"All slopes are 0, so a step of any rate leaves the loss at {figure(found.loss[0], 3)}."
    lowest = rows.loc[rows["loss"].idxmin()]
    worse = rows[(rows["loss"] > found.loss[0]) & (rows["rate"] > lowest["rate"])]
    until = f", and from {figure(worse['rate'].min(), 3)} on above where it began" if len(worse) else ""
    return (
        f"Of {len(rows)} rates tried, one step is best at {figure(lowest['rate'], 3)}: loss "
        f"{figure(lowest['loss'], 3)}{until}. Dashed, theory: a parabola; "
        f"largest difference {figure((rows['loss'] - rows['theory']).abs().max(), 3)}."
    )


def formula(found: Dense) -> str:
    """Output, slope and step of unit 1 with its numbers, as TeX."""
    row, weights = found.x[0], found.kernel[:, 0]
    z, y, g = found.output[0, 0], found.y[0, 0], found.by_hand[2]
    count = " \\cdot ".join(map(str, found.output.shape))
    loss, falls, bends = (tex(figure(value, 3)) for value in found.parabola)
    lowest = found.parabola[1] / (2 * found.parabola[2]) if found.parabola[2] else None
    best = [] if lowest is None else [rf"\eta_{{\text{{best}}}} &= \tfrac{{G}}{{2Q}} = {tex(figure(lowest, 3))}"]
    slope, stepped = found.by_hand[0][0, 0], found.after[0][0, 0]
    weight = r"\frac{\partial L}{\partial w_{11}}"
    return aligned(
        r"z_1 &= \textstyle\sum_i x_i w_{i1} + b_1",
        rf"&= {_sum(row, weights)}",
        rf"&= {_number(z)}",
        rf"L &= \tfrac{{1}}{{m n}} \textstyle\sum (z - y)^2 = {_number(found.loss[0])}",
        rf"g_1 &= \tfrac{{2}}{{m n}} (z_1 - y_1) = \tfrac{{2}}{{{count}}} ({_number(z)} - {_bracket(y)})",
        rf"&= {_number(g[0, 0])}",
        rf"{weight} &= \textstyle\sum_r x_{{r1}} g_{{r1}}",
        rf"&= {_sum(found.x[:, 0], g[:, 0])}",
        rf"&= {_number(slope)}",
        rf"w_{{11}} &\leftarrow w_{{11}} - \eta {weight}",
        rf"&= {_number(weights[0])} - {_number(found.rate)} \cdot {_bracket(slope)}",
        rf"&= {_number(stepped)}",
        r"L(\eta) &= L - \eta G + \eta^2 Q",
        rf"&= {loss} - {falls} \, \eta + {bends} \, \eta^2",
        *best,
    )


def _sum(first: np.ndarray, second: np.ndarray) -> str:
    """first . second, written out up to `TERMS` terms."""
    terms = [rf"{_bracket(a)} \cdot {_bracket(b)}" for a, b in zip(first[:TERMS], second[:TERMS], strict=True)]
    return " + ".join(terms) + (r" + \cdots" if len(first) > TERMS else "")


def _number(value: float) -> str:
    return tex(figure(value, 7))


def _bracket(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def picture(frame: pd.DataFrame, chosen: float) -> alt.LayerChart:
    """The loss after one step against its rate; dashed: the parabola that theory predicts.

    Args:
        frame: `rate`, `loss`, `theory`.
        chosen: the rate of the page.
    """
    base = alt.Chart(frame, height=320).encode(
        alt.X("rate:Q").title("Learning rate of the step").axis(grid=False, tickCount=6)
    )
    dots = base.mark_point(filled=True, size=45, opacity=1, color=theme.SERIES[0])
    dots = dots.encode(alt.Y("loss:Q").title("Loss after one step"), tooltip=traces.tips("rate", "loss", "theory"))
    line = traces.dashed(base, alt.Y("theory:Q"))
    last = base.transform_filter(f"datum.rate == {float(frame['rate'].max())!r}")
    named = last.mark_text(align="right", dx=-12, fontSize=13, color=theme.NEUTRAL)
    named = named.encode(alt.Y("theory:Q"), text=alt.value(THEORY))
    mine = base.transform_filter(f"datum.rate == {chosen!r}")
    ring = mine.mark_point(filled=False, size=260, strokeWidth=3, opacity=1, color=theme.SERIES[1])
    says = mine.mark_text(dy=-16, fontSize=13, color="currentColor").encode(alt.Y("loss:Q"), text=alt.value("yours"))
    return line + named + dots + ring.encode(alt.Y("loss:Q")) + says
