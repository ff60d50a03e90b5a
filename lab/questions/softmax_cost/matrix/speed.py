"""How long a gradient takes as one product of matrices, and as a loop over the examples' own matrices."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from lab import checks
from lab.answer import Figure
from lab.charts import theme, traces
from lab.experiment import Experiment
from lab.lazy import alt
from lab.numerals import figure
from lab.questions.softmax_cost.matrix.ways import layer

PRODUCT, LOOP = "one product", "a loop over examples"


def speed(experiment: Experiment, sizes: Sequence[int] = (1, 4, 16, 64, 256, 1024), repeats: int = 9) -> pd.DataFrame:
    """How long the gradient takes as one product, and as the mean of matrices made in a loop.

    Args:
        experiment: as in `ways.layer`; its examples are repeated where there are too few.
        sizes: numbers of examples.
        repeats: of each measurement.

    Returns:
        One row per (way, m): `low`, `mid`, `high`: least, median and longest time of a gradient, in microseconds.
    """
    one = layer(experiment, min(max(sizes), experiment.data.examples))
    rows = []
    for m in sizes:
        a, d = np.resize(one.a, (m, one.a.shape[1])), np.resize(one.d, (m, one.d.shape[1]))
        for way, work in {LOOP: lambda a=a, d=d: looped(a, d), PRODUCT: lambda a=a, d=d: a.T @ d / len(a)}.items():
            times = [_timed(work, max(1, 128 // m)) for _ in range(checks.whole("repeats", repeats, 1, 1000))]
            rows.append({"way": way, "m": m, "low": min(times), "mid": float(np.median(times)), "high": max(times)})
    return pd.DataFrame(rows)


def looped(a: np.ndarray, d: np.ndarray) -> np.ndarray:
    """The mean of one matrix an example."""
    total = np.zeros((a.shape[1], d.shape[1]), a.dtype)
    for row, error in zip(a, d, strict=True):
        total += np.outer(row, error)
    return total / len(a)


def _timed(work: Callable, calls: int) -> float:
    """Microseconds of one call."""
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return 1e6 * (time.perf_counter() - start) / calls


def ratios(times: pd.DataFrame) -> pd.Series:
    """How many times as long the loop takes, by the number of examples."""
    table = times.pivot_table(index="m", columns="way", values="mid")
    return table[LOOP] / table[PRODUCT]


def picture(times: pd.DataFrame) -> Figure:
    """Both times against the number of examples, with what they say."""
    says = words(times)
    return Figure.of(drawn(times), says, caption=f"{says} Bars: the shortest and the longest of 9.")


def words(times: pd.DataFrame) -> str:
    """How many times as fast the product is, at the largest and at the smallest number of examples."""
    mid, ratio = times.set_index(["way", "m"])["mid"], ratios(times)
    least, most = ratio.index[0], ratio.index[-1]
    return (
        f"With {most:,} examples, one product takes {_micro(mid[PRODUCT, most])} and the loop over per-example "
        f"matrices {_micro(mid[LOOP, most])}: the product is {_times(ratio[most])}. With {least}: "
        f"{_times(ratio[least])}. Medians, on the machine that computed this."
    )


def _micro(time: float) -> str:
    return f"{figure(round(time, 1))} µs" if time < 1000 else f"{figure(round(time / 1000, 1))} ms"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} times as fast" if ratio >= 10 else f"{figure(round(float(ratio), 1))} times as fast"


def drawn(times: pd.DataFrame) -> alt.LayerChart:
    """Time of a gradient against the number of examples, a line for the loop and one for the product.

    Args:
        times: of `speed`.
    """
    names = list(times["way"].unique())
    color = alt.Color("way:N").scale(theme.colors(names)).legend(None)
    x = alt.X("m:Q").title("Examples in the batch").scale(type="log", nice=False)
    x = x.axis(values=list(times["m"].unique()), grid=False)
    y = {"scale": alt.Scale(type="log"), "axis": alt.Axis(tickCount=4, format="~g")}
    base = alt.Chart(times).encode(x, color)
    titled = {"title": "Time of a gradient (µs)", **y}
    band = traces.spans(base, titled, strokeWidth=3, opacity=0.4)
    tips = ["way:N", "m:Q", alt.Tooltip("mid:Q", title="median, µs", format=".1f")]
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(alt.Y("mid:Q", **y), tooltip=tips)
    last = base.transform_filter(f"datum.m == {int(times['m'].max())}")
    ends = last.mark_text(align="right", dy=-14, fontSize=13).encode(alt.Y("mid:Q", **y), alt.Text("way:N"))
    return (band + base.mark_line().encode(alt.Y("mid:Q", **y)) + dots + ends).properties(height=320)
