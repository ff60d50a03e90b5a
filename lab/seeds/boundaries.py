"""Many boundaries: where the networks of many seeds draw the line, and where they disagree."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.data import Data, load
from lab.experiment import Experiment
from lab.forward import logits
from lab.run import Run
from lab.seeds.contour import segments
from lab.specs import Init, Network, Training
from lab.training import train

FINE, MARGIN = 32, 0.4  # points a side of the grid; room around the examples, in parts of their span
SHOWN = 25  # networks whose boundary is drawn
QUARREL = 0.1  # of the networks say otherwise than the most
SETS = {"xor": 0.15, "moons": 0.2, "circles": 0.1, "spiral": 0.02, "blobs": 0.7}  # noise that a visitor meets first
EXAMPLES = 60
START = Experiment(
    data=Data("xor", n=EXAMPLES, noise=SETS["xor"]),
    network=Network(hidden=(4,), activation="tanh", output="sigmoid"),
    init=Init("he_normal"),
    training=Training(loss="binary_crossentropy", learning_rate=0.3, epochs=1000),
)


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        lines: one row per segment of a boundary: `seed`, `x1`, `x2`, `x1_end`, `x2_end`.
        cells: one row per place of the grid: `x1`, `x2`, `x1_end`, `x2_end` (its ends), `against` (share of the
            networks that say otherwise than the most).
        points: one row per example: `x1`, `x2`, `group` (its class).
        facts: one row: `kept`, `diverged`, `quarrel` (share of the plane where at least `QUARREL` of the networks say
            otherwise than the most), `one` (where at least one does), `answers` (different classifications of the
            training examples), `right` (networks that have them all right), `inside` (the same share as `quarrel`, over
            the training examples), `epochs`, `examples`.
    """

    lines: pd.DataFrame
    cells: pd.DataFrame
    points: pd.DataFrame
    facts: pd.DataFrame


def measure(experiment: Experiment, count=100, progress=None, cancelled=None) -> Found:
    """Train from many seeds, and ask every network about every place of the plane.

    Args:
        experiment: two inputs and classes, cross-entropy.
        count: seeds 0, 1, ...
        progress, cancelled: as in `lab.train`.
    """
    run = train(experiment, range(count), recorded=1, weights="ends", progress=progress, cancelled=cancelled)
    good = np.flatnonzero(np.isfinite(run.loss[0, :, -1]))
    x, y = load(experiment.data, "float64")
    x1, x2 = (_grid(column) for column in x.T)
    plane = np.stack([axis.ravel() for axis in np.meshgrid(x1, x2)], axis=1)
    z = _logits(run, good, plane)  # (network, place, output)
    against = minority(_classes(z))
    truth = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0].astype(int)
    return Found(
        lines=_lines(z[:SHOWN], good[:SHOWN], x1, x2),
        cells=_cells(against, x1, x2),
        points=pd.DataFrame({"x1": x[:, 0], "x2": x[:, 1], "group": [f"class {each}" for each in truth]}),
        facts=_facts(against, _classes(_logits(run, good, x)), truth).assign(
            diverged=count - len(good), epochs=experiment.training.epochs
        ),
    )


def _facts(against: np.ndarray, at_examples: np.ndarray, truth: np.ndarray) -> pd.DataFrame:
    """What follows from the disagreement over the plane, and from the answers at the examples, (network, example)."""
    facts = {
        "kept": len(at_examples),
        "quarrel": (against >= QUARREL).mean(),
        "one": (against > 0).mean(),
        "answers": len(np.unique(at_examples, axis=0)),
        "right": int((at_examples == truth).all(axis=1).sum()),
        "inside": (minority(at_examples) >= QUARREL).mean(),
        "examples": len(truth),
    }
    return pd.DataFrame([facts])


def minority(said: np.ndarray) -> np.ndarray:
    """Share of the networks that say otherwise than the most, at each place.

    Args:
        said: class numbers, (network, place).
    """
    if not len(said):
        return np.full(said.shape[1], np.nan)
    votes = np.stack([(said == each).sum(axis=0) for each in range(said.max() + 1)])
    return 1 - votes.max(axis=0) / len(said)


def _grid(values: np.ndarray) -> np.ndarray:
    room = MARGIN * np.ptp(values)
    return np.linspace(values.min() - room, values.max() + room, FINE)


def _logits(run: Run, good: np.ndarray, x: np.ndarray) -> np.ndarray:
    return logits([part[good, -1] for part in run.parts[0]], x, run.experiment.network)


def _classes(z: np.ndarray) -> np.ndarray:
    return z.argmax(axis=-1) if z.shape[-1] > 1 else (z[..., 0] > 0).astype(int)


def _margins(z: np.ndarray) -> np.ndarray:
    """What changes its sign at a boundary: for each class, its score less the best of the others; (margin, place)."""
    if z.shape[-1] == 1:
        return z.T
    others = [np.delete(z, each, axis=-1).max(axis=-1) for each in range(z.shape[-1])]
    return np.stack([z[:, each] - best for each, best in enumerate(others)])


def _lines(z: np.ndarray, seeds: np.ndarray, x1: np.ndarray, x2: np.ndarray) -> pd.DataFrame:
    """The boundaries of some networks, network after network."""
    shape, columns = (len(x2), len(x1)), ["x1", "x2", "x1_end", "x2_end"]
    tables = [
        pd.DataFrame(segments(margin.reshape(shape), x1, x2), columns=columns).assign(seed=int(seed))
        for seed, network in zip(seeds, z, strict=True)
        for margin in _margins(network)
    ]
    joined = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*columns, "seed"], dtype=float)
    return joined.round(3)


def _cells(against: np.ndarray, x1: np.ndarray, x2: np.ndarray) -> pd.DataFrame:
    """One row per place, with the ends of the cell around it."""
    (left, right), (low, high) = ((axis - step, axis + step) for axis in (x1, x2) for step in [(axis[1] - axis[0]) / 2])
    return pd.DataFrame(
        {
            "x1": np.tile(left, len(x2)),
            "x1_end": np.tile(right, len(x2)),
            "x2": np.repeat(low, len(x1)),
            "x2_end": np.repeat(high, len(x1)),
            "against": against,
        }
    ).round(4)
