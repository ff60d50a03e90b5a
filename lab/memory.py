"""Memory: what is free, whether a table or a text fits in it, and what need not be held."""

import contextlib
import ctypes
import os

from lab import checks

SHARE = 0.5  # of the free memory that one table, one text or one run may take
CLOUD_MEMORY = 2**30
DONTNEED = 4  # MADV_DONTNEED of Linux's madvise(2)
TABLE_BYTES = 24  # of one value of a table: as it came and standardised, in float64; in float32, here and in TensorFlow
TEXT_BYTES = 8  # of one character of an experiment's JSON while it is read: "0.0, " becomes a float in a list


def check_table(rows: int, columns: int) -> None:
    """Raise if a table and the copies that training makes of it would not fit."""
    size, most = TABLE_BYTES * rows * columns, SHARE * free_memory()
    checks.that(
        size <= most,
        f"A table of {rows:,} rows and {columns:,} columns would take {size / 1e9:.1f} GB in training, and "
        f"{most / 1e9:.1f} GB is the most here; take fewer rows or columns.",
    )


def check_text(characters: int) -> None:
    """Raise if an experiment's JSON, of so many characters, would not fit while it is read."""
    size, most = TEXT_BYTES * characters, SHARE * free_memory()
    checks.that(
        size <= most,
        f"An experiment's JSON of {characters:,} characters would take {size / 1e9:.1f} GB to read, and "
        f"{most / 1e9:.1f} GB is the most here.",
    )


def free_memory() -> float:
    """Bytes that this process may still take: of the machine, or of its container where that is less."""
    try:
        machine = float(os.sysconf("SC_AVPHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return CLOUD_MEMORY
    return min([machine, *_container()])


def _container() -> list[float]:
    """Bytes left to the Linux control group of this process, if it has a bound."""
    try:
        with open("/sys/fs/cgroup/memory.max") as bound, open("/sys/fs/cgroup/memory.current") as used:
            most = bound.read().strip()
            return [] if most == "max" else [max(0.0, float(most) - float(used.read()))]
    except OSError:
        return []


def release_code() -> None:
    """Hand back what this process need not hold: pages that only mirror code on disk, and what compiling has freed.

    Importing and compiling touch 240 MB of TensorFlow's code once; a page that is used again is there again. Of what
    compiling frees, the C library keeps some 50 MB. Without effect where the system is not Linux.
    """
    with contextlib.suppress(OSError), open("/proc/self/maps") as maps:
        library = ctypes.CDLL(None)
        madvise = library.madvise
        for line in maps:
            span, rights, _, _, inode = line.split()[:5]
            if rights == "r-xp" and inode != "0":  # nobody has written there: nothing can be lost
                first, last = (int(edge, 16) for edge in span.split("-"))
                madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), DONTNEED)
        with contextlib.suppress(AttributeError):  # other C libraries than glibc have no such function
            library.malloc_trim(ctypes.c_size_t(0))
