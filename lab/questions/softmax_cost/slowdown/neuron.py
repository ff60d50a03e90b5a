"""One neuron that is wrong, with squared error and with cross-entropy: how long it waits, and its pictures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import checks
from lab.charts import theme, traces
from lab.laws import slowdown as theory
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, short, tex
from lab.one_neuron import COSTS, outputs

STARTS = tuple(np.arange(0.5, 6.01, 0.5).tolist())  # z at which the waiting begins
MARKS = 16  # places along a curve that get their cost's shape
MOST = 300  # points of a drawn curve
BUDGET = 200_000  # steps after which a wait counts as never
SURER = 2.0  # added to z for the comparison with a start that is surer, and wrong
SOURCE = (
    "The neuron: Nielsen, Neural Networks and Deep Learning, chapter 3. Both its weight and its bias move, so z moves "
    "twice as fast; time is counted in steps. In Keras the same steps of squared error take half the rate, as its "
    '"mse" leaves the ½ out.'
)


@dataclass(frozen=True)
class Slowdown:
    """What one neuron did.

    Attributes:
        start: z = w + b before training.
        rate, steps: of gradient descent.
        outputs: one row per (cost, step): `output`, and in theory, `predicted`.
        halves: one row per cost: `steps` (first step with an output below one half, NaN for none), `predicted` (steps
            in theory), `end` (the last output), `slope` (dC/dz at the start).
        waits: one row per (cost, start): `steps`, `predicted`, as in `halves`.
    """

    start: float
    rate: float
    steps: int
    outputs: pd.DataFrame
    halves: pd.DataFrame
    waits: pd.DataFrame

    @property
    def first(self) -> float:
        """The output before training."""
        return self.outputs["output"].iloc[0]


def setting(rate: float, steps: int) -> lab.Experiment:
    """One sigmoid neuron, one example: input 1, target 0.

    Args:
        rate: learning rate for the cost a^2 / 2; Keras's squared error is a^2, and takes half of it.
        steps: of gradient descent.
    """
    one = lab.Data.from_frame(pd.DataFrame({"x1": [1.0], "y": [0.0]}), target="y")
    network = lab.Network(hidden=(), output="sigmoid")
    return lab.Experiment(
        data=one, network=network, training=lab.Training(loss="mse", learning_rate=rate / 2, epochs=steps)
    )


def measure(experiment: lab.Experiment, weight: float, bias: float) -> Slowdown:
    """Follow the neuron step by step with both costs, and from many other starts until its output is one half.

    Args:
        experiment: of `setting`.
        weight: w at the start.
        bias: b at the start.

    Raises:
        ValueError: a start that is not a number from -20 to 20.
    """
    w, b = checks.number("weight", weight, -20, 20), checks.number("bias", bias, -20, 20)
    rate, steps = 2 * experiment.training.learning_rate, experiment.training.epochs
    frame = outputs(w, b, rate, steps)
    step = np.arange(steps + 1)
    frame["predicted"] = np.concatenate([theory.outputs(w + b, rate, step, cost) for cost in COSTS])
    return Slowdown(w + b, rate, steps, frame, _halves(frame, w + b, rate), _waits(rate))


def _halves(frame: pd.DataFrame, start: float, rate: float) -> pd.DataFrame:
    a = frame["output"].iloc[0]
    slopes = {"squared error": a * a * (1 - a), "cross-entropy": a}
    rows = [
        {
            "cost": cost, "steps": _first_below(rows), "predicted": float(theory.wait(start, 0.0, rate, cost)),
            "end": rows["output"].iloc[-1], "slope": slopes[cost],
        }
        for cost, rows in frame.groupby("cost", sort=False)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _waits(rate: float) -> pd.DataFrame:
    """Steps to an output below one half from every one of `STARTS`."""
    rows = []
    for start in STARTS:
        budget, reached = 64, {}
        while len(reached) < len(COSTS) and budget <= BUDGET:
            frame = outputs(start, 0.0, rate, budget)
            reached = {cost: _first_below(rows) for cost, rows in frame.groupby("cost")}
            reached = {cost: steps for cost, steps in reached.items() if not np.isnan(steps)}
            budget *= 4
        rows += [(cost, start, reached.get(cost, np.nan), float(theory.wait(start, 0.0, rate, cost))) for cost in COSTS]
    return pd.DataFrame(rows, columns=["cost", "start", "steps", "predicted"])


def _first_below(rows: pd.DataFrame) -> float:
    """The first step with an output below one half; NaN if there is none."""
    below = rows.loc[rows["output"] < 0.5, "step"]
    return float(below.min()) if len(below) else np.nan


def headline(found: Slowdown) -> str:
    """Whether the cost makes a difference to how long the neuron waits."""
    slow, fast = found.halves["steps"]
    if found.start < 0:
        return "Not here: the neuron starts on the right side already, so neither cost has to wait."
    if np.isnan(slow) and np.isnan(fast):
        return f"Not within {found.steps:,} steps: neither cost gets the neuron to the right side."
    if np.isnan(slow):
        return f"Yes: cross-entropy gets it right in {counted(fast, 'step')}, squared error not within {found.steps:,}."
    if slow == fast:
        return f"No: with both costs the neuron gets to the right side in {counted(slow, 'step')}."
    return (
        f"Yes: with squared error the neuron is wrong for {counted(slow, 'step')}, with cross-entropy for {fast:,.0f}."
    )


def note(found: Slowdown) -> str:
    """Where it starts and ends, and what theory says of the waits."""
    ends = " and ".join(f"{output(row.end)} with {row.cost}" for row in found.halves.itertuples())
    waits = " and ".join(steps_in_theory(row.predicted) for row in found.halves.itertuples())
    predicted = f" To one half, theory says {waits} steps." if found.start > 0 else ""
    return (
        f"One neuron, rate {short(found.rate)}. Its output starts at {output(found.first)} and should be 0; after "
        f"{counted(found.steps, 'step')} it is at {ends}.{predicted}"
    )


def output(a: float) -> str:
    """An output in a sentence: what is not quite 1 is not said to be."""
    return "almost 1" if 0 < 1 - a < 5e-4 else short(a)


def steps_in_theory(steps: float) -> str:
    """A number of steps: one decimal below 100, whole from there on."""
    return f"{steps:,.1f}" if steps < 100 else f"{steps:,.0f}"


def why(found: Slowdown) -> str:
    """Why one cost waits longer."""
    slow, fast = found.halves["slope"]
    return (
        "A sigmoid that is sure, near 0 or near 1, is flat. Squared error multiplies the error by the slope of the "
        f'sigmoid, so the gradient of a² ÷ 2 is a² (1 − a): here {short(slow)} at the start (Keras\'s "mse" of one '
        "output is a², so twice that). In cross-entropy that slope cancels, and the gradient is the error itself, a, "
        f"{output(found.first)}: {short(fast / slow)} times as large. {_other_rate(found)}"
    )


def _other_rate(found: Slowdown) -> str:
    """Whether a larger rate would buy off the waiting: not with one rate for all starts."""
    if found.start <= 0:
        return "Start it on the wrong side (w + b above 0), and see how long it waits."
    here, there = (_times(start, found.rate) for start in (found.start, found.start + SURER))
    return (
        f"Would a larger rate do? From here squared error is as fast with {short(here)} times the rate, but from "
        f"z = {short(found.start + SURER)} instead of {short(found.start)} it takes {short(there)} times: the surer "
        "the neuron is of what is wrong, the longer it waits."
    )


def _times(start: float, rate: float) -> float:
    """How many times as long squared error waits, in theory."""
    slow, fast = (float(theory.wait(start, 0.0, rate, cost)) for cost in COSTS)
    return slow / fast


def gap(found: Slowdown) -> str:
    """How well theory meets the steps."""
    differences = found.outputs["output"] - found.outputs["predicted"]
    most = differences.abs().groupby(found.outputs["cost"], sort=False).max()
    each = " and ".join(f"{short(value)} with {cost}" for cost, value in most.items())
    return f"Dashed: theory for very small steps, nothing fitted. Largest difference: {each}."


def seen(found: Slowdown) -> str:
    """The picture of the outputs in words."""
    needs = [f"{row.cost} {_when(row.steps)}" for row in found.halves.itertuples()]
    return f"Output from {output(found.first)}; below one half: {', '.join(needs)}. {note(found)}"


def waits_seen(found: Slowdown) -> str:
    """The picture of the waits in words."""
    ends = found.waits.groupby("cost", sort=False).agg(low=("steps", "first"), high=("steps", "last"))
    starts = found.waits["start"]
    each = "; ".join(f"{cost} {_from_to(row.low, row.high)}" for cost, row in ends.iterrows())
    return f"Steps to an output below one half, for starts z from {starts.min():g} to {starts.max():g}: {each}."


def _from_to(low: float, high: float) -> str:
    return f"always {low:,.0f}" if low == high else f"from {low:,.0f} to {high:,.0f}"


def formula(found: Slowdown) -> str:
    """Slopes and waits with the neuron's numbers, as TeX."""
    a, (slow, fast) = found.first, found.halves.itertuples()
    return aligned(
        r"z &= w + b, \quad a = 1 / (1 + e^{-z})",
        r"\tfrac{dz}{dt} &= -2 \eta \tfrac{\partial C}{\partial z}",
        r"\text{squared error:} \quad C &= \tfrac{1}{2} a^2",
        r"\tfrac{\partial C}{\partial z} &= a^2 (1 - a)",
        rf"&= {_in_tex(a)}^2 \cdot {tex(figure(1 - a))}",
        rf"&= {tex(figure(slow.slope))}",
        *_wait(found, slow, r"e^z + 3z - 3e^{-z} - \tfrac{1}{2} e^{-2z}"),
        r"\text{cross-entropy:} \quad C &= -\ln(1 - a)",
        rf"\tfrac{{\partial C}}{{\partial z}} &= a = {_in_tex(a)}",
        *_wait(found, fast, "z - e^{-z}"),
    )


