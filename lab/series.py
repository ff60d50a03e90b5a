"""Several trainings at the same time, with one progress."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

from lab.experiment import Experiment
from lab.limits import processors
from lab.progress import Progress
from lab.run import Run
from lab.training import train


def train_together(
    plans: Sequence[tuple[Experiment, Mapping]],
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    partly: Callable[[list[Run]], None] | None = None,
) -> list[Run]:
    """One run for each plan; a short one does not leave a processor idle, and programs are compiled side by side.

    Args:
        plans: experiment, and what `lab.train` takes beside it.
        progress: called with how far all of them together are, each counted alike.
        cancelled: as in `lab.train`.
        partly: called with the first runs while others are still trained: as many at a time as there are processors.
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    done, lock, failed = [0.0] * len(plans), Lock(), []

    def told(number: int, now: Progress) -> None:
        with lock:
            done[number] = now.done
            progress(replace(now, done=sum(done) / len(plans)))

    def one(number: int) -> Run:
        experiment, options = plans[number]
        tell = progress and (lambda now: told(number, now))
        try:
            return train(experiment, **options, progress=tell, cancelled=to_end)
        except BaseException as error:  # the others need not go on
            failed.append(error)
            raise

    def to_end() -> bool:
        return bool(failed) or bool(cancelled and cancelled())

    with ThreadPoolExecutor(processors()) as pool:
        results = [pool.submit(one, number) for number in range(len(plans))]
        try:
            for count in range(processors(), len(plans), processors()) if partly else ():
                partly([result.result() for result in results[:count]])
        except BaseException as error:
            failed.append(error)
    if failed:
        raise failed[0]  # those after it were only told to end
    return [result.result() for result in results]
