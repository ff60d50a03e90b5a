"""The pictures of how long nearly equal neurons take to differ."""

import numpy as np
import pandas as pd

from lab import bands
from lab.charts import distance as distances_chart
from lab.charts import theme, traces
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import on_axis
from lab.questions.neuron_differentiation.escape.outcome import amounts_to, fates
from lab.questions.neuron_differentiation.escape.pushed import EPSILONS, Escape

SPAN, LOST = ["low", "mid", "high"], "diverged"
LETTERS = {"fontSize": 13}
ROOM = 1.12  # times the last epoch: for words over what stands there


def courses(found: Escape) -> tuple[pd.DataFrame, LogAxis]:
    """The frame `courses` with its distances as places on a logarithmic axis that has a row for 0, and that axis."""
    still = pd.DataFrame({"epsilon": 0.0, "epoch": found.courses["epoch"].unique(), "distance": 0.0})
    rows = pd.concat([found.courses, still if found.equal else still.iloc[:0]], ignore_index=True)
    axis = LogAxis.of(rows["distance"])
    return rows.assign(distance=axis.place(rows["distance"])), axis


def times(found: Escape) -> pd.DataFrame:
    """Epochs until the neurons differ, over the seeds; a seed whose neurons never differ is beyond all others.

    Returns:
        One row per (kind, epsilon): `low`, `mid`, `high`, and `says`, what is said of a difference that separates no
        neurons; its `mid`, and a `high` that is never, are the last epoch. Of theory they are missing.
    """
    grouped, last = found.times.groupby(["kind", "epsilon"])["epochs"], found.experiment.training.epochs
    table = pd.DataFrame(bands.of_groups(grouped, "nearest") | {"mid": grouped.median()}).reset_index()
    measured = table["kind"] == "measured"
    fate = table["epsilon"].map(fates(found)["fate"]).where(measured, "separated")
    table.loc[measured, SPAN] = table.loc[measured, SPAN].clip(upper=last)
    table.loc[fate == "diverged", SPAN] = np.nan, last, np.nan
    words = {"separated": "", "never": f"not within {last:,} epochs", "diverged": LOST}
    table = table.replace(np.inf, np.nan).assign(says=fate.map(words))
    least = 10 ** np.floor(np.log10(widest(found)[0]) + 1e-9)  # theory's line goes on to the edge
    return table[table["epsilon"] >= least * 0.999]


def drawn_theory(times: pd.DataFrame) -> bool:
    """Whether theory has a line in the picture of the times: it needs two ends."""
    return bool(times.query("kind == 'foretold'")["mid"].count() >= 2)


def rounded(found: Escape) -> pd.DataFrame:
    """The runs that rounding parted, where theory's line has their median: precision, epsilon, epochs, label."""
    rows = []
    for precision, (parted, runs, amount) in amounts_to(found).items():
        if parted and np.isfinite(amount):
            epochs = found.rounded.query("precision == @precision")["epochs"].replace(np.inf, np.nan).median()
            rows.append((precision, amount, float(epochs), f"{precision}: {parted} of {runs} runs"))
    return pd.DataFrame(rows, columns=["precision", "epsilon", "epochs", "label"])


def widest(found: Escape) -> tuple[float, float]:
    """The smallest and the largest push that the picture of the times has to hold."""
    held = rounded(found)["epsilon"]
    return float(min([EPSILONS[-1], *held])), EPSILONS[0]


def courses_chart(courses: pd.DataFrame, axis: LogAxis) -> "alt.LayerChart":
    """The distance over training, a line for each push, and theory's lines, dashed."""
    y = traces.on_log(axis, "Distance between the neurons", grid=True)
    told = [alt.Tooltip("epsilon:Q", title="Difference at the start", format="~e"), alt.Tooltip("epoch:Q", format=",")]
    x = traces.epochs()
    base = alt.Chart(courses).encode(x, alt.Detail("epsilon:Q"))
    ways = base.mark_line(color=theme.SERIES[0], **traces.UNDER).encode(alt.Y("distance:Q", **y), tooltip=told)
    law = traces.dashed(base.transform_filter("isValid(datum.foretold)"), alt.Y("foretold:Q", **y), **traces.OVER)
    return (distances_chart.zero_row(axis, y) + ways + law).properties(height=theme.HEIGHT)


