"""Two neurons with a small push between them: what they did, what was foretold, and where each of them stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import data
from lab.differentiation.distance import distances
from lab.differentiation.forecast import PARTED, parting
from lab.experiment import Experiment
from lab.laws.splitting import CURVES
from lab.numerals import figure
from lab.run import Run
from lab.training import train

MOST_STEPS = 6000  # of the forecast, for a page that answers at once


@dataclass(frozen=True, eq=False)
class Pushed:
    """What was recorded, and what was foretold.

    Attributes:
        run: of all seeds.
        foretold: the first seed's distance by theory of `lab.laws.splitting`, one row per recorded epoch: `distance`;
            up to where it exceeds `PARTED`. No row where theory says nothing: units that start different anyway, no
            push, or more than `MOST_STEPS` steps.
    """

    run: Run
    foretold: pd.DataFrame

    @property
    def nbytes(self) -> int:
        """Bytes that the record takes."""
        return self.run.nbytes


def pushed(
    experiment: Experiment,
    seeds: Sequence[int],
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Pushed:
    """Train two neurons that start equal but for the push, and foretell what the first seed will do.

    Args:
        experiment: one hidden layer, with biases; theory speaks of full batch and optimizer "sgd".
        seeds, progress, cancelled: as in `lab.train`.
    """
    run = train(experiment, seeds, progress=progress, cancelled=cancelled)
    return Pushed(run, foretold(run))


def foretold(run: Run) -> pd.DataFrame:
    """The distance of the first seed's two neurons by theory: `epoch`, `distance`; see `Pushed.foretold`."""
    experiment = run.experiment
    start = distances(run).query("seed == @run.seeds[0] and epoch == 0")["distance"].iloc[0]
    spoken_of = experiment.init.clones == "both" and experiment.network.activation in CURVES
    if not (spoken_of and start > 0):
        return pd.DataFrame({"epoch": [], "distance": []})
    law = parting(experiment, run.seeds[:1], steps=MOST_STEPS, limit=PARTED / start).growth[0]
    epochs = run.weight_epochs[run.weight_epochs < len(law)]
    foretold = pd.DataFrame({"epoch": epochs, "distance": start * law[epochs]})
    return foretold[foretold["distance"] <= PARTED]


def about_the_law(found: Pushed) -> str:
    """What the dashed line is, or why there is none."""
    if found.foretold.empty:
        return f"No theory is drawn: it speaks of neurons that start equal but for a small push, below {PARTED:g}."
    kink = " With ReLU it does not see an example that falls between the kinks of the two neurons."
    return (
        f"Dashed: what theory predicts for the run of seed {found.run.seeds[0]}, from the curvature of the cost, "
        f"until they differ by {PARTED:g}.{kink if found.run.experiment.network.activation == 'relu' else ''}"
    )


def lines(run: Run, seed: int) -> pd.DataFrame:
    """Where each of the two neurons of one run is undecided: the line z = 0 in the plane of the inputs.

    Returns:
        One row per (place, neuron): `epoch`, the ends `x1`, `x2` and `x1_end`, `x2_end` of the line within the plane
        of the examples (NaN where it does not cross it), and `says`, the epoch and the distance in words. A place is
        the number of a recorded epoch.
    """
    kernel, bias, *_ = (array[0, run.seeds.index(seed)].astype(float) for array in run.arrays)  # (epoch, ...)
    low, high = _window(run.experiment)
    distance = distances(run).query("seed == @seed")["distance"].to_numpy()
    says = [f"Epoch {e:,}: {figure(d)} apart" for e, d in zip(run.weight_epochs, distance, strict=True)]
    parts = []
    for neuron in range(kernel.shape[2]):
        ends = _clipped(kernel[:, :, neuron], bias[:, neuron], low, high)
        columns = dict(zip(("x1", "x2", "x1_end", "x2_end"), ends.T, strict=True))
        places = {"place": range(len(says)), "neuron": f"neuron {neuron + 1}", "epoch": run.weight_epochs}
        parts.append(pd.DataFrame({**places, **columns, "says": says}))
    return pd.concat(parts, ignore_index=True)


def examples(experiment: Experiment) -> pd.DataFrame:
    """The examples in the plane: `x1`, `x2` and `target`."""
    x, y = data.load(experiment.data)
    return pd.DataFrame({"x1": x[:, 0], "x2": x[:, 1], "target": [f"target {value:.0f}" for value in y[:, 0]]})


def _window(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """The corners of the plane: the examples and a tenth more on every side."""
    x, _ = data.load(experiment.data, "float64")
    room = 0.1 * np.ptp(x, axis=0)
    return x.min(axis=0) - room, x.max(axis=0) + room


def _clipped(kernel: np.ndarray, bias: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Ends of the lines kernel . x + bias = 0 within the box: (line, 4), NaN for none (Liang and Barsky's way)."""
    with np.errstate(all="ignore"):
        foot = -kernel * (bias / (kernel**2).sum(axis=1))[:, None]
        along = np.stack([-kernel[:, 1], kernel[:, 0]], axis=1)
        sides = np.sort([(low - foot) / along, (high - foot) / along], axis=0)  # (side, line, input)
        enters, leaves = sides[0].max(axis=1)[:, None], sides[1].min(axis=1)[:, None]
        ends = np.concatenate([foot + enters * along, foot + leaves * along], axis=1)
    return np.where((enters < leaves) & np.isfinite(ends).all(axis=1, keepdims=True), ends, np.nan)
