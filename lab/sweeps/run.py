"""`sweep`: an experiment, any number of seeds and varied values -> a folder of parts, each made once."""

from __future__ import annotations

import json
import math
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lab import checks
from lab.experiment import Experiment
from lab.limits import processors
from lab.progress import Cancelled
from lab.sweeps import bar, part
from lab.sweeps.crew import AWAY, Here, There
from lab.sweeps.plan import Plan
from lab.sweeps.stored import Sweep
from lab.sweeps.task import DONE, FULL, MANIFEST, REFUSED, differing, read, versions

if TYPE_CHECKING:
    from distributed import Client

TICK = 0.1  # seconds between two looks at whether the sweep is still wanted
ATTEMPTS = 3  # to make a part
LEAST_SECONDS, MOST_SECONDS = 1.0, 5.0  # of one part
ROUNDS = 8  # parts a worker, where they last long enough
MOST_OF_A_PART = 2**26  # bytes of what a part records
MOST_REPLICAS = 2**17  # of a part
GONE = "The cluster is out of reach. The parts that were made are kept: run the sweep again to go on."
FULL_DISK = "Nothing can be written to {} any more. The parts that were made are kept: make room, and run it again"
MISSING = "A sweep on a cluster needs Dask, which is not installed here: `pip install distributed`."


class Incomplete(RuntimeError):  # noqa: N818 - what is there is whole, and the text says what is not
    """Some parts could not be made.

    Attributes:
        failures: (first replica, the one after the last) of each part -> what happened at its last attempt.
    """

    def __init__(self, failures: Mapping[tuple[int, int], str], parts: int):
        self.failures = dict(failures)
        shown = [f"replicas {a:,} to {b - 1:,}: {why.rstrip('.')}" for (a, b), why in [*failures.items()][:3]]
        more = f"; and {len(failures) - 3:,} more" if len(failures) > 3 else ""
        super().__init__(
            f"{len(failures):,} of {parts:,} parts could not be made ({'; '.join(shown)}{more}). "
            "The others are kept: run the sweep again to try these once more."
        )


@dataclass(frozen=True)
class Estimate:
    """What a sweep will take.

    Attributes:
        replicas: networks to train.
        tiles: calls of the compiled program's size.
        parts, each: files, and the replicas in one.
        seconds: from now to the end on the workers there are; the first of them compile, which is not counted.
        size: bytes of all files, before they are compressed.
        threads: trainings at once.
    """

    replicas: int
    tiles: int
    parts: int
    each: int
    seconds: float
    size: int
    threads: int


def sweep(
    experiment: Experiment,
    seeds: Sequence[int],
    vary: Mapping[str, Sequence] | None = None,
    *,
    folder: str | os.PathLike,
    client: Client | None = None,
    recorded: int = 1,
    weights: str = "none",
    progress: Callable[[bar.Standing], None] | None = bar.show,
    cancelled: Callable[[], bool] | None = None,
) -> Sweep:
    """Train one replica for each seed and each combination of varied values, millions of them, into a folder.

    The numbers are those of `lab.train`, to the bit on the same kind of processor. What is in the folder already is
    not made again: a sweep that ended early, however it ended, goes on when it is run again.

    Args:
        experiment, seeds, vary: as in `lab.train`; `seeds` may be a range of any length.
        folder: where the parts go; on a cluster one that all workers see under this name.
        client: a `dask.distributed.Client`; None = worker processes on this machine, one for each processor.
        recorded: number of recorded epochs after epoch 0; 1 = the last.
        weights: "none", "ends" (kept at the first and the last epoch) or "all" (at every recorded one).
        progress: called some times a second; shows a bar where it is left out; None = nothing is shown.
        cancelled: asked ten times a second; True ends the sweep.

    Returns:
        The sweep: `losses()`, `ends()`, `shares(below)`.

    Raises:
        ValueError: bad input, or another sweep is in the folder.
        OSError: the folder cannot be written to: the disk is full, or the right to is missing.
        ConnectionError: the cluster is out of reach.
        Incomplete: some parts could not be made, each tried three times.
        Cancelled: `cancelled` returned True.
    """
    plan, folder = Plan.of(experiment, seeds, vary, recorded, weights), Path(folder).absolute()
    begun = _begun(plan, folder)
    if begun is not None and not missing(plan, folder, begun["each"]):
        return Sweep(folder)
    try:
        with _crew(client) as crew:
            if begun is None:
                begun = _begin(plan, folder, _estimated(plan, crew, cancelled))
            _make(plan, folder, begun, crew, progress, cancelled)
    finally:
        _tidy(folder)
    return Sweep(folder)


def estimate(plan: Plan, client: Client | None = None) -> Estimate:
    """What a sweep will take, from a few tiles that are trained now.

    Raises:
        ConnectionError: the cluster is out of reach.
    """
    with _crew(client) as crew:
        return _estimated(plan, crew, None)


def missing(plan: Plan, folder: Path, each: int) -> list[tuple[int, int]]:
    """The parts that are not there as they were written; what is damaged of them is removed."""
    _tidy(folder)
    there = {entry.name for entry in os.scandir(folder)}
    known = [piece for piece in plan.parts(each) if plan.part_name(*piece) in there]
    with ThreadPoolExecutor(processors()) as pool:
        whole = pool.map(lambda piece: part.is_whole(folder / plan.part_name(*piece), plan, *piece), known)
        sound = {piece for piece, good in zip(known, whole, strict=True) if good}
    for piece in set(known) - sound:
        (folder / plan.part_name(*piece)).unlink(missing_ok=True)
    return [piece for piece in plan.parts(each) if piece not in sound]


