"""Memory: what is free, whether a table or a text fits in it, and what need not be held."""

import contextlib
import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import psutil

from lab import checks

SHARE = 0.5  # of the free memory that one table, one text or one run may take
RESERVE = 128 * 2**20  # bytes that stay free for the server and the system, whatever a process that computes asks for
ANOTHER = 700 * 2**20 + RESERVE  # bytes that must be free for one more process that computes
CONTROL = {  # kind of a control group -> its files: the bound, what is used, and the entry of what is kept of files
    "": ("memory.max", "memory.current", "inactive_file"),
    "memory": ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
}
GROWN = 64 * 2**20  # bytes more than before that are worth the time to hand back
DONTNEED = 4  # MADV_DONTNEED of Linux's madvise(2)
TABLE_BYTES = 24  # of one value of a table: as it came and standardised, in float64; in float32, here and in TensorFlow
_bounds: list[float] = []  # of this process, while requests are answered that say how much they may take
TEXT_BYTES = 8  # of one character of an experiment's JSON while it is read: "0.0, " becomes a float in a list


def check_table(rows: int, columns: int) -> None:
    """Raise if a table and the copies that training makes of it would not fit."""
    size, most = TABLE_BYTES * rows * columns, SHARE * free_memory()
    checks.require(
        size <= most,
        f"A table of {rows:,} rows and {columns:,} columns would take {size / 1e9:.1f} GB in training, and "
        f"{most / 1e9:.1f} GB is the most here; take fewer rows or columns.",
    )


def check_text(characters: int) -> None:
    """Raise if an experiment's JSON, of so many characters, would not fit while it is read."""
    size, most = TEXT_BYTES * characters, SHARE * free_memory()
    checks.require(
        size <= most,
        f"An experiment's JSON of {characters:,} characters would take {size / 1e9:.1f} GB to read, and "
        f"{most / 1e9:.1f} GB is the most here.",
    )


def free_memory() -> float:
    """Bytes that this process may still take: of the machine, of its container or `within` its bound, the least.

    What the system only keeps to be quick, such as files that were read, counts as free.
    """
    machine = float(psutil.virtual_memory().available)
    own = [max(0.0, most - psutil.Process().memory_info().rss) for most in _bounds]
    return min([machine, *_container(), *own])


@contextlib.contextmanager
def within(nbytes: float) -> Iterator[None]:
    """While it lasts this process is to hold no more than so many bytes, those that it holds already included."""
    _bounds.append(nbytes)
    try:
        yield
    finally:
        _bounds.remove(nbytes)


def _container(root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> list[float]:
    """Bytes left to each of the Linux control groups that this process is in and that has a bound.

    Source: the kernel's Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
    """
    left = []
    with contextlib.suppress(OSError):
        for line in own.read_text().splitlines():
            _, kinds, path = line.split(":", 2)
            if kinds in ("", "memory"):
                top = root / kinds
                group = top / path.lstrip("/")  # in a container it may be the host's path, and then only `top` is there
                for folder in [group, *group.parents]:
                    if folder.is_relative_to(top):
                        left += _left(folder, *CONTROL[kinds])
    return left


def _left(folder: Path, bound: str, used: str, files: str) -> list[float]:
    """Bytes left to one control group; nothing if it has no bound."""
    try:
        most = (folder / bound).read_text().strip()
        if most == "max":
            return []
        kept = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        return [max(0.0, float(most) - float((folder / used).read_text()) + float(kept.get(files, 0)))]
    except OSError:
        return []


def rested(before: int) -> int:
    """Bytes that this process holds, what it need not hold handed back if that has become much.

    Args:
        before: what this returned last.
    """
    held = psutil.Process().memory_info().rss
    if held - before < GROWN:  # handing back takes a tenth of a second, and reading it again another
        return before
    release_code()
    return psutil.Process().memory_info().rss


def release_code() -> None:
    """Hand back what this process need not hold: pages that only mirror files, and what compiling has freed.

    Importing and compiling touch 400 MB of TensorFlow's code and constants once; a page that is used again is there
    again. Of what compiling frees, the C library keeps some 50 MB. Without effect where the system is not Linux.
    """
    with contextlib.suppress(OSError):
        madvise = ctypes.CDLL(None).madvise
        for first, last in _mirrors(Path("/proc/self/smaps").read_text()):
            madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), DONTNEED)
        with contextlib.suppress(AttributeError):  # other C libraries than glibc have no such function
            ctypes.CDLL(None).malloc_trim(ctypes.c_size_t(0))


def _mirrors(smaps: str) -> list[tuple[int, int]]:
    """First and past the last address of each part of memory that is what stands in a file, and nothing else.

    Nobody can write there, and nobody has: constants that were relocated as a library was loaded have pages of their
    own, "Anonymous", which would be lost. Source: proc_pid_smaps(5).
    """
    spans = []
    for part in re.split(r"^(?=[0-9a-f]+-[0-9a-f]+ )", smaps, flags=re.MULTILINE)[1:]:
        span, rights, _, _, inode = part.split(None, 5)[:5]
        if "w" not in rights and inode != "0" and re.search(r"^Anonymous: +0 kB$", part, re.MULTILINE):
            spans.append(tuple(int(edge, 16) for edge in span.split("-")))
    return spans