def times_chart(times: pd.DataFrame, rounded: pd.DataFrame, pushes: tuple[float, float]) -> "alt.LayerChart":
    """Epochs until the neurons differ against the push: dots with their spread, theory's dashed line, rounding."""
    x = alt.X("epsilon:Q").title("Difference at the start (epsilon)").axis(labelExpr=on_axis(), tickCount=6, grid=False)
    x = x.scale(type="log", domain=list(pushes), reverse=True, nice=False)
    base, y = alt.Chart(times).encode(x), {"title": "Epochs until they differ"}
    beyond = times[times["says"] != ""]
    if len(beyond):
        y["scale"] = alt.Scale(domain=[0, ROOM * beyond["mid"].max()], nice=False)
    measured, law = (base.transform_filter(f"datum.kind == '{kind}'") for kind in ("measured", "foretold"))
    told = [alt.Tooltip("epsilon:Q", format="~e"), *traces.tips(*SPAN, format=",.0f")]
    spread = traces.spans(measured.transform_filter("isValid(datum.low)"), y, color=theme.SERIES[0])
    dots = measured.transform_filter("datum.says == ''")
    dots = dots.mark_point(filled=True, size=60, opacity=1, color=theme.SERIES[0])
    layers = [traces.dashed(law, alt.Y("mid:Q", **y)), spread, dots.encode(alt.Y("mid:Q", **y), tooltip=told)]
    layers += [_beyond(beyond, x, alt.Y("mid:Q", **y))] if len(beyond) else []
    return alt.layer(*layers, *_named(rounded, x, pushes)).properties(height=theme.HEIGHT)


def _beyond(rows: pd.DataFrame, x: "alt.X", y: "alt.Y") -> "alt.LayerChart":
    """The differences that separate no neurons, at the last epoch, with their words over the smallest of each kind."""
    names = list(rows["says"].unique())
    shapes = ["cross" if name == LOST else "triangle-up" for name in names]
    shape = alt.Shape("says:N").scale(domain=names, range=shapes).legend(None)
    told = [alt.Tooltip("epsilon:Q", format="~e"), alt.Tooltip("says:N", title="neurons differ")]
    signs = alt.Chart(rows).mark_point(size=70, opacity=1, strokeWidth=2, color=theme.SERIES[0])
    words = alt.Chart(rows.sort_values("epsilon").drop_duplicates("says"))
    words = words.mark_text(align="right", dx=6, dy=-16, color=theme.SERIES[0], **LETTERS)
    return signs.encode(x, y, shape, tooltip=told) + words.encode(x, y, alt.Text("says:N"))


def _named(rounded: pd.DataFrame, x: "alt.X", pushes: tuple[float, float]) -> list:
    """The runs that rounding parted, with their words on the side that has room for them."""
    left = rounded["epsilon"] > np.sqrt(pushes[0] * pushes[1])  # large differences stand at the left
    mark = alt.Chart(rounded).encode(x, alt.Y("epochs:Q"))
    layers = [mark.mark_point(shape="diamond", filled=True, size=130, opacity=1, color=theme.SERIES[1])]
    for rows, look in ((rounded[~left], {"align": "right", "dx": -10}), (rounded[left], {"align": "left", "dx": 10})):
        words = alt.Chart(rows).mark_text(color=theme.SERIES[1], **look, **LETTERS)
        layers += [words.encode(x, alt.Y("epochs:Q"), alt.Text("label:N"))] if len(rows) else []
    return layers


def ridge_chart(ridge: pd.DataFrame) -> "alt.LayerChart":
    """The cost when the two neurons are pulled apart where they settle together, and theory's parabola."""
    base = alt.Chart(ridge).encode(alt.X("apart:Q").title("Difference between the two neurons").axis(grid=False))
    y = alt.Y("cost:Q").title("Cost").scale(zero=False)
    line = base.mark_line(strokeWidth=3, color=theme.SERIES[0]).encode(y)
    top = base.transform_filter("datum.apart == 0").mark_point(size=110, filled=True, opacity=1, color=theme.SERIES[1])
    return (line + traces.dashed(base, alt.Y("foretold:Q")) + top.encode(y)).properties(height=260)
