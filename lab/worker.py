"""The process that computes: `python -m lab.worker` answers one question at a time, for a server that stays light.

TensorFlow lives here and not in the server: there its objects would slow every page, and its memory would never come
back. The two talk over the process's standard input and output: a request goes in; progress, coarse answers and the
answer come out. A request is given up within a fifth of a second, by the measures that ask whether to go on and,
between them, by an exception. The process ends when its server does, however that ends: its input is then at its end.
"""

from __future__ import annotations

import _thread
import contextlib
import logging
import math
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psutil

from lab import compiled, memory
from lab.progress import Cancelled

TICK = 0.05  # seconds between two looks at whether a request is still wanted
START = 60.0  # seconds that a new process may take until it says that it is ready
HANDING_BACK = 2.0  # seconds that it may take to hand back memory after a request
PATIENCE = 10.0  # seconds that a request may go on after it was given up; then its process is ended, and imports anew
REST = 1.0  # seconds a fresh process waits for a first request before it imports TensorFlow all the same
ROOT = Path(__file__).parents[1]
ENVIRONMENT = {  # of a process that computes
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "MALLOC_ARENA_MAX": "2",  # heaps of the C library: with one for each thread, what compiling frees lies about unused
}
READY, PROGRESS, COARSE, ANSWERED, RESTED = "ready", "progress", "coarse", "answered", "rested"
REFUSED, FAILED, GIVEN_UP = "refused", "failed", "given up"
NO_MORE = pickle.dumps(None)  # to the process: what it was asked for is no longer wanted
NONE = "No process can be started to compute this; the machine may be out of memory. Try again in a minute."
TOO_LONG = (
    "This takes longer than {seconds:.0f} seconds, the most that it is given here. In a notebook nothing bounds it."
)
TOO_LARGE = "This asks for more memory than there is here; ask for fewer runs, epochs or units."
TOO_MUCH = (
    "This has taken {held:.2f} GB of memory, and {most:.2f} GB is the most that it may take here now; ask for "
    "something smaller. In a notebook nothing bounds it."
)


class Refused(Exception):  # noqa: N818 - a sentence for the reader, not a fault
    """The request cannot be answered; its text says why, for the reader."""


class Failed(Exception):  # noqa: N818
    """Answering failed; its text is for the log."""


class Died(Exception):  # noqa: N818
    """The process that was answering ended."""


@dataclass(frozen=True)
class Request:
    """A question and its settings, plain values all.

    Attributes:
        slug, settings: as of `lab.ask`.
        seconds, nbytes: what answering it may take; a process that takes more is ended. One whose bytes are bounded is
            ended too before it takes the last of the machine's memory.
    """

    slug: str
    settings: Mapping[str, object]
    seconds: float = math.inf
    nbytes: float = math.inf


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
        with memory.within(request.nbytes):
            answer = ask(request.slug, compute=compute, **request.settings)
    except (ValueError, OSError) as error:
        raise Refused(str(error)) from error
    return answer.to_json().encode()


def outcome(answer: Callable, request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable):
    """What becomes of a request, and what is told of it: the arguments of `answer_of`.

    Args:
        answer: `answered`, or what stands in for it; it gets the other arguments.
        request, progress, cancelled, show: as `answered`.
    """
    try:
        return ANSWERED, answer(request, progress, cancelled, show)
    except Cancelled:
        return GIVEN_UP, ""
    except Refused as error:
        return REFUSED, str(error)
    except MemoryError:
        return REFUSED, TOO_LARGE
    except Exception:  # whoever asked hears of it, and the next request is answered
        return (GIVEN_UP, "") if cancelled() else (FAILED, traceback.format_exc())


def answer_of(kind: str, value: object) -> bytes:
    """The answer that an `outcome` brings.

    Raises:
        Refused, Failed, Cancelled: it brings none.
    """
    if kind == ANSWERED:
        return value
    raise {REFUSED: Refused, FAILED: Failed, GIVEN_UP: Cancelled}[kind](value)


