"""One network with more and more hidden units: how well it ends, from many seeds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd

from lab import checks
from lab.bands import BAND
from lab.data import Data, load
from lab.datasets import TITLES
from lab.differentiation.layer import setting as digits
from lab.differentiation.likeness import similarity
from lab.experiment import Experiment, vary
from lab.laws import monotone
from lab.run import Run
from lab.seeds import spread
from lab.seeds.scored import SCORES, Split, split
from lab.series import train_together

DATA = {name: TITLES[name] for name in ("digits", "xor", "circles")}
WIDTHS = (1, 2, 3, 4, 5, 8, 10, 25, 50)
KEPT = 1400  # digits that are trained on; the others are held out
BELOW = 0.05  # squared error of a run that counts as solved
PICTURED = 8  # runs whose units can be looked at
WHEN = ("before", "after")
RESAMPLES = 2000  # of the bootstrap


@dataclass(frozen=True)
class Widths:
    """What became of each width.

    Attributes:
        runs: one row per (units, seed): `cost`, `training`, `held`, `even`, `odd` (accuracies in %; NaN where diverged,
            the last three, of what is held out and of its halves, also where nothing is).
        widths: one row per number of units: `runs`, `diverged`, `weights` (how many the network has), of `cost`,
            `training` and `held` the 5, 50 and 95 in a hundred (`cost_low`, `cost_mid`, `cost_high`, ...), `solved`
            (runs that cost less than `BELOW`), `share`, `low`, `high` (Wilson), `closest` (largest cosine of two units
            after training, median over the runs; NaN for one unit).
        gains: of `gains_of`, in held-out accuracy.
        flattery: of `flattery_of`; NaN where nothing is held out.
        kernels: units -> (seed, when, unit, input) of the first runs, incoming.
        trained: examples that are trained on.
        held_out: examples that are held out.
        floor: what one unit costs at best; None where no theory says it.
        experiment: what was trained, but for its width.
    """

    runs: pd.DataFrame
    widths: pd.DataFrame
    gains: pd.DataFrame
    flattery: float
    kernels: dict[int, np.ndarray]
    trained: int
    held_out: int
    floor: float | None
    experiment: Experiment

    @property
    def nbytes(self) -> int:
        """Bytes it holds."""
        tables = sum(frame.memory_usage(deep=True).sum() for frame in (self.runs, self.widths, self.gains))
        return int(tables) + sum(array.nbytes for array in self.kernels.values())

    @property
    def steps(self) -> int:
        """Steps of training."""
        training = self.experiment.training
        return training.epochs * -(-self.trained // (training.batch_size or self.trained))


def begun(name: str) -> Experiment:
    """The experiment to begin with, on a key of `DATA`: digits with cross-entropy, the others with squared error."""
    if name == "digits":
        values = {"init.epsilon": 0.0, "training.learning_rate": 0.5, "training.batch_size": 32, "training.epochs": 10}
        return vary(digits("digits"), values)
    wide = {"init.low": -1.0, "init.high": 1.0, "training.epochs": 1000} if name == "circles" else {}
    return vary(spread.START, {"data.name": name, **wide})


def setting(data: str, activation: str, epochs: int) -> Experiment:
    """What is trained, but for its width."""
    return vary(begun(data), {"network.activation": activation, "training.epochs": epochs})


def measure(
    experiment: Experiment,
    widths: Sequence[int] = (1, 5, 25),
    count: int = 32,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
    partly: Callable[[Widths], None] | None = None,
) -> Widths:
    """Train every width from the same seeds.

    Args:
        experiment: one of `begun`, or a variation of it; of the digits `KEPT` are trained on and the rest held out,
            of the circles as many again are drawn with the next seed.
        widths: numbers of hidden units, of one hidden layer.
        count: of seeds 0, 1, ...
        progress, cancelled: as in `lab.train`.
        partly: called with what was found of the first widths while others are still trained.

    Raises:
        ValueError: other data.
    """
    checks.one_of("Data.name", experiment.data.name, DATA)
    parts = _split(experiment.data)
    trained = replace(experiment, data=parts.training)
    options = {"seeds": range(count), "recorded": 1, "weights": "ends"}
    plans = [(vary(trained, {"network.hidden": (units,)}), options) for units in widths]

    def found(runs: list[Run]) -> Widths:
        return _found(experiment, parts, dict(zip(widths, runs, strict=False)))

    return found(train_together(plans, progress, cancelled, partly and (lambda runs: partly(found(runs)))))


def _found(experiment: Experiment, parts: Split, runs: dict[int, Run]) -> Widths:
    frames = {units: _ends(units, run, parts) for units, run in runs.items()}
    plane = experiment.data.inputs == 2 and experiment.training.loss == "mse"
    x, y = load(parts.training, "float64")
    ends = pd.concat(frames.values(), ignore_index=True)
    return Widths(
        runs=ends,
        widths=pd.DataFrame([_width(units, run, frames[units]) for units, run in runs.items()]),
        gains=gains_of(ends),
        flattery=flattery_of(ends),
        kernels={units: np.swapaxes(run.parts[0][0][:PICTURED], -1, -2).copy() for units, run in runs.items()},
        trained=parts.training.examples,
        held_out=len(parts.x),
        floor=monotone.floor(x, y[:, 0]) if plane else None,
        experiment=experiment,
    )


def least(units: Iterable[int], gains: pd.DataFrame) -> int:
    """The smallest width from which no wider one surely has a higher median: the interval of each gain reaches 0."""
    return min(set(units) - set(gains.loc[gains["low"] > 0, "few"]))


def flattery_of(runs: pd.DataFrame) -> float:
    """By how many points the chosen width scores higher than if one half chooses it and the other half scores it."""
    medians = runs.dropna(subset="held").groupby("units")[["held", "even", "odd"]].median()
    if medians.empty:
        return np.nan
    chosen = {by: least(medians.index, gains_of(runs, by)) for by in medians}
    crossed = medians["odd"][chosen["even"]] + medians["even"][chosen["odd"]]
    same = medians["odd"][chosen["held"]] + medians["even"][chosen["held"]]
    return float(same - crossed) / 2


def gains_of(runs: pd.DataFrame, by: str = "held") -> pd.DataFrame:
    """By how much the median held-out accuracy of more units exceeds that of fewer, with its 95 % interval.

    The interval is the percentile bootstrap's: the runs of both widths are drawn again, each with replacement.

    Args:
        runs: `units` and the accuracies `by`; of a width with fewer than 2 runs that have an accuracy, nothing is said.

    Returns:
        One row per pair of widths: `few`, `many`, `gain`, `low`, `high`, in points.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13, as `scipy.stats` draws it.
    """
    from scipy.stats import bootstrap

    medians, drawn = {}, {}
    for units, held in runs.dropna(subset=by).groupby("units")[by]:
        if len(held) > 1:
            options = {"n_resamples": RESAMPLES, "method": "percentile", "rng": int(units)}
            drawn[units] = bootstrap((held.to_numpy(),), np.median, **options).bootstrap_distribution
            medians[units] = held.median()
    rows = [
        (few, many, medians[many] - medians[few], *np.quantile(drawn[many] - drawn[few], [0.025, 0.975]))
        for few, many in combinations(medians, 2)
    ]
    return pd.DataFrame(rows, columns=["few", "many", "gain", "low", "high"])


def _split(data: Data) -> Split:
    """What is trained on, and what is held out: nothing of XOR, whose four points are all there are."""
    if data.name == "digits":
        return split(data, KEPT)
    fresh = replace(data, seed=data.seed + 1) if data.name == "circles" else data
    x, y = load(fresh, "float64")
    return Split(data, x, y) if data.name == "circles" else Split(data, x[:0], y[:0])


def _ends(units: int, run: Run, parts: Split) -> pd.DataFrame:
    cost = run.loss[0, :, -1]
    good = np.isfinite(cost)
    sets = [parts, *(replace(parts, x=parts.x[part::2], y=parts.y[part::2]) for part in (0, 1))]
    right = [SCORES["held-out accuracy"].of(run, [each])[0] if len(parts.x) else np.nan for each in sets]
    training = np.where(good, 100 * run.accuracy[0, :, -1], np.nan)
    cost = np.where(good, cost, np.nan)
    held = dict(zip(("held", "even", "odd"), right, strict=True))
    return pd.DataFrame({"units": units, "seed": run.seeds, "cost": cost, "training": training, **held})


def _width(units: int, run: Run, ends: pd.DataFrame) -> dict:
    names = [f"{score}_{place}" for score in ("cost", "training", "held") for place in ("low", "mid", "high")]
    bands = ends[["cost", "training", "held"]].quantile(BAND).to_numpy().T.ravel()
    solved = int((ends["cost"] < BELOW).sum())
    low, high = spread.wilson(solved, len(ends))
    return {
        "units": units, "runs": len(ends), "diverged": int(ends["cost"].isna().sum()),
        "weights": sum(int(np.prod(shape)) for shape in run.experiment.weight_shapes()),
        **dict(zip(names, bands, strict=True)),
        "solved": solved, "share": solved / len(ends), "low": low, "high": high, "closest": _closest(units, run),
    }  # fmt: skip


def _closest(units: int, run: Run) -> float:
    """The largest cosine between two units after training, median over the runs that did not diverge."""
    kernel, bias, outgoing, _ = (part[:, -1] for part in run.parts[0])
    vectors = np.concatenate([np.swapaxes(kernel, -1, -2), bias[..., None], outgoing], axis=-1)
    if units == 1:
        return np.nan
    cosines = np.where(np.eye(units, dtype=bool), -1.0, similarity(vectors)).max(axis=(-1, -2))  # (seed,)
    return float(np.median(cosines[np.isfinite(cosines)])) if np.isfinite(cosines).any() else np.nan
