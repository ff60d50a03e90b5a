"""What makes equal neurons different, and what does not: one row a suspect, each from runs made now."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd

from lab import checks
from lab.differentiation.breaking_setting import (
    ARRANGEMENTS,
    MORE_SUSPECTS,
    SUSPECTS,
    Suspect,
    equal_starts,
    push,
    repeated,
)
from lab.differentiation.distance import spread, units
from lab.differentiation.plain import train_plainly
from lab.experiment import Experiment, vary
from lab.laws import differentiation as laws
from lab.progress import Cancelled, Progress
from lab.run import Run
from lab.training import train


def breaking(
    experiment: Experiment,
    seeds: Sequence[int] = range(8),
    suspects: Sequence[str] = tuple(SUSPECTS),
    arrangement: str = "all equal",
    epsilon: float = 1e-3,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> pd.DataFrame:
    """Train equal units once for each suspect, and see whether they are equal still.

    Args:
        experiment: with one or more hidden layers of at least two units; `Init` draws the weights that are then copied
            within each group, incoming, bias and outgoing.
        seeds: of the replicas of each suspect.
        suspects: names from `SUSPECTS` and `MORE_SUSPECTS`.
        arrangement: which units start equal, a key of `ARRANGEMENTS`.
        epsilon: how much a weight that is to differ does.
        progress: called with a `Progress` after each suspect.
        cancelled: as in `lab.train`.

    Returns:
        One row per (suspect, seed): `apart` (largest difference within a group of units that started equal, after the
        last epoch), `equal` (whether it is 0 at every recorded epoch but for the start of what was pushed) and
        `groups` (largest difference between units of any groups, after the last epoch).
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    checks.one_of("arrangement", arrangement, ARRANGEMENTS)
    known = SUSPECTS | MORE_SUSPECTS
    for name in suspects:
        checks.one_of("suspects", name, known)
    done: list[str] = []

    def one(name: str) -> pd.DataFrame:
        if cancelled and cancelled():
            raise Cancelled
        run = _run(experiment, seeds, known[name], arrangement, epsilon, cancelled)
        done.append(name)
        if progress:
            progress(Progress(len(done) / len(suspects), len(done), len(suspects), experiment.training.epochs))
        return _row(name, run, arrangement)

    with ThreadPoolExecutor(2) as pool:
        return pd.concat(list(pool.map(one, suspects)), ignore_index=True)


def _run(experiment: Experiment, seeds, suspect: Suspect, arrangement: str, epsilon: float, cancelled) -> Run:
    changed = vary(experiment, suspect.values)
    changed = replace(changed, data=repeated(changed.data)) if suspect.repeated else changed
    weights = equal_starts(changed, seeds, arrangement)
    push(weights, suspect, epsilon, changed.network.use_bias)
    if suspect.dropout:
        return train_plainly(changed, seeds, weights, compiled=False, dropout=suspect.dropout, recorded=16)
    return train(changed, seeds, initial=weights, recorded=16, cancelled=cancelled)


def _row(name: str, run: Run, arrangement: str) -> pd.DataFrame:
    """How equal the units of every seed are, over all hidden layers."""
    within, between = [], []
    for layer, width in enumerate(run.experiment.network.hidden):
        of_units, labels = units(run, layer), np.array(ARRANGEMENTS[arrangement](width))
        within += [spread(of_units[..., labels == label, :])[0] for label in np.unique(labels)]  # (seed, epoch)
        between.append(spread(of_units)[0])
    apart = np.max(within, axis=0)
    after = apart[:, 1:]  # a push is there at the start
    return pd.DataFrame(
        {
            "suspect": name,
            "seed": run.seeds,
            "apart": apart[:, -1],
            "equal": (after == 0.0).all(axis=1),
            "groups": np.max(between, axis=0)[:, -1],
        }
    )


def over_seeds(frame: pd.DataFrame) -> pd.DataFrame:
    """What the seeds of each suspect have in common.

    Args:
        frame: of `breaking`.

    Returns:
        One row per suspect, in its order: `low`, `mid`, `high` (least, median, largest `apart`), `equal` (runs whose
        units stay equal), `runs`, `foretold` (whether theory says that they part) and `says`, a tick in words.
    """
    grouped = frame.groupby("suspect", sort=False)
    summary = pd.DataFrame(
        {
            "low": grouped["apart"].min(), "mid": grouped["apart"].median(), "high": grouped["apart"].max(),
            "equal": grouped["equal"].sum(), "runs": grouped.size(), "groups": grouped["groups"].median(),
        }
    ).reset_index()  # fmt: skip
    suspects = SUSPECTS | MORE_SUSPECTS
    told = [laws.tells_apart(bool(suspects[name].push), suspects[name].dropout) for name in summary["suspect"]]
    says = ["stay equal" if equal == runs else "part" if not equal else f"part in {runs - equal} of {runs} runs"
            for equal, runs in zip(summary["equal"], summary["runs"], strict=True)]  # fmt: skip
    return summary.assign(foretold=told, says=says)
