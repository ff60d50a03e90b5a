"""Starts that look alike, trained: frozen, identical but learning, or just slow."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from lab import bands, checks, frames
from lab.data import Data, load
from lab.datasets import TITLES
from lab.differentiation.distance import distances
from lab.experiment import Experiment, default_head, vary
from lab.initial import starts as drawn
from lab.laws import frozen as laws
from lab.questions.neuron_differentiation.frozen import optimizers, single
from lab.run import Run
from lab.series import train_together
from lab.specs import Init, Network, Training

DATA = {
    **{name: TITLES[name] for name in ("spiral", "moons", "circles", "xor", "blobs")},
    "unequal": "Three blobs of 1/2, 1/3 and 1/6",
    "two unequal": "Two blobs of 2/3 and 1/3",
}
SHARES = {"unequal": (45, 30, 15), "two unequal": (60, 30)}  # examples of the unequal blobs
RANDOM_BIASES = "Glorot random, biases too"
LARGE, REACH = "large random", 30.0  # a start, and how far from 0 its weights may lie
HALVES = {"zeros into the units": 0, "zeros out of the units": 2}  # Glorot random but for this array of the weights
ZERO_WEIGHTS = "zero weights, random biases"
ZEROED = {**{name: (place,) for name, place in HALVES.items()}, ZERO_WEIGHTS: (0, 2)}  # start -> its arrays of zeros
# name -> (hidden layer: that of the experiment, a single unit, or none; scheme; biases as of `Init`)
STARTS = {
    "all zeros": ("layer", "zeros", "zeros"),
    ZERO_WEIGHTS: ("layer", "glorot_uniform", "same"),
    "one constant": ("layer", "constant", "zeros"),
    "tiny random": ("layer", "normal", "zeros"),
    "Glorot random": ("layer", "glorot_uniform", "zeros"),
    LARGE: ("layer", "uniform", "zeros"),
    RANDOM_BIASES: ("layer", "glorot_uniform", "same"),
    **dict.fromkeys(HALVES, ("layer", "glorot_uniform", "zeros")),
    "no hidden layer, zeros": ("none", "zeros", "zeros"),
    "one unit, random": ("one", "glorot_uniform", "zeros"),
}
STILL = {"zeros", "constant"}  # schemes that draw nothing: all runs are one and the same
RECORDED = 200
LEFT = 0.99  # a cost below this share of H(p) has left the floor
SLOW = 0.1  # later than this share of the epochs is slow


@lru_cache(maxsize=16)
def examples(name: str) -> Data:
    """The data of a key of `DATA`; of unequal blobs `SHARES` examples."""
    if name not in SHARES:
        return Data(name)
    x, y = load(Data("blobs", n=3 * max(SHARES[name])), "float64")
    group = y.argmax(axis=1)
    kept = np.concatenate([np.flatnonzero(group == k)[:count] for k, count in enumerate(SHARES[name])])
    frame = pd.DataFrame({"x1": x[kept, 0], "x2": x[kept, 1], "group": group[kept]})
    return Data.from_frame(frame, target="group", task="binary" if len(SHARES[name]) == 2 else "classes")


def setting(name: str) -> Experiment:
    """The experiment to begin with on the data of a key of `DATA`: plain gradient descent on the cross-entropy."""
    data = examples(name)
    kinds = default_head(data)
    return Experiment(
        data=data,
        network=Network(hidden=(8,), activation="tanh", output=kinds["network.output"]),
        init=checks.kept(  # of the starts it will be varied to
            Init, {"scheme": "zeros", "value": 0.5, "stddev": 1e-4, "low": -REACH, "high": REACH}
        ),
        training=Training(loss=kinds["training.loss"], learning_rate=0.3, epochs=1000),
    )


@dataclass(frozen=True)
class Frozen:
    """What became of each start.

    Attributes:
        curves: one row per (start, epoch, quantity): `low`, `mid`, `high` (5, 50 and 95 in a hundred runs, without
            the diverged); the quantities are "cost", "distance" (between the two most different units; missing where
            there are not two) and "movement" (largest change of a hidden layer's weight since epoch 0, or of the only
            layer's; biases of the outputs apart).
        runs: one row per (start, seed): `verdict`, `moved` (the last movement), `equal` (whether all units were equal
            to the bit at every recorded epoch; missing where there are not two), `idle` (units whose incoming weights
            never moved), `left` (first recorded epoch with a
            cost below `LEFT` of the floor; missing if none), `cost` and `accuracy` at the end. Where nothing is drawn
            all runs would be one and the same, so there is one.
        foretold: `epoch`, `cost` of the one unit that the start "one constant" is; empty without that start.
        gap: largest difference of its measured cost from the predicted one.
        facts: `floor` (H(p) of the data), `blind` (cost of all outputs alike, ln K), `pull` (sigma), `units`, `epochs`,
            `rate`, `optimizer`, `activation`, `precision`, `best` (of `single`; None where it is not known).
    """

    curves: pd.DataFrame
    runs: pd.DataFrame
    foretold: pd.DataFrame
    gap: float
    facts: dict


def measure(experiment: Experiment, starts=tuple(STARTS), seeds=range(8), progress=None, cancelled=None) -> Frozen:
    """Train an experiment from each of some starts.

    Args:
        experiment: full batch, an optimizer of `optimizers.NAMES`, one hidden layer, cross-entropy; its init gives the
            constant (`value`) and the size of the tiny start (`stddev`).
        starts: names in `STARTS`.
        seeds: of the replicas of the random starts.
        progress, cancelled: as in `lab.train`.
    """
    hidden = {"layer": experiment.network.hidden, "one": (1,), "none": ()}
    groups: dict[tuple, list[str]] = {}  # (hidden layer, biases, arrays of zeros) -> starts that are trained as one
    for name in starts:
        groups.setdefault((STARTS[name][0], STARTS[name][2], ZEROED.get(name)), []).append(name)
    plans = []
    for (kind, bias, _), names in groups.items():
        schemes = [STARTS[name][1] for name in names]
        some = seeds if set(schemes) - STILL else seeds[:1]
        each = vary(experiment, {"network.hidden": hidden[kind], "init.bias": bias})
        given = zeroed(each, names[0], some) if names[0] in ZEROED else None
        options = {"seeds": some, "vary": {"init.scheme": schemes}, "initial": given, "recorded": RECORDED}
        plans.append((each, options))
    trained = dict(zip(groups, train_together(plans, progress, cancelled), strict=True))
    facts = _facts(experiment)
    parts = {name: _part(trained[group], name, facts) for group, names in groups.items() for name in names}
    parts = [parts[name] for name in STARTS if name in parts]
    foretold, gap = _foretold(trained, groups, facts)
    curves, runs = (pd.concat(each, ignore_index=True) for each in zip(*parts, strict=True))
    return Frozen(curves, runs, foretold, gap, facts)


def begun(experiment: Experiment, name: str) -> Experiment:
    """The experiment from a start of `STARTS`; with the weights of seed 0 where some arrays of them are set to zero."""
    kind, scheme, bias = STARTS[name]
    hidden = {"layer": experiment.network.hidden, "one": (1,), "none": ()}[kind]
    each = vary(experiment, {"network.hidden": hidden, "init.scheme": scheme, "init.bias": bias})
    return vary(each, {"init.weights": [array[0] for array in zeroed(each, name, [0])]}) if name in ZEROED else each


def zeroed(experiment: Experiment, name: str, seeds) -> list[np.ndarray]:
    """The weights of a start in `ZEROED`, one a seed: (seed, *shape), in the order of Keras's `get_weights`."""
    _, scheme, bias = STARTS[name]
    arrays = drawn(vary(experiment, {"init.scheme": scheme, "init.bias": bias}), seeds)
    for place in ZEROED[name]:
        arrays[place][:] = 0.0
    return arrays


def _facts(experiment: Experiment) -> dict:
    x, y = load(experiment.data, "float64")
    shares, training = laws.shares(y), experiment.training
    return {
        "shares": tuple(shares.tolist()), "floor": laws.class_entropy(shares), "blind": float(np.log(len(shares))),
        "pull": laws.pull(x, y), "units": experiment.network.hidden[0], "epochs": training.epochs,
        "rate": training.learning_rate, "optimizer": training.optimizer,
        "activation": experiment.network.activation,
        "precision": training.precision, "tiny": experiment.init.stddev,
        "best": single.best(x, y) if experiment.network.activation != "linear" else None,
    }  # fmt: skip


def _part(run: Run, name: str, facts: dict) -> tuple[pd.DataFrame, pd.DataFrame]:
    variant = [values["init.scheme"] for values in run.variants].index(STARTS[name][1])
    seeds = run.seeds[:1] if STARTS[name][1] in STILL else run.seeds
    moved = [
        np.abs(array - array[:, :1]).reshape(*array.shape[:2], -1).max(axis=-1) for array in run.parts[variant][:-1]
    ]
    apart = np.full(run.loss.shape, np.nan)
    if run.experiment.network.hidden not in ((), (1,)):  # there are two units to compare
        apart = distances(run)["distance"].to_numpy().reshape(run.loss.shape)
    values = {
        "cost": run.loss[variant, : len(seeds)],
        "distance": apart[variant, : len(seeds)],
        "movement": np.max(moved, axis=0)[: len(seeds)],
    }  # (seed, epoch) each
    values = {quantity: np.where(np.isfinite(array), array, np.nan) for quantity, array in values.items()}
    axes = [(("start",), [(name,)]), (("epoch",), [(int(epoch),) for epoch in run.epochs])]
    axes.append((("quantity",), [(quantity,) for quantity in values]))
    curves = frames.tidy(axes, {end: array.T[None] for end, array in bands.of_finite(values.values()).items()})
    runs = _runs(name, seeds, values, run.accuracy[variant, : len(seeds), -1], run.epochs, facts["floor"])
    kernel = run.parts[variant][0]  # (seed, epoch, input, unit)
    idle = (kernel == kernel[:, :1]).all(axis=(1, 2)).sum(axis=-1)  # (seed,)
    return curves, runs.assign(idle=idle[: len(seeds)])


def _runs(name: str, seeds, values: dict, accuracy: np.ndarray, epochs: np.ndarray, floor: float) -> pd.DataFrame:
    cost, distance, movement = values["cost"], values["distance"], values["movement"]  # (seed, epoch)
    below = cost < LEFT * floor
    lost = np.isnan(cost[:, -1]) | np.isnan(movement[:, -1])
    alone = np.isnan(distance[:, 0])
    frame = pd.DataFrame(
        {
            "start": name, "seed": list(seeds), "moved": movement[:, -1], "still": (movement == 0).all(axis=1),
            "equal": np.where(alone, np.nan, (distance == 0).all(axis=1)),
            "left": np.where(below.any(axis=1), epochs[below.argmax(axis=1)], np.nan),
            "cost": cost[:, -1], "accuracy": accuracy, "diverged": lost,
        }
    )  # fmt: skip
    return frame.assign(verdict=[_verdict(row, epochs[-1], floor) for row in frame.itertuples()])


def _verdict(row, epochs: int, floor: float) -> str:
    """What one run was: the first of these that holds."""
    if row.diverged:
        return "diverged"
    if row.still:
        return "frozen"
    if not row.left >= 0:
        where = "at the floor" if row.cost <= floor / LEFT else "above the floor"
        return f"identical, {where}" if row.equal == 1 else where
    if row.equal == 1:
        return "identical but learning"
    return "slow" if row.left > SLOW * epochs else "learning"


def _foretold(trained: dict, groups: dict, facts: dict) -> tuple[pd.DataFrame, float]:
    together = ("layer", "zeros", None)
    if "one constant" not in groups.get(together, ()):
        return pd.DataFrame({"epoch": [], "cost": []}), np.nan
    run = trained[together]
    variant, x_y = groups[together].index("one constant"), load(run.experiment.data, "float64")
    start = [array[0, 0] for array in run.parts[variant]]
    how = (facts[name] for name in ("rate", "epochs", "activation", "optimizer"))
    costs = optimizers.one_unit(start, *x_y, *how)[run.epochs]
    return pd.DataFrame({"epoch": run.epochs, "cost": costs}), float(np.abs(run.loss[variant, 0] - costs).max())
