"""Which learning rates a batch size bears, with the sum over the batch and with its mean: a map."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from lab.data import load
from lab.experiment import Experiment
from lab.laws import stable_rate
from lab.progress import Progress
from lab.softmax.by_hand import REDUCTIONS, descend
from lab.training import train

BATCHES = (1, 2, 4, 8, 16, 32, 96)
RATES = tuple(float(f"{rate:.3g}") for rate in np.geomspace(1e-3, 1e3, 25))
LEARNS, RESTLESS, WORSE, OVERFLOWS = "learns", "restless", "worse", "overflows"
ALL, STEEPEST = "all examples", "steepest batch"
STATES = (LEARNS, RESTLESS, WORSE, OVERFLOWS)
NEAR = 0.03  # of the way from the start to the least cost: closer than this has arrived, more is a rise


def over_rates(
    experiment: Experiment,
    batches: Sequence[int] = BATCHES,
    rates: Sequence[float] = RATES,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> pd.DataFrame:
    """What becomes of softmax regression, by hand, for every batch size and rate, with the sum and with the mean.

    Args:
        experiment: as in `sum_or_mean.paths`; plain SGD, its rate and batch size have no effect.
        batches: examples a step.
        rates: learning rates.
        progress: called with a `Progress` after each batch size.
        cancelled: as in `lab.train`.

    Returns:
        One row per (reduction, m, rate): `cost` after the last epoch, `state`, one of `STATES`: e^z was infinite for
        a logit of some step (what a softmax written out would divide by); it ends above its start; it ends below, but
        had risen or is not where it could be; or it learns: it never rose, or it has arrived.
    """
    x, y = load(experiment.data, "float64")
    found, epochs = [], experiment.training.epochs
    for done, (reduction, m) in enumerate([(reduction, m) for reduction in REDUCTIONS for m in batches], start=1):
        descent = descend(
            x, y, np.array(rates), batch=m, epochs=epochs, reduction=reduction, cancelled=cancelled
        )  # fmt: skip
        found.append((reduction, m, descent))
        if progress:
            progress(Progress(done / (2 * len(batches)), done, 2 * len(batches), epochs))
    least = min(descent.costs[:, -1].min() for _, _, descent in found)
    return pd.concat([_judged(*each, rates, least) for each in found], ignore_index=True)


def _judged(reduction: str, m: int, descent, rates: Sequence[float], least: float) -> pd.DataFrame:
    costs = descent.costs  # (rate, epoch)
    near = NEAR * (costs[:, 0] - least)
    rose = (np.diff(costs, axis=1) > near[:, None]).any(axis=1)
    arrived = costs[:, -1] - least <= near
    kinds = [descent.overflowed, costs[:, -1] > costs[:, 0], arrived | ~rose]
    state = np.select(kinds, [OVERFLOWS, WORSE, LEARNS], RESTLESS)
    return pd.DataFrame({"reduction": reduction, "m": m, "rate": rates, "cost": costs[:, -1], "state": state})


def law(experiment: Experiment, batches: Sequence[int] = BATCHES) -> pd.DataFrame:
    """The largest rates that are foretold to settle.

    Returns:
        One row per (reduction, curvature, m): `rate`; curvature "all examples" or "steepest batch".
    """
    x, y = load(experiment.data, "float64")
    x = np.column_stack([x, np.ones(len(x))])
    rates = [
        (curvature, m, stable_rate.largest(x, y, m if curvature == STEEPEST else len(x)))
        for curvature in (ALL, STEEPEST) for m in batches
    ]  # fmt: skip
    rows = [(kind, what, m, rate / (m if kind == "sum" else 1)) for kind in REDUCTIONS for what, m, rate in rates]
    return pd.DataFrame(rows, columns=["reduction", "curvature", "m", "rate"])


def checked(
    experiment: Experiment, m: int, rates: Sequence[float] = RATES, cancelled: Callable | None = None
) -> pd.DataFrame:
    """The sum by hand at every rate, next to the laboratory's engine on the mean at m times that rate.

    Returns:
        One row per rate: `apart`, the largest difference of a weight after the last epoch, and `size`, that of the
        largest weight.
    """
    x, y = load(experiment.data, "float64")
    epochs = experiment.training.epochs
    hand = descend(x, y, np.array(rates), batch=m, epochs=epochs, reduction="sum", cancelled=cancelled)
    batch = {"training.batch_size": [m], "training.learning_rate": [rate * m for rate in rates]}
    run = train(experiment, [0], vary=batch, recorded=1, cancelled=cancelled)
    engine = np.concatenate([run.arrays[0][:, 0, -1], run.arrays[1][:, 0, -1][:, None]], axis=1)
    apart = np.abs(hand.layers[:, -1] - engine).max(axis=(1, 2))
    return pd.DataFrame({"rate": rates, "apart": apart, "size": np.abs(engine).max(axis=(1, 2))})
