"""What was found about the squares of a unit's weights, in sentences and formulas; every number comes from frames."""

import numpy as np
import pandas as pd

from lab.data import load
from lab.differentiation.rescaling import Conserved
from lab.forward import costs
from lab.laws.rescaling import SCALABLE
from lab.numerals import aligned, counted, figure, tex

EXACT = 1e-9  # measured and foretold drift nearer than this, to the size of what moved, differ by rounding
SMALL = 0.1  # a drift below this share of what moves is called small
FADING = 0.5  # a drift that falls below this share at a quarter of the rate fades with the rate
NAMES = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "adam": "Adam"}


def verdict(found: Conserved, over_seeds: pd.DataFrame) -> str:
    """Whether something stays: the drift at three rates beside what moved, with N and the steps."""
    first = over_seeds.iloc[0]
    if (over_seeds["diverged"] == over_seeds["runs"]).any():
        every = f"all {first['runs']:.0f} runs" if first["runs"] > 1 else "the one run"
        return f"No answer: at one of the rates {every} diverged."
    drifts, rates, steps = (_listed(map(figure, over_seeds[name])) for name in ("mid", "rate", "steps"))
    lost = over_seeds["diverged"].max()
    diverged = f" Not in the medians, as they diverged: up to {counted(lost, 'run')}." if lost else ""
    return (
        f"{_head(found, over_seeds)} From start to end it drifts by {drifts} at rates {rates}, while "
        f"in² + b² alone moves by {figure(first['moved'])} (of each seed the unit that moves most; median of "
        f"{_seeds(first)}; {steps} steps). {_halving(over_seeds)}{diverged}"
    )


def foretold(found: Conserved, over_seeds: pd.DataFrame) -> str:
    """How the measured drift compares with the theory of gradient descent on units that may be rescaled."""
    laws = _listed(map(figure, over_seeds["foretold"]))
    if holds(over_seeds):
        return f"Predicted: {laws}. Largest difference in any unit of any seed: {figure(over_seeds['gap'].max())}."
    law = "The theory of gradient descent on units that may be rescaled"
    return f"{law} says {laws}; it does not hold here. {_reason(found)}"


def holds(over_seeds: pd.DataFrame) -> bool:
    """Whether the measured drift is the predicted one, but for rounding, in every unit of every seed."""
    return bool((over_seeds["gap"] <= EXACT * (1.0 + over_seeds["moved"])).all())


def course(found: Conserved, unit: int) -> str:
    """What the picture of one unit says, at the first rate."""
    rows = found.course.query("unit == @unit and rate == @found.experiment.training.learning_rate")
    ends = rows.groupby("quantity", sort=False)["value"].agg(["first", "last"])
    parts = [f"{row.Index} from {figure(row.first)} to {figure(row.last)}" for row in ends.itertuples()]
    rate = figure(found.experiment.training.learning_rate)
    return f"Unit {unit} of seed 0, at rate {rate}: {'; '.join(parts)}."


def formula(found: Conserved, unit: int) -> str:
    """Why, with the numbers of one unit of the first seed before training, as TeX."""
    row = found.start.iloc[unit - 1]
    rate = tex(figure(found.experiment.training.learning_rate))
    numbers = {name: tex(figure(row[name])) for name in found.start}
    twice, once = (tex(figure(_cost(found, unit, scale))) for scale in (2.0, 1.0))
    step = tex(figure(found.experiment.training.learning_rate**2 * (row["squares_in"] - row["squares_out"])))
    return aligned(
        rf"C(2w, 2b, \tfrac{{1}}{{2}} v) &= {twice}, \quad C(w, b, v) = {once}",
        rf"w \cdot \tfrac{{\partial C}}{{\partial w}} + b \tfrac{{\partial C}}{{\partial b}} &= {numbers['slope_in']}",
        rf"v \cdot \tfrac{{\partial C}}{{\partial v}} &= {numbers['slope_out']}",
        r"Q &= |w|^2 + b^2 - |v|^2",
        r"Q' - Q &= \eta^2 \left( |\tfrac{\partial C}{\partial w}|^2 + (\tfrac{\partial C}{\partial b})^2"
        r" - |\tfrac{\partial C}{\partial v}|^2 \right)",
        rf"&= {rate}^2 ({numbers['squares_in']} - {numbers['squares_out']})",
        rf"&= {step} \quad \text{{(first step)}}",
        rf"Q_{{\text{{end}}}} - Q_0 &= {numbers['drift']} \quad \text{{(measured)}}",
        rf"\textstyle\sum (Q' - Q) &= {numbers['foretold']} \quad \text{{(predicted)}}",
    )


