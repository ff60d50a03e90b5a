"""What a sweep's folder holds, read piece by piece: frames of what is asked for, and counts in one pass."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lab import checks, frames
from lab.data import PARTS
from lab.memory import SHARE, free_memory
from lab.sweeps import part
from lab.sweeps.task import MANIFEST, read

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.dataset import Expression

KEYS = ("replica", "seed", "epoch")


def open_sweep(folder: str | os.PathLike) -> Sweep:
    """The sweep in a folder, whole or not, while it is made or later.

    Raises:
        ValueError: there is none.
    """
    folder = Path(folder).absolute()
    checks.require((folder / MANIFEST).exists(), f"In {folder} is no sweep: it has no {MANIFEST}.")
    return Sweep(folder)


@dataclass(frozen=True)
class Progress:
    """How much of a sweep is there.

    Attributes:
        replicas, of: those that are there, and those that are wanted.
        parts, of_parts: likewise of files.
        size: bytes of the files.
    """

    replicas: int
    of: int
    parts: int
    of_parts: int
    size: int

    @property
    def done(self) -> float:
        """Share of the replicas that are there, from 0 to 1."""
        return self.replicas / self.of


class Sweep:
    """The parts of a sweep that are there. Rows come in the order of `lab.train`: varied values, seed, epoch.

    `where` chooses rows before they are read: a mapping of column to a value or a list of values, such as
    {"training.learning_rate": 0.5, "seed": range(100)}, or a `pyarrow.dataset.Expression`, such as
    `pc.field("loss") > 0.1`.

    Attributes:
        folder: where they are.
        plan: what is trained: `experiment`, `seeds`, `vary`, `epochs`.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.plan, self._begun = read(folder)

    def losses(self, where: Mapping | Expression | None = None, *, split: str = "training") -> pd.DataFrame:
        """Cost over the training set, or over what is held out; one row per (varied values, seed, epoch): `loss`.

        Raises:
            ValueError: nothing was held out, or the rows would not fit into memory.
        """
        return self._measure("loss", where, split)

    def accuracies(self, where: Mapping | Expression | None = None, *, split: str = "training") -> pd.DataFrame:
        """Share classified right, as `losses`: `accuracy`.

        Raises:
            ValueError: the data are a regression, nothing was held out, or the rows would not fit into memory.
        """
        return self._measure("accuracy", where, split)

    def ends(self, where: Mapping | Expression | None = None) -> pd.DataFrame:
        """Every replica after the last epoch: one row per (varied values, seed): all that was measured.

        Raises:
            ValueError: the rows would not fit into memory.
        """
        last = self._expression({"epoch": int(self.plan.epochs[-1])})
        chosen = last if where is None else last & self._expression(where)
        return self._frame(self._measured, chosen).drop(columns="epoch")

    def batches(self, where: Mapping | Expression | None = None) -> Iterator[pd.DataFrame]:
        """All that was measured, part by part: for what is too much for one frame."""
        for table in self.tables([*KEYS, *self._measured], where):
            yield self._named(table)

    def shares(self, below: float, by: Sequence[str] | None = None) -> pd.DataFrame:
        """How many replicas end with a cost below a bound, with Wilson's 95 % interval, in one pass over the parts.

        Args:
            below: the bound; a replica that diverged is not solved.
            by: varied fields whose values are told apart; None = all.

        Returns:
            One row per combination of their values: `solved`, `runs`, `diverged`, `share`, `low`, `high`.
        """
        from lab.seeds.spread import wilson

        by = tuple(self.plan.vary) if by is None else tuple(by)
        for name in by:
            checks.one_of("by", name, self.plan.vary)
        sizes = [len(self.plan.vary[name]) for name in by]
        counts = np.zeros((3, int(np.prod(sizes, dtype=int))), np.int64)
        last = self._expression({"epoch": int(self.plan.epochs[-1])})
        for table in self.tables(["replica", "loss"], last):
            loss, places = table.column("loss").to_numpy(), self.places(table, by)
            for row, chosen in enumerate((loss < below, np.ones(len(loss), bool), ~np.isfinite(loss))):
                counts[row] += np.bincount(places[chosen], minlength=counts.shape[1])
        solved, runs, diverged = counts
        bounds = [wilson(int(k), int(n)) if n else (np.nan, np.nan) for k, n in zip(solved, runs, strict=True)]
        low, high = np.array(bounds).T
        with np.errstate(invalid="ignore"):
            share = solved / runs
        axes = [((name,), [(value,) for value in self.plan.vary[name]]) for name in by] or [((), [()])]
        values = {"solved": solved, "runs": runs, "diverged": diverged, "share": share, "low": low, "high": high}
        return frames.tidy(axes, {name: each.reshape(sizes) for name, each in values.items()})

    def keras_weights(self, seed: int, values: Mapping | None = None, epoch: int = -1) -> list[np.ndarray]:
        """The weights of one replica, as `model.set_weights` takes them.

        Args:
            seed: of the replica.
            values: its varied values; may be left out where nothing is varied.
            epoch: at which they were kept; -1 = the last.

        Raises:
            ValueError: no such replica is there, or its weights were not kept then.
        """
        values = dict(values or {})
        checks.require(
            set(values) == set(self.plan.vary), f"`values` must give {', '.join(self.plan.vary) or 'nothing'}."
        )
        checks.require(self.plan.weights != "none", "This sweep kept no weights: it was run with weights='none'.")
        at = int(self.plan.epochs[-1]) if epoch == -1 else epoch
        wanted = self._expression({**values, "seed": seed, "epoch": at})
        found = [
            flat
            for table in self.tables(["replica", "weights"], wanted)
            for flat in table.column("weights").to_pylist()
        ]
        checks.require(bool(found) and found[0] is not None, f"No weights of seed {seed} were kept at epoch {at} here.")
        shapes = self._variant(values).weight_shapes()
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
        flat = np.array(found[0], self._variant(values).training.precision)
        return [piece.reshape(shape) for piece, shape in zip(np.split(flat, ends), shapes, strict=True)]

    def progress(self) -> Progress:
        """How much of it is there."""
        pieces = [(file, piece) for file, piece in self._pieces() if file.exists()]
        return Progress(
            replicas=sum(stop - first for _, (first, stop) in pieces),
            of=self.plan.replicas,
            parts=len(pieces),
            of_parts=-(-self.plan.replicas // self._begun["each"]),
            size=sum(file.stat().st_size for file, _ in pieces),
        )

    def processors(self) -> dict[str, int]:
        """Kinds of processors that parts were made on -> how many parts; more than one kind round differently."""
        import pyarrow.parquet as pq

        counts: dict[str, int] = {}
        for file, _ in self._pieces():
            if file.exists():
                kind = json.loads(pq.read_schema(file).metadata[part.NOTE])["processor"]
                counts[kind] = counts.get(kind, 0) + 1
        return counts

    def tables(
        self, columns: Sequence[str], where: Mapping | Expression | None = None,
        pieces: Callable[[int, int], bool] | None = None,
    ) -> Iterator[pa.Table]:  # fmt: skip
        """Some columns of the rows that are there, part by part.

        Args:
            columns: names in the files.
            where: which rows.
            pieces: (first replica, the one after the last) -> whether a part is read at all.

        Raises:
            OSError: a part is damaged.
        """
        import pyarrow as pa
        from pyarrow import dataset

        options = dataset.ParquetFragmentScanOptions(page_checksum_verification=True)
        kind = dataset.ParquetFileFormat(default_fragment_scan_options=options)
        chosen = None if where is None else self._expression(where)
        for file, piece in self._pieces():
            if not file.exists() or (pieces and not pieces(*piece)):
                continue
            try:
                yield dataset.dataset(file, format=kind).to_table(list(columns), filter=chosen)
            except (OSError, pa.ArrowInvalid) as error:
                said = f"{file} is damaged; run the sweep again, which makes this part anew. ({error})"
                raise OSError(said) from error

    def places(self, table: pa.Table, by: Sequence[str]) -> np.ndarray:
        """Where the replicas of a table stand among the combinations of some varied fields, the first one slowest."""
        values, _ = self.plan.places(table.column("replica").to_numpy())
        found = np.zeros(len(table), np.int64)
        for name in by:
            found = found * len(self.plan.vary[name]) + values[list(self.plan.vary).index(name)]
        return found

    def __repr__(self) -> str:
        now = self.progress()
        return f"Sweep({now.replicas:,} of {now.of:,} replicas, {now.parts:,} of {now.of_parts:,} parts, {self.folder})"

    @cached_property
    def _measured(self) -> list[str]:
        regression = self.plan.some[0].data.task == "regression"
        names = part.MEASURES[: 4 if self.plan.held else 2]
        return [name for name in names if not (regression and "accuracy" in name)]

    def _measure(self, name: str, where: Mapping | Expression | None, split: str) -> pd.DataFrame:
        held = checks.one_of("split", split, PARTS) == "validation"
        checks.require(
            not held or self.plan.held, "Nothing was held out of this sweep's data; `Data.validation` is the share."
        )
        column = f"validation_{name}" if held else name
        checks.require(column in self._measured, "Accuracy belongs to data with classes; this sweep is a regression.")
        return self._frame([column], where).rename(columns={column: name})

    def _frame(self, measured: list[str], where: Mapping | Expression | None) -> pd.DataFrame:
        """All rows in one frame, if they fit."""
        most, size, found = SHARE * free_memory(), 0, []
        for table in self.tables([*KEYS, *measured], where):
            found.append(self._named(table))
            size += int(found[-1].memory_usage().sum())
            checks.require(
                2 * size <= most,
                f"These rows take more than {most / 2e9:.1f} GB, which is the most here; choose some with `where`, "
                "or go through them with `batches()`.",
            )
        if not found:
            found = [self._named(part.keys(self.plan, 0, 0)).assign(**dict.fromkeys(measured, 0.0))]
        return pd.concat(found, ignore_index=True)

    def _named(self, table: pa.Table) -> pd.DataFrame:
        """A part's table as a frame: the varied values as they were given, then seed, epoch and what was measured."""
        values, _ = self.plan.places(table.column("replica").to_numpy())
        columns = {}
        for (path, given), places in zip(self.plan.vary.items(), values, strict=True):
            columns[path] = frames.column(list(given))[places]
        columns |= {name: table.column(name).to_numpy().astype(np.int64) for name in KEYS[1:]}
        rest = [name for name in table.column_names if name not in KEYS]
        return pd.DataFrame(columns | {name: table.column(name).to_numpy().astype(np.float64) for name in rest})

    def _expression(self, where: Mapping | Expression) -> Expression:
        import pyarrow as pa
        from pyarrow import compute

        if not isinstance(where, Mapping):
            return where
        allowed, found = (*self.plan.vary, *KEYS), compute.scalar(True)
        for name, wanted in where.items():
            checks.one_of("where", name, allowed)
            several = isinstance(wanted, (list, range, np.ndarray))
            wanted = tuple(wanted) if several else (wanted,)
            if name in self.plan.vary:
                given = self.plan.vary[name]
                places = [given.index(value) for value in wanted if value in given]
                checks.require(len(places) == len(wanted), f"`where` {name} must be among the varied values.")
                values = part.stored(given).take(pa.array(places, pa.int64()))
            else:
                values = pa.array([int(value) for value in wanted], pa.int32() if name == "epoch" else pa.int64())
            found = found & compute.field(name).isin(values)
        return found

    def _variant(self, values: Mapping):
        from lab.experiment import vary

        return vary(self.plan.experiment, dict(values))

    def _pieces(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        for piece in self.plan.parts(self._begun["each"]):
            yield self.folder / self.plan.part_name(*piece), piece
