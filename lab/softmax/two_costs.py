"""Squared error against cross-entropy: the same data, the same starts, pair by pair, at several rates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import checks, frames
from lab.data import Data
from lab.experiment import Experiment
from lab.one_neuron import COSTS
from lab.run import Run
from lab.seeds import suited
from lab.specs import Init, Network, Training
from lab.training import train

RATES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
CHOOSERS = 8  # starts that choose each cost's best rate, and are not compared
DATA = ("spiral", "circles", "moons", "iris", "digits")
BATCHES = {"digits": 100}  # examples a step; all of them where nothing is said
RECORDED = 100
ENTROPIES = {"softmax": "categorical_crossentropy", "sigmoid": "binary_crossentropy"}


@dataclass(frozen=True)
class Pairs:
    """What was trained.

    Attributes:
        experiment: with cross-entropy, at the first rate.
        threshold: accuracy that `steps` of `runs` counts up to.
        runs: one row per (cost, rate, seed): `role` ("chooses" the best rate, or "compares"), `accuracy` at the end in
            percent, `steps` to the threshold (all steps for a run that never gets there), `never`, `diverged` (such a
            run classifies nothing: accuracy 0).
    """

    experiment: Experiment
    threshold: float
    runs: pd.DataFrame

    @property
    def nbytes(self) -> int:
        """Bytes it holds."""
        return int(self.runs.memory_usage(deep=True).sum())

    @property
    def steps(self) -> int:
        """Steps of one training."""
        return self.experiment.training.epochs * _per_epoch(self.experiment)

    @property
    def compared(self) -> int:
        """Pairs of runs that are compared."""
        return self.runs.loc[self.runs["role"] == "compares", "seed"].nunique()


def setting(data: str, hidden: int, activation: str, output: str, steps: int) -> Experiment:
    """A network with one hidden layer and cross-entropy.

    Args:
        data: one of `DATA`.
        hidden: units.
        activation: of the hidden units.
        output: "softmax", or "sigmoid" for one sigmoid a class; data with two classes have one sigmoid.
        steps: of training, at least; whole epochs are trained.
    """
    examples = Data(data, standardize=data == "iris")
    fitting = suited(examples, "cross-entropy")["network.output"]
    chosen = output if fitting == "softmax" else fitting
    loss, batch = ENTROPIES[chosen], BATCHES.get(data)
    each = -(-examples.examples // batch) if batch else 1
    return Experiment(
        data=examples,
        network=Network(hidden=(hidden,), activation=activation, output=chosen),
        init=Init("glorot_uniform"),
        training=Training(loss=loss, learning_rate=RATES[0], batch_size=batch, epochs=-(-steps // each)),
    )


def measure(
    experiment: Experiment,
    pairs: int = 16,
    rates: Sequence[float] = RATES,
    threshold: float = 0.95,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Pairs:
    """Train both costs from the same starts, in the same order of examples, at every rate.

    Args:
        experiment: with a cross-entropy as its loss.
        pairs: starts that are compared; `CHOOSERS` more choose the rates.
        rates: learning rates.
        threshold: accuracy to get to, from 0 to 1.
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: fewer than 2 pairs, or an experiment whose loss is no cross-entropy.
    """
    checks.whole("pairs", pairs, 2, 1000)
    checks.one_of("Training.loss", experiment.training.loss, ENTROPIES.values())
    vary = {"training.loss": ["mse", experiment.training.loss], "training.learning_rate": list(rates)}
    seeds, signals = range(CHOOSERS + pairs), {"progress": progress, "cancelled": cancelled}
    run = train(experiment, seeds, vary, recorded=RECORDED, weights="ends", **signals)
    first = replace(experiment.training, learning_rate=float(rates[0]))
    return Pairs(replace(experiment, training=first), threshold, _runs(run, rates, threshold))


def _runs(run: Run, rates: Sequence[float], threshold: float) -> pd.DataFrame:
    """One row per (cost, rate, seed)."""
    shape = len(COSTS), len(rates), len(run.seeds)
    lost = ~np.isfinite(run.loss[:, :, -1])
    there = run.accuracy >= threshold  # (variant, seed, epoch)
    never = ~there.any(axis=-1) | lost
    epochs = np.where(never, run.epochs[-1], run.epochs[there.argmax(axis=-1)])
    values = {
        "accuracy": np.where(lost, 0.0, 100 * run.accuracy[:, :, -1]),
        "steps": epochs * float(_per_epoch(run.experiment)), "never": never, "diverged": lost,
    }  # fmt: skip
    seeds = [(seed, "chooses" if place < CHOOSERS else "compares") for place, seed in enumerate(run.seeds)]
    axes = [(("cost",), [(cost,) for cost in COSTS]), (("rate",), [(float(rate),) for rate in rates])]
    axes.append((("seed", "role"), seeds))
    return frames.tidy(axes, {name: array.reshape(shape) for name, array in values.items()})


def _per_epoch(experiment: Experiment) -> int:
    batch = experiment.training.batch_size
    return -(-experiment.data.examples // batch) if batch else 1
