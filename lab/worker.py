"""The process that computes: `python -m lab.worker` answers one question at a time, for a server that stays light.

Requests come over its standard input, answers leave over its standard output (`lab.messages`). A request is given up
within a fifth of a second, by the measures that ask whether to go on and, between them, by an exception. The process
ends when its server does, however that ends: its input is then at its end.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import pickle
import queue
import signal
import threading
import traceback
from collections.abc import Callable
from typing import BinaryIO

from lab import compiled, memory, messages
from lab.progress import Cancelled
from lab.request import FAILED, GIVEN_UP, Request, answered, outcome

REST = 1.0  # seconds a fresh process waits for a first request before it imports TensorFlow all the same


class _Line:
    """What comes in is sorted, what goes out is sent whole, and what is given up is interrupted.

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
        self.send(messages.READY, None)

    def next(self, timeout: float | None = None) -> tuple[Request, threading.Event]:
        """The next request, and what is set as soon as it is given up; `queue.Empty` if none comes in time."""
        return self._requests.get(timeout=timeout)

    def send(self, kind: str, value: object) -> None:
        """Tell the server something, from any thread."""
        message = pickle.dumps((kind, value))
        with self._lock:
            messages.write(self._sent, message)

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
                request = messages.read(self._received)
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
            self.send(messages.RESTED, None)

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
            line.send(messages.PREPARED, None)
            rest = None
        else:
            line.send(*_outcome(line, answer, *asked))
            held = memory.rested(held)
            line.send(messages.RESTED, None)


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
            send(messages.PROGRESS, share)

    try:
        with line.interruptible():
            if given_up.is_set():
                raise Cancelled
            return outcome(answer, request, progress, given_up.is_set, lambda coarse: send(messages.COARSE, coarse))
    except Cancelled:  # interrupted a moment before it began or after it ended
        return GIVEN_UP, ""


if __name__ == "__main__":
    main()