def _tidy(folder: Path) -> None:
    """Remove what was being written when its worker was ended."""
    for file in folder.glob(f".*{part.UNFINISHED}"):
        file.unlink(missing_ok=True)


def _begun(plan: Plan, folder: Path) -> dict | None:
    """How the sweep in this folder was begun; None if there is none yet.

    Raises:
        ValueError: there is another one, or it was begun with other versions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / MANIFEST).exists():
        return None
    other, begun = read(folder)
    names = ("experiment", "seeds", "vary", "recorded", "weights")
    differ = [name for name in names if getattr(other, name) != getattr(plan, name)]
    checks.require(
        not differ,
        f"In {folder} is another sweep: it differs in {' and '.join(differ)}. Take another folder, or `lab.open_sweep` "
        "to see what is there.",
    )
    changed = differing(begun["versions"], versions())
    checks.require(
        not changed,
        f"The sweep in {folder} was begun with other versions ({changed}): its numbers would not go together with new "
        "ones. End it with those, or take another folder.",
    )
    return begun


def _begin(plan: Plan, folder: Path, expected: Estimate) -> dict:
    """Write the manifest: what is swept, and with what."""
    begun = {"each": expected.each, "versions": versions(), "processor": part.processor()}
    text = json.dumps({**json.loads(plan.to_json()), "begun": begun}, indent=1)
    unfinished = folder / f".{MANIFEST}{part.UNFINISHED}"
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, folder / MANIFEST)
    return begun


def _crew(client: Client | None) -> Here | There:
    if client is None:
        return Here(processors())
    try:
        from distributed import Client
    except ImportError as error:
        raise ModuleNotFoundError(MISSING) from error
    checks.require_type("client", client, Client)
    return There(client)


def _estimated(plan: Plan, crew: Here | There, cancelled: Callable | None) -> Estimate:
    """Time a few tiles in a worker, and cut the plan into parts that last seconds."""
    from lab.engine.signature import Signature

    tried = {0: {"text": plan.to_json()}}
    [(_, kind, took)] = _outcomes(crew, tried, cancelled, lambda: None)
    checks.require(kind != REFUSED, str(took))
    if kind != DONE:
        raise RuntimeError(f"A worker could not train a tile: {took}")
    threads = max(1, crew.threads)
    tile = max(Signature.of(each).tile for each in plan.some)
    kept = {"none": 0, "ends": 2, "all": len(plan.epochs)}[plan.weights]
    weights = max(sum(math.prod(shape) for shape in each.weight_shapes()) for each in plan.some)
    values = len(plan.epochs) * (4 if plan.held else 2) + kept * weights
    size = values * np.dtype(plan.precision).itemsize
    seconds = plan.replicas * took
    lasting = min(MOST_SECONDS, max(LEAST_SECONDS, seconds / threads / ROUNDS))
    each = min(lasting / took, MOST_OF_A_PART / size, MOST_REPLICAS, math.ceil(plan.replicas / threads))
    each = max(1, round(each / tile)) * tile
    parts = math.ceil(plan.replicas / each)
    return Estimate(
        plan.replicas,
        math.ceil(plan.replicas / tile),
        parts,
        each,
        seconds / min(threads, parts),
        plan.replicas * size,
        threads,
    )


def _make(plan: Plan, folder: Path, begun: dict, crew: Here | There, progress, cancelled) -> None:
    """Have the missing parts made."""
    wanted, parts = missing(plan, folder, begun["each"]), math.ceil(plan.replicas / begun["each"])
    told = {"folder": str(folder), "plan": plan.digest, "versions": begun["versions"]}
    tasks = {number: {**told, "first": first, "stop": stop} for number, (first, stop) in enumerate(wanted)}
    count = bar.Count(plan.replicas, sum(stop - first for first, stop in wanted), parts, len(wanted))
    failures: dict[tuple[int, int], str] = {}

    def tell() -> None:
        if progress:
            progress(count.standing(len(failures), crew.threads))

    for number, kind, value in _outcomes(crew, tasks, cancelled, tell):
        first, stop = wanted[number]
        if kind == DONE:
            count.add(stop - first)
        else:
            failures[first, stop] = str(value)
        tell()
    if failures:
        raise Incomplete(failures, parts)


def _outcomes(crew: Here | There, tasks: dict[int, dict], cancelled, tell: Callable) -> Iterator[tuple]:
    """What becomes of each task in the end: its number, kind and value; a failure is tried again.

    Raises:
        OSError, ConnectionError, Cancelled: no further task can be done, or is wanted.
    """
    waiting, tries, open_tasks = deque(tasks), dict.fromkeys(tasks, 0), len(tasks)
    while open_tasks:
        if cancelled and cancelled():
            raise Cancelled
        while waiting and crew.room > 0:
            number = waiting.popleft()
            tries[number] += 1
            crew.give(number, tasks[number])
        said = crew.next(TICK)
        tell()
        if said is None:
            continue
        number, kind, value = said
        if kind == AWAY:
            raise ConnectionError(GONE)
        if kind == FULL:
            raise OSError(f"{FULL_DISK.format(tasks[number]['folder'])} ({value})")
        if kind not in (DONE, REFUSED) and tries[number] < ATTEMPTS:
            waiting.append(number)
            continue
        open_tasks -= 1
        yield said
