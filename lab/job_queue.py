"""Who waits for what: requests shared by their key, one computed at a time, given up when nobody waits.

A visitor joins a job, waits and leaves; somebody who asks for the same gets the same job. A visitor waits for one job
at a time: a new request takes the place of the one before. A job that nobody waits for is given up at once. One whose
process dies is tried once more in a new one; if that dies too it is refused for a while, and the others live on.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from lab.progress import Cancelled
from lab.worker import Died, Failed, Refused, Request, Worker

TRIES, REFUSED_FOR = 2, 600.0  # processes that one job may take down, and seconds that it is refused after that
GRACE = 0.05  # seconds a job goes on when everybody has left: a page that is drawn anew joins again within them
SOFT, HARD = 760 * 2**20, 900 * 2**20  # bytes of a process that is replaced in a quiet moment, and between two jobs
QUIET, IDLE = 2.0, 600.0  # seconds without a job after which a large process is replaced, and any is ended
SORRY = "Something went wrong on our side. Change a setting, or load the page again."
LOST = "The process that computes this ended twice, perhaps for want of memory. Ask for fewer runs, epochs or units."
NONE = "No process can be started to compute this; the machine may be out of memory. Try again in a minute."


class Job:
    """One request, shared by everybody who asked for its key.

    Attributes:
        done: share of the work, 0 to 1.
        coarse: the latest coarse answer, as JSON; None before one.
        finished: set once `answer` or `error` is there.
        answer: JSON; None if it failed.
        error: a sentence for the reader; "" if it went well.
    """

    def __init__(self, key: Hashable, request: Request, private: bool):
        self.key, self.request, self.private = key, request, private
        self.waiting: set[Hashable] = set()
        self.left_at, self.done = 0.0, 0.0
        self.coarse: bytes | None = None
        self.finished = threading.Event()
        self.answer: bytes | None = None
        self.error = ""

    def wait(self, seconds: float) -> bool:
        """True as soon as it has ended; False after `seconds` without."""
        return self.finished.wait(seconds)


class JobQueue:
    """Jobs in the order in which they were asked for, computed by a worker for each of `workers`.

    Args:
        workers: what computes, each by `run`, one job at a time; with `start`, `end` and `nbytes`.
        rest: seconds before a worker is started although nobody has asked for anything: a page may be drawn meanwhile.
    """

    def __init__(self, workers: list[Worker], *, rest: float = 1.5):
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()  # asked for and not ended
        self._running: set[Hashable] = set()
        self._deaths: dict[Hashable, tuple[int, float]] = {}  # key -> processes taken down, and when last
        self._changed = threading.Condition()
        self._wanted = True  # a worker to be started although no job waits
        self._workers = workers
        for worker in workers:
            threading.Thread(target=self._serve, args=(worker, rest), name="job queue", daemon=True).start()

    def ask(self, key: Hashable, request: Request, visitor: Hashable, *, private: bool = False) -> Job:
        """The job of a request: under way, or new. The visitor's job before is left.

        Args:
            key: what the answer depends on, all of it; of private requests also whose they are.
            request: what is asked.
            visitor: who waits.
            private: whether it is about what a visitor brought: then the log does not say what went wrong.
        """
        with self._changed:
            for other in list(self._jobs.values()):
                if other.key != key and visitor in other.waiting:
                    self._leave(other, visitor)
            if self._refused(key):
                return _ended(Job(key, request, private), error=LOST)
            job = self._jobs.get(key)
            if job is None:
                job = self._jobs[key] = Job(key, request, private)
                self._changed.notify_all()
            job.waiting.add(visitor)
            return job

    def leave(self, job: Job, visitor: Hashable) -> None:
        """One visitor less; once is enough, more do nothing."""
        with self._changed:
            self._leave(job, visitor)

    def warm(self) -> None:
        """Have the workers ready: somebody has come who may ask."""
        with self._changed:
            self._wanted = True
            self._changed.notify_all()

    def close(self) -> None:
        """End the workers; for tests and for a server that ends."""
        for worker in self._workers:
            worker.end()

    def _leave(self, job: Job, visitor: Hashable) -> None:
        job.waiting.discard(visitor)
        job.left_at = time.monotonic()
        if not job.waiting and job.key not in self._running and self._jobs.get(job.key) is job:
            del self._jobs[job.key]

    def _refused(self, key: Hashable) -> bool:
        """Whether the job has just taken down as many processes as it may; a while later it may try again."""
        count, when = self._deaths.get(key, (0, 0.0))
        if count and time.monotonic() - when >= REFUSED_FOR:
            del self._deaths[key]
        return count >= TRIES and key in self._deaths

    def _next(self) -> Job | None:
        return next((job for key, job in self._jobs.items() if key not in self._running), None)

    def _serve(self, worker: Worker, rest: float) -> None:
        with self._changed:
            self._changed.wait_for(self._next, rest)
        while True:
            with self._changed:
                job = self._next()
                if job is not None:
                    self._running.add(job.key)
            if job is None:
                self._wait(worker)
            else:
                self._compute(job, worker)
                if worker.nbytes > HARD:
                    worker.end()

    def _wait(self, worker: Worker) -> None:
        """Until there is a job; meanwhile a worker is started, replaced or ended."""
        if self._wanted:
            self._wanted = False
            _start(worker)
        with self._changed:
            if self._changed.wait_for(lambda: self._next() or self._wanted, QUIET):
                return
        if worker.nbytes > SOFT:
            worker.end()
            _start(worker)
        with self._changed:
            came = self._changed.wait_for(lambda: self._next() or self._wanted, IDLE)
        if not came:
            worker.end()

    def _compute(self, job: Job, worker: Worker) -> None:
        answer, error = None, ""
        try:
            answer = self._tried(job, worker)
        except Cancelled:
            error = SORRY  # nobody waits for it
        except Refused as refused:
            error = str(refused)
        except Failed as failed:
            error = SORRY
            if not job.private:
                logging.getLogger(__name__).error("%s failed: %s", job.request.slug, failed)
        except Exception:  # whatever it is, those who wait hear of it and the queue goes on
            logging.getLogger(__name__).exception("%s was lost", job.request.slug)
            error = SORRY
        with self._changed:
            self._running.discard(job.key)
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            _ended(job, answer=answer, error=error)

    def _tried(self, job: Job, worker: Worker) -> bytes:
        """The answer, from a second process if the first one dies."""
        while True:
            try:
                worker.start()
            except Died as died:
                logging.getLogger(__name__).error("no worker: %s", died)
                raise Refused(NONE) from died
            try:
                return worker.run(job.request, lambda done: setattr(job, "done", done), self._gone(job), _shower(job))
            except Died as died:
                logging.getLogger(__name__).error("%s took its process down: %s", job.request.slug, died)
                count = self._deaths.get(job.key, (0, 0.0))[0] + 1
                self._deaths[job.key] = count, time.monotonic()
                if count >= TRIES:
                    raise Refused(LOST) from died

    def _gone(self, job: Job) -> Callable[[], bool]:
        """Whether everybody has left the job; then it is out of reach of newcomers."""

        def gone() -> bool:
            with self._changed:
                if not job.waiting and time.monotonic() - job.left_at >= GRACE and self._jobs.get(job.key) is job:
                    del self._jobs[job.key]
                return self._jobs.get(job.key) is not job

        return gone


def key_of(*parts: object) -> str:
    """A short key of anything that has a `repr` which says all of it; bytes count by their content."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(repr(part).encode() + b"\0")
    return whole.hexdigest()[:32]


def _ended(job: Job, answer: bytes | None = None, error: str = "") -> Job:
    job.answer, job.error, job.done = answer, error, 1.0
    job.finished.set()
    return job


def _shower(job: Job) -> Callable[[bytes], None]:
    def show(answer: bytes) -> None:
        job.coarse = answer

    return show


def _start(worker: Worker) -> None:
    """Start it if that can be done; who asks later is told if not."""
    try:
        worker.start()
    except Died as died:
        logging.getLogger(__name__).error("no worker: %s", died)
