"""How long one neuron that is wrong waits, with squared error and with cross-entropy: measured, beside the law."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data
from lab.experiment import Experiment
from lab.laws import slowdown as law
from lab.one_neuron import COSTS, outputs
from lab.specs import Network, Training

STARTS = tuple(np.arange(0.5, 6.01, 0.5).tolist())  # z at which the waiting begins
MARKS = 16  # places along a curve that get their cost's shape
MOST = 300  # points of a drawn curve
BUDGET = 200_000  # steps after which a wait counts as never


@dataclass(frozen=True)
class Slowdown:
    """What one neuron did.

    Attributes:
        start: z = w + b before training.
        rate, steps: of gradient descent.
        outputs: one row per (cost, step): `output`, and the law's `law`.
        halves: one row per cost: `steps` (first step with an output below one half, NaN for none), `foretold` (steps
            by the law), `end` (the last output), `law` (the same by the law), `slope` (dC/dz at the start).
        waits: one row per (cost, start): `steps`, `foretold`, as in `halves`.
    """

    start: float
    rate: float
    steps: int
    outputs: pd.DataFrame
    halves: pd.DataFrame
    waits: pd.DataFrame

    @property
    def nbytes(self) -> int:
        """Bytes it holds."""
        return sum(int(frame.memory_usage(deep=True).sum()) for frame in (self.outputs, self.halves, self.waits))


def setting(rate: float, steps: int) -> Experiment:
    """One sigmoid neuron, one example: input 1, target 0.

    Args:
        rate: learning rate for the cost a^2 / 2; Keras's squared error is a^2, and takes half of it.
        steps: of gradient descent.
    """
    one = Data.from_frame(pd.DataFrame({"x1": [1.0], "y": [0.0]}), target="y")
    network = Network(hidden=(), output="sigmoid")
    return Experiment(data=one, network=network, training=Training(loss="mse", learning_rate=rate / 2, epochs=steps))


def measure(experiment: Experiment, weight: float, bias: float) -> Slowdown:
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
    frame["law"] = np.concatenate([law.outputs(w + b, rate, step, cost) for cost in COSTS])
    return Slowdown(w + b, rate, steps, frame, _halves(frame, w + b, rate), _waits(rate))


def _halves(frame: pd.DataFrame, start: float, rate: float) -> pd.DataFrame:
    """When the output of each cost is below one half, and where it ends."""
    a = frame["output"].iloc[0]
    slopes = {"squared error": a * a * (1 - a), "cross-entropy": a}
    rows = [
        {
            "cost": cost, "steps": _first_below(rows), "foretold": float(law.wait(start, 0.0, rate, cost)),
            "end": rows["output"].iloc[-1], "law": rows["law"].iloc[-1], "slope": slopes[cost],
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
        rows += [(cost, start, reached.get(cost, np.nan), float(law.wait(start, 0.0, rate, cost))) for cost in COSTS]
    return pd.DataFrame(rows, columns=["cost", "start", "steps", "foretold"])


def _first_below(rows: pd.DataFrame) -> float:
    """The first step with an output below one half; NaN if there is none."""
    below = rows.loc[rows["output"] < 0.5, "step"]
    return float(below.min()) if len(below) else np.nan


def drawn(found: Slowdown) -> pd.DataFrame:
    """`outputs` thinned for a picture, with `label` of each cost and `marked`: where its shape stands."""
    kept = np.unique(np.linspace(0, found.steps, min(found.steps, MOST) + 1).round().astype(int))
    marks = np.unique(np.linspace(0, found.steps, MARKS + 1).round().astype(int))
    rows = found.outputs[found.outputs["step"].isin(kept) | found.outputs["step"].isin(marks)]
    names = {row.cost: f"{row.cost}: below ½ {_when(row.steps)}" for row in found.halves.itertuples()}
    return rows.assign(label=rows["cost"].map(names), marked=rows["step"].isin(marks)).reset_index(drop=True)


def _when(steps: float) -> str:
    return "not yet" if np.isnan(steps) else f"after {steps:,.0f} step{'s' if steps != 1 else ''}"
