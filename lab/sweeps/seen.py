"""A sweep as pictures show it, counted part by part: a map of rates and scales, and where the replicas end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab import bands, checks, frames
from lab.charts import rates_and_scales
from lab.questions.seed_effects.map.trained import speeds
from lab.sweeps.part import RATE
from lab.sweeps.stored import Sweep

SCALE = "init.scale"
UNKNOWN = 238  # grey of what has not been trained
MOST_SETTINGS = 8
CLUSTERS = 60


def trainability(
    sweep: Sweep, rates: tuple | None = None, scales: tuple | None = None, pixels: int = 512
) -> tuple[dict, float]:
    """A map of a sweep over rates and scales, in the colours of the question `map`; several points a pixel are mixed.

    Args:
        sweep: with `training.learning_rate` and `init.scale` varied, and nothing else; of several seeds the mean.
        rates, scales: from and to, what is shown; None = all.
        pixels: on each side, at most.

    Returns:
        What `lab.charts.rates_and_scales.map_of` takes, and the share of the shown points that train.

    Raises:
        ValueError: other values are varied, or none is in the window.
    """
    plan = sweep.plan
    checks.require(
        set(plan.vary) == {RATE, SCALE},
        f"A trainability map needs a sweep that varies {RATE!r} and {SCALE!r} and nothing else; this one varies "
        f"{', '.join(map(repr, plan.vary)) or 'nothing'}.",
    )
    checks.whole("pixels", pixels, 1, 4096)
    columns, across = _window(RATE, plan.vary[RATE], rates, pixels)
    rows, up = _window(SCALE, plan.vary[SCALE], scales, pixels)
    width, height = columns.max() + 1, rows.max() + 1
    slow, inner = (rows, plan.sizes[1]) if next(iter(plan.vary)) == SCALE else (columns, plan.sizes[1])

    def within(first: int, stop: int) -> bool:
        each = len(plan.seeds) * inner
        return bool((slow[first // each : (stop - 1) // each + 1] >= 0).any())

    mixed, found, trains = np.zeros((height * width, 3)), np.zeros(height * width), 0
    for table in sweep.tables(["replica", "loss"], pieces=within):
        ends = table.column("replica").to_numpy()[:: len(plan.epochs)]
        values, _ = plan.places(ends)
        places = dict(zip(plan.vary, values, strict=True))
        column, row = columns[places[RATE]], rows[places[SCALE]]
        shown = (column >= 0) & (row >= 0)
        costs = table.column("loss").to_numpy().reshape(len(ends), -1)[shown]
        trained, speed = speeds(costs)
        pixel, color = (row * width + column)[shown], rates_and_scales.colors(trained, speed)
        trains += int(trained.sum())
        found += np.bincount(pixel, minlength=len(found))
        for channel in range(3):
            mixed[:, channel] += np.bincount(pixel, color[:, channel], minlength=len(found))
    picture = np.where(found[:, None] > 0, mixed / np.maximum(found, 1)[:, None], UNKNOWN)
    share = trains / found.sum() if found.any() else float("nan")
    return {"pixels": picture.reshape(height, width, 3), "rates": across, "scales": up}, share


def clusters(sweep: Sweep, count: int = CLUSTERS) -> pd.DataFrame:
    """Replicas gathered where they end close together, in two passes over the parts; diverged ones are left out.

    Args:
        sweep: of at most 8 varied settings.
        count: clusters at most, from cost 0 to the largest end.

    Returns:
        One row per (scheme, pile): `end` (mean of the pile), `low`, `high` (its ends), `runs`, `share` (of the
        scheme's replicas), `seed` (the first of the pile).

    Raises:
        ValueError: too many settings.
    """
    plan = sweep.plan
    checks.require(
        plan.variants <= MOST_SETTINGS,
        f"A picture may have {MOST_SETTINGS} settings; this sweep varies {plan.variants:,}. See `shares(below)`.",
    )
    highest = max((ends.max(initial=0.0) for _, ends, _ in _ends(sweep)), default=0.0)
    width, size = max(highest, 1e-12) / count, plan.variants * (count + 1)
    runs, total, of = np.zeros(size, np.int64), np.zeros(size), np.zeros(plan.variants, np.int64)
    low, high, seed = np.full(size, np.inf), np.full(size, -np.inf), np.full(size, -1, np.int64)
    for variants, ends, replicas in _ends(sweep, of):
        at = variants * (count + 1) + (ends / width).astype(np.int64)
        runs, total = runs + np.bincount(at, minlength=size), total + np.bincount(at, ends, minlength=size)
        np.minimum.at(low, at, ends)
        np.maximum.at(high, at, ends)
        clusters, firsts = np.unique(at, return_index=True)
        new = seed[clusters] < 0
        seed[clusters[new]] = [plan.seeds[number % len(plan.seeds)] for number in replicas[firsts[new]]]
    there = np.flatnonzero(runs)
    values = {"end": total[there] / runs[there], "low": low[there], "high": high[there], "runs": runs[there]}
    scheme = _settings(plan)[there // (count + 1)]
    return pd.DataFrame(
        {"scheme": scheme, **values, "share": runs[there] / of[there // (count + 1)], "seed": seed[there]}
    )


def _ends(sweep: Sweep, counted: np.ndarray | None = None):
    """Variants, costs at the last epoch and numbers of the replicas that did not diverge, part by part."""
    for table in sweep.tables(["replica", "loss"], {"epoch": int(sweep.plan.epochs[-1])}):
        ends, replicas = (table.column(name).to_numpy() for name in ("loss", "replica"))
        variants = replicas // len(sweep.plan.seeds)
        if counted is not None:
            counted += np.bincount(variants, minlength=len(counted))
        finite = np.isfinite(ends)
        yield variants[finite], ends[finite].astype(float), replicas[finite]


def _settings(plan) -> np.ndarray:
    axes = [((path,), [(value,) for value in values]) for path, values in plan.vary.items()]
    frame = frames.tidy(axes or [((), [()])], {"loss": np.zeros(plan.sizes or 1)})
    return bands.settings(frame, "loss").to_numpy()


def _window(name: str, values: tuple, edges: tuple | None, pixels: int) -> tuple[np.ndarray, list[str]]:
    """For each value the pixel that it falls into, -1 where it is not shown; and what stands at the axis."""
    given = np.array(values, float)
    low, high = (given.min(), given.max()) if edges is None else sorted(edges)
    inside = np.flatnonzero((given >= low) & (given <= high))
    checks.require(len(inside) > 0, f"No value of {name!r} is between {low:g} and {high:g}.")
    ranked = inside[np.argsort(given[inside])]
    found = np.full(len(given), -1)
    found[ranked] = np.arange(len(ranked)) * min(pixels, len(ranked)) // len(ranked)
    marks = given[ranked[[0, len(ranked) // 2, -1]]]
    texts = ([f"{mark:.{digits}g}" for mark in marks] for digits in range(3, 18))
    return found, next((each for each in texts if len(set(each)) == len(set(marks))), [])
