"""The loss of a linear model, step by step, with SGD and with another optimizer; at every size and rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.data import load
from lab.laws import relevance, runaway, speed
from lab.questions.feature_relevance.nan.falls import Falls
from lab.relevance import linear

EXAMPLES, NOISE = 100, 0.1
SIZES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10_000.0)
RATES = (1e-6, 1e-5, 1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.3, 0.85, 1.0)
MAP_STEPS = 1000
GRID = tuple(float(f"{rate:.3g}") for rate in np.geomspace(1e-8, 1, 17))  # of the map
OTHERS = {"rmsprop": "RMSprop", "adam": "Adam", "momentum": "momentum"}
SGD = "SGD"
MOST = float(np.finfo("float32").max)
LEARNS, POOR, LOST = "learns", "finite, not learned", "∞ or NaN"
STATES = (LEARNS, POOR, LOST)


def setting(size: float, standardise: bool, rate: float, epochs: int) -> lab.Experiment:
    """A linear model of two features, one up to 1 and one up to `size`; its target does not grow with them."""
    training = lab.Training(loss="mse", learning_rate=rate, epochs=epochs)
    network = lab.Network(hidden=(), output="linear")
    return lab.Experiment(data=_data(size, standardise), network=network, training=training)


def design(experiment: lab.Experiment) -> tuple[np.ndarray, np.ndarray]:
    """The features with a column of ones, (example, weight), and the targets, (example,)."""
    x, y = load(experiment.data)
    return relevance.design(x), y[:, 0].astype(float)


def _data(size: float, standardise: bool) -> lab.Data:
    draws = np.random.default_rng(0)
    near, far = draws.uniform(size=(2, EXAMPLES))
    target = near + far + NOISE * draws.normal(size=EXAMPLES)
    frame = pd.DataFrame({"x1": near, "x2": size * far, "y": target})
    return lab.Data.from_frame(frame, target="y", standardize=standardise)


@dataclass(frozen=True, eq=False)
class Losses:
    """What became of the cost.

    Attributes:
        curves: one row per (optimizer, step): `low`, `mid`, `high` (5, 50, 95 % of the runs; inf or NaN where lost),
            and `predicted`, the median of theory (NaN but for SGD, and beyond the largest float32 number).
        ends: one row per (optimizer, seed): `cost` at the end, `infinite` and `lost`, the first step after which it is
            no finite number, and NaN (inf: never), `step`, the longest that a weight ever moved in a step.
        overflow: predicted first step beyond the largest float32 number, median over the seeds; inf if it is not.
        largest: the largest stable rate of SGD, 2 / `curvature`.
        curvature: the largest.
        least: the least cost of any weights.
        blind: the cost of always saying the mean of the targets.
        falls: what theory says of a rate a little too large, with the features standardised.
        experiment: with SGD.
        other: the other optimizer, a key of `OTHERS`.
    """

    curves: pd.DataFrame
    ends: pd.DataFrame
    overflow: float
    largest: float
    curvature: float
    least: float
    blind: float
    falls: Falls
    experiment: lab.Experiment
    other: str

    @property
    def rate(self) -> float:
        """The learning rate."""
        return self.experiment.training.learning_rate

    @property
    def fell(self) -> tuple[int, float, float] | None:
        """Of a rate too large for SGD: steps that its median cost falls for, its least, its first; None: for none."""
        rows = self.curves[self.curves["optimizer"] == SGD].sort_values("step", ignore_index=True)
        least = int(rows["mid"].argmin())
        if self.rate < self.largest or not least:
            return None
        return int(rows["step"][least]), float(rows["mid"][least]), float(rows["mid"][0])

    def median(self, optimizer: str) -> pd.Series:
        """The columns of `ends`, their medians over the seeds (of an even number the smaller)."""
        rows = self.ends[self.ends["optimizer"] == optimizer].drop(columns=["optimizer", "seed"])
        return rows.fillna(np.inf).quantile(0.5, interpolation="lower")


def measure(
    experiment: lab.Experiment,
    other: str,
    seeds: Sequence[int] = range(8),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Losses:
    """Train a linear model with SGD and with another optimizer, and follow the cost step by step.

    Args:
        experiment: linear, squared error, all examples a step; its optimizer is SGD.
        other: a key of `OTHERS`.
        seeds, progress, cancelled: as in `lab.train`.
    """
    epochs, (X, y) = experiment.training.epochs, design(experiment)
    runs = {
        name: lab.train(
            lab.vary(experiment, {"training.optimizer": optimizer}),
            seeds, recorded=epochs, progress=progress, cancelled=cancelled,
        )
        for name, optimizer in ((SGD, "sgd"), (OTHERS[other], other))
    }  # fmt: skip
    kernel, bias = (array[:, 0].astype(float) for array in runs[SGD].parts[0])
    starts = np.concatenate([kernel[..., 0], bias], axis=-1)  # (seed, weight)
    costs = speed.costs(X, y, starts, experiment.training.learning_rate, runs[SGD].epochs)  # (seed, step)
    predicted = np.quantile(costs, 0.5, axis=0, method="lower")
    curves = [_curve(name, run, predicted if name == SGD else np.nan) for name, run in runs.items()]
    scaled = replace(experiment, data=replace(experiment.data, standardize=True))
    steps = runaway.steps_to_overflow(X, y, starts, experiment.training.learning_rate, epochs)
    return Losses(
        curves=pd.concat(curves, ignore_index=True),
        ends=pd.concat([_ends(name, run) for name, run in runs.items()], ignore_index=True),
        overflow=float(np.quantile(steps, 0.5, method="lower")),
        largest=relevance.largest_rate(X),
        curvature=float(relevance.curvatures(X)[0]),
        least=linear.least(X, y),
        blind=float(np.var(y)),
        falls=Falls.of(design(scaled)[0], y, starts),
        experiment=experiment,
        other=other,
    )


def _curve(name: str, run: lab.Run, predicted) -> pd.DataFrame:
    cost = np.where(np.isnan(run.loss[0]), np.inf, run.loss[0])
    predicted = np.where(np.asarray(predicted) <= MOST / EXAMPLES, predicted, np.nan)
    columns = bands.of(cost, axis=0, method="lower") | {"predicted": predicted}
    return pd.DataFrame({"optimizer": name, "step": run.epochs, **columns})


def _ends(name: str, run: lab.Run) -> pd.DataFrame:
    def first(lost: np.ndarray) -> np.ndarray:
        return np.where(lost.any(axis=1), run.epochs[lost.argmax(axis=1)], np.inf)

    with np.errstate(invalid="ignore", over="ignore"):
        moves = [np.abs(np.diff(array.astype(float), axis=1)).reshape(len(run.seeds), -1) for array in run.parts[0]]
    moved = np.concatenate(moves, axis=1)
    return pd.DataFrame(
        {
            "optimizer": name, "seed": run.seeds, "cost": run.loss[0, :, -1],
            "infinite": first(~np.isfinite(run.loss[0])), "lost": first(np.isnan(run.loss[0])),
            "step": np.where(np.isfinite(moved), moved, np.inf).max(axis=1),
        }
    )  # fmt: skip


def over_sizes(
    experiment: lab.Experiment, other: str, progress: Callable | None = None, cancelled: Callable | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What becomes of one run at every size of the feature and every rate, with SGD and with the other optimizer.

    Returns:
        One row per (optimizer, size, rate): `cost` at the end and `state`, one of `STATES`: no finite number; finite,
        but no better than always saying the mean of the targets; or better. And one row per size: `rate`, the largest
        stable one of SGD.
    """
    data = [_data(size, experiment.data.standardize) for size in SIZES]
    baseline = float(np.var(design(experiment)[1]))
    varied = {
        "training.optimizer": ["sgd", other],
        "data.table": [each.table for each in data],
        "training.learning_rate": list(GRID),
    }
    longer = lab.vary(experiment, {"training.epochs": MAP_STEPS})
    run = lab.train(longer, [0], varied, recorded=1, weights="ends", progress=progress, cancelled=cancelled)
    cost = run.loss[:, 0, -1]
    state = np.select([~np.isfinite(cost), cost >= baseline], [LOST, POOR], LEARNS)
    keys = [(name, size, rate) for name in (SGD, OTHERS[other]) for size in SIZES for rate in GRID]
    cells = pd.DataFrame(keys, columns=["optimizer", "size", "rate"]).assign(cost=cost, state=state)
    bounds = [relevance.largest_rate(design(replace(experiment, data=each))[0]) for each in data]
    return cells, pd.DataFrame({"size": SIZES, "rate": bounds})
