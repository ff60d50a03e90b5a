"""A small classifier, trained on some examples and scored on those held out, from many seeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.datasets import TITLES
from lab.examples import order as order_of
from lab.experiment import Experiment, default_head, vary
from lab.forward import logits
from lab.numerals import figure
from lab.run import Run
from lab.series import train_together
from lab.specs import Init, Network, Training

NOISE = {"circles": 0.2, "moons": 0.3, "spiral": 0.05, "demand": 0.3, "iris": None}
SETS = {TITLES[name]: name for name in NOISE}
DRAWN = [TITLES[name] for name in NOISE if NOISE[name] is not None]  # whose examples have a seed
HIDDEN = {"4": (4,), "8": (8,), "16": (16,)}
SHOWN_SCHEMES = {name.replace("_", " "): name for name in ("he_normal", "glorot_uniform", "uniform", "lecun_normal")}
TOGETHER = 1100  # made examples, the held-out ones among them


def examples_of(name: str) -> Data:
    """All examples of a data set of `NOISE`, noisy enough that no classifier is perfect."""
    return Data(name) if NOISE[name] is None else Data(name, n=TOGETHER, noise=NOISE[name])


START = Experiment(
    data=examples_of("circles"),
    network=Network(hidden=(8,), activation="relu", output="sigmoid"),
    init=Init("he_normal"),
    training=Training(loss="binary_crossentropy", learning_rate=0.1, epochs=300),
)


def start(name: str, fields: Mapping) -> Experiment:
    """`START` on a data set of `NOISE`, with the output that goes with it, and some fields changed."""
    data = examples_of(name)
    return vary(START, {"data.name": name, "data.n": data.n, "data.noise": data.noise, **fields, **default_head(data)})


@dataclass(frozen=True)
class Split:
    """Some examples, in two parts.

    Attributes:
        training: what is trained on.
        x, y: what is held out, (example, input) and (example, output).
    """

    training: Data
    x: np.ndarray
    y: np.ndarray


@lru_cache(maxsize=256)  # many runs of an answer share a split, and the next setting has all of them again
def split(data: Data, examples: int, seed: int = 0) -> Split:
    """Draw which examples are trained on; the others are held out.

    Args:
        data: all examples, with classes ("binary" or "classes").
        examples: how many are trained on.
        seed: of the draw, apart from that of the data.

    Raises:
        ValueError: a regression, nothing left to hold out, or a class that the training part does not have.
    """
    checks.require(data.task != "regression", "A split is for data with classes; these targets are numbers.")
    checks.whole("examples", examples, 2, data.examples - 1)
    x, y = load(data, "float64")
    order = order_of(len(x), seed)
    kept, out = order[:examples], order[examples:]
    classes = y.argmax(axis=1) if data.task == "classes" else y[:, 0].astype(int)
    missing = set(classes.tolist()) - set(classes[kept].tolist())
    checks.require(
        not missing, f"These {examples} training examples have none of some class; take more, or another seed."
    )
    frame = pd.DataFrame(x[kept], columns=list(data.features)).assign(**{"class": classes[kept]})
    return Split(Data.from_frame(frame, target="class", task=data.task), x[out], y[out])


def trained_on(experiment: Experiment, examples: int) -> Experiment:
    """The experiment on `examples` of its examples alone."""
    return replace(experiment, data=split(experiment.data, examples).training)


@dataclass(frozen=True)
class Score:
    """A way to score a run after its last epoch.

    Attributes:
        measured: (run, splits, one per variant) -> one array a variant, (seed,) or of what is held out (seed, example).
        better: 1 where more is better, -1 where less is.
        unit: behind a score, a space included; "" for costs.
    """

    measured: Callable[[Run, Sequence[Split]], Sequence[np.ndarray]]
    better: int
    unit: str

    def of(self, run: Run, splits: Sequence[Split]) -> np.ndarray:
        """Scores, (variant, seed); NaN where the replica diverged."""
        scores = np.stack([each.mean(axis=1) if each.ndim == 2 else each for each in self.measured(run, splits)])
        return np.where(np.isfinite(run.loss[:, :, -1]) & np.isfinite(scores), scores, np.nan)

    def says(self, value: float) -> str:
        """A score in a sentence: three digits and its unit."""
        return amount(value) + self.unit

    def differs(self, value: float) -> str:
        """A difference of scores: "1 point", "2.5 points"; without a unit for costs."""
        shown = amount(value)
        return shown + (" point" + "s" * (shown != "1") if self.unit else "")


def by_examples(scores: np.ndarray) -> float:
    """How far seeds would spread only because a few examples are held out, if none were better than another.

        s^2 = sum over i, j of (x_ij - x_i. - x_.j + x_..)^2 / ((S - 1) (N - 1) N)

    the residual mean square of S seeds by N examples, over N: all are scored on the same examples, so what makes an
    example easy or hard for all of them is no part of it.

    Args:
        scores: (seed, example).

    Returns:
        A standard deviation, in the unit of the scores; NaN for scores of no examples, or of a single seed.
    """
    if scores.ndim != 2 or min(scores.shape) < 2:
        return np.nan
    rest = scores - scores.mean(axis=1, keepdims=True) - scores.mean(axis=0) + scores.mean()
    seeds, examples = scores.shape
    return float(np.sqrt((rest**2).sum() / ((seeds - 1) * (examples - 1) * examples)))


def amount(value: float) -> str:
    """Three significant digits."""
    return figure(float(f"{value:.3g}") + 0.0)


def agreeing(one: float, other: float) -> tuple[float, float, float]:
    """Two scores with as many decimals as three digits of their difference have, and the difference of these.

    So the three numbers of a sentence agree.
    """
    decimals = places(one, other)
    one, other = round(one, decimals), round(other, decimals)
    return one, other, round(one - other, decimals)


def places(one: float, other: float) -> int:
    """As many decimals as three digits of their difference have, at most 4."""
    size = abs(one - other)
    return int(np.clip(2 - np.floor(np.log10(size)), 0, 4)) if size > 0 else 2


def title(result: str) -> str:
    """A score as an axis names it, with its unit."""
    return result.capitalize() + (", %" if SCORES[result].unit else " (cross-entropy)")


def _held_out(run: Run, splits: Sequence[Split], of: Callable) -> list[np.ndarray]:
    """What `of` makes of the logits and targets of the held-out examples, (seed, example) a variant."""
    answers = (
        logits([part[:, -1] for part in parts], each.x, experiment.network)  # (seed, example, output)
        for experiment, parts, each in zip(run.experiments, run.parts, splits, strict=True)
    )
    return [of(z, each.y) for z, each in zip(answers, splits, strict=True)]


def _right(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 100.0 * ((z.argmax(-1) == y.argmax(-1)) if y.shape[1] > 1 else (z[..., 0] > 0) == (y[:, 0] > 0.5))


def _losses(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-log of the probability of the right class, from the logits."""
    if y.shape[1] == 1:
        return np.logaddexp(0.0, z[..., 0]) - y[:, 0] * z[..., 0]
    return np.logaddexp.reduce(z, axis=-1) - (y * z).sum(axis=-1)


