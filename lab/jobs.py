"""The one training slot of a server process: jobs shared by key, cancelled when nobody waits, results bounded.

A page joins a job, waits on its ticket and leaves; one worker thread runs one job at a time. Two pages that ask for
the same key wait for the same job. A job that nobody waits for any more is given up as soon as somebody waits for
another one, or after `grace` seconds: a page that is drawn anew at once finds its job still running.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from lab.results import Results


class Job:
    """One piece of work, shared by everybody who asked for its key."""

    def __init__(self, key: Hashable, work: Callable, keep: bool = True):
        self.key, self.work, self.keep = key, work, keep
        self.waiters, self.left_at = 0, 0.0
        self.done, self.partial = 0.0, None
        self.finished = threading.Event()
        self.result, self.error = None, None


class Slot:
    """Runs jobs one at a time in a thread of its own.

    Args:
        prepare: called in that thread, once, before the first job.
        tidy: called in that thread after a job, while no other waits.
        rest: seconds it waits for a first job before it prepares all the same; a page may be drawn meanwhile.
        most_bytes, most_results: bounds of the kept results; the one asked for longest ago goes first.
        grace: seconds a running job is kept on for when everybody has left and nobody waits for another.
        clock: seconds, never going back.
    """

    def __init__(
        self,
        prepare: Callable[[], object] = lambda: None,
        *,
        tidy: Callable[[], object] = lambda: None,
        rest: float = 0.0,
        most_bytes: int = 64_000_000,
        most_results: int = 64,
        grace: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.results = Results(most_bytes, most_results)
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()
        self._changed = threading.Condition()
        self._grace, self._clock, self._tidy = grace, clock, tidy
        threading.Thread(target=self._serve, args=(prepare, rest), name="training slot", daemon=True).start()

    def join(self, key: Hashable, work: Callable, *, keep: bool = True) -> "Ticket":
        """A ticket for the result of `work` under `key`: kept, under way, or begun when the slot is free.

        Args:
            key: what the result depends on, all of it.
            work: called with `progress` (takes an object with `.done`, 0 to 1), `cancelled` (says whether to stop) and
                `partly` (takes what there is of the result so far).
            keep: whether the result is kept for others who ask; where not, the waiters alone have it.
        """
        with self._changed:
            job = self._jobs.get(key) or self._kept(key) or self._new(key, work, keep)
            job.waiters += 1
            return Ticket(self, job)

    def leave(self, job: Job) -> None:
        """One waiter less."""
        with self._changed:
            job.waiters -= 1
            job.left_at = self._clock()
            if job.waiters == 0 and self._jobs.get(job.key) is job and job is not self._running:
                del self._jobs[job.key]

    _running: Job | None = None

    def _kept(self, key: Hashable) -> Job | None:
        if key not in self.results:
            return None
        job = Job(key, None)
        job.result, job.done = self.results[key], 1.0
        job.finished.set()
        return job

    def _new(self, key: Hashable, work: Callable, keep: bool) -> Job:
        job = self._jobs[key] = Job(key, work, keep)
        self._changed.notify()
        return job

    def _serve(self, prepare: Callable, rest: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs, rest)
        _outcome(prepare)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs)
                job = self._running = next(iter(self._jobs.values()))
            result, error = _outcome(lambda job=job: job.work(**self._signals(job)))
            self._deliver(job, result, error)
            job = result = None
            if not self._jobs:
                _outcome(self._tidy)

    def _deliver(self, job: Job, result: object, error: BaseException | None) -> None:
        with self._changed:
            self._running = None
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            job.result, job.error, job.work, job.partial = result, error, None, None
            if error is None and job.keep:
                _outcome(lambda: self.results.keep(job.key, result))  # what cannot be weighed is not kept
            job.finished.set()

    def _signals(self, job: Job) -> dict[str, Callable]:
        return {"progress": _reporter(job), "cancelled": self._asks(job), "partly": _sharer(job)}

    def _asks(self, job: Job) -> Callable[[], bool]:
        """What `job`'s work polls; once it has said True the job is out of reach of newcomers."""

        def cancelled() -> bool:
            with self._changed:
                if self._jobs.get(job.key) is job and self._unwanted(job):
                    del self._jobs[job.key]
                return self._jobs.get(job.key) is not job

        return cancelled

    def _unwanted(self, job: Job) -> bool:
        others = len(self._jobs) > 1
        return job.waiters == 0 and (others or self._clock() - job.left_at >= self._grace)


class Ticket:
    """One waiter's share in a job; leave it in a `finally`."""

    def __init__(self, slot: Slot, job: Job):
        self._slot, self._job = slot, job

    def wait(self, seconds: float) -> bool:
        """True as soon as the job has ended; False after `seconds` without."""
        return self._job.finished.wait(seconds)

    @property
    def done(self) -> float:
        """How far the job is, 0 to 1."""
        return self._job.done

    @property
    def partial(self) -> object:
        """What the work last shared of its result; None before that, and once it has ended."""
        return self._job.partial

    def result(self) -> object:
        """What the work returned, shared by all who asked: read it, do not change it.

        Raises:
            BaseException: what the work raised.
        """
        if self._job.error is not None:
            raise self._job.error
        return self._job.result

    def leave(self) -> None:
        """Give this share up; once is enough, more do nothing."""
        if self._slot is not None:
            self._slot, slot = None, self._slot
            slot.leave(self._job)


def _reporter(job: Job) -> Callable:
    """What the work of `job` reports its progress to."""

    def report(progress) -> None:
        job.done = min(max(float(progress.done), 0.0), 1.0)

    return report


def _sharer(job: Job) -> Callable:
    """What the work of `job` hands parts of its result to."""

    def share(partial: object) -> None:
        job.partial = partial

    return share


def _outcome(work: Callable) -> tuple[object, BaseException | None]:
    """What `work` returns, or what it raises: nothing may end the worker thread, and every waiter must hear of it."""
    try:
        return work(), None
    except BaseException as error:  # noqa: BLE001
        return None, error
