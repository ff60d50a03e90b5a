"""The same requests, answered by the workers of a Dask cluster: for a server with `LAB_SCHEDULER=tcp://host:port`.

Each place is one worker of the cluster and stands where a `lab.process.Worker` would. Its task is asked now and then
how far it is, by `Client.run`, which Dask runs beside the tasks; the same call tells it that nobody waits any more,
since `Future.cancel` does not stop what already runs. Nothing of a request stays in the scheduler. The workers need
this package, the same version of it, and one thread each (`dask worker --nthreads 1`).
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import uuid
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab.progress import Cancelled
from lab.request import TOO_LONG, Died, Failed, Refused, Request, answer_of, answered, outcome

if TYPE_CHECKING:
    from distributed import Client, Future

MOST = 16  # places that are used of a larger cluster
CONNECT, JOIN = 5.0, 20.0  # seconds to reach the scheduler, and for a worker to come back to it
TICK = 0.1  # seconds between two questions how far it is
FETCH = 60.0  # seconds that an answer may take from its worker to here
REMEMBERED = 1_000  # requests that were given up
AWAY = "The computers that answer this are out of reach. Try again in a minute."
MISSING = "LAB_SCHEDULER names a Dask cluster, and Dask is not installed here: `pip install distributed`."


def workers(scheduler: str, answer: Callable = answered) -> list[Place]:
    """A place for each worker that the cluster has now, at most 16; one if it is out of reach.

    Args:
        scheduler: address of the cluster's scheduler, tcp://host:port.
        answer: what answers a request, as `lab.request.answered`; a function that the cluster's workers can import.

    Raises:
        ModuleNotFoundError: Dask is not installed.
    """
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise ModuleNotFoundError(MISSING) from error
    first = Place(scheduler, 0, answer)
    with contextlib.suppress(Refused):
        first.start()
    return [first, *(Place(scheduler, number, answer) for number in range(1, min(len(first.addresses()), MOST)))]


class Place:
    """One worker of a cluster, asked for one answer at a time; as `lab.process.Worker`.

    Attributes:
        nbytes: 0; a cluster minds the memory of its workers itself.
        pid: None; what one of its processes has compiled serves no other one.
    """

    nbytes = 0
    pid = None

    def __init__(self, scheduler: str, number: int, answer: Callable):
        self._scheduler, self._number, self._answer = scheduler, number, answer
        self._client: Client | None = None

    def start(self) -> None:
        """Be connected to a cluster that has a worker.

        Raises:
            Refused: there is none.
        """
        from distributed import Client

        if self.addresses():
            return
        try:
            if self._client is None or self._client.status != "running":
                self.end()
                self._client = Client(self._scheduler, timeout=CONNECT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=JOIN)
        except (OSError, CancelledError) as error:
            raise _away(error) from error

    def renew(self, at_once: bool) -> None:
        """Nothing: a cluster minds its workers itself."""

    def run(self, request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable) -> bytes:
        """As `lab.process.Worker.run`."""
        addresses, job = self.addresses(), uuid.uuid4().hex
        if not addresses:
            raise _away("it has no worker")
        address, future = addresses[self._number % len(addresses)], None
        try:
            future = self._submitted(job, request, address)
            self._watch(future, job, address, request.seconds, progress, cancelled, show)
            return self._answer_of(future)
        except (OSError, CancelledError) as error:
            if self._client is not None and self._client.status == "running":
                raise Died(str(error)) from error
            raise _away(error) from error
        finally:
            if future is not None:
                with contextlib.suppress(Exception):  # the scheduler may be gone, and what it was asked for with it
                    future.cancel()

    def addresses(self) -> list[str]:
        """Addresses of the cluster's workers, those that keep their name through a restart at the same place."""
        if self._client is None or self._client.status != "running":
            return []
        found = self._client.scheduler_info(n_workers=-1)["workers"]
        return sorted(found, key=lambda address: str(found[address]["name"]))

    def end(self) -> None:
        """Leave the cluster."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError, CancelledError):
                client.close(timeout=CONNECT)

    def _submitted(self, job: str, request: Request, address: str) -> Future:
        """The task of a request, at one worker: elsewhere nobody would hear what it says."""
        try:
            return self._client.submit(
                _outcome, job, request, self._answer, key=f"lab-{job}", pure=False, retries=0, workers=[address]
            )
        except (OSError, CancelledError):
            raise
        except Exception as error:  # whatever a value raises that is not plain
            raise Failed(f"settings that cannot be sent: {error}") from error

    def _watch(
        self, future: Future, job: str, address: str, seconds: float, progress: Callable, cancelled: Callable[[], bool],
        show: Callable,
    ) -> None:  # fmt: skip
        """Until a task is done, or has had its seconds: pass on what it says, and that nobody waits any more."""
        ended, heard, end = threading.Event(), None, time.monotonic() + seconds
        future.add_done_callback(lambda _: ended.set())
        while not ended.wait(TICK):
            if address not in self.addresses():
                raise OSError("the worker, or the whole cluster, is gone")
            late = time.monotonic() > end
            if late or cancelled():
                _beside(self._client.run, _hear, job, True, workers=[address])
                raise Refused(TOO_LONG.format(seconds=seconds)) if late else Cancelled
            heard = heard or _beside(self._client.run, _hear, job, False, workers=[address])
            if heard.done():
                (done, coarse), heard = heard.result()[address], None
                progress(done)
                if coarse is not None:
                    show(coarse)

    def _answer_of(self, future: Future) -> bytes:
        from distributed import KilledWorker

        try:
            return answer_of(*future.result(timeout=FETCH))
        except KilledWorker as error:
            raise Died(str(error)) from error


def _beside(function: Callable, *arguments, **named) -> futures.Future:
    """Call a function in a thread: asked of a worker that has just died, Dask waits half a minute."""
    called: futures.Future = futures.Future()

    def call() -> None:
        try:
            called.set_result(function(*arguments, **named))
        except Exception as error:  # told to whoever looks
            called.set_exception(error)

    threading.Thread(target=call, name="ask a worker", daemon=True).start()
    return called


def _away(why: object) -> Refused:
    logging.getLogger(__name__).error("the cluster is out of reach: %s", why)
    return Refused(AWAY)


# What follows runs in the cluster's workers.


@dataclass
class _Said:
    """What a task that is under way has said."""

    done: float = 0.0
    coarse: bytes | None = None  # until it is fetched

    def progress(self, share: float) -> None:
        self.done = share

    def show(self, answer: bytes) -> None:
        self.coarse = answer


_under_way: dict[str, _Said] = {}
_given_up: dict[str, None] = {}  # the latest: a task may hear of it before it begins


def _outcome(job: str, request: Request, answer: Callable) -> tuple[str, object]:
    """The task: `lab.request.outcome`, that can be asked how far it is."""
    said = _under_way[job] = _Said()
    try:
        return outcome(answer, request, said.progress, lambda: job in _given_up, said.show)
    finally:
        del _under_way[job]


def _hear(job: str, given_up: bool) -> tuple[float, bytes | None]:
    """How far a task is, and its coarse answer if there is a new one."""
    if given_up:
        _given_up[job] = None
        while len(_given_up) > REMEMBERED:
            del _given_up[next(iter(_given_up))]
    said = _under_way.get(job, _Said())
    coarse, said.coarse = said.coarse, None
    return said.done, coarse
