"""What is predicted of clones with a small push between them, and when two neurons count as different."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import data
from lab.differentiation.distance import distances
from lab.experiment import Experiment, vary
from lab.initial import starts
from lab.laws import splitting
from lab.run import Run

PARTED = 0.1  # distance from which two neurons count as different, units of the weights
MOST_STEPS = 6000  # of `foretold`, for a page that answers at once


def parting(
    experiment: Experiment, seeds: Sequence[int], steps: int | None = None, limit: float = np.inf
) -> splitting.Parting:
    """What `lab.laws.splitting` predicts of an experiment with clones, from the starts that its seeds draw.

    Args:
        experiment: one hidden layer of clones, with biases.
        seeds: of the starts.
        steps: at most so many; None = the experiment's epochs.
        limit: growth of a push of 1 at which to stop.
    """
    x, y = data.load(experiment.data, "float64")
    network, training = experiment.network, experiment.training
    setting = splitting.Setting(
        x=x, y=y, activation=network.activation, output=network.output, loss=training.loss, rate=training.learning_rate
    )
    _, parameter, row, _ = experiment.init.epsilon_at
    layer = experiment.init.epsilon_at[0]
    place = x.shape[1] + 1 if layer == 2 else row if parameter == "kernel" else x.shape[1]
    weights = starts(vary(experiment, {"init.epsilon": 0.0}), seeds)
    return splitting.parting(setting, weights, place, min(training.epochs, steps or training.epochs), limit)


def crossings(epochs: np.ndarray, distance: np.ndarray) -> np.ndarray:
    """When each distance first exceeds `PARTED`: between two recorded epochs, in a straight line of its logarithm.

    Args:
        epochs: recorded epochs, rising.
        distance: (..., epoch).

    Returns:
        (...): epochs; inf for never. What is no finite number has not parted, it diverged.
    """
    over = np.nan_to_num(distance, nan=0.0) > PARTED
    at = over.argmax(axis=-1)
    before = np.maximum(at - 1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(distance) - np.log(PARTED)
        low, high = (np.take_along_axis(logs, i[..., None], -1)[..., 0] for i in (before, at))
        share = np.where(np.isfinite(low) & (at > 0), -low / (high - low), 1.0)
    times = epochs[before] + share * (epochs[at] - epochs[before])
    return np.where(over.any(axis=-1), times, np.inf)


def foretold(run: Run) -> pd.DataFrame:
    """The distance of the first seed's two neurons by theory, up to where it exceeds `PARTED`.

    Returns:
        One row per recorded epoch: `epoch`, `distance`. No row where theory says nothing: units that start different
        anyway, no push, or more than `MOST_STEPS` steps.
    """
    experiment = run.experiment
    start = distances(run).query("seed == @run.seeds[0] and epoch == 0")["distance"].iloc[0]
    spoken_of = experiment.init.clones == "both" and experiment.network.activation in splitting.CURVES
    if not (spoken_of and start > 0):
        return pd.DataFrame({"epoch": [], "distance": []})
    law = parting(experiment, run.seeds[:1], steps=MOST_STEPS, limit=PARTED / start).growth[0]
    epochs = run.weight_epochs[run.weight_epochs < len(law)]
    foretold = pd.DataFrame({"epoch": epochs, "distance": start * law[epochs]})
    return foretold[foretold["distance"] <= PARTED]
