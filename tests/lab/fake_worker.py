"""A worker whose answers are quick, slow, large or deadly, as its request says: `python -m tests.lab.fake_worker`.

It is `lab.worker` but for what it answers, and for TensorFlow, which it does not import.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

from lab import worker
from lab.progress import Cancelled
from lab.request import Refused, Request

KEPT = []  # memory that is not given back
COMMAND = [sys.executable, "-m", "tests.lab.fake_worker"]


def request(do: str = "say", **settings) -> Request:
    """What has this worker do one of the functions below."""
    return Request("fake", {"do": do, **settings})


def answered(request, progress, cancelled, show):
    """As `lab.request.answered`."""
    settings = dict(request.settings)
    return globals()[settings.pop("do")](progress, cancelled, show, **settings)


def say(progress, cancelled, show, headline="said"):
    """An answer at once."""
    return json.dumps({"format": 1, "headline": headline, "blocks": []}).encode()


def poll(progress, cancelled, show, note=None, until=None, seconds=600.0, headline="polled"):
    """An answer after `seconds`, or as soon as the file `until` is there; it asks whether to stop.

    It says in the file `note` that it has begun, and that it was told to stop.
    """
    _note(note, "begun")
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end and not (until and Path(until).exists()):
            if cancelled():
                raise Cancelled
            progress(1 - (end - time.monotonic()) / seconds)
            time.sleep(0.002)
    except Cancelled:  # `progress` raises it too, and a signal may at any place
        _note(note, "stopped")
        raise
    _note(note, "ended")
    return say(progress, cancelled, show, headline)


def spin(progress, cancelled, show, note=None):
    """Ten minutes of Python that never asks whether to stop."""
    _note(note, "begun")
    end = time.monotonic() + 600
    try:
        while time.monotonic() < end:
            pass
    except Cancelled:
        _note(note, "interrupted")
        raise
    return say(progress, cancelled, show)


def swallow(progress, cancelled, show, note=None):
    """As `spin`, but what interrupts it comes out as another error."""
    try:
        return spin(progress, cancelled, show, note)
    except Cancelled as error:
        raise RuntimeError("something else") from error


class Slow:
    """What takes a while to be sent: until long after it is given up."""

    def __init__(self, cancelled, note):
        self._cancelled, self._note = cancelled, note

    def __reduce__(self):
        _note(self._note, "begun")
        try:
            while not self._cancelled():
                pass
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                pass
        except Cancelled:
            _note(self._note, "cut")
            raise
        _note(self._note, "whole")
        return bytes, (b"sent",)


def chatter(progress, cancelled, show, note=None):
    """A message from the main thread that is given up in the midst of it, then no question whether to stop."""
    show(Slow(cancelled, note))
    return spin(progress, cancelled, show)


def outlived(progress, cancelled, show, note, until):
    """As `spin`, and a thread that is still there when the file `until` is; it notes what it is told then."""

    def thread():
        while not Path(until).exists():
            time.sleep(0.005)
        _note(note, f"still to stop: {cancelled()}")

    threading.Thread(target=thread).start()
    return spin(progress, cancelled, show, note)


def deaf(progress, cancelled, show, note=None):
    """Ten minutes in a call that nothing interrupts."""
    _note(note, "begun")
    time.sleep(600)


def die(progress, cancelled, show, note=None, unless=None):
    """The end of the process, unless the file `unless` is there; another time it will be."""
    _note(note, "begun")
    if not unless or not Path(unless).exists():
        if unless:
            Path(unless).touch()
        os._exit(9)
    return say(progress, cancelled, show, "survived")


def coarse(progress, cancelled, show, until):
    """A coarse answer, and the answer once the file `until` is there."""
    progress(0.5)
    show(say(progress, cancelled, show, "coarse"))
    while not Path(until).exists():
        time.sleep(0.002)
    return say(progress, cancelled, show, "fine")


def large(progress, cancelled, show, count):
    """So many bytes."""
    return b"\xab" * count


def hold(progress, cancelled, show, count):
    """An answer, and so many bytes of memory for good."""
    KEPT.append(b"\xab" * count)
    return say(progress, cancelled, show)


def litter(progress, cancelled, show, count):
    """So many bytes freed between others: the C library holds them until it is asked for them."""
    pieces = [b"x" * 50_000 for _ in range(count // 50_000)]
    KEPT.append(pieces[::20])
    return say(progress, cancelled, show)


def swell(progress, cancelled, show, count):
    """So many bytes of memory, and ten minutes."""
    KEPT.append(b"\xab" * count)
    time.sleep(600)


def refuse(progress, cancelled, show):
    """A sentence for the reader."""
    raise Refused("There is no such thing.")


def fail(progress, cancelled, show):
    """A fault."""
    raise RuntimeError("the inner workings")


def starve(progress, cancelled, show):
    """What happens where memory runs out."""
    raise MemoryError


def printing(progress, cancelled, show):
    """An answer, after lines that libraries print and a look for input."""
    print("hello", flush=True)
    os.write(1, b"hello from below\n")
    assert os.read(0, 1) == b""
    return say(progress, cancelled, show)


def _note(file, text):
    if file:
        with open(file, "a") as notes:
            notes.write(f"{text} {os.getpid()}\n")


if __name__ == "__main__":
    from tests.lab import fake_worker  # by its name: the server loads its requests so

    worker.main(fake_worker.answered, lambda: None)
