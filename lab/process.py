"""The process that computes, from the server's side: started when it is needed, asked, and replaced.

TensorFlow lives there and not in the server: here its objects would slow every page, and its memory would never come
back. What runs there is `lab.worker`.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from lab import compiled, memory, messages
from lab.progress import Cancelled
from lab.request import FAILED, TOO_LONG, Died, Failed, Refused, Request, answer_of

TICK = 0.05  # seconds between two looks at whether a request is still wanted
START = 60.0  # seconds that a new process may take until it says that it is ready
HANDING_BACK = 2.0  # seconds that it may take to hand back memory after a request
PATIENCE = 10.0  # seconds that a request may go on after it was given up; then its process is ended, and imports anew
ROOT = Path(__file__).parents[1]
ENVIRONMENT = {  # of a process that computes
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "MALLOC_ARENA_MAX": "2",  # heaps of the C library: with one for each thread, what compiling frees lies about unused
}
NONE = "No process can be started to compute this; the machine may be out of memory. Try again in a minute."
TOO_MUCH = (
    "This has taken {held:.2f} GB of memory, and {most:.2f} GB is the most that it may take here now; ask for "
    "something smaller. In a notebook nothing bounds it."
)


class Worker:
    """A process that is started when it is needed, asked, and replaced.

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
                _tell(process, messages.NO_MORE)  # again and again: there are places that it cannot be interrupted at
                if time.monotonic() - given_up > PATIENCE:
                    self.end()
                    raise Cancelled
            with contextlib.suppress(queue.Empty):
                message = said.get(timeout=TICK)
                if message is None:
                    raise Died(f"it ended with {process.returncode}")
                kind, value = message
                if kind == messages.PROGRESS:
                    progress(value)
                elif kind == messages.COARSE:
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
            kind, value = messages.read(process.stdout)
            rested.set() if kind == messages.RESTED else said.put((kind, value))
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
        messages.write(process.stdin, message)
    except (OSError, ValueError, AttributeError) as error:  # it ended; or another thread has ended it
        raise Died(f"it hears no more: {error}") from error
