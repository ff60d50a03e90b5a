"""Sums over the classes of the output layer's weights: what training cannot change, and which optimizer does."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import data
from lab.experiment import Experiment, vary
from lab.laws import class_sums as law
from lab.run import Run
from lab.specs import Init, Network, Training
from lab.training import train

# L06 of the claims: digits, 64-16-10, batches of 32
START = Experiment(
    data=data.Data("digits"),
    network=Network(hidden=(16,), activation="tanh", output="softmax"),
    init=Init("glorot_uniform"),
    training=Training(loss="categorical_crossentropy", learning_rate=0.1, batch_size=32, epochs=20),
)
DECAY = 0.02
OPTIMIZERS = {
    "gradient descent": {"training.optimizer": "sgd"},
    "momentum": {"training.optimizer": "momentum"},
    "with weight decay": {"training.optimizer": "sgd", "training.weight_decay": DECAY},
    "Adam": {"training.optimizer": "adam", "training.learning_rate": 0.003},
}


@dataclass(frozen=True, eq=False)
class Sums:
    """What became of the sums.

    Attributes:
        courses: one row per (optimizer, epoch): `low`, `mid`, `high` (5, 50, 95 in a hundred seeds) of the share of the
            sums that is left, s_t . s_0 / |s_0|^2, and `law` (NaN where there is none).
        drifts: one row per (optimizer, seed): `drift`, the largest difference of a sum, after the last epoch, from what
            the law says of it (from its start, where there is no law), and `accuracy`.
    """

    courses: pd.DataFrame
    drifts: pd.DataFrame

    @property
    def nbytes(self) -> int:
        """Bytes that the frames take."""
        return sum(int(frame.memory_usage().sum()) for frame in (self.courses, self.drifts))


def sums(
    experiment: Experiment,
    seeds: Sequence[int] = range(16),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Sums:
    """Train the same classifier with every optimizer of `OPTIMIZERS`, and follow the sums.

        s_j = sum over the classes k of w_jk, for every unit j that leads into the output, and sum over k of b_k

    Args:
        experiment: softmax output; its optimizer and weight decay are replaced.
        seeds: of the replicas.
        progress, cancelled: as in `lab.train`; the progress is that of one optimizer.
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    def one(values: dict) -> Run:
        return train(vary(experiment, values), seeds, recorded=40, progress=progress, cancelled=cancelled)

    with ThreadPoolExecutor(2) as pool:
        runs = dict(zip(OPTIMIZERS, pool.map(one, OPTIMIZERS.values()), strict=True))
    return Sums(
        courses=pd.concat([_course(name, run) for name, run in runs.items()], ignore_index=True),
        drifts=pd.concat([_drift(name, run) for name, run in runs.items()], ignore_index=True),
    )


def of(run: Run) -> np.ndarray:
    """The sums of a run: (seed, epoch, unit and, last, the bias)."""
    kernel, bias = (array.astype(float).sum(axis=-1) for array in run.parts[0][-2:])
    return np.concatenate([kernel, bias[..., None]], axis=-1)


def foretold(run: Run) -> np.ndarray:
    """Share of the sums that the law leaves at each recorded epoch: (epoch,), NaN where there is none."""
    training, examples = run.experiment.training, run.experiment.data.examples
    steps = run.weight_epochs * -(-examples // (training.batch_size or examples))
    return law.remaining(training.optimizer, training.learning_rate, training.weight_decay, steps)


def _course(name: str, run: Run) -> pd.DataFrame:
    values = of(run)
    with np.errstate(invalid="ignore"):
        left = (values * values[:, :1]).sum(axis=-1) / (values[:, :1] ** 2).sum(axis=-1)  # (seed, epoch)
    low, mid, high = np.quantile(left, [0.05, 0.5, 0.95], axis=0)
    columns = {"low": low, "mid": mid, "high": high, "law": foretold(run)}
    return pd.DataFrame({"optimizer": name, "epoch": run.weight_epochs, **columns})


def _drift(name: str, run: Run) -> pd.DataFrame:
    values, share = of(run), np.nan_to_num(foretold(run)[-1], nan=1.0)
    drift = np.abs(values[:, -1] - share * values[:, 0]).max(axis=-1)
    return pd.DataFrame({"optimizer": name, "seed": run.seeds, "drift": drift, "accuracy": run.accuracy[0, :, -1]})
