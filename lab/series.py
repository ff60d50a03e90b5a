"""Several trainings one after another, with one progress."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lab.experiment import Experiment
from lab.progress import Progress
from lab.run import Run
from lab.training import train


def train_in_turn(
    plans: Sequence[tuple[Experiment, Mapping]],
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Run]:
    """One run for each plan.

    Args:
        plans: experiment, and what `lab.train` takes beside it.
        progress: called with how far all of them together are, each counted alike.
        cancelled: as in `lab.train`.
    """

    def told(number: int) -> Callable[[Progress], None] | None:
        return progress and (lambda now: progress(replace(now, done=(number + now.done) / len(plans))))

    return [
        train(experiment, **options, progress=told(number), cancelled=cancelled)
        for number, (experiment, options) in enumerate(plans)
    ]
