"""What a worker is asked for, a part or a trial; and the process that is asked, `python -m lab.sweeps.task`.

The process lives as long as its standard input: whoever asks may die in any way, and it ends.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import queue
import threading
import traceback
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import BinaryIO

from lab.progress import Cancelled
from lab.sweeps import part
from lab.sweeps.plan import Plan

MANIFEST = "manifest.json"
DONE, REFUSED, FAILED, GIVEN_UP, FULL = "done", "refused", "failed", "given up", "full"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
LIBRARIES = ("tensorflow-cpu", "tensorflow", "keras", "numpy")
SOURCES = ("engine/*.py", "initial.py", "data.py", "datasets.py", "examples.py", "rounding.py", "network.py")
TRIAL_SECONDS = 1.0  # of a tile that is trained for its speed
TRIALS = 4  # places of the plan where a trial is made


def outcome(task: dict, cancelled: Callable[[], bool]) -> tuple[str, object]:
    """What becomes of a task.

    Args:
        task: `folder` with the manifest, `versions` and `plan` (its digest) of who asks, and either `first` and `stop`
            of a part; or `text`, a plan's JSON, for a trial.
        cancelled: asked at least every 0.1 s of training.

    Returns:
        DONE and the path of the part, or the seconds that a replica takes on one processor; or what happened instead,
        and a sentence.
    """
    try:
        if "text" in task:
            return DONE, trial(Plan.from_json(task["text"]))
        plan = _plan(task["folder"], task["plan"])
        if found := differing(task["versions"], versions()):
            raise ValueError(f"A worker has other versions than the sweep was begun with: {found}.")
        return DONE, str(part.write(plan, task["first"], task["stop"], Path(task["folder"]), cancelled))
    except Cancelled:
        return GIVEN_UP, ""
    except ValueError as error:
        return REFUSED, str(error)
    except OSError as error:
        return (FULL if error.errno in NO_ROOM else FAILED), str(error)
    except MemoryError:
        return FAILED, "the memory was used up"
    except Exception as error:  # whoever asked hears of it, and the next part is made
        return FAILED, traceback.format_exception_only(error)[-1].strip()


def trial(plan: Plan) -> float:
    """Seconds that a replica takes on one processor, the mean over some places of the plan; compiling is left out."""
    variants = range(0, plan.variants, max(1, plan.variants // TRIALS))[:TRIALS]
    took = [[part.timed(plan, number * len(plan.seeds), most) for most in (0.0, TRIAL_SECONDS)] for number in variants]
    return sum(warm for _, warm in took) / len(took)


@cache
def versions() -> dict[str, str]:
    """What decides numbers beside the plan and the processor: libraries, and a fingerprint of the sources."""
    told = {}
    for name in LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            told[name.removesuffix("-cpu")] = metadata.version(name)
    lab, summed = Path(__file__).parents[1], hashlib.sha256()
    for file in sorted(file for pattern in SOURCES for file in lab.glob(pattern)):
        summed.update(file.read_bytes())
    return {**told, "laboratory": summed.hexdigest()[:12]}


def differing(theirs: dict[str, str], ours: dict[str, str]) -> str:
    """Versions that are not the same, in words; "" where all are."""
    names = [name for name in {**theirs, **ours} if theirs.get(name) != ours.get(name)]
    return ", ".join(
        f"{name} {theirs.get(name, 'missing')} there and {ours.get(name, 'missing')} here" for name in names
    )


@lru_cache(maxsize=4)
def _plan(folder: str, digest: str) -> Plan:
    """The plan of a sweep's folder, as long as it is the one that is meant."""
    try:
        plan = read(Path(folder))[0]
    except OSError:
        raise ValueError(
            f"A worker does not see {folder}: a sweep's folder must be one that all workers see."
        ) from None
    if plan.digest != digest:
        raise ValueError(f"A worker sees another sweep in {folder}: the folder must be one that all workers see.")
    return plan


def read(folder: Path) -> tuple[Plan, dict]:
    """The plan of a sweep's folder, and how it was begun.

    Raises:
        OSError: there is none.
        ValueError: the manifest is not one.
    """
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    try:
        given = json.loads(text)
        begun = given.pop("begun")
        return Plan.from_json(json.dumps(given)), begun
    except (json.JSONDecodeError, KeyError, AttributeError, TypeError):
        raise ValueError(f"{folder / MANIFEST} is damaged: the sweep cannot be read without it.") from None


def main() -> None:
    """Do one task after another, each a line of JSON on standard input; what becomes of it is a line on its output."""
    received, sent = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what others print is no outcome
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(received, waiting), name="listener", daemon=True).start()
    from lab.engine import trainer  # noqa: F401 - brings TensorFlow, before anything is asked for

    while True:
        said = outcome(json.loads(waiting.get()), lambda: False)
        sent.write(json.dumps(said).encode() + b"\n")
        sent.flush()


def _listen(received: BinaryIO, waiting: queue.SimpleQueue) -> None:
    for line in received:
        waiting.put(line)
    os._exit(0)  # a part that is being written is whole under its name, or not there


if __name__ == "__main__":
    from lab.sweeps import task  # the module by its name

    task.main()
