"""Where compiled programs are kept: for the next process that computes, and for the next server on this machine.

A program takes seconds to compile and milliseconds to read. Whoever sets `TF_XLA_FLAGS` decides otherwise. A file that
cannot be read or written would fail whatever needs it: so the folder is emptied when an answer fails, and nothing is
kept where the disk is nearly full.
"""

import contextlib
import functools
import hashlib
import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

MOST = 256 * 2**20  # bytes kept, some 700 programs; the oldest go first
FREE = 2**30  # bytes of the disk that must be free
CPU = ("flags", "Features", "model name")  # what Linux says of a processor: code for one may not run on another


def environment() -> dict[str, str]:
    """What tells a process to keep what it compiles, and to find it; nothing if it should not."""
    if "TF_XLA_FLAGS" in os.environ or not _room():
        return {}
    return {"TF_XLA_FLAGS": f"--tf_xla_persistent_cache_directory={folder()}"}


def noted(name: str) -> bool:
    """Whether this was noted beside what is kept."""
    return _note(name).exists()


def note(name: str) -> None:
    """Note something, for as long as what is kept is there."""
    with contextlib.suppress(OSError):
        _note(name).touch()


def _note(name: str) -> Path:
    return folder() / f"{name}.noted"


def forget() -> bool:
    """Remove the folder; whether there was one."""
    with contextlib.suppress(RuntimeError):
        if "TF_XLA_FLAGS" not in os.environ and folder().exists():
            shutil.rmtree(folder(), ignore_errors=True)
            return True
    return False


@functools.cache
def folder() -> Path:
    """The folder of this user, for this processor and this TensorFlow; it need not exist."""
    where = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "starting-points")
    made_for = _tensorflow(), version("keras"), os.environ.get("XLA_FLAGS", ""), platform.machine(), _processor()
    return where / hashlib.sha256(repr(made_for).encode()).hexdigest()[:16]


def _room() -> bool:
    """Whether programs can be kept; the oldest are removed if they are many."""
    try:
        there = folder()
        there.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = sorted(there.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
        held = 0
        for each in kept:
            held += each.stat().st_size
            if held > MOST:
                each.unlink()
        return os.access(there, os.W_OK) and shutil.disk_usage(there).free > FREE
    except (OSError, RuntimeError):  # nobody's home
        return False


def _tensorflow() -> str:
    with contextlib.suppress(PackageNotFoundError):
        return version("tensorflow-cpu")
    return version("tensorflow")


def _processor() -> str:
    """What tells apart processors that run different code."""
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return repr(sorted({line for line in lines if line.startswith(CPU)}))
    return platform.processor() + platform.node()
