"""How long it takes until a push of epsilon has made two equal neurons different."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import data, forward
from lab.compute import Compute
from lab.differentiation.distance import WEIGHTS, distances
from lab.differentiation.forecast import PARTED, crossings, parting
from lab.differentiation.plain import train_plainly
from lab.experiment import Experiment, vary
from lab.laws import splitting
from lab.limits import processors
from lab.run import Run
from lab.specs import Init, Network, Training
from lab.training import train

EPSILONS = tuple(float(f"1e-{power}") for power in range(1, 13))
FORETOLD = tuple(float(f"1e-{power}") for power in range(1, 25))  # where rounding may lie, and no number format
ROUNDED = range(64)  # seeds of the runs that rounding alone may part
# L01 of the claims: two tanh units learn a teacher of two tanh units; float64 holds pushes down to 1e-12
START = Experiment(
    data=data.Data("teacher"),
    network=Network(hidden=(2,), activation="tanh", output="linear"),
    init=Init("normal", stddev=0.5, clones="both", epsilon_at=WEIGHTS["w3 (from x1)"]),
    training=Training(loss="mse", learning_rate=0.1, epochs=1500, precision="float64"),
)


@dataclass(frozen=True, eq=False)
class Escape:
    """What was measured, and what was foretold.

    Attributes:
        courses: one row per (epsilon, epoch): `distance`, the median over the seeds, and `foretold`, theory's
            (NaN where it has grown beyond `forecast.PARTED`, or the equal neurons diverge).
        times: one row per (kind, epsilon, seed): `epochs` until the distance exceeds `forecast.PARTED`, inf for never,
            NaN where the run diverged; the kind is "measured" or "foretold" (for the pushes in `FORETOLD`).
        rounded: one row per (precision, seed) of the runs without a push, in plain compiled Keras: `epochs`, as above.
        rates: one row per seed: `fastest` (lambda) and `slope` (largest gradient) where the equal neurons settle.
        ridge: the cost across the point where the equal neurons of the first seed settle, one row per `apart` (length
            of the difference between the two neurons, along the direction in which they part fastest): `cost`, and
            `foretold`, cost - lambda apart^2 / 4.
        equal: how many of the runs without a push are exactly equal at every recorded epoch, and never diverge.
        experiment: as it was trained, without a push.
    """

    courses: pd.DataFrame
    times: pd.DataFrame
    rounded: pd.DataFrame
    rates: pd.DataFrame
    ridge: pd.DataFrame
    equal: int
    experiment: Experiment


def measure(
    experiment: Experiment,
    seeds: Sequence[int] = range(5),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
    compute: Compute | None = None,
    partly: Callable[[Escape], None] | None = None,
) -> Escape:
    """Train clones from pushes of every size in `EPSILONS`, and from none at all, and foretell what comes out.

    Args:
        experiment: two cloned neurons in one hidden layer, with biases; full batch, optimizer "sgd".
        seeds: of the pushed runs.
        progress, cancelled: as in `lab.train`.
        compute: what keeps the runs without a push: they do not depend on the seeds of the pushed ones.
        partly: called with what was found while plain Keras still trains: nothing `rounded` yet.
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    still = vary(experiment, {"init.epsilon": 0.0, "training.optimizer": "sgd", "training.batch_size": None})
    signals, pushes = {"progress": progress, "cancelled": cancelled}, {"init.epsilon": (0.0, *EPSILONS)}
    with ThreadPoolExecutor(processors()) as pool:
        training = pool.submit(train, still, seeds, pushes, recorded=256, **signals)
        plain = [
            pool.submit(compute or Compute(), rounded, vary(still, {"training.precision": precision}))
            for precision in ("float32", "float64")
        ]
        run = training.result()
        foretold = parting(still, seeds)
        frame = distances(run)
        pushed, never = (frame[(frame["init.epsilon"] > 0) == wanted] for wanted in (True, False))
        found = Escape(
            courses=_courses(pushed, foretold),
            times=pd.concat([_measured(pushed), _foretold(foretold, seeds)], ignore_index=True),
            rounded=pd.DataFrame(columns=["precision", "seed", "epochs"]),
            rates=pd.DataFrame({"seed": list(seeds), "fastest": foretold.fastest, "slope": foretold.slope}),
            ridge=_ridge(run, foretold),
            equal=int(never["distance"].eq(0.0).groupby(never["seed"]).all().sum()),
            experiment=still,
        )
        if partly and not all(each.done() for each in plain):
            partly(found)
        return replace(found, rounded=pd.concat([each.result() for each in plain], ignore_index=True))