class Worker:
    """The server's side: a process that is started when it is needed, asked, and replaced.

    Args:
        command: what is run to start one, in the folder that holds `lab`; it calls `main`.
    """

    def __init__(self, command: list[str] | None = None):
        self._command = command or [sys.executable, "-m", "lab.worker"]
        self._process: subprocess.Popen | None = None
        self._said: queue.SimpleQueue = queue.SimpleQueue()  # what the process said; None once it has ended
        self._rested = threading.Event()  # it holds no more than it needs for the next request

    def start(self) -> None:
        """Have a process that answers.

        Raises:
            Refused: none can be started.
        """
        if self.pid is not None:
            return
        self.end()
        try:
            self._started()
        except (OSError, RuntimeError, MemoryError) as error:  # no such program, no memory, no thread
            self.end()
            logging.getLogger(__name__).error("no process to compute: %s", error)
            raise Refused(NONE) from error

    def _started(self) -> None:
        self._said, self._rested = queue.SimpleQueue(), threading.Event()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT},
            start_new_session=True,  # Ctrl-C in a terminal is for the server; on Windows the flag below says so
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        try:
            heard = self._process, self._said, self._rested
            threading.Thread(target=_listen, args=heard, name="what it says", daemon=True).start()
        except (RuntimeError, MemoryError):
            self._process.stdout.close()  # which nobody else will
            raise
        try:
            ready = self._said.get(timeout=START)
        except queue.Empty:
            raise OSError(f"it did not say within {START:g} seconds that it is ready") from None
        self._rested.set()
        if ready is None:
            raise OSError(f"it ended at once, with {self._process.returncode}")

    def run(self, request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable) -> bytes:
        """The answer to a request as JSON, from the process that `start` started; as `answered`.

        Raises:
            Refused, Failed, Died, Cancelled: what became of it instead.
        """
        process, said, given_up, began = self._process, self._said, None, time.monotonic()
        try:
            written = pickle.dumps(request)
        except Exception as error:  # whatever a value raises that is not plain
            raise Failed(f"settings that cannot be sent: {error}") from error
        self._rested.clear()
        _tell(process, written)
        while True:
            if bound := self._exceeded(request, time.monotonic() - began):
                self.end()
                raise Refused(bound)
            if given_up is None and cancelled():
                given_up = time.monotonic()
            if given_up is not None:
                _tell(process, NO_MORE)  # again and again: there are places that it cannot be interrupted at
                if time.monotonic() - given_up > PATIENCE:
                    self.end()
                    raise Cancelled
            with contextlib.suppress(queue.Empty):
                message = said.get(timeout=TICK)
                if message is None:
                    raise Died(f"it ended with {process.returncode}")
                kind, value = message
                if kind == PROGRESS:
                    progress(value)
                elif kind == COARSE:
                    show(value)
                else:
                    if kind == FAILED and compiled.forget():
                        self.end()  # perhaps what is kept cannot be read; this process would not look again
                    return answer_of(kind, value)

    def _exceeded(self, request: Request, seconds: float) -> str:
        """Which of a request's bounds the process has passed, as a sentence; "" for none."""
        if seconds > request.seconds:
            return TOO_LONG.format(seconds=request.seconds)
        if request.nbytes == math.inf:
            return ""
        held = self._resident
        most = min(request.nbytes, max(0.0, held + memory.free_memory() - memory.RESERVE))
        return TOO_MUCH.format(held=held / 1e9, most=most / 1e9) if held > most else ""

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the process holds between two requests; 0 if there is none.

        Compiling takes hundreds of megabytes more, which are handed back once the answer is out: this waits for that.
        """
        self._rested.wait(HANDING_BACK if self.pid else 0.0)
        return self._resident

    @property
    def _resident(self) -> int:
        try:
            return psutil.Process(self.pid).memory_info().rss if self.pid else 0
        except psutil.Error:
            return 0

    @property
    def pid(self) -> int | None:
        """Number of the process; None if there is none, or none any more."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def end(self) -> None:
        """End the process, if there is one, and take its exit status, so that no zombie stays."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            with contextlib.suppress(OSError):
                process.stdin.close()


def _listen(process: subprocess.Popen, said: queue.SimpleQueue, rested: threading.Event) -> None:
    """Note what a process says, message by message; when it ends, or says what nobody understands, that it is over."""
    try:
        while True:
            kind, value = _read(process.stdout)
            rested.set() if kind == RESTED else said.put((kind, value))
    except Exception as error:  # most often the end of the file
        logging.getLogger(__name__).debug("the process that computes says no more: %s", error)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        rested.set()
        said.put(None)


def _tell(process: subprocess.Popen | None, message: bytes) -> None:
    try:
        _write(process.stdin, message)
    except (OSError, ValueError, AttributeError) as error:  # it ended; or another thread has ended it
        raise Died(f"it hears no more: {error}") from error


def _write(stream: BinaryIO, message: bytes) -> None:
    stream.write(len(message).to_bytes(8, "big"))
    stream.write(message)
    stream.flush()


def _read(stream: BinaryIO) -> object:
    """The next message.

    Raises:
        EOFError: there is none, or not all of it.
    """
    return pickle.loads(_exactly(stream, int.from_bytes(_exactly(stream, 8), "big")))


def _exactly(stream: BinaryIO, count: int) -> bytes:
    read = stream.read(count)
    if len(read) < count:
        raise EOFError
    return read


class _Line:
    """The process's side: what comes in is sorted, what goes out is sent whole, and what is given up is interrupted.

    Args:
        received, sent: streams from and to the server.
    """

    def __init__(self, received: BinaryIO, sent: BinaryIO):
        self._received, self._sent, self._lock = received, sent, threading.Lock()
        self._requests: queue.SimpleQueue[tuple[Request, threading.Event]] = queue.SimpleQueue()
        self._given_up = threading.Event()  # of the latest request; each has its own, for threads that outlive it
        self._interruptible = False
        signal.signal(signal.SIGINT, self._interrupt)
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        self.send(READY, None)

    def next(self, timeout: float | None = None) -> tuple[Request, threading.Event]:
        """The next request, and what is set as soon as it is given up; `queue.Empty` if none comes in time."""
        return self._requests.get(timeout=timeout)

    def send(self, kind: str, value: object) -> None:
        """Tell the server something, from any thread."""
        message = pickle.dumps((kind, value))
        with self._lock:
            _write(self._sent, message)

    @contextlib.contextmanager
    def interruptible(self):
        """While a request is computed in the main thread."""
        self._interruptible = True
        try:
            yield
        finally:
            self._interruptible = False

    def _listen(self) -> None:
        while True:
            try:
                request = _read(self._received)
            except (EOFError, OSError):
                os._exit(0)  # the server has ended; so does this process, whatever it is computing
            except Exception:  # a value that cannot be read here: a whole message all the same
                self.send(FAILED, traceback.format_exc())
                continue
            if request is not None:
                self._given_up = threading.Event()
                self._requests.put((request, self._given_up))
            else:
                self._give_up()

    def _give_up(self) -> None:
        self._given_up.set()
        try:
            self._requests.get_nowait()
        except queue.Empty:  # it is being computed, if its outcome is not on its way
            _thread.interrupt_main(signal.SIGINT)
        else:  # the main thread is importing; nobody need wait for that
            self.send(GIVEN_UP, "")
            self.send(RESTED, None)

    def _interrupt(self, _number: int, frame) -> None:
        """What a signal does to the main thread: nothing, unless it computes what nobody wants any more.

        Once only, or it would interrupt what cleans up. Nor is half a message sent or half a module imported.
        """
        if self._interruptible and self._given_up.is_set() and not _whole(frame):
            self._interruptible = False
            raise Cancelled


def _whole(frame) -> bool:
    """Whether a frame is within what has to be done as a whole."""
    while frame is not None:
        if frame.f_code is _Line.send.__code__ or "importlib" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


def main(answer: Callable = answered, prepare: Callable[[], object] | None = None) -> None:
    """Answer requests from standard input on standard output, until the server ends.

    Args:
        answer: what answers one, as `answered`.
        prepare: called while there is no request; None = imports TensorFlow.
    """
    received, sent = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # nobody else reads there, and what others print goes to the log
    os.dup2(2, 1)
    os.environ.update(compiled.environment())  # which TensorFlow reads as it is imported
    line, rest, held = _Line(received, sent), REST, 0
    while True:
        try:
            asked = line.next(rest)
        except queue.Empty:
            (prepare or _prepare)()
            rest = None
        else:
            line.send(*_outcome(line, answer, *asked))
            held = memory.rested(held)
            line.send(RESTED, None)


def _prepare() -> None:
    """Import what takes seconds."""
    from lab.engine import pool  # noqa: F401 - brings Keras and TensorFlow

    memory.release_code()


def _outcome(line: _Line, answer: Callable, request: Request, given_up: threading.Event) -> tuple[str, object]:
    said = [0.0]

    def send(kind: str, value: object) -> None:
        if given_up.is_set():
            raise Cancelled
        line.send(kind, value)

    def progress(share: float) -> None:
        if share >= said[0] + 0.005 or share < said[0]:  # two hundred messages are enough
            said[0] = share
            send(PROGRESS, share)

    try:
        with line.interruptible():
            if given_up.is_set():
                raise Cancelled
            return outcome(answer, request, progress, given_up.is_set, lambda coarse: send(COARSE, coarse))
    except Cancelled:  # interrupted a moment before it began or after it ended
        return GIVEN_UP, ""


if __name__ == "__main__":
    from lab import worker  # the module by its name, so that both sides speak of the same classes

    worker.main()
