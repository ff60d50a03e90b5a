"""Tables of one variant of a run: what its replicas say to the examples, their weights; costs in the targets' unit."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import checks, examples, frames, limits
from lab.data import load
from lab.experiment import Experiment
from lab.forward import outputs

UNITS = ("trained", "original")


def cost_factors(experiments: Sequence[Experiment], unit: str) -> np.ndarray:
    """What turns each variant's recorded cost into one in `unit`, (variant, 1, 1).

    The squared error of targets that were divided by s is 1 / s^2 of theirs.

    Raises:
        ValueError: several targets were divided by different s: their errors are in one mean.
    """
    checks.one_of("unit", unit, UNITS)
    factors = []
    for experiment in experiments:
        spreads = examples.target_scale(experiment.data)[1] if unit == "original" else np.ones(1)
        checks.require(
            len(set(spreads)) == 1,
            "The cost is one mean over targets of different spreads: their original unit is not one; "
            "see `Run.predictions`.",
        )
        factors.append(spreads[0] ** 2)
    return np.array(factors)[:, None, None]


def said(run, variant: int, split: str, unit: str, epoch: int) -> pd.DataFrame:
    """The rows of one variant; see `Run.predictions`."""
    checks.one_of("unit", unit, UNITS)
    experiment, values = run.experiments[variant], run.variants[variant]
    x, y = load(experiment.data, "float64", split)
    limits.check_memory(8 * len(run.seeds) * len(x) * (4 * y.shape[1] + max(experiment.widths)))
    given = outputs([part[:, epoch] for part in run.parts[variant]], x, experiment.network)  # (seed, example, output)
    mean, spread = examples.target_scale(experiment.data) if unit == "original" else (0.0, 1.0)
    axes = [(tuple(values), [tuple(values.values())]), (("seed",), [(seed,) for seed in run.seeds])]
    axes += [(("example",), [(i,) for i in range(len(x))]), (("output",), [(i,) for i in range(y.shape[1])])]
    shown = {"target": np.broadcast_to(y, given.shape), "prediction": given}
    return frames.tidy(axes, {name: array * spread + mean for name, array in shown.items()})


def weights(run, variant: int) -> pd.DataFrame:
    """The weights, flattened in the order of Keras's `get_weights`; see `Run.weights`."""
    (keys, values), *axes = run.axes(run.weight_epochs)
    places = run.experiments[variant].weight_places()
    flat = np.concatenate([array.reshape(*array.shape[:2], -1) for array in run.parts[variant]], axis=-1)
    axes = [(keys, [values[variant]]), *axes, (("layer", "parameter", "input", "unit"), places)]
    return frames.tidy(axes, {"value": flat[None]})
