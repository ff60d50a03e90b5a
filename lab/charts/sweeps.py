"""Pictures of a sweep's folder, however many replicas are in it: for a notebook."""

import os

import altair as alt

from lab.charts import runs, theme
from lab.charts.rates_and_scales import map_of
from lab.laws.seeds import levels_of
from lab.sweeps import seen
from lab.sweeps.stored import Sweep, open_sweep


def trainability(
    sweep: Sweep | str | os.PathLike, rates: tuple | None = None, scales: tuple | None = None, pixels: int = 512
) -> alt.LayerChart:
    """The trainability map of a sweep that varies `training.learning_rate` and `init.scale`.

        lab.charts.trainability("folder", rates=(0.9, 1.1), scales=(1.0, 2.0))

    Args:
        sweep: a sweep or its folder, whole or not: what is not there yet is grey.
        rates, scales: from and to, to look closer; only the parts that are shown are read.
        pixels: on each side, at most; where several points share one, their colours are mixed.
    """
    shown, share = seen.trainability(_opened(sweep), rates, scales, pixels)
    chart = map_of(**shown).properties(width=theme.HEIGHT + 60)
    return chart.properties(description=f"Map of learning rates and factors on the first weights: {share:.0%} train.")


def starts(sweep: Sweep | str | os.PathLike) -> alt.LayerChart:
    """Where all starts of a sweep end: a dot for each pile of replicas that end at about the same cost.

        lab.charts.starts("folder")

    Args:
        sweep: a sweep or its folder, of at most 8 varied settings.
    """
    sweep = _opened(sweep)
    return runs.ends(seen.clusters(sweep), levels_of(sweep.plan.experiment), "Cost at the end")


def _opened(sweep: Sweep | str | os.PathLike) -> Sweep:
    return sweep if isinstance(sweep, Sweep) else open_sweep(sweep)
