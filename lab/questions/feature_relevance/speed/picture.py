"""The picture of how far every direction of the cost has come."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.numerals import figure
from lab.questions.feature_relevance.speed.directions import COLUMNS, Speed

LOWEST, HIGHEST = 1e-6, 1e3  # shares that are drawn
VALUES = ["low", "mid", "high", "foretold"]
CLOSE = {"rowPadding": 0, "offset": 8, "padding": 0}  # a legend of four rows leaves room for the picture


def drawn(found: Speed, columns: str, beside: bool = False) -> pd.DataFrame:
    """The curves, cut to the shares that are drawn, one line for all directions of a run that shrink alike.

    Args:
        found: of `measure`.
        columns: a key of `COLUMNS`.
        beside: whether both runs are drawn.

    Returns:
        Rows of `found.curves` with a `label` and where its shape stands (`marked`).
    """
    kinds = COLUMNS if beside else [columns]
    curves = pd.concat([_labelled(found, name, beside) for name in kinds], ignore_index=True)
    line = curves.groupby(["columns", "direction"], sort=False)
    values = curves[VALUES].clip(lower=LOWEST / 10)
    gone = (curves[VALUES] < LOWEST / 10) & ~(line[VALUES].shift(1) >= LOWEST / 10)  # but for the first one below
    curves = curves.assign(**values.where(~gone & (values <= HIGHEST * 10)))
    return curves.assign(marked=line.cumcount() % 10 == 3 * line.ngroup() % 10)


def _labelled(found: Speed, columns: str, beside: bool) -> pd.DataFrame:
    """The curves of one run that are drawn, with their `label`."""
    rows = found.directions.query("columns == @columns")
    curves = found.curves.query("columns == @columns")
    decay = -np.log(rows["factor"].abs().clip(lower=1e-12))
    labels = {}
    for _, alike in rows.groupby([f"{value:.3g}" for value in decay], sort=False):
        first = alike["direction"].iloc[0]
        curvatures = "" if beside else f" (λ = {' and '.join(figure(value, 3) for value in alike['curvature'])})"
        mid = curves.loc[(curves["direction"] == first) & (curves["epoch"] == 1), "mid"]
        sudden = " – there in 1 epoch" if (mid < LOWEST).any() else ""
        labels[first] = f"{f'{columns}: ' * beside}{' and '.join(alike['plain'])}{curvatures}{sudden}"
    kept = curves[curves["direction"].isin(labels)]
    return kept.assign(label=kept["direction"].map(labels))


def curves(curves: pd.DataFrame) -> alt.LayerChart:
    """Share of the starting distance that is left: median and band of the seeds, theory dashed."""
    color, shape = traces.marked_apart("label", list(curves["label"].unique()), columns=1, labelLimit=330, **CLOSE)
    highest = max(1.5, float(curves[["high", "foretold"]].max().max()))
    scale = alt.Scale(type="log", domain=[LOWEST, highest], nice=False)
    y = {
        "title": "Distance left",
        "scale": scale,
        "axis": alt.Axis(format="~%", values=list(10.0 ** np.arange(-6, 4))),
    }
    base = alt.Chart(curves).encode(traces.decades(curves["epoch"].max()))
    marks = base.transform_filter("datum.marked").mark_point(size=110, filled=True, opacity=1, clip=True)
    law = traces.dashed(base, alt.Y("foretold:Q", **y), alt.Detail("label:N"), width=7, opacity=0.6)
    measured = traces.in_band(base, y, color, strokeWidth=2, clip=True)
    return (law + measured + marks.encode(alt.Y("mid:Q", **y), color, shape)).properties(height=theme.HEIGHT + 60)
