"""One part of a sweep: its replicas are trained, and what was recorded is written to a file of its own, whole or not.

A part's file has one row per (replica, epoch): `replica` (its number in the plan), the varied values, `seed`, `epoch`,
`loss` and `accuracy`, those of what is held out, and the weights where they are kept. It carries a checksum of these.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import platform
import time
import uuid
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lab.progress import Cancelled, Watch
from lab.specs import Training
from lab.sweeps.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa

    from lab.engine.tile import Replica

NOTE = b"sweep"  # in the file's metadata: whose part it is, where it was made, and the checksum
MEASURES = ("loss", "accuracy", "validation_loss", "validation_accuracy")
WEIGHTS = "weights"
UNFINISHED = ".unfinished"
RATE = "training.learning_rate"
VECTORS = ("avx512f", "avx2", "avx", "asimd")  # of which the widest decides how sums are rounded


def write(plan: Plan, first: int, stop: int, folder: Path, cancelled: Callable[[], bool] | None = None) -> Path:
    """Train the replicas from `first` up to `stop`, and write what was recorded.

    Returns:
        The file, complete; another that had its name is replaced.

    Raises:
        ValueError: a combination of varied values that cannot be trained.
        OSError: it cannot be written; nothing is left of it.
        Cancelled: `cancelled` returned True.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table, held = recorded(plan, first, stop, cancelled), pa.BufferOutputStream()
    note = {"plan": plan.digest, "first": first, "stop": stop, "processor": processor(), "checksum": _checksum(table)}
    table = table.replace_schema_metadata({NOTE: json.dumps(note)})
    pq.write_table(table, held, compression="zstd", write_page_checksum=True)
    whole = folder / plan.part_name(first, stop)
    unfinished = folder / f".{whole.stem}-{uuid.uuid4().hex[:8]}{UNFINISHED}"
    try:
        with open(unfinished, "wb") as file:
            file.write(held.getvalue())
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, whole)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
    return whole


