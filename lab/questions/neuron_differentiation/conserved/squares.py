"""What training cannot change about a unit: the difference between what goes in and what goes out, squared."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import bands, checks, frames
from lab.data import Data, load
from lab.experiment import Experiment, vary
from lab.laws import rescaling as laws
from lab.run import Run
from lab.specs import Init, Network, Training
from lab.training import train

RATE = "training.learning_rate"
LAWFUL = {("sigmoid", "binary_crossentropy"), ("linear", "mse")}  # output and loss
HALVINGS = (1, 2, 4)  # the rate is divided by these, the number of steps multiplied
PLACES = 50  # recorded times that are drawn
QUANTITIES = {"conserved": "in² + b² − out²", "incoming": "in² + b²", "outgoing": "out²"}
START = Experiment(
    data=Data("circles", n=100),
    network=Network(hidden=(4,), activation="relu", output="sigmoid"),
    init=Init("uniform", low=-1.0, high=1.0, bias="same"),
    training=Training(loss="binary_crossentropy", learning_rate=0.5, epochs=100, precision="float64"),
)


@dataclass(frozen=True, eq=False)
class Conserved:
    """What became of Q = |in|^2 + b^2 - |out|^2 of every unit, at a rate, its half and its quarter.

    Attributes:
        experiment: at the first rate, all examples a step.
        course: one row per (rate, unit, time, quantity) of the first seed: `value`; time is rate x steps, `quantity`
            one of the values of `QUANTITIES`.
        drifts: one row per (rate, seed): `steps`; `drift`, `foretold` (largest |change of Q| of a unit, measured and
            by theory), `moved` (largest change of a unit's |in|^2 + b^2), `gap` (largest difference between measured
            and foretold), `diverged`.
        start: one row per unit of the first seed before training: `slope_in`, `slope_out` (weights times gradients),
            `squares_in`, `squares_out` (of the gradients), `conserved`; `drift`, `foretold` (until the end, signed, at
            the first rate).
        weights: of the first seed before training.
    """

    experiment: Experiment
    course: pd.DataFrame
    drifts: pd.DataFrame
    start: pd.DataFrame
    weights: list[np.ndarray]


def setting(data: str, hidden: int, activation: str, optimizer: str, rate: float, time: float) -> Experiment:
    """The experiment that trains for `time` = rate x steps, with the output and the cost that suit the data."""
    examples = Data(data) if data == "xor" else Data(data, n=START.data.n)
    numbers = examples.task == "regression"
    network = Network(hidden=(hidden,), activation=activation, output="linear" if numbers else "sigmoid")
    training = replace(
        START.training,
        loss="mse" if numbers else "binary_crossentropy",
        optimizer=optimizer,
        learning_rate=rate,
        epochs=round(time / rate),
    )
    return Experiment(data=examples, network=network, init=START.init, training=training)


def measure(
    experiment: Experiment, seeds: int = 20, progress: Callable | None = None, cancelled: Callable | None = None
) -> Conserved:
    """Train at a rate, its half and its quarter for the same rate x steps, every step recorded.

    Args:
        experiment: one hidden layer, all examples a step; its epochs are the steps at its own rate.
        seeds: number of seeds.
        progress, cancelled: as of `lab.train`.
    """
    steps, rate = experiment.training.epochs, experiment.training.learning_rate
    known = (experiment.network.output, experiment.training.loss) in LAWFUL and len(experiment.network.hidden) == 1
    checks.require(
        known, "The theory is of one hidden layer, with cross-entropy of a sigmoid or squared error of a line."
    )
    longest = vary(experiment, {"training.epochs": steps * HALVINGS[-1]})
    rates = {RATE: [rate / halving for halving in HALVINGS]}
    run = train(longest, range(seeds), rates, recorded=steps * HALVINGS[-1], progress=progress, cancelled=cancelled)
    parts = [_part(run, variant, steps * halving) for variant, halving in enumerate(HALVINGS)]
    course = pd.concat([_course(part, rate, halving) for part, halving in zip(parts, HALVINGS, strict=True)])
    drifts = pd.concat([_drifts(part, rate, halving) for part, halving in zip(parts, HALVINGS, strict=True)])
    weights = [array[0, 0, 0] for array in run.arrays]
    start = _start(experiment, weights, parts[0])
    return Conserved(experiment, course.reset_index(drop=True), drifts.reset_index(drop=True), start, weights)


def squares(weights: list[np.ndarray]) -> dict[str, np.ndarray]:
    """|in|^2 + b^2, |out|^2 and their difference of each unit: arrays (..., unit)."""
    kernel, bias, outgoing, _ = weights
    with np.errstate(over="ignore", invalid="ignore"):
        incoming, left = (kernel**2).sum(axis=-2) + bias**2, (outgoing**2).sum(axis=-1)
        return {"incoming": incoming, "outgoing": left, "conserved": incoming - left}


def _part(run: Run, variant: int, steps: int) -> dict[str, np.ndarray]:
    """The squares of one rate, each (seed, epoch, unit), and the conserved one as theory predicts it."""
    weights = [array[variant, :, : steps + 1] for array in run.arrays]
    experiment = run.experiments[variant]
    given = (*load(experiment.data, "float64"), experiment.network.activation, experiment.training.loss)
    moves = np.stack(
        [
            laws.steps([array[seed, :-1] for array in weights], *given, experiment.training.learning_rate)
            for seed in range(len(run.seeds))  # one by one: what one seed needs stays in the cache
        ]
    )  # (seed, step, unit)
    found = squares(weights)
    with np.errstate(over="ignore", invalid="ignore"):
        foretold = found["conserved"][:, :1] + np.cumsum(moves, axis=1)
    return found | {"foretold": np.concatenate([found["conserved"][:, :1], foretold], axis=1)}


def _course(part: dict, rate: float, halving: int) -> pd.DataFrame:
    steps = part["conserved"].shape[1] - 1
    places = np.unique(np.round(np.linspace(0, steps, min(PLACES, steps // halving) + 1)).astype(int))
    units = range(1, part["conserved"].shape[2] + 1)
    axes = [
        (("quantity",), [(name,) for name in QUANTITIES.values()]),
        (("time",), [(float(rate / halving * place),) for place in places]),
        (("unit",), [(unit,) for unit in units]),
    ]
    values = np.stack([part[name][0, places] for name in QUANTITIES])
    frame = frames.tidy([(("rate",), [(rate / halving,)]), *axes], {"value": values[None]})
    return frame.assign(value=frame["value"].where(np.isfinite(frame["value"])))


def _drifts(part: dict, rate: float, halving: int) -> pd.DataFrame:
    with np.errstate(over="ignore", invalid="ignore"):
        ends = {name: part[name][:, -1] - part[name][:, 0] for name in ("conserved", "foretold", "incoming")}
        gap = np.abs(ends["conserved"] - ends["foretold"]).max(axis=1)
    most = {name: np.abs(end).max(axis=1) for name, end in ends.items()}
    columns = {"drift": most["conserved"], "foretold": most["foretold"], "moved": most["incoming"], "gap": gap}
    seeds, steps = len(gap), part["conserved"].shape[1] - 1
    frame = pd.DataFrame({"rate": rate / halving, "seed": range(seeds), "steps": steps, **columns})
    return frame.assign(diverged=~np.isfinite(frame[["drift", "moved", "foretold"]]).all(axis=1))


def _start(experiment: Experiment, weights: list[np.ndarray], part: dict) -> pd.DataFrame:
    given = (*load(experiment.data, "float64"), experiment.network.activation, experiment.training.loss)
    slopes = laws.gradients(weights, *given)
    (kernel, bias, outgoing, _), (by_kernel, by_bias, by_outgoing, _) = weights, slopes
    ends = {name: part[name][0, -1] - part[name][0, 0] for name in ("conserved", "foretold")}
    return pd.DataFrame(
        {
            "unit": range(1, len(bias) + 1),
            "slope_in": (kernel * by_kernel).sum(axis=0) + bias * by_bias,
            "slope_out": (outgoing * by_outgoing).sum(axis=1),
            "squares_in": squares(slopes)["incoming"],
            "squares_out": squares(slopes)["outgoing"],
            "conserved": squares(weights)["conserved"],
            "drift": ends["conserved"],
            "foretold": ends["foretold"],
        }
    )


def over_seeds(drifts: pd.DataFrame) -> pd.DataFrame:
    """What many seeds have in common, rate by rate; diverged runs are counted, and left out of the quantiles.

    Returns:
        One row per rate, the largest first: `steps`, `low`, `mid`, `high` (drift: 5, 50 and 95 in a hundred),
        `foretold`, `moved` (medians), `gap` (the largest), `runs`, `diverged`, and `slope`: the first row's `mid`, made
        smaller in proportion to the rate.
    """
    settled = drifts[~drifts["diverged"]].groupby("rate")
    groups = drifts.groupby("rate", sort=False)
    told = bands.of_groups(settled["drift"]) | {name: settled[name].median() for name in ("foretold", "moved")}
    counts = {"steps": groups["steps"].first(), "runs": groups.size(), "diverged": groups["diverged"].sum()}
    frame = pd.DataFrame(counts).assign(**told, gap=settled["gap"].max()).reset_index()
    return frame.assign(slope=frame["mid"].iloc[0] * frame["rate"] / frame["rate"].iloc[0])
