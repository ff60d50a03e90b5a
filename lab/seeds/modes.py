"""One mode after another: how strong each mode of a linear network is, epoch by epoch, from many starts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab.data import Data
from lab.experiment import Experiment
from lab.laws import modes as laws
from lab.run import Run
from lab.specs import Init, Network, Training

STARTS = ("aligned", "random")
BAND = (0.05, 0.5, 0.95)
RECORDED = 250


@dataclass(frozen=True)
class Found:
    """What was measured, and theory.

    Attributes:
        table: one row per (mode, epoch): `low`, `mid`, `high` (5, 50, 95 % of the runs that stayed finite) of the
            mode's strength, and `law` (median over the starts of theory from each start).
        halves: one row per mode: `mode` (its name), `s`, `early`, `median`, `late` (5, 50, 95 % of the epochs at which
            runs have half of it), `law` (median over the starts that begin below half; else NaN), `runs` (that
            have it half in time), `start` (u0, median over the starts).
        facts: one row: `runs`, `diverged`, `epochs`, `rate` (eta), `hidden`.
    """

    table: pd.DataFrame
    halves: pd.DataFrame
    facts: pd.DataFrame


def built(strengths: tuple[float, ...] = (5.0, 3.0, 1.0), hidden=3, rate=0.002, epochs=2500, scale=0.01) -> Experiment:
    """The experiment: output k is strengths[k] times input k, inputs white, no biases, float64.

    Keras's mse is a mean over outputs too, and without the half: its gradient is 2 / K times that of theory for K
    outputs, so that the learning rate is eta K / 2.

    Args:
        strengths: singular values of the correlation of inputs and outputs.
        hidden: hidden units.
        rate: eta of theory.
        epochs: full-batch steps.
        scale: of the random start, times Glorot's uniform.
    """
    count = len(strengths)
    x = np.sqrt(count) * np.eye(count)  # white: the mean of x x^T is 1
    names = [f"x{place}" for place in range(1, count + 1)]
    targets = [f"y{place}" for place in range(1, count + 1)]
    frame = pd.DataFrame(np.hstack([x, x * np.array(strengths)]), columns=names + targets)
    return Experiment(
        data=Data.from_frame(frame, target=targets),
        network=Network(hidden=(hidden,), activation="linear", output="linear", use_bias=False),
        init=Init("glorot_uniform", scale=scale),
        training=Training(loss="mse", learning_rate=rate * count / 2, epochs=epochs, precision="float64"),
    )


def measure(experiment: Experiment, start="aligned", size=1e-3, runs=50, progress=None, cancelled=None) -> Found:
    """Train from aligned weights or from random small ones, and follow the modes.

    Args:
        experiment: of `built`.
        start: "aligned": every mode has a hidden unit of its own, and both its weights are sqrt(size); one run.
            "random": as `Init` says, seeds 0, 1, ...
        size: u0 of the aligned start.
        runs: of the random start.
        progress, cancelled: as in `lab.train`.
    """
    lab.checks.one_of("start", start, STARTS)
    initial = _aligned(experiment, size) if start == "aligned" else None
    seeds = range(1 if initial else runs)
    run = lab.train(experiment, seeds, initial=initial, recorded=RECORDED, progress=progress, cancelled=cancelled)
    first, second = (array[0].astype(float) for array in run.arrays)  # (seed, epoch, input, unit), (..., unit, output)
    with np.errstate(all="ignore"):
        strengths = np.einsum("seiu,seui->sei", first, second)  # (seed, epoch, mode)
    begun = laws.beginnings(first[:, 0], second[:, 0])  # (seed, mode)
    return _found(run, strengths, begun)


def _aligned(experiment: Experiment, size: float) -> list[np.ndarray]:
    shapes = experiment.weight_shapes()
    lab.checks.that(
        experiment.network.hidden[0] >= experiment.data.inputs,
        "An aligned start needs a hidden unit for every mode; take more of them, or a random start.",
    )
    return [np.sqrt(size) * np.eye(*shape) for shape in shapes]


def _found(run: Run, strengths: np.ndarray, begun: np.ndarray) -> Found:
    experiment = run.experiment
    x, y = lab.data.load(experiment.data, "float64")
    wanted = (y / x.max()).max(axis=0)  # s of every mode
    rate = experiment.training.learning_rate * 2 / len(wanted)
    gone = ~np.isfinite(run.loss[0, :, -1])
    tables, halves = [], []
    for mode, s in enumerate(wanted):
        name = f"mode {mode + 1}: {s:g}"
        law = laws.strength(run.epochs, s, begun[:, mode, None], rate)
        tables.append(_course(name, run.epochs, strengths[~gone, :, mode], np.median(law, axis=0)))
        times = _half_times(run.epochs, strengths[~gone, :, mode], s)
        halves.append(
            _half(name, s, times, laws.half_time(s, begun[:, mode], rate)) | {"start": np.median(begun[:, mode])}
        )
    facts = {
        "runs": [len(gone)], "diverged": [int(gone.sum())], "epochs": [int(run.epochs[-1])], "rate": [rate],
        "hidden": [experiment.network.hidden[0]],
    }  # fmt: skip
    return Found(pd.concat(tables, ignore_index=True), pd.DataFrame(halves), pd.DataFrame(facts))


def _course(name: str, epochs: np.ndarray, strengths: np.ndarray, law: np.ndarray) -> pd.DataFrame:
    """Quantiles over the runs of strengths (seed, epoch); NaN without a finite run."""
    rows = np.quantile(strengths, BAND, axis=0) if len(strengths) else np.full((3, len(epochs)), np.nan)
    columns = dict(zip(("low", "mid", "high"), rows, strict=True))
    return pd.DataFrame({"mode": name, "epoch": epochs, **columns, "law": law})


def _half_times(epochs: np.ndarray, strengths: np.ndarray, s: float) -> np.ndarray:
    """The epoch, between recorded ones, at which each run first has s / 2; infinite where it never has: (seed,)."""
    above = strengths >= s / 2
    after = above.argmax(axis=1)
    times = np.where(above.any(axis=1), epochs[after].astype(float), np.inf)
    rows = np.flatnonzero(above.any(axis=1) & (after > 0))
    low, high = strengths[rows, after[rows] - 1], strengths[rows, after[rows]]
    times[rows] -= (high - s / 2) / (high - low) * (epochs[after[rows]] - epochs[after[rows] - 1])
    return times


def _half(name: str, s: float, times: np.ndarray, law: np.ndarray) -> dict:
    early, median, late = np.quantile(times, BAND, method="nearest") if len(times) else (np.nan,) * 3
    told = float(np.median(law[np.isfinite(law)])) if np.isfinite(law).any() else np.nan
    reached = int(np.isfinite(times).sum())
    return {"mode": name, "s": s, "early": early, "median": median, "late": late, "law": told, "runs": reached}
