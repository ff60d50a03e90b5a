"""Memory that has been freed, given back to the system."""

import ctypes
import sys


def give_back() -> bool:
    """Return freed memory to the system; whether any was.

    A compiler frees much of what it took, but the C library keeps it for the process. On Linux with glibc this asks
    for it to be let go (`malloc_trim`); elsewhere it does nothing.
    """
    if not sys.platform.startswith("linux"):
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return bool(trim and trim(0))
