"""Runs that stop short of a solution: at which cost, what they compute there, and what holds them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import checks
from lab.data import load
from lab.experiment import Experiment, vary
from lab.forward import outputs
from lab.laws.seeds import levels_of
from lab.questions.seed_effects.stuck import curvature
from lab.run import Run
from lab.seeds.spread import wilson
from lab.training import train

NEAR = 0.02  # a cost this near to a level is at it
FLAT = 1e-8  # length of a gradient that counts as 0
DOWN = 1e-5  # a curvature below -DOWN times the largest leads down
FULL = 0.01  # an activation this near to 0 or 1 is saturated
MANY = 0.25  # share of saturated activations from which a network is
SOLVED, FALLING, ELSEWHERE = "solved", "still falling", "no level"
MINIMUM, SADDLE, SATURATED, PLATEAU = "minimum", "saddle", "saturated", "slope too flat"
MORE = 5  # times the epochs, for the runs that are not solved
SHOWN = 4  # runs of a level whose course is drawn


@dataclass(frozen=True)
class Places:
    """Where many runs of one experiment ended.

    Attributes:
        runs: one row per run: `seed`, `cost`, `place` ("solved", "still falling", a level such as "1/8", or "no
            level"); of those not solved `slope` (length of the gradient), `least`, `most` (curvatures), `saturated`
            (share of the hidden activations), `fall` (of `falls`), `word` (what holds it, or "still falling"),
            `twice`, `later` (costs after 2 and 5 times the epochs).
        places: one row per place that a run ended at: `place`, `level`, `runs`, `share`, `low`, `high` (Wilson),
            `free2`, `free5` (of them solved after 2 and 5 times the epochs), `word` (the commonest), `words` (how many
            have it), medians of `slope`, `least`, `saturated`, `above` and `above_later` (cost above the level).
        courses: one row per (place, seed, epoch) of some runs: `loss`.
        outputs: one row per (place, example) of the middle run of each place: `seed`, `point`, `target`, `output`,
            `together` (how many examples have this output), `foretold` (the mean of their targets).
        levels: of `lab.laws.seeds.levels_of`.
        experiment: what was trained.
    """

    runs: pd.DataFrame
    places: pd.DataFrame
    courses: pd.DataFrame
    outputs: pd.DataFrame
    levels: pd.DataFrame
    experiment: Experiment

    @property
    def loss(self) -> str:
        """What was trained on."""
        return self.experiment.training.loss

    @property
    def whole(self) -> str:
        """The level at which all outputs are the mean of all targets, 1/2."""
        return self.levels["name"].iloc[-1]

    @property
    def held(self) -> pd.DataFrame:
        """The places where runs are stuck: neither solved nor still falling."""
        return self.places[~self.places["place"].isin([SOLVED, FALLING])]


def measure(experiment: Experiment, count: int = 500, progress: Callable | None = None, cancelled=None) -> Places:
    """Train from many seeds; what is not solved then trains on, to five times the epochs.

    Args:
        experiment: XOR without noise, one hidden layer of sigmoid units, a loss of `curvature.TIMES`, full batch,
            "sgd".
        count: of seeds 0, 1, ...
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: another experiment.
    """
    curvature.check(experiment)
    levels = levels_of(experiment)
    checks.require(len(levels) > 0, "Levels are predicted for `Data.name` 'xor' without noise alone.")
    first, second = (
        progress and (lambda now, at=at: progress(replace(now, done=(at + now.done) / 2))) for at in (0, 1)
    )
    signals = {"weights": "ends", "cancelled": cancelled}
    run = train(experiment, range(count), recorded=60, spacing="log", progress=first, **signals)
    ends = [array[0, :, -1] for array in run.arrays]
    places = placed(run.loss[0, :, -1], levels)
    stuck, longer = np.flatnonzero(places != SOLVED), None
    if len(stuck):  # gradient descent has no memory: it goes on from where it stopped
        on = vary(experiment, {"training.epochs": (MORE - 1) * experiment.training.epochs})
        initial = [array[stuck] for array in ends]
        longer = train(on, range(len(stuck)), initial=initial, recorded=20, progress=second, **signals)
    runs = _runs(run, places, ends, stuck, longer)
    known = dict(zip(levels["name"], levels["level"], strict=True))
    heights = {SOLVED: 0.0, FALLING: np.nan, **known, ELSEWHERE: np.nan}
    groups = [(runs[runs["place"] == place], height) for place, height in heights.items()]
    return Places(
        runs=runs,
        places=pd.DataFrame([_place(group, height, count) for group, height in groups if len(group)]),
        courses=_courses(run, runs, stuck, longer),
        outputs=_outputs(experiment, runs, ends),
        levels=levels,
        experiment=experiment,
    )


def placed(costs: np.ndarray, levels: pd.DataFrame) -> np.ndarray:
    """The place of every cost: "solved" below `NEAR`, the name of a level within `NEAR`, else "no level"."""
    heights, names = np.array([0.0, *levels["level"]]), np.array([SOLVED, *levels["name"]])
    nearest = np.abs(costs[:, None] - heights).argmin(axis=1)
    return np.where(np.abs(costs - heights[nearest]) < NEAR, names[nearest], ELSEWHERE)


def falls(slope: np.ndarray, rate: float, epochs: int) -> np.ndarray:
    """How far a cost falls in as many epochs again if its slope stays.

        fall = eta |gradient|^2 epochs

    One step of gradient descent changes the cost by -eta |gradient|^2, to first order. A cost that nears a level as
    1 / t has a fall of what it is above it: a run within `NEAR` of its level is not "still falling".
    """
    return rate * slope**2 * epochs


def named(slope, least, most, saturated) -> np.ndarray:
    """What holds a network: one word for each, from the thresholds of this module.

    Args:
        slope: length of the gradient.
        least, most: smallest and largest curvature.
        saturated: share of the hidden activations within `FULL` of 0 or 1.
    """
    conditions = [least < -DOWN * most, slope < FLAT, saturated >= MANY]
    return np.select(conditions, [SADDLE, MINIMUM, SATURATED], PLATEAU)


def _runs(run: Run, places: np.ndarray, ends: list, stuck: np.ndarray, longer: Run | None) -> pd.DataFrame:
    frame = pd.DataFrame({"seed": run.seeds, "cost": run.loss[0, :, -1], "place": places})
    cost = (*load(run.experiment.data, "float64"), run.experiment.training.loss)
    rows = curvature.flat([array[stuck] for array in ends])
    bent, said = curvature.curvatures(rows, *cost), curvature.hidden(rows, cost[0])
    values = {
        "slope": np.linalg.norm(curvature.gradient(rows, *cost), axis=-1), "least": bent[:, 0], "most": bent[:, -1],
        "saturated": (np.minimum(said, 1 - said) < FULL).mean(axis=(-1, -2)),
    }  # fmt: skip
    training = run.experiment.training
    values["fall"] = falls(values["slope"], training.learning_rate, training.epochs)
    words = named(**{name: values[name] for name in ("slope", "least", "most", "saturated")})
    words = np.where(values["fall"] >= NEAR, FALLING, words)
    frame.loc[stuck[words == FALLING], "place"] = FALLING
    later = dict.fromkeys(("twice", "later"), np.array([]))
    if longer:
        twice = int(np.searchsorted(longer.epochs, run.experiment.training.epochs))
        later = {"twice": longer.loss[0, :, twice], "later": longer.loss[0, :, -1]}
    return frame.join(pd.DataFrame(values | {"word": words} | later, index=stuck))


def _place(group: pd.DataFrame, level: float, count: int) -> dict:
    low, high = wilson(len(group), count)
    words = group["word"].value_counts()
    return {
        "place": group["place"].iloc[0], "level": level,
        "runs": len(group), "share": len(group) / count, "low": low, "high": high,
        "free2": int((group["twice"] < NEAR).sum()), "free5": int((group["later"] < NEAR).sum()),
        "word": words.index[0] if len(words) else "", "words": int(words.iloc[0]) if len(words) else 0,
        **group[["slope", "least", "saturated"]].median(),
        "above": group["cost"].median() - level, "above_later": group["later"].median() - level,
    }  # fmt: skip


def _courses(run: Run, runs: pd.DataFrame, stuck: np.ndarray, longer: Run | None) -> pd.DataFrame:
    """The first runs of each place, through what was trained further."""
    rows, budget = [], run.experiment.training.epochs
    order = {seed: number for number, seed in enumerate(stuck)}
    for place, group in runs.groupby("place", sort=False):
        for seed in group.index[:SHOWN]:
            epochs, losses = run.epochs, run.loss[0, seed]
            if seed in order:
                epochs = np.append(epochs, budget + longer.epochs[1:])
                losses = np.append(losses, longer.loss[0, order[seed], 1:])
            rows.append(pd.DataFrame({"place": place, "seed": seed, "epoch": epochs, "loss": losses}))
    return pd.concat(rows, ignore_index=True)


def _outputs(experiment: Experiment, runs: pd.DataFrame, ends: list) -> pd.DataFrame:
    x, y = load(experiment.data, "float64")
    points = [", ".join(f"{value:g}" for value in point) for point in x]
    rows = []
    for place, group in runs.groupby("place", sort=False):
        seed = group["cost"].sort_values().index[(len(group) - 1) // 2]
        said = outputs([array[seed] for array in ends], x, experiment.network)[:, 0]
        same = np.abs(said[:, None] - said) < NEAR  # (example, example)
        means = (same * y[:, 0]).sum(axis=1) / same.sum(axis=1)
        values = {"point": points, "target": y[:, 0], "output": said, "together": same.sum(axis=1), "foretold": means}
        rows.append(pd.DataFrame({"place": place, "seed": seed} | values))
    return pd.concat(rows, ignore_index=True)
