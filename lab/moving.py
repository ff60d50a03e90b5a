"""Clones, and next to them the same network with a small difference: the runs that are drawn moving."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from lab.experiment import Experiment, vary
from lab.numerals import short
from lab.run import Run
from lab.series import train_together
from lab.setting_text import moved

DIFFERENCE = 1e-6  # where the experiment has none itself


def side_by_side(
    experiments: Mapping[str, Experiment],
    starts: Mapping[str, Sequence[np.ndarray]] | None = None,
    seeds: Mapping[str, int] | None = None,
    cancelled: Callable | None = None,
) -> dict[str, Run]:
    """Some networks, each evenly recorded for `lab.charts.moving.moving`.

    Args:
        experiments: title -> what is trained; alike in data, units and epochs.
        starts: title -> initial weights as `lab.train` takes them, where `Init` does not draw them.
        seeds: title -> seed; 0 where it says none.
        cancelled: as in `lab.train`.
    """
    from lab.charts.moving import recorded

    starts, seeds = starts or {}, seeds or {}
    plans = [
        (
            each,
            {
                "seeds": [seeds.get(title, 0)], "initial": starts.get(title),
                "recorded": recorded(each.training.epochs),
            },
        )
        for title, each in experiments.items()
    ]  # fmt: skip
    return dict(zip(experiments, train_together(plans, cancelled=cancelled), strict=True))


def beside_clones(experiment: Experiment, seed: int = 0, cancelled: Callable | None = None) -> dict[str, Run]:
    """One network whose hidden units start equal, and the experiment's own; with a difference, if it has none.

    Args:
        experiment: one that `lab.charts.moving.fits`.
        seed: of both.
        cancelled: as in `lab.train`.

    Returns:
        title -> run, evenly recorded for `lab.charts.moving.moving`.
    """
    clones = vary(experiment, {"init.clones": "both", "init.epsilon": 0.0})
    alone = experiment == clones
    own = vary(experiment, {"init.epsilon": DIFFERENCE}) if alone else experiment
    second = f"For comparison, one {moved(own.init)} {short(DIFFERENCE)} larger" if alone else _title(own)
    titles = "Neurons that start exactly equal", second
    seeds = dict.fromkeys(titles, seed)
    return side_by_side(dict(zip(titles, (clones, own), strict=True)), seeds=seeds, cancelled=cancelled)


def _title(own: Experiment) -> str:
    """What the second network's start has that the first's has not."""
    differs = f"one {moved(own.init)} {short(own.init.epsilon)} larger" if own.init.epsilon else ""
    if own.init.clones == "both":
        return f"The same, with {differs}"
    start = {
        "none": "The same, from a start of its own for each neuron",
        "incoming": "The same, but with outgoing weights of their own",
        "outgoing": "The same, but with incoming weights of their own",
    }[own.init.clones]
    return f"{start}, {differs}" if differs else start
