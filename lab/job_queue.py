"""Who waits for what: requests shared by their key, one computed at a time, given up when nobody waits.

Who asks for what another one waits for gets the same job. A job that nobody waits for is given up at once; the last
answer is kept, for a page that was drawn anew as it came. One whose process dies is tried once more in a new one; if
that dies too it is refused for a while, and the others live on. In a quiet moment what is on screen and known is
computed all the same: then a turned knob finds its programs compiled. In a longer one so is what somebody may come to.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import itertools
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from typing import Protocol

from lab import compiled
from lab.memory import ANOTHER, free_memory
from lab.progress import Cancelled
from lab.request import Died, Failed, Refused, Request

TRIES, REFUSED_FOR = 2, 600.0  # processes that one job may take down, and seconds that it is refused after that
GRACE = 0.05  # seconds a job goes on when everybody has left: a page that is drawn anew joins again within them
SOFT = 620 * 2**20  # bytes of a process that is replaced in a quiet moment, or when the next one is prepared
HARD = 700 * 2**20  # bytes of a process that is replaced between two jobs
QUIET, IDLE = 2.0, 600.0  # seconds without a job after which a large process is replaced, and any is ended
LULL = 20.0  # seconds without a visitor's request after which what is likely is prepared
STAYED = 1.0  # seconds without a job after which a worker prepares: somebody has stayed and reads
BEHIND = 1.0  # seconds that a job waits behind one that may take minutes before it gets a process of its own
FAREWELL = 5.0  # seconds that `close` waits at the most
SORRY = "Something went wrong on our side. Change a setting, or load the page again."
LOST = "The process that computes this ended twice, perhaps for want of memory. Ask for fewer runs, epochs or units."

_log = logging.getLogger(__name__)


class Computes(Protocol):
    """What answers one request at a time: `lab.process.Worker`, or a place in a cluster."""

    nbytes: int
    pid: int | None

    def start(self) -> None: ...
    def renew(self, at_once: bool) -> None: ...
    def run(self, request: Request, progress: Callable, cancelled: Callable, show: Callable) -> bytes: ...
    def end(self) -> None: ...


class Job:
    """One request, shared by everybody who asked for its key.

    Attributes:
        done: share of the work, 0 to 1.
        coarse: the latest coarse answer, as JSON; None before one.
        answer: JSON; None if it failed, or has not ended.
        error: a sentence for the reader; "" if it went well.
    """

    def __init__(self, key: Hashable, request: Request, private: bool):
        self.key, self.request, self.private = key, request, private
        self.waiting = 0  # how many; a visitor's page that is drawn anew waits twice for a moment
        self.running, self.left_at, self.done = False, 0.0, 0.0
        self.coarse: bytes | None = None
        self.answer: bytes | None = None
        self.error = ""
        self._ended = threading.Event()

    def wait(self, seconds: float) -> bool:
        """True as soon as it has ended; False after `seconds` without."""
        return self._ended.wait(seconds)

    def end(self, answer: bytes | None = None, error: str = "") -> None:
        """Let those who wait know what came of it."""
        self.answer, self.error, self.done = answer, error, 1.0
        self._ended.set()


class JobQueue:
    """Jobs in the order in which they were asked for, computed by each of `workers`, one at a time.

    Args:
        workers: what computes.
        rest: seconds before a worker is started although nobody has asked for anything: a page may be drawn meanwhile.
        likely: keys and requests that may come, computed one after another while nobody asks for anything; for one
            worker.
        prepared: called with the key of each of `likely` that was computed.
        spare: started only while a job of bounded time runs, which may take minutes, for those of the others that
            would wait for it; None = they wait.
    """

    def __init__(
        self,
        workers: list[Computes],
        *,
        rest: float = 1.5,
        likely: Iterable[tuple[Hashable, Request]] = (),
        prepared: Callable[[Hashable], object] = lambda key: None,
        spare: Computes | None = None,
    ):
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()  # asked for, not ended, and not given up
        self._deaths: dict[Hashable, tuple[int, float]] = {}  # key -> processes taken down, and when last
        self._changed = threading.Condition()
        self._wanted, self._closed = True, False  # a worker to be started although no job waits; no more of them
        self._expected: Job | None = None  # the latest thing to be prepared for
        self._again: Job | None = None  # the same, for a process that takes the place of the one that prepared
        self._likely, self._prepared, self._asked_at = iter(likely), prepared, time.monotonic()
        self._last: Job | None = None  # that brought an answer: a page that was drawn anew meanwhile is back for it
        self._computed: dict[int, set[Hashable]] = {}  # number of a living process -> what it has computed
        self._workers = workers + ([spare] if spare else [])
        self._threads = [
            threading.Thread(target=self._serve, args=(worker, rest), name="job queue", daemon=True)
            for worker in workers
        ]
        if spare:
            self._threads += [threading.Thread(target=self._relieve, args=(spare,), name="job queue", daemon=True)]
        for thread in self._threads:
            thread.start()
        atexit.register(self.close)

    @contextlib.contextmanager
    def asked(self, key: Hashable, request: Request, *, private: bool = False) -> Iterator[Job]:
        """The job of a request, under way or new, for as long as somebody waits here.

        Args:
            key: what the answer depends on, all of it; of private requests also whose they are.
            request: what is asked.
            private: whether it is about what a visitor brought: then the log does not say what went wrong.
        """
        job = self._joined(key, request, private)
        try:
            yield job
        finally:
            self._leave(job)

    def warm(self) -> None:
        """Have a worker ready: somebody has come who may ask."""
        with self._changed:
            self._wanted = True
            self._changed.notify_all()

    def expect(self, key: Hashable, request: Request) -> None:
        """Have a worker compute this once in a quiet moment, for what it compiles: likewise settings may be asked next.

        It gives way to whatever is asked. Only the latest call counts.
        """
        with self._changed:
            self._expected = self._again = Job(key, request, private=False)
            self._asked_at = time.monotonic()
            self._changed.notify_all()

    def close(self) -> None:
        """Give up all jobs and end the workers, so that the process may end; more calls do nothing."""
        atexit.unregister(self.close)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        end = time.monotonic() + FAREWELL
        for worker in self._workers:
            worker.end()
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        for job in self._jobs.values():
            job.end(error=SORRY)

    def _joined(self, key: Hashable, request: Request, private: bool) -> Job:
        with self._changed:
            self._asked_at = time.monotonic()
            job = Job(key, request, private)
            if self._closed or self._refused(key):
                job.end(error=SORRY if self._closed else LOST)
            elif self._last is not None and self._last.key == key:
                job = self._last
            else:
                job = self._jobs.setdefault(key, job)
                self._changed.notify_all()
            job.waiting += 1
            return job

    def _leave(self, job: Job) -> None:
        with self._changed:
            job.waiting -= 1
            job.left_at = time.monotonic()
            if not (job.waiting or job.running) and self._jobs.get(job.key) is job:
                del self._jobs[job.key]

    def _refused(self, key: Hashable) -> bool:
        """Whether the job has just taken down as many processes as it may; a while later it may try again."""
        return self._deaths.get(key, (0, 0.0))[0] >= TRIES and time.monotonic() - self._deaths[key][1] < REFUSED_FOR

    def _next(self) -> Job | None:
        return next((job for job in self._jobs.values() if not job.running), None)

    def _serve(self, worker: Computes, rest: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._next(), rest)
        while not self._closed:
            with self._changed:
                job = self._next()
                if job is not None:
                    job.running = True
                    self._changed.notify_all()  # others may wait behind it
            try:
                if job is not None:
                    self._compute(job, worker, self._gone(job))
                elif not self._prepare(worker):
                    self._wait(worker)
            except Exception:  # whatever it is, the queue goes on
                _log.exception("the queue stumbled")
                time.sleep(QUIET)
        worker.end()

    def _relieve(self, spare: Computes) -> None:
        """Compute what waits behind a job that may take minutes, for as long as that runs."""
        while not self._closed:
            with self._changed:
                job = self._overdue(spare)
                if job is not None:
                    job.running = True
                needed = self._long_runs()
            try:
                if job is not None:
                    self._compute(job, spare, self._gone(job))
                elif not needed:
                    spare.end()
            except Exception:  # whatever it is, the queue goes on
                _log.exception("the queue stumbled")
                time.sleep(QUIET)
        spare.end()

    def _overdue(self, spare: Computes) -> Job | None:
        """What has waited long enough, if there is memory for it; waits for it, or for a while where `spare` is up."""
        up = spare.pid is not None
        self._changed.wait_for(lambda: self._closed or self._behind(), QUIET if up else None)
        if not up:
            self._changed.wait_for(lambda: self._closed or not self._behind(), BEHIND)
        return self._behind() if not self._closed and (up or free_memory() >= ANOTHER) else None

    def _behind(self) -> Job | None:
        """The first job that waits for one that may take minutes, and is none of these itself."""
        if not self._long_runs():
            return None
        return next((job for job in self._jobs.values() if not (job.running or _long(job))), None)

    def _long_runs(self) -> bool:
        return any(job.running and _long(job) for job in self._jobs.values())

    def _wait(self, worker: Computes) -> None:
        """Until there is a job; meanwhile a worker is started, replaced or ended."""
        with self._changed:
            wanted, self._wanted = self._wanted, False
        if wanted:
            _start(worker)
        if self._called(QUIET):
            return
        if worker.nbytes > SOFT:
            worker.renew(at_once=True)
            _start(worker)
            with self._changed:  # once: it may be what grows
                self._expected, self._again = self._expected or self._again, None
        lull = max(0.0, LULL - (time.monotonic() - self._asked_at))
        if not (self._called(lull) or self._foresee(worker) or self._called(IDLE)):
            worker.end()

    def _foresee(self, worker: Computes) -> bool:
        """Compute the next of what is likely, as long as nobody asks for anything; False if nothing is."""
        another = next(self._likely, None)
        if another is None:
            return False
        job = Job(*another, private=False)
        if not self._compute(job, worker, lambda: self._called(0.0)):  # another time
            self._likely = itertools.chain(self._likely, [another])
        elif job.answer is not None:
            self._prepared(job.key)
        return True

    def _called(self, seconds: float) -> bool:
        """Whether there is something to do within some seconds."""
        with self._changed:
            return bool(
                self._changed.wait_for(lambda: self._next() or self._expected or self._wanted or self._closed, seconds)
            )

    def _prepare(self, worker: Computes) -> bool:
        """Compute what is expected, if anything is; not twice in a process, nor in one that is large already."""
        if self._expected is None:
            return False
        _start(worker)  # before the wait: whoever came may ask
        with self._changed:
            if self._changed.wait_for(lambda: self._next() or self._closed, STAYED):
                return True
            job, self._expected = self._expected, None
        if worker.pid is not None and worker.nbytes < SOFT and job.key not in self._computed.get(worker.pid, ()):
            self._compute(job, worker, self._busy)
        return True

    def _busy(self) -> bool:
        with self._changed:
            return self._closed or self._next() is not None

    def _compute(self, job: Job, worker: Computes, gone: Callable[[], bool]) -> bool:
        """Whether it came to its end, with an answer or without; False if it was given up."""
        answer, error, ended = None, SORRY, True
        try:
            answer, error = self._tried(job, worker, gone), ""
        except Cancelled:  # nobody waits for it
            ended = False
        except Refused as refused:
            error = str(refused)
        except Exception as fault:  # whatever it is, those who wait hear of it
            failed = isinstance(fault, Failed)  # its text says where
            said = "it was about what a visitor brought" if job.private else fault
            _log.error("%s failed: %s", job.request.slug, said, exc_info=not (failed or job.private))
        with self._changed:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            if answer is not None and worker.pid is not None:
                self._computed = {worker.pid: self._computed.get(worker.pid, set()) | {job.key}}
            job.end(answer, error)
            if answer is not None:
                self._last = job
        if (held := worker.nbytes) > SOFT:
            worker.renew(at_once=held > HARD)
            self.warm()
        return ended

    def _tried(self, job: Job, worker: Computes, gone: Callable[[], bool]) -> bytes:
        """The answer, from a second process if the first one dies."""
        while not gone():
            worker.start()
            try:
                answer = worker.run(job.request, partial(setattr, job, "done"), gone, partial(setattr, job, "coarse"))
            except Died as died:
                _log.error("%s took its process down: %s", job.request.slug, died)
                if not self._closed:
                    compiled.forget()  # perhaps what is kept there cannot run here
                self._died(job.key)
            else:
                self._deaths.pop(job.key, None)
                return answer
        raise Cancelled

    def _died(self, key: Hashable) -> None:
        """Note that a job has taken down a process.

        Raises:
            Refused: those were as many as it may.
        """
        now = time.monotonic()
        with self._changed:
            for old in [each for each, (_, when) in self._deaths.items() if now - when >= REFUSED_FOR]:
                del self._deaths[old]
            self._deaths[key] = self._deaths.get(key, (0, 0.0))[0] + 1, now
            if self._refused(key):
                raise Refused(LOST)

    def _gone(self, job: Job) -> Callable[[], bool]:
        """Whether everybody has left the job; then it is out of reach of newcomers."""

        def gone() -> bool:
            with self._changed:
                if not job.waiting and time.monotonic() - job.left_at >= GRACE and self._jobs.get(job.key) is job:
                    del self._jobs[job.key]
                return self._closed or self._jobs.get(job.key) is not job

        return gone


def _long(job: Job) -> bool:
    """Whether it may take minutes: then its time is bounded."""
    return job.request.seconds < math.inf


def key_of(*parts: object) -> str:
    """A short key of anything that has a `repr` which says all of it; bytes count by their content."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(repr(part).encode() + b"\0")
    return whole.hexdigest()[:32]


def _start(worker: Computes) -> None:
    """Start it if that can be done; who asks later is told if not."""
    with contextlib.suppress(Refused):
        worker.start()
