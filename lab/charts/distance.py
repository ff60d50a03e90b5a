"""The distance between two neurons over training."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.log_axis import LogAxis

LAW = "theory"


def distances(
    over_seeds: pd.DataFrame, single: pd.DataFrame, axis: LogAxis, foretold: pd.DataFrame | None = None
) -> alt.LayerChart:
    """Median line, 5-95% band and some single runs against epoch, on a log axis with a row for what is exactly 0.

    Args:
        over_seeds: `epoch`, `low`, `mid`, `high`, as places on the axis.
        single: `epoch`, `seed`, `distance`, as places on the axis.
        axis: that axis.
        foretold: `epoch`, `distance` of the first seed by theory, which is then drawn with its run; may be empty.
    """
    y = traces.on_log(axis, "Distance between the neurons' weights", grid=True)
    base = alt.Chart(over_seeds).encode(traces.epochs())
    thin = alt.Chart(single).mark_line(strokeWidth=1, opacity=0.45, color=theme.SERIES[0])
    lines = thin.encode(alt.X("epoch:Q"), alt.Y("distance:Q", **y), alt.Detail("seed:N"))
    tips = [alt.Tooltip("epoch:Q", title="Epoch", format=","), alt.Tooltip("median:N", title="Median distance")]
    median = traces.in_band(base, y, tips=tips, strokeWidth=3.5, color=theme.SERIES[0])
    one = []
    if foretold is not None:
        one = [_one(single, y)]
    if foretold is not None and len(foretold):
        known = alt.Chart(foretold.assign(says=LAW)).encode(alt.X("epoch:Q"), alt.Y("distance:Q", **y))
        one += [traces.dashed(known, traces.named(LAW, orient="top"), width=2.5)]
    return alt.layer(zero_row(axis, y), lines, median, *one).properties(height=theme.HEIGHT)


def _one(single: pd.DataFrame, y: dict) -> alt.Chart:
    """The run of the first seed, named above the picture."""
    run = single[single["seed"] == single["seed"].iloc[0]]
    name = f"first run (seed {run['seed'].iloc[0]})"
    color = alt.Color("run:N").title(None).scale(domain=[name], range=[theme.SERIES[1]]).legend(orient="top")
    base = alt.Chart(run.assign(run=name)).mark_line(strokeWidth=2)
    return base.encode(alt.X("epoch:Q"), alt.Y("distance:Q", **y), color)


def zero_row(axis: LogAxis, y: dict, says: str = "exactly equal") -> alt.LayerChart:
    """The strip of what is exactly 0, in grey, with its words."""
    strip = traces.strip(axis.domain[0], axis.edge, y, zero=axis.zero, says=says)
    words = alt.Chart(strip.data).mark_text(align="right", dx=-6, dy=-3, color=theme.NEUTRAL, baseline="bottom")
    return strip + words.encode(alt.Y("zero:Q", **y), alt.XValue("width"), alt.Text("says:N"))
