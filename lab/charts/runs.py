"""Costs of many runs over training."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt

FEW = 12  # clusters of a scheme that all have room for their number
CLOSE = 0.06  # of the axis: numbers nearer to each other stand in two rows
ROWS = (-22, -33)  # pixels from a dot to its number


def curves(curves: pd.DataFrame, single: pd.DataFrame, title: str = "Cost") -> alt.LayerChart:
    """Median line, 5-95% band and a few single runs of each scheme against epoch.

    Args:
        curves: `scheme`, `epoch`, `low`, `mid`, `high`.
        single: `scheme`, `seed`, `epoch`, `loss`.
        title: of the vertical axis.
    """
    color, dash = traces.told_apart("scheme", list(curves["scheme"].unique()), columns=3)
    base = alt.Chart(curves).encode(traces.epochs())
    thin = alt.Chart(single).mark_line(strokeWidth=1, opacity=0.5)
    few = thin.encode(alt.X("epoch:Q"), alt.Y("loss:Q"), color, dash, alt.Detail("seed:N"))
    tips = ["scheme:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median", format=".4g")]
    median = traces.in_band(base, {"title": title}, color, dash, tips=tips, opacity=0.15, strokeWidth=3.5)
    return (few + median).properties(height=300)


def ends(clusters: pd.DataFrame, levels: pd.DataFrame, title: str, below: float | None = None) -> alt.LayerChart:
    """Where runs end: a dot for each cluster, as large as it, with its number of runs; `pile` is what is clicked.

    Args:
        clusters: `scheme`, `end`, `low`, `high`, `runs`, `share`, `seed`.
        levels: of theory, to be met by costs: `level` and `name`; may be empty.
        title: of the axis.
        below: where a line says what is solved; None = nowhere.
    """
    names = list(clusters["scheme"].unique())
    color, shape = (channel.legend(None) for channel in traces.marked_apart("scheme", names))
    size = alt.Size("share:Q").scale(domain=[0, 1], range=[15, 900]).legend(None)
    x, y = alt.X("end:Q").title(title).axis(grid=False), alt.Y("scheme:N").title(None).sort(names)
    base = alt.Chart(_in_rows(clusters), height=alt.Step(70)).encode(x, y)
    dots = base.mark_point(filled=True, opacity=0.75, cursor="pointer")
    dots = dots.encode(color, shape, size, tooltip=["scheme:N", "runs:Q", *traces.tips("end", "low", "high"), "seed:Q"])
    few = clusters.groupby("scheme").size().max() <= FEW if len(clusters) else True
    numbered = base.transform_filter("true" if few else "datum.share >= 0.02").encode(alt.Text("runs:Q", format=","))
    look = {"dx": 5, "align": "left", "color": theme.NEUTRAL}
    words = alt.layer(*(numbered.transform_filter(alt.datum.row == row).mark_text(dy=above, **look)
                        for row, above in enumerate(ROWS)))  # fmt: skip
    base = alt.Chart(levels).encode(alt.X("level:Q"))
    law = traces.rules(base, "name", alt.YValue("height"), dx=4, dy=-3, align="left")
    picked = dots.add_params(alt.selection_point(name="pile", fields=["seed"], toggle=False))
    return law + picked + words if below is None else law + _solved(below) + picked + words


def _in_rows(clusters: pd.DataFrame) -> pd.DataFrame:
    """The clusters with `row`, 0 or 1: where some are close together, their numbers take turns."""
    ordered = clusters.sort_values(["scheme", "end"])
    near = ordered.groupby("scheme")["end"].diff() < CLOSE * max(ordered["end"].max(), 1e-12)
    return ordered.assign(row=near.astype(int).groupby((~near).cumsum()).cumsum() % 2)


def _solved(below: float) -> alt.LayerChart:
    """A line at the cost below which runs are solved, with its words."""
    mark = pd.DataFrame({"bound": [below], "says": ["← solved"]})
    base = alt.Chart(mark).encode(alt.X("bound:Q"))
    words = base.mark_text(dx=-4, dy=-3, align="right", baseline="bottom", color=theme.NEUTRAL)  # above the picture
    return base.mark_rule(color=theme.NEUTRAL) + words.encode(alt.Text("says:N"), alt.YValue(0))
