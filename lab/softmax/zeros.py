"""A classifier that starts from zeros: with no hidden layer it learns, with one it does not."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import data, frames
from lab.experiment import Experiment, vary
from lab.run import Run
from lab.specs import Init, Network, Training
from lab.training import train

HIDDEN = 16
DEEP = Experiment(
    data=data.Data("digits"),
    network=Network(hidden=(HIDDEN,), activation="tanh", output="softmax"),
    init=Init("zeros"),
    training=Training(loss="categorical_crossentropy", learning_rate=0.1, batch_size=32, epochs=20),
)
START = vary(DEEP, {"network.hidden": ()})
STARTS = {
    "no hidden layer, zeros": {"network.hidden": (), "init.scheme": "zeros"},
    "no hidden layer, Glorot": {"network.hidden": (), "init.scheme": "glorot_uniform"},
    "hidden layer, zeros": {"network.hidden": (HIDDEN,), "init.scheme": "zeros"},
    "hidden layer, Glorot": {"network.hidden": (HIDDEN,), "init.scheme": "glorot_uniform"},
}
SHOWN = 12  # epochs at which the kernels are drawn


@dataclass(frozen=True, eq=False)
class Zeros:
    """What the starts led to.

    Attributes:
        curves: one row per (start, epoch): cost over the seeds as `low`, `mid`, `high` (5, 50, 95 in a hundred).
        ends: one row per (start, seed): `loss`, `accuracy`, and `moved`, the largest change of a weight of the first
            layer (0 for a layer that never moved).
        kernels: what the softmax regression from zeros has learned, of the first seed: one row per (place, class,
            row, column): `weight`; and `epoch`, that of the place.
        apart: largest difference between an output of the two regressions on an example after training, median over
            the seeds.
    """

    curves: pd.DataFrame
    ends: pd.DataFrame
    kernels: pd.DataFrame
    apart: float

    @property
    def nbytes(self) -> int:
        """Bytes that the frames take."""
        return sum(int(frame.memory_usage().sum()) for frame in (self.curves, self.ends, self.kernels))


def zeros(
    experiment: Experiment,
    seeds: Sequence[int] = range(8),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Zeros:
    """Train a classifier of pictures from zeros and from Glorot's start, with a hidden layer and without.

    Args:
        experiment: softmax output; its hidden layers and start are replaced by those of `STARTS`.
        seeds: of the replicas: of the random starts, and of the order of the examples.
        progress, cancelled: as in `lab.train`; the progress is that of one start.
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    def one(values: dict) -> Run:
        return train(vary(experiment, values), seeds, recorded=40, progress=progress, cancelled=cancelled)

    with ThreadPoolExecutor(2) as pool:
        runs = dict(zip(STARTS, pool.map(one, STARTS.values()), strict=True))
    linear = [runs["no hidden layer, zeros"], runs["no hidden layer, Glorot"]]
    return Zeros(
        curves=pd.concat([_curves(name, run) for name, run in runs.items()], ignore_index=True),
        ends=pd.concat([_ends(name, run) for name, run in runs.items()], ignore_index=True),
        kernels=kernels(linear[0]),
        apart=float(np.median(_differences(experiment, *linear))),
    )


def kernels(run: Run, count: int = SHOWN) -> pd.DataFrame:
    """The kernels of the classes of a softmax regression on square pictures, of the first seed.

    Args:
        run: without hidden layers.
        count: number of recorded epochs to show, evenly over the training.

    Returns:
        One row per (place, class, row, column): `epoch`, `weight`.
    """
    every = np.unique(np.linspace(0, len(run.weight_epochs) - 1, count).round().astype(int))
    weights = run.parts[0][0][0, every].swapaxes(1, 2)  # (place, class, pixel)
    side = round(weights.shape[-1] ** 0.5)
    axes = [
        (("place", "epoch"), [(i, int(run.weight_epochs[place])) for i, place in enumerate(every)]),
        (("class",), [(k,) for k in range(weights.shape[1])]),
        (("row", "column"), [divmod(pixel, side) for pixel in range(side * side)]),
    ]
    return frames.tidy(axes, {"weight": weights[..., : side * side]})


def _curves(name: str, run: Run) -> pd.DataFrame:
    low, mid, high = np.nanquantile(np.where(np.isfinite(run.loss[0]), run.loss[0], np.nan), [0.05, 0.5, 0.95], axis=0)
    return pd.DataFrame({"start": name, "epoch": run.epochs, "low": low, "mid": mid, "high": high})


def _ends(name: str, run: Run) -> pd.DataFrame:
    first = run.parts[0][0].astype(float)
    moved = np.abs(first - first[:, :1]).max(axis=(1, 2, 3))
    columns = {"loss": run.loss[0, :, -1], "accuracy": run.accuracy[0, :, -1], "moved": moved}
    return pd.DataFrame({"start": name, "seed": run.seeds, **columns})


def _differences(experiment: Experiment, left: Run, right: Run) -> np.ndarray:
    """Largest difference between the probabilities of two regressions, seed by seed."""
    x, _ = data.load(experiment.data)
    sides = []
    for run in (left, right):
        kernel, bias = (part[:, -1].astype(float) for part in run.parts[0])
        z = x @ kernel + bias[:, None]  # (seed, example, class)
        powers = np.exp(z - z.max(axis=-1, keepdims=True))
        sides.append(powers / powers.sum(axis=-1, keepdims=True))
    return np.abs(sides[0] - sides[1]).max(axis=(1, 2))
