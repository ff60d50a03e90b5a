"""A whole hidden layer from many starts: how many of its units are different, and how alike they are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import bands, frames
from lab.differentiation import distance
from lab.differentiation.likeness import alike, distinct, similarity
from lab.experiment import Experiment, vary
from lab.initial import starts as initial_weights
from lab.laws import layer as laws
from lab.run import Run
from lab.series import train_together

GROUPS = 5
STARTS = {
    "clones": (1, False, "glorot_uniform"),
    "clones with a push": (1, True, "glorot_uniform"),
    "five groups of clones": (GROUPS, False, "glorot_uniform"),
    "tiny random": (None, False, "normal"),
    "Glorot random": (None, False, "glorot_uniform"),
}
FRAMES = 11
RECORDED = 30
WHEN = {"before": 0, "after": -1}


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
    plans = [
        (start, {"seeds": seeds, "initial": _grouped(start, name, seeds), "recorded": RECORDED})
        for start, name in zip(each, names, strict=True)
    ]
    runs = dict(zip(names, train_together(plans, progress, cancelled), strict=True))
    units = {name: distance.units(run, 0)[0] for name, run in runs.items()}
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


def begun(experiment: Experiment, name: str) -> Experiment:
    """The experiment from a start; that of groups of clones from the weights of seed 0."""
    drawn = started(experiment, name)
    groups = _grouped(drawn, name, [0])
    return vary(drawn, {"init.weights": [array[0] for array in groups]}) if groups else drawn


def _counts(name: str, counted: dict, epochs: np.ndarray) -> pd.DataFrame:
    axes = [(("start",), [(name,)]), (("epoch",), [(int(epoch),) for epoch in epochs])]
    axes.append((("kind",), [(kind,) for kind in counted]))
    return frames.tidy(axes, {end: array.T[None] for end, array in bands.of_finite(counted.values()).items()})


def _ends(name: str, counted: dict, run: Run) -> pd.DataFrame:
    bit, near = counted["bit"], counted["alike"]  # (seed, epoch)
    return pd.DataFrame(
        {
            "start": name, "seed": run.seeds, "bit_first": bit[:, 0], "bit_last": bit[:, -1],
            "alike_first": near[:, 0], "alike_least": pd.DataFrame(near).min(axis=1), "alike_last": near[:, -1],
            "accuracy": run.accuracy[0, :, -1], "diverged": np.isnan(bit[:, -1]),
        }
    )  # fmt: skip


def _grouped(started: Experiment, name: str, seeds) -> list[np.ndarray] | None:
    """Groups of clones: weights (replica, *shape) with unit i of the hidden layer a copy of unit i modulo `GROUPS`."""
    if STARTS[name][0] != GROUPS:
        return None
    kernel, bias, outgoing, last = initial_weights(started, seeds)
    source = np.arange(bias.shape[-1]) % GROUPS
    return [kernel[:, :, source], bias[:, source], outgoing[:, source], last]


def counts(found: Layer, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The bands of the number of different units, and theory for them.

    Args:
        found: of `measure`.
        kind: "bit" or "alike".

    Returns:
        `start`, `epoch`, `low`, `mid`, `high`; then `start`, `most`, and what it `says`, one row per number.
    """
    curves = found.counts[found.counts["kind"] == kind]
    most = pd.DataFrame({"start": list(found.units), "most": [foretold(found, name) for name in found.units]})
    law = most.groupby("most", as_index=False)["start"].agg(", ".join)
    return curves, law.assign(says=[f"at most {number}" for number in law["most"]])


def foretold(found: Layer, start: str) -> int:
    """The most units that can ever be different from this start."""
    groups, pushed, _ = STARTS[start]
    units = found.experiment.network.hidden[0]
    return laws.most(units, groups or units, pushed and found.experiment.init.epsilon != 0)


def order(found: Layer, start: str, seed: int) -> np.ndarray:
    """The units in an order that puts those side by side that are alike after training."""
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    last = similarity(found.units[start][found.seeds.index(seed), -1])
    if not np.isfinite(last).all():
        return np.arange(len(last))
    apart = 1.0 - (last + last.T) / 2
    np.fill_diagonal(apart, 0.0)
    return leaves_list(linkage(squareform(apart), "average", optimal_ordering=True))


def matrix(found: Layer, start: str, seed: int) -> pd.DataFrame:
    """How alike every two units of one run are, at each of the kept epochs.

    Returns:
        One row per (frame, row, column): `epoch`, `cosine` (missing where diverged); rows and columns count the units
        in the order of `order`, from 1.
    """
    places = order(found, start, seed)
    cosines = similarity(found.units[start][found.seeds.index(seed)])[:, places][:, :, places]  # (frame, unit, unit)
    numbers = [(place + 1,) for place in range(len(places))]
    shown = [(number, int(epoch)) for number, epoch in enumerate(found.epochs)]
    axes = [(("frame", "epoch"), shown), (("row",), numbers), (("column",), numbers)]
    return frames.tidy(axes, {"cosine": cosines.round(4)})


def weights(found: Layer, start: str, seed: int) -> pd.DataFrame:
    """The weights of every unit of one run before and after training.

    Returns:
        One row per (when, unit, weight): `value`; `weight` is the name of the input, "bias", or "to" the output;
        units in the order of `order`, from 1.
    """
    places = order(found, start, seed)
    values = found.units[start][found.seeds.index(seed)][list(WHEN.values())][:, places]  # (when, unit, weight)
    outputs = found.experiment.data.outputs
    leaving = ["to the output"] if outputs == 1 else [f"to output {number}" for number in range(outputs)]
    names = [*found.experiment.data.features, "bias", *leaving]
    axes = [(("when",), [(when,) for when in WHEN]), (("unit",), [(place + 1,) for place in range(len(places))])]
    return frames.tidy([*axes, (("weight",), [(name,) for name in names])], {"value": values})
