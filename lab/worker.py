"""The process that computes: `python -m lab.worker` answers one question at a time, for a server that stays light.

TensorFlow lives here and not in the server: there its objects would slow every page, and its memory would never come
back. The two talk over a `multiprocessing.connection`: a request goes in, progress, coarse answers and the answer come
out. A request is given up within a fifth of a second, by the measures that ask whether to go on and, between them, by
an exception. The process ends when its server does.
"""

from __future__ import annotations

import _thread
import contextlib
import logging
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

import psutil

from lab.progress import Cancelled

KEY = "LAB_WORKER_KEY"  # of the environment: what proves to the worker's server that it is its worker
TICK = 0.05  # seconds between two looks at whether a request is still wanted
START = 60.0  # seconds that a new process may take until it answers the phone
PATIENCE = 3.0  # seconds that a request may go on after it was given up; then its process is ended
REST = 1.0  # seconds a fresh process waits for a first request before it imports TensorFlow all the same
ROOT = Path(__file__).parents[1]
ANSWERED, REFUSED, FAILED, GIVEN_UP, PROGRESS, COARSE = (
    "answered",
    "refused",
    "failed",
    "given up",
    "progress",
    "coarse",
)


class Refused(Exception):  # noqa: N818 - a sentence for the reader, not a fault
    """The request cannot be answered; its text says why, for the reader."""


class Failed(Exception):  # noqa: N818
    """Answering failed; its text is for the log."""


class Died(Exception):  # noqa: N818
    """The process that was answering ended."""


@dataclass(frozen=True)
class Request:
    """A question and its settings, plain values all."""

    slug: str
    settings: Mapping[str, object]


def answered(
    request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable[[bytes], None]
) -> bytes:
    """The answer to a request as JSON, computed in this process.

    Args:
        request: what is asked.
        progress: called with the share done, 0 to 1.
        cancelled: asked whether to stop.
        show: called with coarse answers as JSON.

    Raises:
        Refused: the settings make no sense together, or are too much for this machine.
        Cancelled: `cancelled` said so.
    """
    from lab.compute import Compute
    from lab.question import ask

    compute = Compute(
        lambda now: progress(min(max(float(now.done), 0.0), 1.0)),
        cancelled,
        lambda answer: show(answer.to_json().encode()),
    )
    try:
        return ask(request.slug, compute=compute, **request.settings).to_json().encode()
    except (ValueError, OSError) as error:
        raise Refused(str(error)) from error