def _wait(found: Slowdown, row, clock: str) -> list[str]:
    """The F of theory, and the steps it predicts where there is something to wait for."""
    if found.start <= 0:
        return []
    steps = rf"\tfrac{{F({tex(figure(found.start))}) - F(0)}}{{2 \cdot {tex(figure(found.rate))}}}"
    return [f"F(z) &= {clock}", rf"t &= {steps} = {tex(steps_in_theory(row.predicted))}"]


def _in_tex(a: float) -> str:
    """An output in a formula: near 1 as many digits as tell it from 1."""
    return f"{a:.7g}" if 0 < 1 - a < 5e-5 else tex(figure(a))


def drawn(found: Slowdown) -> pd.DataFrame:
    """`outputs` thinned for a picture, with `label` of each cost and `marked`: where its shape stands."""
    kept = np.unique(np.linspace(0, found.steps, min(found.steps, MOST) + 1).round().astype(int))
    marks = np.unique(np.linspace(0, found.steps, MARKS + 1).round().astype(int))
    rows = found.outputs[found.outputs["step"].isin(kept) | found.outputs["step"].isin(marks)]
    names = {row.cost: f"{row.cost}: below ½ {_when(row.steps)}" for row in found.halves.itertuples()}
    return rows.assign(label=rows["cost"].map(names), marked=rows["step"].isin(marks)).reset_index(drop=True)


