"""Of a model of one's own: its metrics over training from many starts, and what its units do."""

import altair as alt
import pandas as pd

from lab import bands
from lab.charts import traces

COLUMNS = 2
UNITS = {
    "distance": "Distance to the nearest other unit",
    "spread": "Spread of the output",
    "dead": "Share of examples where it is dead",
    "saturated": "Share of examples where it is saturated",
    "gradient": "Norm of its gradient",
}


def histories(history: pd.DataFrame) -> alt.ConcatChart:
    """Each metric over the epochs: median, middle 90 % of the seeds, and a few seeds alone.

    Args:
        history: as `Study.history` returns it.
    """
    bands.has(history, ("seed", "epoch", "split", "metric", "value"))
    parts = [
        _panel(
            bands.over_seeds(bands.thinned(rows), "value"),
            bands.single(bands.thinned(rows), "value").assign(line=lambda few: few["seed"].astype(str) + few["split"]),
            "split",
            metric,
        )
        for metric, rows in history.drop_duplicates().groupby("metric", sort=False)
    ]
    seeds = history["seed"].nunique()
    return alt.concat(*parts, columns=COLUMNS).properties(
        title=f"{seeds} start{'s'[: seeds > 1]}: median and middle 90 %",
        description="Every metric against the epoch, training and validation, with the spread over the starts.",
    )


def unit_measures(measures: pd.DataFrame) -> alt.ConcatChart:
    """Each measure over the epochs: for every layer the median and the middle 90 % of its units.

    Args:
        measures: as `Study.units` or `Watch.frame` returns it.
    """
    bands.has(measures, ("epoch", "layer", "unit", "measure", "value"))
    rows = bands.thinned(measures.assign(seed=0)[["seed", "epoch", "layer", "measure", "value"]])
    curves = bands.over_seeds(rows, "value")
    shown = [name for name in UNITS if name in set(curves["measure"])]
    parts = [_panel(curves[curves["measure"] == name], None, "layer", UNITS[name]) for name in shown]
    return alt.concat(*parts, columns=COLUMNS).properties(
        title="Units of each layer: median and middle 90 %",
        description="What the units of each layer do, against the epoch: " + ", ".join(UNITS[name] for name in shown),
    )


def _panel(curves: pd.DataFrame, single: pd.DataFrame | None, by: str, title: str) -> alt.LayerChart:
    color, dash = traces.told_apart(by, list(curves[by].unique()), columns=3)
    base = alt.Chart(curves).encode(alt.X("epoch:Q").title("Epoch").axis(grid=False, tickMinStep=1))
    y = {"title": title, "scale": alt.Scale(zero=False)}
    tips = [f"{by}:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median", format=".4g")]
    median = traces.in_band(base, y, color, dash, tips=tips, opacity=0.15)
    if single is None:
        return median.properties(width=300, height=220)
    thin = alt.Chart(single).mark_line(strokeWidth=1, opacity=0.5)
    lines = thin.encode(alt.X("epoch:Q"), alt.Y("value:Q"), color, alt.Detail("line:N"))
    return (lines + median).properties(width=300, height=220)