class Worker:
    """The server's side: a process that is started when it is needed, asked, and replaced.

    Args:
        command: what is run to start one; it gets the address to call as its last argument.
        environment: added to that of the server.
    """

    def __init__(self, command: list[str] | None = None, environment: Mapping[str, str] | None = None):
        self._command = command or [sys.executable, "-m", "lab.worker"]
        self._environment = dict(environment or {})
        self._process: subprocess.Popen | None = None
        self._connection: Connection | None = None

    def start(self) -> None:
        """Have a process that answers.

        Raises:
            Died: none can be started; the text says why.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self.end()
        key = secrets.token_bytes(32)
        try:
            with Listener(authkey=key) as listener:
                self._process = subprocess.Popen(
                    [*self._command, str(listener.address)],
                    stdin=subprocess.DEVNULL,
                    cwd=ROOT,
                    env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", **self._environment, KEY: key.hex()},
                )
                self._connection = _accepted(listener, self._process)
        except (OSError, EOFError) as error:
            self.end()
            raise Died(str(error)) from error

    def run(self, request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable) -> bytes:
        """The answer to a request as JSON; as `answered`.

        Raises:
            Refused, Failed, Died, Cancelled: what became of it instead.
        """
        self.start()
        try:
            return self._run(request, progress, cancelled, show)
        except (OSError, EOFError) as error:
            self.end()
            raise Died(f"the process ended: {error}") from error

    def _run(self, request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable) -> bytes:
        self._connection.send(request)
        given_up = None
        while True:
            if given_up is None and cancelled():
                given_up = time.monotonic()
                self._connection.send(None)
            if given_up and time.monotonic() - given_up > PATIENCE:
                self.end()
                raise Cancelled
            if not self._connection.poll(TICK):
                continue
            kind, value = self._connection.recv()
            if kind == PROGRESS:
                progress(value)
            elif kind == COARSE:
                show(value)
            elif kind == ANSWERED:
                return value
            else:
                raise {REFUSED: Refused, FAILED: Failed, GIVEN_UP: Cancelled}[kind](value)

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the process holds; 0 if there is none."""
        try:
            return psutil.Process(self._process.pid).memory_info().rss if self._process else 0
        except psutil.Error:
            return 0

    @property
    def pid(self) -> int | None:
        """Number of the process, if there is one."""
        return self._process and self._process.pid

    def end(self) -> None:
        """End the process, if there is one, and take its exit status, so that no zombie stays."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._connection = None


def _accepted(listener: Listener, process: subprocess.Popen) -> Connection:
    """The connection that the process calls with; a listener itself waits without end."""
    box: queue.SimpleQueue = queue.SimpleQueue()

    def accept() -> None:
        try:
            box.put(listener.accept())
        except Exception as error:  # noqa: BLE001 - told to the thread that waits
            box.put(error)

    threading.Thread(target=accept, daemon=True).start()
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(queue.Empty):
            got = box.get(timeout=TICK)
            if isinstance(got, Exception):
                raise OSError(str(got)) from got
            return got
    raise OSError(f"the process that computes did not start (it ended with {process.poll()})")


class _Line:
    """The worker's side of the connection: what comes in is sorted, what goes out is sent whole."""

    def __init__(self, connection: Connection):
        self._connection, self._lock = connection, threading.Lock()
        self.requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self.given_up, self.computing = threading.Event(), False
        threading.Thread(target=self._listen, name="listener", daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)  # the server has ended; so does this process, whatever it is computing
            if message is not None:
                self.given_up.clear()
                self.requests.put(message)
            else:
                self.given_up.set()
                _thread.interrupt_main(signal.SIGINT)

    def send(self, kind: str, value: object) -> None:
        with self._lock:
            self._connection.send((kind, value))

    def interrupt(self, _number: int, frame) -> None:
        """What a signal does to the main thread: nothing, unless it computes what nobody wants any more.

        An import that is interrupted would leave half a module; that one goes on to the next question whether to stop.
        """
        if self.given_up.is_set() and self.computing and not _imports(frame):
            raise Cancelled

    @contextlib.contextmanager
    def interruptible(self):
        """While a request is computed, and not while anything is sent."""
        self.computing = True
        try:
            yield
        finally:
            self.computing = False

    def show(self, answer: bytes) -> None:
        """Send a coarse answer from the thread that computes."""
        self.computing = False
        self.send(COARSE, answer)
        self.computing = True


def _imports(frame) -> bool:
    while frame is not None:
        if "importlib" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


def _outcome(line: _Line, request: Request) -> tuple[str, object]:
    """What becomes of a request, and what is told of it."""
    told = [0.0]

    def progress(share: float) -> None:
        if share >= told[0] + 0.005 or share < told[0]:  # two hundred messages are enough
            told[0] = share
            line.send(PROGRESS, share)

    try:
        with line.interruptible():
            return ANSWERED, answered(request, progress, line.given_up.is_set, line.show)
    except Cancelled:
        return GIVEN_UP, ""
    except Refused as error:
        return REFUSED, str(error)
    except MemoryError:
        return REFUSED, "This asks for more memory than there is here; ask for fewer runs, epochs or units."
    except Exception as error:
        logging.getLogger(__name__).exception("%s failed", request.slug)
        return FAILED, f"{type(error).__name__}: {error}"


def main(address: str) -> None:
    """Answer requests until the server ends."""
    line = _Line(Client(address, authkey=bytes.fromhex(os.environ.pop(KEY))))
    signal.signal(signal.SIGINT, line.interrupt)
    while True:
        line.send(*_outcome(line, _next(line)))


def _next(line: _Line) -> Request:
    """The next request; while there is none, what takes seconds to import is imported."""
    if "keras" not in sys.modules:
        with contextlib.suppress(queue.Empty):
            return line.requests.get(timeout=REST)
        from lab.engine import pool  # noqa: F401 - brings Keras and TensorFlow
    return line.requests.get()


if __name__ == "__main__":
    from lab import worker  # the module by its name, so that both sides speak of the same classes

    worker.main(sys.argv[1])