def _measured(frame: pd.DataFrame) -> pd.DataFrame:
    table = frame.pivot_table("distance", ["init.epsilon", "seed"], "epoch", dropna=False)
    times = _until_parted(table)
    keys = table.index.to_frame(index=False).set_axis(["epsilon", "seed"], axis=1)
    return keys.assign(kind="measured", epochs=times)[["kind", "epsilon", "seed", "epochs"]]


def _until_parted(table: pd.DataFrame) -> np.ndarray:
    """When each row of distances, a column an epoch, exceeds `PARTED`; inf for never, NaN where the run diverged."""
    times = crossings(table.columns.to_numpy(), table.to_numpy())
    return np.where(np.isfinite(table.iloc[:, -1]), times, np.nan)


def _foretold(foretold: splitting.Parting, seeds: Sequence[int]) -> pd.DataFrame:
    steps, settle = np.arange(foretold.growth.shape[1]), np.isfinite(foretold.fastest)
    rows = [
        ("foretold", epsilon, seed, time)
        for epsilon in FORETOLD
        for seed, time in zip(seeds, np.where(settle, crossings(steps, epsilon * foretold.growth), np.nan), strict=True)
    ]
    return pd.DataFrame(rows, columns=["kind", "epsilon", "seed", "epochs"])


def _courses(frame: pd.DataFrame, foretold: splitting.Parting) -> pd.DataFrame:
    """Medians over the seeds, measured and foretold, at the recorded epochs."""
    found = frame.groupby(["init.epsilon", "epoch"], as_index=False)["distance"].median()
    found = found.rename(columns={"init.epsilon": "epsilon"})
    growth = pd.DataFrame(foretold.growth[np.isfinite(foretold.fastest)])  # of the starts that equal neurons survive
    law = found["epsilon"] * growth.median().to_numpy()[found["epoch"]]
    return found.assign(foretold=law.where(law <= PARTED))


def _ridge(run: Run, foretold: splitting.Parting) -> pd.DataFrame:
    """The cost when the equal neurons of the first seed are pulled apart where they settle."""
    kernel, bias, outgoing, last = (
        array.astype(float) for array in run.keras_weights(run.seeds[0], -1, run.variants[0])
    )
    inputs, apart = len(kernel), np.linspace(-1.0, 1.0, 41)
    half = apart[:, None, None] / 2 * foretold.direction[0][:, None] * [1.0, -1.0]  # (apart, weight, unit)
    moved = [
        kernel + half[:, :inputs],
        bias + half[:, inputs],
        outgoing + half[:, inputs + 1 :].swapaxes(1, 2),
        np.broadcast_to(last, (len(apart), *last.shape)),
    ]
    x, y = data.load(run.experiment.data, "float64")
    cost = forward.costs(moved, x, y, run.experiment.network, run.experiment.training.loss)
    return pd.DataFrame(
        {"apart": apart, "cost": cost, "foretold": cost[len(apart) // 2] - foretold.fastest[0] * apart**2 / 4}
    )


def rounded(experiment: Experiment, cancelled: Callable | None = None) -> pd.DataFrame:
    """When rounding alone parts clones, one row per seed of `ROUNDED`: `precision`, `epochs`."""
    epochs = rounded_runs(experiment, ROUNDED, cancelled)
    return pd.DataFrame({"precision": experiment.training.precision, "seed": list(ROUNDED), "epochs": epochs})


def rounded_runs(experiment: Experiment, seeds: Sequence[int], cancelled: Callable | None = None) -> np.ndarray:
    """When rounding alone parts clones in plain compiled Keras, (seed,); inf for never, NaN where a run diverged."""
    run = train_plainly(vary(experiment, {"init.epsilon": 0.0}), list(seeds), recorded=256, cancelled=cancelled)
    return _until_parted(distances(run).pivot_table("distance", "seed", "epoch", dropna=False))
