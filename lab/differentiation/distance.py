"""How far apart the units of a hidden layer are."""

import numpy as np
import pandas as pd

from lab import frames
from lab.data import Data
from lab.experiment import Experiment
from lab.log_axis import LogAxis
from lab.numerals import figure
from lab.run import Run
from lab.specs import Init, Network, Training

# seeds/002: two inputs, two hidden neurons, one output; w3 and w4 lead into the second neuron, w6 out of it
WEIGHTS = {
    "w3 (from x1)": (1, "kernel", 0, 1),
    "w4 (from x2)": (1, "kernel", 1, 1),
    "b2 (its bias)": (1, "bias", 0, 1),
    "w6 (to the output)": (2, "kernel", 1, 0),
}
START = Experiment(
    data=Data("circles"),
    network=Network(hidden=(2,), activation="sigmoid", output="sigmoid"),
    init=Init("uniform", low=-1.0, high=1.0, clones="both", epsilon=1e-6, epsilon_at=WEIGHTS["w3 (from x1)"]),
    training=Training(loss="binary_crossentropy", learning_rate=2.0, epochs=2000),
)


def distances(run: Run) -> pd.DataFrame:
    """How far apart the two most different units of each hidden layer are.

        d = max over pairs (i, j) and weights k of |v_ik - v_jk|,  v = (incoming kernel, bias, outgoing kernel)

    Args:
        run: with the weights of all recorded epochs.

    Returns:
        One row per (varied values, seed, epoch, layer): `distance` (float, units of the weights; 0.0 means equal to
        the bit, NaN that a weight is no finite number any more: the replica diverged).
    """
    layers = range(len(run.experiment.network.hidden))
    values = np.stack([spread(units(run, layer)) for layer in layers], axis=-1)  # (variant, seed, epoch, layer)
    keys = tuple(run.variants[0])
    axes = [
        (keys, [tuple(variant[key] for key in keys) for variant in run.variants]),
        (("seed",), [(seed,) for seed in run.seeds]),
        (("epoch",), [(int(epoch),) for epoch in run.weight_epochs]),
        (("layer",), [(layer + 1,) for layer in layers]),
    ]
    return frames.tidy(axes, {"distance": values})


def over_seeds(distances: pd.DataFrame) -> pd.DataFrame:
    """What many seeds have in common, epoch by epoch; diverged runs are counted, and left out of the quantiles.

    Returns:
        One row per epoch: `low`, `mid`, `high` (5, 50 and 95 in a hundred), `runs`, `zero` (runs whose distance is
        exactly 0) and `diverged`.
    """
    table = distances.pivot_table("distance", "epoch", "seed", aggfunc="max", dropna=False)
    quantiles = table.quantile([0.05, 0.5, 0.95], axis=1).T.set_axis(["low", "mid", "high"], axis=1)
    counts = {"runs": table.shape[1], "zero": table.eq(0.0).sum(axis=1), "diverged": table.isna().sum(axis=1)}
    return quantiles.assign(**counts).reset_index()


def drawn(distances: pd.DataFrame, over_seeds: pd.DataFrame, single: int = 12) -> tuple:
    """Both frames with their distances as places on a logarithmic axis that has a row for 0, and that axis.

    Args:
        distances: of `distances`; the first `single` seeds are kept.
        over_seeds: of `over_seeds`; it gets `median`, its middle in words.
        single: number of runs that are drawn one by one.
    """
    axis = LogAxis.of(distances["distance"])
    few = distances[distances["seed"].isin(distances["seed"].unique()[:single])]
    words = [figure(value).replace("not a number", "diverged") for value in over_seeds["mid"]]
    placed = {name: axis.place(over_seeds[name]) for name in ("low", "mid", "high")}
    return over_seeds.assign(median=words, **placed), few.assign(distance=axis.place(few["distance"])), axis


def units(run: Run, layer: int) -> np.ndarray:
    """All weights of each unit of a hidden layer (from 0): (variant, seed, epoch, unit, weight)."""
    each = 2 if run.experiment.network.use_bias else 1
    arrays = run.arrays
    incoming, outgoing = arrays[each * layer], arrays[each * (layer + 1)]
    biases = [arrays[each * layer + 1][..., None]] if each == 2 else []
    return np.concatenate([np.swapaxes(incoming, -1, -2), *biases, outgoing], axis=-1)


def spread(of_units: np.ndarray) -> np.ndarray:
    """Largest difference between two units in one weight; NaN where a weight is not finite."""
    finite = np.isfinite(of_units).all(axis=(-1, -2))
    with np.errstate(invalid="ignore"):
        widest = (of_units.max(axis=-2).astype(float) - of_units.min(axis=-2)).max(axis=-1)
    return np.where(finite, widest, np.nan)