def _when(steps: float) -> str:
    return "not yet" if np.isnan(steps) else f"after {counted(steps, 'step')}"


THEORY = "theory, for very small steps"
LEGEND = 80  # pixels that the legends take from a picture


def outputs_chart(frame: pd.DataFrame) -> "alt.LayerChart":
    """Output against step, a line and a shape for each cost; dashed: theory."""
    y = alt.Y("output:Q").title("Output (target: 0)").scale(domain=[0, 1]).axis(tickCount=5, format=".1f")
    color, shape = _signs(frame, "label")
    tips = ["cost:N", "step:Q", alt.Tooltip("output:Q", format=".4f"), alt.Tooltip("predicted:Q", format=".4f")]
    base = alt.Chart(frame).encode(traces.epochs("Step of training", "step"))
    lines = base.mark_line(**traces.UNDER).encode(y, color)
    points = base.mark_point(filled=True, size=60, opacity=1).transform_filter("datum.marked")
    dashed = _theory(base, alt.Y("predicted:Q"), "currentColor")
    return (lines + dashed + points.encode(y, color, shape, tooltip=tips)).properties(height=320 + LEGEND)


def waits_chart(frame: pd.DataFrame) -> "alt.LayerChart":
    """Steps to an output below one half against the start, one shape a cost; dashed: theory."""
    color, shape = _signs(frame, "cost")
    ticks = alt.Axis(values=[10**power for power in range(7)], format=",d")
    y = {"title": "Steps to an output below ½", "scale": alt.Scale(type="log"), "axis": ticks}
    tips = ["cost:N", "start:Q", "steps:Q", alt.Tooltip("predicted:Q", format=",.2f")]
    base = alt.Chart(frame, height=280 + LEGEND).encode(alt.X("start:Q").title("Start z = w + b").axis(grid=False))
    points = base.mark_point(filled=True, size=80, opacity=1).encode(alt.Y("steps:Q", **y), color, shape, tooltip=tips)
    return _theory(base, alt.Y("predicted:Q", **y)) + points


def _signs(frame: pd.DataFrame, column: str) -> tuple:
    """Colour and shape of each cost, in one legend."""
    return traces.marked_apart(column, list(frame[column].unique()), columns=1, labelLimit=300)


def _theory(base: "alt.Chart", y: "alt.Y", color: str = theme.NEUTRAL) -> "alt.Chart":
    """A dashed line for each cost, which the legend below the picture names."""
    dash = traces.named(THEORY, symbolStrokeColor=color)
    return traces.dashed(base.transform_calculate(says=f"'{THEORY}'"), y, dash, alt.Detail("cost:N"), color=color)
