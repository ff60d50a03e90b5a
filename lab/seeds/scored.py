"""A small classifier, trained on some examples and scored on others, from many seeds."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lab.data import Data
from lab.datasets import TITLES
from lab.experiment import Experiment, vary
from lab.seeds.split import SCORES, split
from lab.series import train_in_turn
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


def trained_on(experiment: Experiment, examples: int) -> Experiment:
    """The experiment on `examples` of its examples alone."""
    return replace(experiment, data=split(experiment.data, examples).training)


def scores(
    experiment: Experiment,
    others: tuple[Mapping, ...] = (),
    *,
    examples: int = 100,
    count: int = 400,
    result: str = "held-out accuracy",
    progress=None,
    cancelled=None,
) -> np.ndarray:
    """Scores of the experiment, and of it with some fields changed, from the same seeds on the same examples.

    Args:
        experiment: on all examples; `examples` of them are trained on.
        others: fields to change, as `lab.vary` takes them; each is scored too.
        count: seeds 0, 1, ... of the replicas.
        result: a key of `SCORES`.
        progress, cancelled: as in `lab.train`.

    Returns:
        Array (1 + others, seed); NaN where a replica diverged.
    """
    parts, trained = split(experiment.data, examples), trained_on(experiment, examples)
    plans = [(vary(trained, dict(fields)), {"seeds": range(count), "recorded": 1, "weights": "ends"})
             for fields in ({}, *others)]  # fmt: skip
    runs = train_in_turn(plans, progress, cancelled)
    return np.concatenate([SCORES[result].of(run, [parts]) for run in runs])
