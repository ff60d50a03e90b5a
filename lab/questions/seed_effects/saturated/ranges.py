"""Positive weights on positive pixels: how far up every unit starts, and how long it stays there."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import bands, checks
from lab.bands import BAND
from lab.data import Data, load
from lab.experiment import Experiment, vary
from lab.laws import saturation as law
from lab.limits import processors
from lab.run import Run
from lab.seeds.backward import passed
from lab.seeds.spread import wilson
from lab.series import train_together
from lab.specs import Init, Network, Training

RANGES = {
    "0 to 1": (0.0, 1.0),
    "−0.5 to 0.5": (-0.5, 0.5),
    "−1 to 1": (-1.0, 1.0),
    "0 to 0.1": (0.0, 0.1),
    "−5 to 5": (-5.0, 5.0),
}
# Nielsen's network but for its 784 inputs: his rate of 3.0 is 15 for Keras's mean over ten outputs
START = Experiment(
    data=Data("digits"),
    network=Network(hidden=(20,), activation="sigmoid", output="sigmoid"),
    init=Init("uniform", low=0.0, high=1.0, bias="same"),
    training=Training(loss="mse", learning_rate=15.0, batch_size=10, epochs=5),
)
BELOW = 0.95  # of the lowest rung: a run that is not below it is stuck
FULL = 0.01  # an activation this near to 0 or 1 is saturated
LOOKED_AT = 16  # runs whose activations and gradients are looked at
SHOWN = 6  # runs whose course is drawn
BINS = 10
WHEN = {"before": 0, "after": -1}


@dataclass(frozen=True)
class Ladders:
    """What became of many runs from each range.

    Attributes:
        ranges: one row per range: `range`, `runs`, `stuck`, `share`, `low`, `high` (Wilson), `first`, `first_low`,
            `first_high` (accuracy after the first epoch: median, 5 and 95 in a hundred), `last` (after all of them),
            `saturated`, `saturated_last` (share of the hidden outputs at 0 or 1 before and after), `slope`,
            `slope_last` (length of the first layer's gradient, median), `frozen`, `foretold` (outputs at 1 after
            training, mean over the runs, measured on the ladder and by theory; NaN where the hidden units do not start
            saturated).
        right: one row per (range, epoch): `low`, `mid`, `high` (5, 50, 95 in a hundred of the accuracies, in %).
        courses: one row per (range, seed, epoch) of the first runs: `cost`, quadratic.
        means: one row per (range, epoch): `cost` that theory predicts, mean over the runs; ranges as in `foretold`.
        activations: one row per (range, when, bin): `left`, `share` of the hidden outputs.
        ladder: of `lab.laws.saturation`.
        ink: sum of the inputs of an example, mean.
        experiment: what was trained, but for its range.
    """

    ranges: pd.DataFrame
    right: pd.DataFrame
    courses: pd.DataFrame
    means: pd.DataFrame
    activations: pd.DataFrame
    ladder: pd.DataFrame
    ink: float
    experiment: Experiment

    @property
    def steps(self) -> int:
        """Steps of training."""
        return self.experiment.training.epochs * batches(self.experiment)


def measure(
    experiment: Experiment,
    ranges: Sequence[str] = ("0 to 1", "−0.5 to 0.5", "−1 to 1"),
    count: int = 64,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
    partly: Callable[[Ladders], None] | None = None,
) -> Ladders:
    """Train from many seeds for each range of the first weights.

    Args:
        experiment: data with classes, one hidden layer of sigmoid units, sigmoid outputs, squared error.
        ranges: keys of `RANGES`.
        count: of seeds 0, 1, ...
        progress, cancelled: as in `lab.train`.
        partly: called with what was found of the first ranges while others are still trained.

    Raises:
        ValueError: another experiment, or a range that is not there.
    """
    network, training = experiment.network, experiment.training
    kinds = network.activation == network.output == "sigmoid" and network.use_bias and training.loss == "mse"
    checks.require(
        kinds and len(network.hidden) == 1 and experiment.data.task == "classes",
        "The ladder is that of one hidden layer of sigmoid units, sigmoid outputs, biases, `Training.loss` 'mse' and "
        "data with classes.",
    )
    limits = [RANGES[checks.one_of("ranges", name, RANGES)] for name in ranges]
    plans = [(vary(experiment, {"init.low": low, "init.high": high}),
              {"seeds": range(count), "recorded": 30, "weights": "ends"}) for low, high in limits]  # fmt: skip
    looks: dict[str, tuple] = {}

    def found(trained: list[Run]) -> Ladders:
        runs = dict(zip(ranges, trained, strict=False))
        new = [name for name in runs if name not in looks]
        with ThreadPoolExecutor(processors()) as pool:
            looks.update(zip(new, pool.map(_look, [runs[name] for name in new]), strict=True))
        return _found(experiment, runs, looks)

    return found(train_together(plans, progress, cancelled, partly and (lambda runs: partly(found(runs)))))


def _found(experiment: Experiment, runs: dict[str, Run], looks: dict[str, tuple]) -> Ladders:
    means = [_mean(name, run) for name, run in runs.items() if looks[name][0]["saturated"] > 0.9]
    means = pd.concat(means, ignore_index=True) if means else pd.DataFrame({"range": [], "epoch": [], "cost": []})
    shares = [{"range": name, "when": when, "left": edge, "share": share}
              for name, (_, counts) in looks.items() for when, row in zip(WHEN, counts, strict=True)
              for edge, share in zip(np.arange(BINS) / BINS, row / row.sum(), strict=True)]  # fmt: skip
    return Ladders(
        ranges=pd.DataFrame([_range(name, run, looks[name][0], means) for name, run in runs.items()]),
        right=pd.concat([_right(name, run) for name, run in runs.items()], ignore_index=True),
        courses=pd.concat([_course(name, run) for name, run in runs.items()], ignore_index=True),
        means=means,
        activations=pd.DataFrame(shares),
        ladder=law.ladder(experiment.data.outputs),
        ink=float(load(experiment.data, "float64")[0].sum(axis=1).mean()),
        experiment=experiment,
    )


def batches(experiment: Experiment) -> int:
    """Steps in an epoch."""
    return -(-experiment.data.examples // (experiment.training.batch_size or experiment.data.examples))


def look(weights: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What hidden units say, (network, example, unit), and the length of the gradient in their kernel, (network,).

    C = (1 / 2m) sum (a - y)^2,   dC / dW = (1 / m) x^T [((a - y) a (1 - a)) V^T h (1 - h)]
    """
    found = passed(weights, x, y, START.network, squared=True)
    return found.activations[0], np.linalg.norm(x.T @ found.errors[0], axis=(1, 2)) / len(x)


