"""The demand data: which combination of the features each hidden unit weighs, and whether that is a concept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks, frames
from lab.data import Data
from lab.experiment import Experiment, vary
from lab.run import Run
from lab.series import train_in_turn
from lab.specs import Init, Network, Training

FEATURES = ("price", "shipping cost", "marketing", "material")
CONCEPTS = {  # concept -> v, as the demand is made (`lab.datasets`): a top seller has sum of tanh(v . x) > 0
    "affordability": (-2.0, -1.0, 0.0, 0.0),
    "awareness": (0.0, 0.0, 2.0, 0.0),
    "quality": (0.75, 0.0, 0.0, 1.5),
}
WHEN = ("before", "after")
DIFFER = ("data", "start")  # what the networks of one kind do not share: their examples, or their starting weights
STARTS = {  # how the weights start -> their `Init`
    "Glorot, as Keras does": Init("glorot_uniform"),
    "normal, sd 0.5 (all directions alike)": Init("normal", stddev=0.5),
    "small: normal, sd 0.01": Init("normal", stddev=0.01),
}
SETTING = Experiment(
    data=Data("demand"),
    network=Network(hidden=(3,), activation="tanh", output="sigmoid"),
    training=Training(loss="binary_crossentropy", learning_rate=3.0, epochs=1000),
)


@dataclass(frozen=True)
class Demand:
    """What the hidden units weigh.

    Attributes:
        units: one row per (hidden, differ, seed, unit, when), `seed` of what differs: the four features with the share
            that each has in the unit's direction (its kernel at length 1, turned so that more of it sells more), and
            the three concepts with the size of the cosine between that direction and the concept's. Missing where the
            unit has no direction: its network diverged, or all its incoming weights are 0.
        networks: one row per (hidden, differ, seed): `accuracy` at the end, `diverged`.
        experiment: that was trained, with the last number of hidden units.
    """

    units: pd.DataFrame
    networks: pd.DataFrame
    experiment: Experiment

    @property
    def nbytes(self) -> int:
        """Bytes it holds."""
        return int(sum(frame.memory_usage(deep=True).sum() for frame in (self.units, self.networks)))


def measure(
    experiment: Experiment, widths: Sequence[int] = (3,), count: int = 64, progress=None, cancelled=None
) -> Demand:
    """Train networks of one hidden layer on the demand data, and see what their units weigh.

    Args:
        experiment: on the data `demand`, with one hidden layer.
        widths: numbers of hidden units.
        count: networks of each kind: on data drawn anew (`Data.seed` 0, 1, ..., all from the start of seed 0), and
            from starts drawn anew (seeds 0, 1, ..., all on the experiment's data).
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    known = experiment.data.name == "demand" and len(experiment.network.hidden) == 1
    checks.that(known, "The concepts belong to the data 'demand' and to one hidden layer.")
    each = [vary(experiment, {"network.hidden": (width,)}) for width in widths]
    kinds = {"data": {"seeds": [0], "vary": {"data.seed": range(count)}}, "start": {"seeds": range(count)}}
    plans = [(one, kinds[differ] | {"recorded": 1, "weights": "ends"}) for one in each for differ in DIFFER]
    runs = list(zip(train_in_turn(plans, progress, cancelled), DIFFER * len(each), strict=True))
    return Demand(
        units=pd.concat([_units(run, differ) for run, differ in runs], ignore_index=True),
        networks=pd.concat([_networks(run, differ) for run, differ in runs], ignore_index=True),
        experiment=each[-1],
    )


def concepts() -> pd.DataFrame:
    """The directions of the concepts: one row each, `concept` and the share of every feature."""
    values = np.array(list(CONCEPTS.values()))
    shares = values / np.linalg.norm(values, axis=1, keepdims=True)
    return pd.DataFrame(shares, columns=list(FEATURES)).assign(concept=list(CONCEPTS))


def likeness(directions: np.ndarray) -> np.ndarray:
    """The size of the cosine between directions and concepts.

        |v . c| / (|v| |c|)

    Args:
        directions: v, (..., feature), of length 1 or missing.

    Returns:
        (..., concept), from 0 to 1.
    """
    given = concepts()[list(FEATURES)].to_numpy()
    return np.clip(np.abs(directions @ given.T), 0.0, 1.0)


def _units(run: Run, differ: str) -> pd.DataFrame:
    kernel, _, outgoing, _ = map(_flat, run.arrays)
    vectors = np.moveaxis(np.swapaxes(kernel, -1, -2), 1, 2)  # (network, unit, when, feature)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    selling = np.where(np.swapaxes(outgoing[..., 0], 1, 2) < 0, -1.0, 1.0)[..., None]
    good = np.isfinite(lengths) & (lengths > 0)
    directions = np.where(good, selling * vectors / np.where(good, lengths, 1.0), np.nan)
    count, width = vectors.shape[:2]
    axes = [(("hidden", "differ"), [(width, differ)]), (("seed",), [(seed,) for seed in range(count)])]
    axes += [(("unit",), [(unit + 1,) for unit in range(width)]), (("when",), [(when,) for when in WHEN])]
    values = np.concatenate([directions, likeness(directions)], axis=-1)
    columns = dict(zip((*FEATURES, *CONCEPTS), np.moveaxis(values, -1, 0), strict=True))
    return frames.tidy(axes, columns)


def _networks(run: Run, differ: str) -> pd.DataFrame:
    lost = ~np.isfinite(_flat(run.loss)[:, -1])
    accuracy = np.where(lost, np.nan, _flat(run.accuracy)[:, -1])
    keys = {"hidden": run.experiment.network.hidden[0], "differ": differ, "seed": range(len(lost))}
    return pd.DataFrame({**keys, "accuracy": accuracy, "diverged": lost})


def _flat(array: np.ndarray) -> np.ndarray:
    """(variant, seed, ...) with one variant or one seed -> (network, ...)."""
    return array.reshape(-1, *array.shape[2:]).astype(float)
