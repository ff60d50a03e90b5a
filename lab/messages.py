"""Messages between a server and the process that computes for it, over that process's standard input and output.

A request goes in, `NO_MORE` where it is no longer wanted; out come pairs of one of the kinds below, or of an outcome of
`lab.request`, and what is told.
"""

import pickle
from typing import BinaryIO

READY, PREPARED, PROGRESS, COARSE, RESTED = "ready", "prepared", "progress", "coarse", "rested"
NO_MORE = pickle.dumps(None)  # to the process: what it was asked for is no longer wanted


def write(stream: BinaryIO, message: bytes) -> None:
    """Send a message, pickled, whole."""
    stream.write(len(message).to_bytes(8, "big"))
    stream.write(message)
    stream.flush()


def read(stream: BinaryIO) -> object:
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
