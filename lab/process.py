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
        self._process: _Process | None = None
        self._next: _Process | None = None  # that takes its place

    def start(self) -> None:
        """Have a process that answers; the next one, if that is prepared.

        Raises:
            Refused: none can be started.
        """
        try:
            if self.pid is None or self._next is not None and self._next.prepared.is_set():
                self._hand_over()
            if self.pid is None:
                self.end()
                self._process = _Process(self._command)
            self._process.wait_until_ready()
        except (OSError, RuntimeError, MemoryError) as error:  # no such program, no memory, no thread
            self.end()
            logging.getLogger(__name__).error("no process to compute: %s", error)
            raise Refused(NONE) from error

    def renew(self, at_once: bool) -> None:
        """Have another process answer from now on, or as soon as that is prepared if there is memory for both."""
        if at_once:
            self._hand_over()
        elif (self._next is None or self._next.pid is None) and memory.free_memory() >= memory.ANOTHER:
            if self._next is not None:
                self._next.end()
            with contextlib.suppress(OSError, RuntimeError, MemoryError):
                self._next = _Process(self._command)

    def _hand_over(self) -> None:
        """End the process; the next one, if there is one, takes its place."""
        before, self._process, self._next = self._process, self._next, None
        if before is not None:
            before.end()

    def run(self, request: Request, progress: Callable, cancelled: Callable[[], bool], show: Callable) -> bytes:
        """The answer to a request as JSON, from the process that `start` started; as `answered`.

        Raises:
            Refused, Failed, Died, Cancelled: what became of it instead.
        """
        process, given_up, began = self._process, None, time.monotonic()
        try:
            written = pickle.dumps(request)
        except Exception as error:  # whatever a value raises that is not plain
            raise Failed(f"settings that cannot be sent: {error}") from error
        if process is None:
            raise Died("it was ended")
        process.rested.clear()
        process.tell(written)
        while True:
            if bound := self._exceeded(request, time.monotonic() - began):
                self.end()
                raise Refused(bound)
            if given_up is None and cancelled():
                given_up = time.monotonic()
            if given_up is not None:
                process.tell(messages.NO_MORE)  # again and again: there are places that it cannot be interrupted at
                if time.monotonic() - given_up > PATIENCE:
                    self.end()
                    raise Cancelled
            with contextlib.suppress(queue.Empty):
                message = process.said.get(timeout=TICK)
                if message is None:
                    raise Died(f"it ended with {process.code}")
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
        if self.pid is not None:
            self._process.rested.wait(HANDING_BACK)
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
        return process.pid if process is not None else None

    def end(self) -> None:
        """End the process and the next one, if there are any, and take their exit status, so that no zombie stays."""
        while self._process is not None or self._next is not None:
            self._hand_over()


class _Process:
    """One process, and what it has said.

    Args:
        command: what is run.

    Attributes:
        said: what it said of requests; None once it has ended.
        ready, prepared: it answers; it has imported what takes seconds. Both are set too once it has ended.
        rested: it holds no more than it needs for the next request.

    Raises:
        OSError, RuntimeError, MemoryError: it cannot be started.
    """

    def __init__(self, command: list[str]):
        self.said: queue.SimpleQueue = queue.SimpleQueue()
        self.ready, self.prepared, self.rested = threading.Event(), threading.Event(), threading.Event()
        self.rested.set()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT},
            start_new_session=True,  # Ctrl-C in a terminal is for the server; on Windows the flag below says so
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        try:
            threading.Thread(target=self._listen, name="what it says", daemon=True).start()
        except (RuntimeError, MemoryError):
            self._process.stdout.close()  # which nobody else will
            self.end()
            raise

    def wait_until_ready(self) -> None:
        """Wait until it answers.

        Raises:
            OSError: it does not come to that.
        """
        if not self.ready.wait(START):
            raise OSError(f"it did not say within {START:g} seconds that it is ready")
        if self.pid is None:
            raise OSError(f"it ended at once, with {self.code}")

    def tell(self, message: bytes) -> None:
        """Send it a message.

        Raises:
            Died: it hears no more.
        """
        try:
            messages.write(self._process.stdin, message)
        except (OSError, ValueError) as error:  # it ended; or another thread has ended it
            raise Died(f"it hears no more: {error}") from error

    @property
    def pid(self) -> int | None:
        """Its number; None once it has ended."""
        return self._process.pid if self._process.poll() is None else None

    @property
    def code(self) -> int | None:
        """What it ended with; None while it lives."""
        return self._process.returncode

    def end(self) -> None:
        """End it, and take its exit status."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def _listen(self) -> None:
        """Note what it says, message by message; when it ends, or says what nobody understands, that it is over."""
        events = {messages.READY: self.ready, messages.PREPARED: self.prepared, messages.RESTED: self.rested}
        try:
            while True:
                kind, value = messages.read(self._process.stdout)
                events[kind].set() if kind in events else self.said.put((kind, value))
        except Exception as error:  # most often the end of the file
            logging.getLogger(__name__).debug("the process that computes says no more: %s", error)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            for event in events.values():
                event.set()
            self.said.put(None)