SCORES = {
    "held-out accuracy": Score(lambda run, splits: _held_out(run, splits, _right), 1, " %"),
    "training accuracy": Score(lambda run, splits: 100 * run.accuracy[:, :, -1], 1, " %"),
    "held-out cost": Score(lambda run, splits: _held_out(run, splits, _losses), -1, ""),
    "training cost": Score(lambda run, splits: run.loss[:, :, -1], -1, ""),
}


def trained(
    experiment: Experiment, others: Sequence[Mapping] = (), *, examples=100, count=400, progress=None, cancelled=None
) -> tuple[list[Run], Split]:
    """The experiment, and it with some fields changed, from the same seeds on the same examples.

    Args:
        experiment: on all examples; `examples` of them are trained on.
        others: fields to change, as `lab.vary` takes them.
        count: seeds 0, 1, ... of the replicas.
        progress, cancelled: as in `lab.train`.

    Returns:
        A run of one variant for each, and what they were trained and are scored on.
    """
    parts, begun = split(experiment.data, examples), trained_on(experiment, examples)
    plans = [(vary(begun, dict(fields)), {"seeds": range(count), "recorded": 1, "weights": "ends"})
             for fields in ({}, *others)]  # fmt: skip
    return train_together(plans, progress, cancelled), parts


def scores(experiment: Experiment, others: Sequence[Mapping] = (), *, result="held-out accuracy", **more) -> np.ndarray:
    """Scores of what `trained` trains, (1 + others, seed); NaN where a replica diverged.

    Args:
        experiment, others, more: as of `trained`.
        result: a key of `SCORES`.
    """
    runs, parts = trained(experiment, others, **more)
    return np.concatenate([SCORES[result].of(run, [parts]) for run in runs])
