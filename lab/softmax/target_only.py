"""What happens if only the target's logit gets its gradient, beside gradient descent, from the same starts."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab.data import Data, load
from lab.experiment import Experiment, vary
from lab.initial import starts
from lab.laws import target_only as laws
from lab.progress import Progress
from lab.softmax.descent import descend, first_angle
from lab.softmax.output_layer import Record
from lab.specs import Init, Network, Training
from lab.training import train

DEEP = Experiment(
    data=Data("digits"),
    network=Network(hidden=(25,), activation="relu", output="softmax"),
    init=Init("glorot_uniform"),
    training=Training(loss="categorical_crossentropy", learning_rate=0.5, epochs=100),
)
START = vary(DEEP, {"network.hidden": ()})
NETWORKS = {
    "no hidden layer": {"network.hidden": ()},
    "25 ReLU units": {"network.hidden": (25,), "network.activation": "relu"},
    "25 tanh units": {"network.hidden": (25,), "network.activation": "tanh"},
    "25 sigmoid units": {"network.hidden": (25,), "network.activation": "sigmoid"},
}
FULL, ONLY = "full gradient", "target's logit only"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Both ways of training.

    Attributes:
        experiment: that was trained.
        curves: one row per (way, quantity, epoch): `low`, `mid`, `high` over the runs (5, 50, 95 in a hundred;
            infinite where diverged) of "accuracy", "cost" and "size": root of the sum of squares of the output layer.
        ends: one row per (way, seed): `accuracy`, `cost`, `start`, `size` (of the output layer at the start and at
            the end), `common` (share of its squares that is the same for all classes), `fell` (whether
            any weight of it was ever smaller than one recorded epoch before), `diverged`.
        law: `epoch`, `value`, `says`: what is foretold of the size with the target's logit alone; may be empty.
        angle: between both directions in the first epoch, median, in degrees.
        factor: of the size per epoch over the last half, median; and `foretold`, None where there is no such law.
        chance: share of the most frequent class.
    """

    experiment: Experiment
    curves: pd.DataFrame
    ends: pd.DataFrame
    law: pd.DataFrame
    angle: float
    factor: float
    foretold: float | None
    chance: float


def compare(
    experiment: Experiment,
    seeds: Sequence[int] = range(8),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Compared:
    """Train with the full gradient (`lab.train`) and with the target's logit alone (`descent.descend`).

    Args:
        experiment: as `descent.descend` takes it.
        seeds: one replica each; both ways start from the same weights.
        progress, cancelled: as in `lab.train`.
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    start, done = starts(experiment, seeds), {}

    def told(way: str) -> Callable | None:
        def tell(now: Progress) -> None:
            done[way] = now.done
            progress(replace(now, done=sum(done.values()) / 2))

        return tell if progress else None

    with ThreadPoolExecutor(1) as pool:
        only = pool.submit(descend, experiment, start, "the target's logit", 50, told(ONLY), cancelled)
        run = train(experiment, seeds, recorded=50, progress=told(FULL), cancelled=cancelled)
        only = only.result()
    ways = {
        FULL: Record(run.epochs, run.loss[0], run.accuracy[0], *run.parts[0][-2:]),
        ONLY: Record(only.epochs, only.cost, only.accuracy, *only.weights[-2:]),
    }
    curves = pd.concat([way.curves(name) for name, way in ways.items()], ignore_index=True)
    ends = pd.concat([way.ends(name, seeds) for name, way in ways.items()], ignore_index=True)
    return _with_laws(experiment, curves, ends, float(np.median(first_angle(experiment, start))))


def _with_laws(experiment: Experiment, curves: pd.DataFrame, ends: pd.DataFrame, angle: float) -> Compared:
    x, y = load(experiment.data, "float64")
    size = curves[(curves["way"] == ONLY) & (curves["quantity"] == "size")]
    return Compared(
        experiment=experiment,
        curves=curves,
        ends=ends,
        law=_straight(experiment, size, x, y),
        angle=angle,
        factor=_factor(size),
        foretold=_growth(experiment, x, y),
        chance=float(y.mean(axis=0).max()),
    )


def _factor(size: pd.DataFrame) -> float:
    """Of the median size per epoch, over the last half of the epochs at which it is finite."""
    finite = size[np.isfinite(size["mid"])]
    epochs, values = finite["epoch"].to_numpy(), finite["mid"].to_numpy()
    half = np.abs(epochs - epochs[-1] / 2).argmin()
    return float((values[-1] / values[half]) ** (1 / (epochs[-1] - epochs[half]))) if epochs[-1] else np.inf


def _growth(experiment: Experiment, x: np.ndarray, y: np.ndarray) -> float | None:
    """The factor that is foretold, for ReLU units on inputs that are all >= 0."""
    network = experiment.network
    if len(network.hidden) != 1 or network.activation != "relu" or x.min() < 0:
        return None
    return laws.growth(experiment.training.learning_rate, x.mean(axis=0), y.shape[1])


def _straight(experiment: Experiment, size: pd.DataFrame, x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """The line that the size cannot pass, where hidden values are bounded; an empty frame where they are not."""
    network, epochs = experiment.network, size["epoch"].to_numpy()
    if network.hidden and network.activation == "relu":
        return pd.DataFrame({"epoch": [], "value": [], "says": []})
    width = network.hidden[-1] if network.hidden else 0
    lengths = np.full(len(x), np.sqrt(width + 1)) if width else np.hypot(np.linalg.norm(x, axis=1), 1)
    line = size["high"].iloc[0] + experiment.training.learning_rate * laws.largest_step(lengths, y) * epochs
    return pd.DataFrame({"epoch": epochs, "value": line, "says": "theory: no more than this straight line"})
