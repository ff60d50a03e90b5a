"""The same function in other weights: units that change places, turn round, or are rescaled; what that does."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab.data import load
from lab.experiment import Experiment
from lab.forward import ACTIVATIONS
from lab.numerals import ended, figure

DEEDS = {"swap": "Swap two units", "turn": "Turn one unit round", "rescale": "Twice the input, half the output"}
SUMS = ("float32, in the order of the units", "float64, in the order of the units", "exact, rounded once (math.fsum)")
TURNED = ("tanh", "sigmoid")  # activations whose units may be turned round
ROUNDING = 1e-9  # outputs that lie nearer in float64 differ by rounding alone


def arranged(
    weights: Sequence[np.ndarray], order: np.ndarray, signs: np.ndarray, activation: str = "tanh"
) -> list[np.ndarray]:
    """A network with its units in another order, some of them turned round.

        tanh: f(-z) = -f(z), so (-w, -b, -v) does what (w, b, v) does
        sigmoid: f(-z) = 1 - f(z), so v f(z) = v + (-v) f(-z): v goes to the bias of the next layer

    Args:
        weights: kernel, bias, kernel, bias of one hidden layer, each (..., *shape).
        order: (..., unit): unit j of the result was unit order[j].
        signs: (..., unit): -1 where unit j of the result is turned round, 1 elsewhere.
        activation: of the hidden layer; decides whether the next bias takes part.

    Returns:
        The weights in the same shapes.
    """
    kernel, bias, outgoing, last = weights
    kernel = np.take_along_axis(kernel, order[..., None, :], axis=-1) * signs[..., None, :]
    bias = np.take_along_axis(bias, order, axis=-1) * signs
    outgoing = np.take_along_axis(outgoing, order[..., :, None], axis=-2) * signs[..., :, None]
    if activation == "sigmoid":
        last = last - np.where(signs[..., :, None] < 0, outgoing, 0.0).sum(axis=-2)
    return [kernel, bias, outgoing, last]


def balanced(weights: Sequence[np.ndarray]) -> list[np.ndarray]:
    """A network of ReLU units with each unit rescaled so that what goes in and what goes out are equally long.

        s (w, b), v / s  with  s^2 = |v| / |(w, b)|;  a unit that adds nothing gets zeros

    Args:
        weights: kernel, bias, kernel, bias of one hidden layer, each (..., *shape).
    """
    kernel, bias, outgoing, last = weights
    incoming = np.sqrt((kernel**2).sum(axis=-2) + bias**2)  # (..., unit)
    lengths = np.sqrt((outgoing**2).sum(axis=-1))
    used = (incoming > 0) & (lengths > 0)
    scale = np.sqrt(np.divide(lengths, incoming, out=np.zeros_like(incoming), where=used))
    back = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    return [kernel * scale[..., None, :], bias * scale, outgoing * back[..., :, None], last]


def copies(units: int, activation: str) -> int:
    """How many networks of equal outputs there are, this one included: n! orders, times 2^n where units may turn."""
    return math.factorial(units) * (2**units if activation in TURNED else 1)


def changed(weights: Sequence[np.ndarray], deed: str, unit: int, other: int, activation: str) -> list[np.ndarray]:
    """A network after one of `DEEDS`; the units count from 1, and only "swap" needs the `other`."""
    units = weights[1].shape[-1]
    order, signs = np.arange(units), np.ones(units)
    if deed == "swap":
        order[[unit - 1, other - 1]] = order[[other - 1, unit - 1]]
    if deed == "turn":
        signs[unit - 1] = -1.0
    kernel, bias, outgoing, last = arranged(weights, order, signs, activation)
    if deed == "rescale":
        twice = np.where(np.arange(units) == unit - 1, 2.0, 1.0)
        kernel, bias, outgoing = kernel * twice, bias * twice, outgoing / twice[:, None]
    return [kernel, bias, outgoing, last]


def moved(before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> pd.DataFrame:
    """The weights that a deed changed.

    Returns:
        One row per weight that is not what it was: `weight` (its name), `before`, `after`.
    """
    units = [f"unit {unit + 1}" for unit in range(len(before[1]))]
    incoming = [f"x{i + 1} → {unit}" for i in range(len(before[0])) for unit in units]
    names = [*incoming, *(f"bias of {unit}" for unit in units), *(f"{unit} → output" for unit in units), "output bias"]
    flat = [np.concatenate([array.reshape(-1) for array in arrays]) for arrays in (before, after)]
    frame = pd.DataFrame({"weight": names, "before": flat[0], "after": flat[1]})
    return frame[frame["before"] != frame["after"]].reset_index(drop=True)


def effect(experiment: Experiment, before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> pd.DataFrame:
    """How far the outputs of two networks lie apart over the examples, in three ways of adding up.

    Floating-point sums depend on their order: (a + b) + c need not be a + (b + c). An exact sum that is rounded once
    does not.

    Args:
        experiment: the data, and the activations of one hidden layer and one output.
        before, after: kernel, bias, kernel, bias.

    Returns:
        One row for each of `SUMS`: `sum`, `largest` (of all differences), `differ` (outputs that are not equal to the
        bit), `examples`.
    """
    rows = []
    for name, dtype in zip(SUMS, (np.float32, np.float64, np.float64), strict=True):
        one, two = (_outputs(experiment, weights, dtype, name == SUMS[2]) for weights in (before, after))
        gaps = np.abs(one.astype(float) - two.astype(float))
        rows.append((name, float(gaps.max()), int((gaps != 0).sum()), len(gaps)))
    return pd.DataFrame(rows, columns=["sum", "largest", "differ", "examples"])


def _outputs(experiment: Experiment, weights: Sequence[np.ndarray], dtype: type, exact: bool) -> np.ndarray:
    """Outputs for all examples: the terms of each sum one after the other, the bias last."""
    kernel, bias, outgoing, last = (array.astype(dtype) for array in weights)
    x = load(experiment.data, np.dtype(dtype).name)[0]
    z = sum(x[:, i, None] * kernel[i] for i in range(x.shape[1])) + bias  # (example, unit)
    terms = [*(ACTIVATIONS[experiment.network.activation](z) * outgoing[:, 0]).T, np.broadcast_to(last[0], len(x))]
    total = np.array([math.fsum(each) for each in zip(*terms, strict=True)]) if exact else sum(terms[1:], terms[0])
    return ACTIVATIONS[experiment.network.output](total)


def told(effect: pd.DataFrame, moved: pd.DataFrame) -> str:
    """How many weights a deed changed, and what that did to the outputs."""
    rows = effect.set_index("sum")
    largest, exact, examples = effect["largest"].iloc[:2].max(), rows.loc[SUMS[2]], effect["examples"].iloc[0]
    head = f"{len(moved)} weights change" if len(moved) else "No weight changes"
    if not np.isfinite(largest):
        return "This network diverged: its weights are no finite numbers any more, and nothing can be compared."
    if exact["largest"] > ROUNDING:
        return f"{head}, and so does the function: over {examples} examples outputs move by up to {figure(largest)}."
    if exact["largest"] > 0:
        return (
            f"{head}, the function does not: over {examples} examples no output moves by more than {figure(largest)}, "
            f"which is rounding; exact sums leave {figure(exact['largest'])}, as the moved bias is itself rounded."
        )
    if largest == 0:
        return f"{head}, and not one of {examples} outputs does: exactly equal, in whatever way one adds up."
    return (
        f"{head}, the function does not: the sums run in another order, which moves outputs by {figure(largest)} at "
        f"most; with exact sums all {examples} outputs are exactly equal."
    )


def effect_table(effect: pd.DataFrame) -> pd.DataFrame:
    """The frame of `permutation.effect`, in words."""
    differ = [f"{row.differ:,} of {row.examples:,}" for row in effect.itertuples()]
    largest = ["0 (exactly)" if value == 0 else ended(value) for value in effect["largest"]]
    return pd.DataFrame({"Sums": effect["sum"], "Largest change of an output": largest, "Outputs that change": differ})


def count(units: int, activation: str) -> str:
    """How many copies a network has."""
    number = f"{copies(units, activation):,}"
    if activation == "tanh":
        return f"With {units} tanh units there are {number} such networks, all with the same outputs."
    if activation in TURNED:
        return (
            f"With {units} sigmoid units there are {number} such networks: {copies(units, 'relu'):,} by order alone; "
            "the others need the output bias to take up what turning a unit adds."
        )
    return (
        f"With {units} ReLU units there are {number} such networks by order, each in endlessly many scales: a ReLU "
        "unit cannot be turned round, but what goes in may be multiplied by any positive number, and what goes out "
        "divided by it."
    )


def never_unique(units: int, activation: str) -> str:
    """Whether the trained weights are the only ones, and what follows: in orders and signs of so many units."""
    orders, every = f"{copies(units, 'relu'):,}", f"{copies(units, activation):,}"
    says = f"{orders} orders, each in endlessly many scales, all"
    if activation in TURNED:
        says = f"{orders} orders, and each {activation} unit may turn its signs: {every} sets of weights, all"
    return (
        f"Trained weights are never unique: {units} hidden units can stand in {says} the same network. So compare what "
        "networks say, not their weights, or match their units first."
    )


def moved_table(moved: pd.DataFrame) -> pd.DataFrame:
    """The frame of `moved`, in words."""
    shown = {name.capitalize(): moved[name].map(ended) for name in ("before", "after")}
    return pd.DataFrame({"Weight": moved["weight"], **shown})
