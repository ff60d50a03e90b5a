"""Seeds that only `fit` can train, in processes of their own, where that is faster than one after another here."""

from __future__ import annotations

import math
import pickle
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait
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


def train(plan: Plan, record: Record, places: Sequence[int], seconds: float, used: float, watch: Watch) -> set[int]:
    """Train the seeds at some places.

    Args:
        plan: what to train.
        record: filled, and told how many processes there were; it holds what the first seed has left.
        places: of the seeds.
        seconds: what one of them takes here.
        used: seconds of all processors in that time; a process of its own has one.
        watch: told of each seed as it is done, and asked whether to go on.

    Returns:
        The places that are done. None are where it is not worth it, or where `plan.build` cannot be sent.
    """
    done: set[int] = set()
    if not _faster(min(processors(), len(places)), len(places), seconds, used) or (text := _sent(plan)) is None:
        return done
    count = min(processors(), len(places), int(SHARE * free_memory() / (PROCESS + 4 * len(text))))
    if not _faster(count, len(places), seconds, used):
        return done
    from joblib.externals.loky import ProcessPoolExecutor  # of scikit-learn: starts anew also from a notebook

    pool = ProcessPoolExecutor(count, initializer=_begin, initargs=(text,), env=ONE_THREAD)
    try:
        waiting = {pool.submit(_trained, place): place for place in places}
        while waiting:
            for future in wait(waiting, TICK, FIRST_COMPLETED).done:
                place = waiting.pop(future)
                _take(record, future.result(), place)
                done.add(place)
                record.processes = count
                watch.keep_going(place, plan.steps * plan.epochs)
            watch.keep_going(0, plan.steps * plan.epochs)
    except BrokenExecutor:  # a process was killed, or cannot import what builds the model: the rest is trained here
        pass
    finally:
        pool.shutdown(wait=False, kill_workers=True)
    return done


def _faster(count: int, places: int, seconds: float, used: float) -> bool:
    """Whether so many processes are done before the seeds are one after another here."""
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
