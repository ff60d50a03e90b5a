"""A whole hidden layer: how many of its units are different, and how alike they are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks, frames
from lab.data import Data
from lab.datasets import TITLES
from lab.differentiation.likeness import alike, distinct
from lab.experiment import Experiment, vary
from lab.initial import starts as initial_weights
from lab.run import Run
from lab.seeds.spread import suited
from lab.series import train_in_turn
from lab.specs import Init, Network, Training

GROUPS = 5
# name -> (number of different units that are drawn, None for all; whether one is pushed; scheme)
STARTS = {
    "clones": (1, False, "glorot_uniform"),
    "clones with a push": (1, True, "glorot_uniform"),
    "five groups of clones": (GROUPS, False, "glorot_uniform"),
    "tiny random": (None, False, "normal"),
    "Glorot random": (None, False, "glorot_uniform"),
}
DATA = {name: TITLES[name] for name in ("digits", "demand")}
PUSHED = {"digits": (1, "kernel", 27, 1), "demand": (1, "kernel", 0, 1)}  # pixel 3,3 of 8 x 8: ink in most digits
BATCH = {"digits": 64, "demand": 16}
FRAMES = 11
RECORDED = 30
BAND = [0.05, 0.5, 0.95]


@dataclass(frozen=True)
class Layer:
    """What became of the units of a layer from each start.

    Attributes:
        counts: one row per (start, epoch, kind): `low`, `mid`, `high` of the number of different units (5, 50 and 95
            in a hundred runs, without the diverged). Kinds: "bit": units are one where all their weights are equal;
            "alike": where a chain of units with cosines above `ALIKE` leads from one to the other.
        runs: one row per (start, seed): `bit_first`, `bit_last`, `alike_first`, `alike_least`, `alike_last` (numbers of
            different units; missing where diverged), `accuracy`, `diverged`.
        units: start -> (seed, frame, unit, weight): a unit's incoming kernel, bias and outgoing kernel.
        epochs: of the frames, at most `FRAMES`.
        seeds: of the replicas.
        experiment: what was trained, but for its start.
    """

    counts: pd.DataFrame
    runs: pd.DataFrame
    units: dict[str, np.ndarray]
    epochs: np.ndarray
    seeds: tuple[int, ...]
    experiment: Experiment

    @property
    def nbytes(self) -> int:
        """Bytes it holds."""
        frames = (self.counts, self.runs)
        tables = sum(frame.memory_usage(deep=True).sum() for frame in frames)
        return int(tables) + sum(array.nbytes for array in self.units.values())


def setting(name: str) -> Experiment:
    """The experiment to begin with, on the data of a key of `DATA`: 25 sigmoid units, cross-entropy."""
    kinds = suited(Data(name), "cross-entropy")
    return Experiment(
        data=Data(name),
        network=Network(hidden=(25,), activation="sigmoid", output=kinds["network.output"]),
        init=checks.kept(Init, {"stddev": 1e-3, "epsilon": 1e-2, "epsilon_at": PUSHED[name]}),  # sd: of the tiny start
        training=Training(loss=kinds["training.loss"], learning_rate=1.0, batch_size=BATCH[name], epochs=10),
    )


def measure(experiment: Experiment, starts=tuple(STARTS), seeds=range(16), progress=None, cancelled=None) -> Layer:
    """Train an experiment from each of some starts.

    Args:
        experiment: one hidden layer, with biases, on data with classes; its init gives the push (`epsilon`, at
            `epsilon_at`) and the size of the tiny start (`stddev`).
        starts: names in `STARTS`.
        seeds: of the replicas, the same for each start.
        progress, cancelled: as in `lab.train`.
    """
    names = [name for name in STARTS if name in starts]
    each = [started(experiment, name) for name in names]
    plans = [(start, _options(start, name, seeds)) for start, name in zip(each, names, strict=True)]
    runs = dict(zip(names, train_in_turn(plans, progress, cancelled), strict=True))
    units = {name: _units(run) for name, run in runs.items()}
    epochs = next(iter(runs.values())).epochs
    kept = np.unique(np.linspace(0, len(epochs) - 1, FRAMES).round().astype(int))
    counted = {name: {"bit": distinct(array), "alike": alike(array)} for name, array in units.items()}
    return Layer(
        counts=pd.concat([_counts(name, counted[name], epochs) for name in names], ignore_index=True),
        runs=pd.concat([_ends(name, counted[name], runs[name]) for name in names], ignore_index=True),
        units={name: array[:, kept].copy() for name, array in units.items()},
        epochs=epochs[kept],
        seeds=tuple(seeds),
        experiment=experiment,
    )


def started(experiment: Experiment, name: str) -> Experiment:
    """The experiment from a start; of groups of clones the one that their first units are drawn by."""
    groups, pushed, scheme = STARTS[name]
    values = {"init.scheme": scheme, "init.clones": "both" if groups == 1 else "none"}
    return vary(experiment, values if pushed else values | {"init.epsilon": 0.0})


def _options(started: Experiment, name: str, seeds) -> dict:
    """What `lab.train` takes beside it."""
    grouped = STARTS[name][0] == GROUPS
    initial = _grouped(initial_weights(started, seeds), GROUPS) if grouped else None
    return {"seeds": seeds, "initial": initial, "recorded": RECORDED}


def _grouped(arrays: list[np.ndarray], groups: int) -> list[np.ndarray]:
    """The weights (replica, *shape) with unit i of the hidden layer a copy of unit i modulo `groups`."""
    kernel, bias, outgoing, last = arrays
    source = np.arange(bias.shape[-1]) % groups
    return [kernel[:, :, source], bias[:, source], outgoing[:, source], last]


def _units(run: Run) -> np.ndarray:
    """(seed, epoch, unit, weight): incoming kernel, bias, outgoing kernel."""
    kernel, bias, outgoing, _ = run.parts[0]
    return np.concatenate([np.swapaxes(kernel, -1, -2), bias[..., None], outgoing], axis=-1)


def _counts(name: str, counted: dict, epochs: np.ndarray) -> pd.DataFrame:
    bands = np.stack([pd.DataFrame(array).quantile(BAND).to_numpy() for array in counted.values()], axis=-1)
    axes = [(("start",), [(name,)]), (("epoch",), [(int(epoch),) for epoch in epochs])]
    axes.append((("kind",), [(kind,) for kind in counted]))
    return frames.tidy(axes, dict(zip(("low", "mid", "high"), bands[:, None], strict=True)))


def _ends(name: str, counted: dict, run: Run) -> pd.DataFrame:
    bit, near = counted["bit"], counted["alike"]  # (seed, epoch)
    return pd.DataFrame(
        {
            "start": name, "seed": run.seeds, "bit_first": bit[:, 0], "bit_last": bit[:, -1],
            "alike_first": near[:, 0], "alike_least": pd.DataFrame(near).min(axis=1), "alike_last": near[:, -1],
            "accuracy": run.accuracy[0, :, -1], "diverged": np.isnan(bit[:, -1]),
        }
    )  # fmt: skip