def _look(run: Run) -> tuple[dict[str, float], list[np.ndarray]]:
    """How saturated hidden units are and how steep the cost for the first layer, before and after; their histograms."""
    x, y = load(run.experiment.data, "float64")
    found, counts = {}, []
    for at, ending in zip(WHEN.values(), ("", "_last"), strict=True):
        h, slopes = look([array[:LOOKED_AT, at] for array in run.parts[0]], x, y)
        found["saturated" + ending] = float((np.minimum(h, 1 - h) < FULL).mean())
        found["slope" + ending] = float(np.median(slopes))
        counts.append(np.histogram(h, BINS, (0.0, 1.0))[0])
    return found, counts


def _costs(run: Run) -> np.ndarray:
    return law.quadratic(run.loss[0], run.experiment.data.outputs)


def _mean(name: str, run: Run) -> pd.DataFrame:
    """The cost that theory predicts from the first weights alone: mean over the runs."""
    *_, outgoing, last = (array[:, 0] for array in run.parts[0])
    experiment = run.experiment
    z = outgoing.astype(float).sum(axis=1) + last  # (seed, output), where every hidden unit says 1
    rate = experiment.training.learning_rate * 2 / experiment.data.outputs
    steps = law.freed_after(z, rate, experiment.network.hidden[0], 1 / experiment.data.outputs)
    stuck = (steps[..., None] > run.epochs * batches(experiment)).sum(axis=1).mean(axis=0)  # (epoch,)
    rungs = law.ladder(experiment.data.outputs)
    return pd.DataFrame({"range": name, "epoch": run.epochs, "cost": np.interp(stuck, rungs["stuck"], rungs["cost"])})


def _range(name: str, run: Run, look: dict, means: pd.DataFrame) -> dict:
    costs, rungs = _costs(run)[:, -1], law.ladder(run.experiment.data.outputs)
    stuck = int((~(costs < BELOW * rungs["cost"][0])).sum())
    low, high = wilson(stuck, len(costs))
    first = np.quantile(run.accuracy[0, :, np.searchsorted(run.epochs, 1)], BAND)
    told = means.loc[means["range"] == name, "cost"].to_numpy()
    reached = [costs.mean(), told[-1]] if len(told) else [np.nan, np.nan]
    frozen, foretold = np.interp(reached, rungs["cost"], rungs["stuck"])
    return {
        "range": name, "runs": len(costs), "stuck": stuck, "share": stuck / len(costs), "low": low, "high": high,
        "first": first[1], "first_low": first[0], "first_high": first[2], "last": np.median(run.accuracy[0, :, -1]),
        **look, "frozen": frozen, "foretold": foretold,
    }  # fmt: skip


def _right(name: str, run: Run) -> pd.DataFrame:
    return pd.DataFrame({"range": name, "epoch": run.epochs, **bands.of(100 * run.accuracy[0], axis=0)})


def _course(name: str, run: Run) -> pd.DataFrame:
    costs, count = _costs(run)[:SHOWN], len(run.epochs)
    seeds = np.repeat(run.seeds[:SHOWN], count)
    epochs = np.tile(run.epochs, len(costs))
    return pd.DataFrame({"range": name, "seed": seeds, "epoch": epochs, "cost": costs.ravel()})