def reading(found: Conserved, unit: int) -> str:
    """What the formula's first lines say."""
    row = found.start.iloc[unit - 1]
    same = np.isclose(row["slope_in"], row["slope_out"], rtol=1e-9, atol=1e-12)
    activation = _name(found.experiment.network.activation)
    intro = f"Unit {unit} of seed 0 before training; w: in, b: bias, v: out, C: cost, η: rate. Twice what goes in,"
    intro += f" half what goes out: a {activation} unit"
    if same:
        return f"{intro} says the same, so the two sums below are equal."
    return f"{intro} then says something else, and the two sums below differ."


def _cost(found: Conserved, unit: int, scale: float) -> float:
    """The cost before training with what goes into a unit multiplied, and what goes out divided."""
    kernel, bias, outgoing, last = (array.copy() for array in found.weights)
    kernel[:, unit - 1] *= scale
    bias[unit - 1] *= scale
    outgoing[unit - 1] /= scale
    x, y = load(found.experiment.data, "float64")
    given = found.experiment.network, found.experiment.training.loss
    return float(costs([kernel, bias, outgoing, last], x, y, *given))


def _head(found: Conserved, over_seeds: pd.DataFrame) -> str:
    activation, optimizer = found.experiment.network.activation, found.experiment.training.optimizer
    first = over_seeds.iloc[0]
    if holds(over_seeds):
        small = first["mid"] <= SMALL * first["moved"]
        how = "Yes, but for the size of the steps" if small else "Only with smaller steps than these"
        return f"{how}: in² + b² − out² of every {_name(activation)} unit."
    if activation not in SCALABLE:
        return f"Not with {_name(activation)} units: in² + b² − out² does not stay."
    fading = over_seeds["mid"].iloc[-1] < FADING * over_seeds["mid"].iloc[0]
    return f"{'Less so' if fading else 'Not'} with {_name(optimizer)}: in² + b² − out² does not stay so well."


def _halving(over_seeds: pd.DataFrame) -> str:
    """By how much half the rate divides the drift."""
    drifts = over_seeds["mid"].to_numpy()
    if not (drifts > 0).all():
        return "That is exactly 0." if not drifts.any() else ""
    ratios = _listed(f"{ratio:.2f}" for ratio in drifts[:-1] / drifts[1:])
    return f"Each halving of the rate divides the drift by {ratios}."


def _reason(found: Conserved) -> str:
    activation, optimizer = found.experiment.network.activation, found.experiment.training.optimizer
    if activation not in SCALABLE:
        return f"Twice the input of a {_name(activation)} unit is not twice its output: it cannot be rescaled."
    if optimizer == "adam":
        return "Adam divides each weight's step by a size of its own, and so forgets that they belong together."
    if optimizer == "momentum":
        return "Momentum adds old steps to the new one; the squares of those longer steps are what drifts."
    return "The numbers of some run have grown so large that rounding decides."


def _name(key: str) -> str:
    return NAMES.get(key, key)


def _seeds(row: pd.Series) -> str:
    return f"{row['runs']:.0f} {'seed' if row['runs'] == 1 else 'seeds'}"


def _listed(texts) -> str:
    *most, last = texts
    return f"{', '.join(most)} and {last}"