def is_whole(file: Path, plan: Plan, first: int, stop: int) -> bool:
    """Whether a file holds a part of the plan as it was written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(file, page_checksum_verification=True, partitioning=None)
        note = json.loads(table.schema.metadata[NOTE])
        expected = keys(plan, first, stop)
        return (
            (note["plan"], note["first"], note["stop"]) == (plan.digest, first, stop)
            and table.select(range(expected.num_columns)).equals(expected)
            and note["checksum"] == _checksum(table)
        )
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):  # whatever a damaged file leads to
        return False


def recorded(plan: Plan, first: int, stop: int, cancelled: Callable[[], bool] | None = None) -> pa.Table:
    """Train some replicas in this thread, tile after tile, and make a table of what was recorded."""
    import pyarrow as pa

    measures, weights = _trained(plan, first, stop, cancelled)
    table = keys(plan, first, stop)
    for name, values in measures.items():
        table = table.append_column(name, pa.array(values.reshape(-1)))
    if plan.weights != "none":
        table = table.append_column(WEIGHTS, pa.array(weights, pa.list_(pa.from_numpy_dtype(np.dtype(plan.precision)))))
    return table


def keys(plan: Plan, first: int, stop: int) -> pa.Table:
    """The first columns of a part: `replica`, the varied values, `seed` and `epoch`."""
    import pyarrow as pa

    replicas, epochs = np.arange(first, stop, dtype=np.int64), plan.epochs.astype(np.int32)
    values, seeds = plan.places(replicas)
    columns = {"replica": np.repeat(replicas, len(epochs))}
    for (path, given), places in zip(plan.vary.items(), values, strict=True):
        columns[path] = stored(given).take(pa.array(np.repeat(places, len(epochs))))
    columns["seed"] = np.repeat(np.array([plan.seeds[place] for place in seeds], np.int64), len(epochs))
    return pa.table({**columns, "epoch": np.tile(epochs, stop - first)})


def stored(values: tuple) -> pa.Array:
    """Values as the files have them: numbers or texts as they are, what is neither or mixed as JSON."""
    import pyarrow as pa

    kinds = {type(value) for value in values}
    if kinds in ({bool}, {str}, {int}) or kinds <= {int, float}:
        return pa.array(values, pa.float64() if float in kinds else None)
    return pa.array([json.dumps(value) for value in values])


def timed(plan: Plan, first: int, most: float) -> float:
    """Seconds that a replica of the tile from `first` on takes in this thread.

    Args:
        plan, first: which tile; what is recorded is thrown away.
        most: seconds after which it stops; what is missing is taken to go as fast.
    """
    from lab.engine.signature import Signature

    tile = Signature.of(plan.variant(first // len(plan.seeds))).tile
    stop, began, told = min(first + tile, plan.replicas), time.perf_counter(), [(0.0, 0.0)]
    with contextlib.suppress(Cancelled):
        _trained(
            plan, first, stop, lambda: told[-1][0] > 0 and told[-1][1] > most,
            lambda now: told.append((now.done, time.perf_counter() - began)),
        )  # fmt: skip
    share, seconds = told[-1]
    return seconds / (share or 1.0) / (stop - first)  # a plan of 0 epochs has done nothing, and all of it


@cache
def processor() -> str:
    """The kind of processor: numbers are the same to the bit where it is the same."""
    with contextlib.suppress(OSError), open("/proc/cpuinfo") as file:
        told = dict(line.split(":", 1) for line in file.read().replace("\t", "").splitlines() if ":" in line)
        flags = (told.get("flags") or told.get("Features") or "").split()
        widest = [name for name in VECTORS if name in flags][:1]
        return ", ".join([platform.machine(), *filter(None, [told.get("model name", "").strip()]), *widest])
    return ", ".join(filter(None, [platform.machine(), platform.processor()]))


def _trained(
    plan: Plan, first: int, stop: int, cancelled: Callable | None, progress: Callable | None = None
) -> tuple[dict[str, np.ndarray], list]:
    """Measures, (replica, epoch) each, and flat weights row by row; None in rows where they are not kept."""
    from lab.engine.tile import tiles_of
    from lab.engine.trainer import Trainer

    epochs, names = plan.epochs, MEASURES[: 4 if plan.held else 2]
    found = {name: np.full((stop - first, len(epochs)), np.nan, plan.precision) for name in names}
    wanted = {"none": [], "ends": [0, len(epochs) - 1], "all": range(len(epochs))}[plan.weights]
    kept: list = [None] * ((stop - first) * len(epochs) if wanted else 0)
    tiles = tiles_of(_replicas(plan, first, stop))
    watch = Watch([tile.signature.steps for tile in tiles], int(epochs[-1]), progress, cancelled)
    for number, tile in enumerate(tiles):
        rows = [replica.index for replica in tile.replicas]

        def record(at: range, weights: list, *measures: np.ndarray, rows=rows) -> None:
            for name, values in zip(names, measures, strict=False):
                found[name][rows, at.start : at.stop] = values.T
            for place in (place for place in at if place in wanted):
                flat = np.concatenate([w[place - at.start].reshape(len(rows), -1) for w in weights], axis=1)
                for row, values in zip(rows, flat, strict=True):
                    kept[row * len(epochs) + place] = values

        Trainer(tile).train(epochs, record, lambda step, number=number: watch.step_done(number, step))
    return found, kept


def _replicas(plan: Plan, first: int, stop: int) -> Iterator[Replica]:
    """The replicas of a part; their `index` is the row. What differs in the learning rate alone is one experiment."""
    from lab.engine.tile import Replica

    numbers, rates, made = np.arange(first, stop), plan.vary.get(RATE), {}
    alike, rate = numbers // len(plan.seeds), itertools.repeat(None)
    if rates:
        places, axis = plan.places(numbers)[0], list(plan.vary).index(RATE)
        rate = (_rate(rates[place]) for place in places[axis])
        places[axis] = np.zeros_like(alike)
        alike = np.ravel_multi_index(places, plan.sizes)
    for row, (variant, one) in enumerate(zip(alike.tolist(), rate, strict=False)):
        if variant not in made:
            made[variant] = plan.variant(variant)
        yield Replica(made[variant], plan.seeds[(first + row) % len(plan.seeds)], variant, row, rate=one)


@lru_cache(maxsize=100_000, typed=True)
def _rate(value: object) -> float:
    """A learning rate, checked."""
    return Training(learning_rate=value).learning_rate


def _checksum(table: pa.Table) -> str:
    """SHA-256 of all that was measured."""
    summed = hashlib.sha256()
    for name in (*MEASURES, WEIGHTS):
        if name in table.column_names:
            column = table.column(name).combine_chunks()
            values = column.flatten() if name == WEIGHTS else column
            summed.update(f"{name} {len(column)} {column.null_count} ".encode())
            summed.update(np.ascontiguousarray(values.to_numpy(zero_copy_only=False)).tobytes())
    return summed.hexdigest()
