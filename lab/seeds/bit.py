"""The same run asked for twice, and a run that starts one last bit apart: how far they are from each other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import frames
from lab.experiment import Experiment
from lab.run import Run
from lab.seeds.three import HE, LARGE, start
from lab.series import train_in_turn

TWICE, BIT = "same start twice", "one last bit changed"
KINDS = (HE, LARGE)
PLACES = {"layer 1": 0, "layer 2": 2, "layer 3": 4}  # whose first weight is changed


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        apart: one row per (start, what, epoch): `apart`, the largest difference of a weight between the two runs (0
            means exactly equal; NaN where one diverged).
        facts: one row per start: `start`, `push` (size of the last bit), `twice` (largest `apart` of the same start
            twice), `most`, `last` (of one last bit changed), `cost`, `other` (costs at the end), `steps`, `precision`.
    """

    apart: pd.DataFrame
    facts: pd.DataFrame


def measure(
    experiment: Experiment, place="layer 1", sd=10.0, seed=3, progress=None, cancelled=None
) -> Found:  # fmt: skip
    """Train from He's start and from large weights, twice, and once more with one weight a last bit larger.

    Args:
        experiment: of `lab.seeds.three.setting`.
        place: whose first weight is changed, a key of `PLACES`.
        sd, seed: as in `lab.seeds.three.start`.
        progress, cancelled: as in `lab.train`.
    """
    dtype = np.dtype(experiment.training.precision)
    given = [[array.astype(dtype) for array in start(kind, sd, seed)] for kind in KINDS]
    pushed = [_pushed(arrays, PLACES[place]) for arrays in given]
    options = {"recorded": 100, "spacing": "log"}
    first, again = train_in_turn(
        [(experiment, {"seeds": range(4), "initial": _stacked(given + pushed), **options}),
         (experiment, {"seeds": range(2), "initial": _stacked(given), **options})],
        progress, cancelled,
    )  # fmt: skip
    others = {TWICE: again.parts[0], BIT: [array[2:] for array in first.parts[0]]}
    apart = np.array([[_apart([a[i] for a in first.parts[0]], [b[i] for b in others[what]]) for what in others]
                      for i in range(len(KINDS))])  # fmt: skip
    axes = [(("start",), [(kind,) for kind in KINDS]), (("what",), [(what,) for what in others]),
            (("epoch",), [(int(epoch),) for epoch in first.epochs])]  # fmt: skip
    return Found(apart=frames.tidy(axes, {"apart": apart}), facts=_facts(first, apart))


def _facts(run: Run, apart: np.ndarray) -> pd.DataFrame:
    """What became of the pairs; `apart` is (start, what, epoch)."""
    facts = {
        "start": KINDS,
        "push": apart[:, 1, 0],
        "twice": apart[:, 0].max(axis=1),
        "most": apart[:, 1].max(axis=1),
        "last": apart[:, 1, -1],
        "cost": run.loss[0, :2, -1],
        "other": run.loss[0, 2:, -1],
        "steps": run.experiment.training.epochs,
        "precision": run.experiment.training.precision,
    }
    return pd.DataFrame(facts)


def _pushed(arrays: list[np.ndarray], place: int) -> list[np.ndarray]:
    """The same with one weight moved to the next number that the precision has."""
    moved = [array.copy() for array in arrays]
    moved[place].flat[0] = np.nextafter(moved[place].flat[0], np.inf, dtype=arrays[place].dtype)
    return moved


def _stacked(starts: list) -> list[np.ndarray]:
    return [np.stack(arrays) for arrays in zip(*starts, strict=True)]


def _apart(one: list[np.ndarray], other: list[np.ndarray]) -> np.ndarray:
    """Largest difference over all weights, epoch by epoch."""
    gaps = [np.abs(a.astype(float) - b.astype(float)).reshape(len(a), -1) for a, b in zip(one, other, strict=True)]
    return np.concatenate(gaps, axis=1).max(axis=1)
