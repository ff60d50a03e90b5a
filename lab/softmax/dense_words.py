"""What was found about a layer and its step, in sentences and a formula."""

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.numerals import aligned, figure, tex
from lab.softmax.dense import Dense
from lab.softmax.dense_drawn import units

NEARLY = 1e-5  # a difference below this share of the largest slope is rounding of float32
TERMS = 2  # of a sum that are written out
MEETS = (
    "One column a unit. Each output stands where its row of x meets its column of the kernel: multiply the two, add "
    "up, add the bias below the column."
)
READINGS = {
    "arrays": MEETS,
    "slopes": "One column a unit. ∂L/∂output is the factor g. Times x and added up over the rows, it is the slope of "
    "the kernel, xᵀg; added up alone, that of the bias. Every slope has the place of its number.",
    "after": f"{MEETS} Kernel and bias have moved against their slopes, by the rate times each slope.",
}
COLOURS = "Blue: below 0; orange: above; each array has colours of its own."
SYMBOLS = (
    "Unit 1, row 1; m rows, n units. G: the squares of all slopes of kernel and bias, added up. Q: how far the step "
    "moves the outputs, squared, their mean."
)


def verdict(found: Dense) -> str:
    """What the first call makes, whether the units' gradients differ, what the step does to the loss."""
    kernel, bias = (tuple(array.shape) for array in (found.kernel, found.bias))
    none = "no weights" if found.before == 0 else f"{found.before} arrays of weights"
    first, last = found.loss
    does = "leaves the loss at" if first == last else f"{'lowers' if last < first else 'raises'} the loss from"
    change = figure(first) if first == last else f"{figure(first)} to {figure(last)}"
    return (
        f"Before its first call the layer has {none}; the call makes a kernel of shape {kernel} and a bias of shape "
        f"{bias}. {_own(found)} One step with rate {found.rate:g} {does} {change} (one layer, one step)."
    )


def _own(found: Dense) -> str:
    """How many units have a gradient of their own."""
    table = units(found)
    count, different = len(table), int((1 / table["same"]).sum().round())
    if count == 1:
        return "Its one unit has one gradient."
    same = f"{'Both' if count == 2 else f'All {count}'} units get the same input and the same rule, and"
    if different == count:
        return f"{same} still {count} different gradients."
    if different == 1:
        return f"{same} here one and the same gradient."
    return f"{same} they have {different} different gradients."


def heading(found: Dense) -> str:
    """Whether each unit has a gradient of its own."""
    table = units(found)
    count, different = len(table), int((1 / table["same"]).sum().round())
    if count == 1:
        return "The gradient of its one unit"
    if different == count:
        return "Every unit has a gradient of its own"
    return "All units have the same gradient" if different == 1 else f"{count} units, {different} gradients"


def why(found: Dense) -> str:
    """Which factor of a gradient differs between the units, and by how much the hand differs from the tape."""
    table = units(found)
    most = max(float(np.abs(slope).max()) for slope in found.slopes[:2])
    gap = float(table["gap"].max())
    close = "equal but for rounding" if gap <= NEARLY * max(most, 1.0) else "NOT equal"
    apart = "exactly equal." if gap == 0 else f"{close}: they differ by {figure(gap)} at most."
    low, high = table["g"].min(), table["g"].max()
    goes = f"is {figure(low)}" if low == high else f"goes from {figure(low)} to {figure(high)}"
    return (
        f"A unit's gradient is xᵀg, with the same x for all units, and g = 2(z − y) / (m n). {_factor(found, table)} "
        f"Summed over the rows, g {goes}. By hand (NumPy) and by GradientTape the gradients are {apart}"
    )


def _factor(found: Dense, table: pd.DataFrame) -> str:
    """Where the units' g come from."""
    if len(table) == 1:
        return "Its output z comes from its weights, and y is its target."
    weights, wanted = (bool((array == array[..., :1]).all()) for array in (found.kernel, found.y))
    if weights and wanted:
        return "Here all units have the same weights, so the same output z, and the same target y: g is the same too."
    if weights:
        return "Here all units have the same weights, so the same output z; what differs is the target y."
    if wanted:
        return "Its output z comes from its own weights; the target y is the same for all."
    return "Its output z comes from its own weights, and its target y is its own."


def course(found: Dense) -> str:
    """What the parabola of the loss says about the rate."""
    rows = found.course
    if not found.parabola[1]:
        return f"All slopes are 0, so a step of any rate leaves the loss at {figure(found.loss[0])}."
    lowest = rows.loc[rows["loss"].idxmin()]
    worse = rows[(rows["loss"] > found.loss[0]) & (rows["rate"] > lowest["rate"])]
    until = f", and from {figure(_three(worse['rate'].min()))} on above where it began" if len(worse) else ""
    gap = (rows["loss"] - rows["law"]).abs().max()
    return (
        f"Of {len(rows)} rates tried, one step is best at {figure(_three(lowest['rate']))}: loss "
        f"{figure(_three(lowest['loss']))}{until}. Dashed: the parabola that the algebra foretells; largest difference "
        f"{figure(_three(gap))}."
    )


def _three(value: float) -> float:
    return float(f"{value:.3g}")


def formula(found: Dense) -> str:
    """Output, slope and step of unit 1 with its numbers, as TeX."""
    row, weights = found.x[0], found.kernel[:, 0]
    z, y, g = found.output[0, 0], found.y[0, 0], found.by_hand[2]
    count = " \\cdot ".join(map(str, found.output.shape))
    loss, falls, bends = (tex(figure(_three(value))) for value in found.parabola)
    lowest = found.parabola[1] / (2 * found.parabola[2]) if found.parabola[2] else None
    best = [] if lowest is None else [rf"\eta_{{\text{{best}}}} &= \tfrac{{G}}{{2Q}} = {tex(figure(_three(lowest)))}"]
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
    return tex(figure(float(f"{value:.7g}")))


def _bracket(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def summary(found: Dense, view: str) -> str:
    """The picture of the arrays in words."""
    shown = {"arrays": (found.kernel, found.bias, found.output), "slopes": found.slopes, "after": found.after}[view]
    names = ("kernel", "bias", "output")
    each = "; ".join(
        f"{name} {tuple(array.shape)} from {figure(_three(array.min()))} to {figure(_three(array.max()))}"
        for name, array in zip(names, shown, strict=True)
    )
    return f"x {tuple(found.x.shape)} at the left; {each}."


def taken(found: Dense) -> Experiment | None:
    """The experiment, where one can say where its kernel starts."""
    return found.experiment if found.start in ("glorot", "zeros") else None
