"""The pictures of a layer: how many units are different, how alike they are, what their weights look like."""

from __future__ import annotations

import pandas as pd

from lab.charts import kernels, theme, traces
from lab.lazy import alt

UNIT_TIPS = {"row": "unit", "column": "and unit", "cosine": "cosine", "epoch": "epoch"}
LEGEND = 60  # pixels that the legend takes from the picture
TALL = 470  # of pictures of weights, with their legend


def counts(curves: pd.DataFrame, law: pd.DataFrame) -> alt.LayerChart:
    """Median number of different units and 5-95% band of every start against epoch; dashed: the most there can be."""
    told = traces.told_apart("start", list(curves["start"].unique()), labelLimit=220)
    y = {"title": "Different units", "axis": alt.Axis(tickMinStep=1)}
    tips = ["start:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median")]
    measured = traces.in_band(alt.Chart(curves).encode(traces.epochs()), y, *told, tips=tips)
    most = alt.Chart(law).encode(alt.Y("most:Q"))
    rules = traces.rules(most, "says", alt.XValue("width"), align="right", dx=-4, dy=-4)
    return (measured + rules).properties(height=theme.HEIGHT + LEGEND)


def matrix(frame: pd.DataFrame) -> alt.LayerChart:
    """The cosine of every two units, at an epoch that a slider under the picture chooses without asking the server."""
    shown, base = theme.through_epochs(frame)
    cell = alt.Step(theme.HEIGHT / max(1, frame["row"].nunique()))
    places = {
        "scale": theme.whole(),
        "axis": alt.Axis(title="Unit", labels=False, ticks=False, domain=False, grid=False),
    }
    tips = [alt.Tooltip(f"{name}:Q", title=title) for name, title in UNIT_TIPS.items()]
    color = alt.Color("cosine:Q").title("Cosine").scale(theme.signed())
    cells = base.mark_rect().encode(alt.X("column:O", **places), alt.Y("row:O", **places), color, tooltip=tips)
    cells = cells.encode(color.legend(orient="top", gradientLength=180, values=[-1, 0, 1]))
    title = theme.through_epochs(frame.drop_duplicates("epoch"))[1].transform_calculate(
        says="'after epoch ' + format(datum.epoch, ',')"
    )
    words = title.mark_text(align="right", baseline="bottom", dy=-6, color=theme.NEUTRAL)
    words = words.encode(alt.XValue("width"), alt.YValue(0), alt.Text("says:N"))
    return (cells + words).add_params(shown).properties(height=cell, width=cell)


def rows(frame: pd.DataFrame, largest: float) -> alt.Chart:
    """The weights of every unit in a row, one column for each input, the bias and the output."""
    names = list(frame["weight"].unique())
    tips = ["unit:O", "weight:N", alt.Tooltip("value:Q", format=".3g")]
    x = (
        alt.X("weight:N", sort=names, scale=theme.whole())
        .title(None)
        .axis(labelAngle=-40, labelLimit=110, labelOverlap=False, ticks=False, domain=False)
    )
    y = alt.Y("unit:O", scale=theme.whole()).title("Unit").axis(labels=False, ticks=False, domain=False)
    return alt.Chart(frame, height=TALL).mark_rect().encode(x, y, kernels.weight(largest), tooltip=tips)


def kernel(frame: pd.DataFrame, largest: float, title: str) -> alt.Chart:
    """One kernel as a heat map: inputs down, units across. Frame: `input`, `unit`, `value`."""
    plain = {"scale": theme.whole(), "axis": alt.Axis(title=None, labels=False, ticks=False, domain=False)}
    tips = ["input:O", "unit:O", alt.Tooltip("value:Q", format=".3g")]
    x, y = alt.X("unit:O", **plain), alt.Y("input:O", **plain)
    return alt.Chart(frame, height=400, title=title).mark_rect().encode(x, y, kernels.weight(largest), tooltip=tips)
