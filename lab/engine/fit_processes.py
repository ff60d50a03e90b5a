"""Seeds that only `fit` can train: one after another, and in processes beside that where it is faster."""

from __future__ import annotations

import math
import pickle
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import replace
from typing import TYPE_CHECKING

from lab.limits import processors
from lab.memory import SHARE, free_memory
from lab.progress import Watch

if TYPE_CHECKING:
    from lab.engine.many_starts import Plan, Record

START = 10.0  # seconds to start processes and have them import TensorFlow, side by side
PROCESS = 800 * 2**20  # bytes of one, beside its data
TICK = 0.1  # seconds between two questions whether to go on
ONE_THREAD = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
_plan: list[Plan] = []  # of a process, what it trains


def train(plan: Plan, record: Record, seconds: float, used: float, watch: Watch, here: Callable[[int], None]) -> None:
    """Train all seeds but the first: one after another here, and meanwhile others in processes where that helps.

    Args:
        plan: what to train.
        record: filled, and told how many processes there were; it holds what the first seed has left.
        seconds: what one of them takes here.
        used: seconds of all processors in that time; a process of its own has one.
        watch: told of each seed as it is done, and asked whether to go on.
        here: trains the seed at a place in this process, and fills `record`.
    """
    todo = deque(range(1, len(plan.seeds)))
    pool, helpers = _pool(plan, len(todo), seconds, used)
    waiting: dict[Future, int] = {}
    try:
        while todo or waiting:
            while pool and todo and len(waiting) < (2 if len(todo) > 2 * helpers else 1) * helpers:
                future = pool.submit(_trained, todo[-1])  # which may fail: the place is not lost then
                waiting[future] = todo.pop()
            if todo:
                here(todo.popleft())
            for future in wait(waiting, 0.0 if todo else TICK, FIRST_COMPLETED).done:
                _take(record, future.result(), waiting[future])
                watch.step_done(waiting.pop(future), plan.steps * plan.epochs)
                record.processes = helpers + 1
            watch.step_done(0, plan.steps * plan.epochs)
    except BrokenExecutor:  # a process was killed, or cannot import what builds the model: the rest is trained here
        for place in [*todo, *waiting.values()]:
            here(place)
    finally:
        if pool:
            pool.shutdown(wait=False, kill_workers=True)


def _pool(plan: Plan, places: int, seconds: float, used: float) -> tuple[Executor | None, int]:
    """Processes beside this one, and how many; none where they would not be done sooner, or cannot be sent the plan."""
    if not _faster(min(processors(), places), places, seconds, used) or (text := _sent(plan)) is None:
        return None, 0
    count = min(processors(), places, 1 + int(SHARE * free_memory() / (PROCESS + 4 * len(text))))
    if not _faster(count, places, seconds, used):
        return None, 0
    from joblib.externals.loky import ProcessPoolExecutor  # of scikit-learn: starts anew also from a notebook

    return ProcessPoolExecutor(count - 1, initializer=_begin, initargs=(text,), env=ONE_THREAD), count - 1


def _faster(count: int, places: int, seconds: float, used: float) -> bool:
    """Whether so many processes, this one among them, are done before the seeds are one after another here."""
    return count > 1 and START + max(seconds, used) * math.ceil(places / count) < seconds * places


def _sent(plan: Plan) -> bytes | None:
    """A plan as bytes, functions of a notebook and all; None where it cannot be."""
    try:
        import cloudpickle  # comes with joblib

        return cloudpickle.dumps(plan)
    except Exception:  # whatever somebody's own function refers to
        return None


def _take(record: Record, found: Record, place: int) -> None:
    for key, rows in found.history.items():
        record.history[key][place] = rows[0]
    for array, value in zip(record.weights, found.weights, strict=True):
        array[place] = value[0]


# What follows runs in the processes.


def _begin(text: bytes) -> None:
    _plan.append(pickle.loads(text))


def _trained(place: int) -> Record:
    """What one seed has left, in a record of it alone."""
    from lab.engine import any_fit
    from lab.engine.many_starts import FIT, Record

    plan, record = replace(_plan[0], seeds=(_plan[0].seeds[place],)), Record(FIT)
    any_fit.train_one(plan, record, 0, Watch([plan.steps], plan.epochs, None, None))
    return record
