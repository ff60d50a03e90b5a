"""The same cost of the same two logits, computed in several ways: where the arithmetic of each gives way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks, frames
from lab.charts import theme, traces
from lab.laws import overflow as theory
from lab.lazy import alt
from lab.linear_axis import LinearAxis
from lab.numerals import figure
from lab.questions.softmax_cost.numerics.ways import WAYS, ways
from lab.specs import PRECISIONS

MOVES = ("the wrong logit rises", "the right logit falls")
STEPS = 10_000  # gaps that are tried on either side of 0
DRAWN = 240  # steps between those that are drawn
CLOSE = 1e-3  # relative error up to which a value is right; absolute a thousandth of that
QUANTITIES = ("cost", "gradient")
GIVES = {  # what a value becomes -> how a sentence says it
    "not a number": "not a number",
    "infinite": "infinite",
    "off": "imprecise",
}
LEGEND = 70  # pixels that the legend takes from a picture
ROW = 15  # and a border's words


@dataclass(frozen=True)
class Gaps:
    """What was found over all gaps.

    Attributes:
        curves: one row per (way, gap), for some of the gaps: `cost`, `gradient` (its part for the right logit; NaN if
            any part is).
        limits: one row per (way, quantity, side), side "wrong" (gaps above 0) or "right" (below): `first`, the least
            distance from 0 at which it is not right (NaN: right everywhere), `becomes`: what it is there, as of
            `state`, `ends`: what it is at the largest distance, `value` there, and `tried`: the number of gaps.
    """

    curves: pd.DataFrame
    limits: pd.DataFrame

    def limit(self, way: str, quantity: str, side: str = "wrong") -> pd.Series:
        """The row of `limits` of one way."""
        rows = self.limits
        return rows[(rows["way"] == way) & (rows["quantity"] == quantity) & (rows["side"] == side)].iloc[0]

    def right_everywhere(self, way: str) -> bool:
        """Whether a way is right at every gap."""
        return bool(self.limits.loc[self.limits["way"] == way, "first"].isna().all())


def over_gaps(precision: str, reach: int = 120, move: str = MOVES[0]) -> Gaps:
    """Cost and gradient of one example with two classes, in every way of `WAYS`, over the gap of its logits.

    Args:
        precision: "float32" or "float64".
        reach: gaps from -reach to reach, the wrong logit minus the right one.
        move: which logit makes the gap, the other being 0: one of `MOVES`.

    Raises:
        ValueError: one of these is not what it must be.
    """
    checks.one_of("precision", precision, PRECISIONS)
    reach = checks.whole("reach", reach, 1, 2000)
    checks.one_of("move", move, MOVES)
    gaps = np.arange(-STEPS, STEPS + 1) * (reach / STEPS)
    found = {name: _tried(precision, name, gaps, move) for name in WAYS}
    limits = [
        _limit(name, frame, quantity, side)
        for name, frame in found.items() for quantity in QUANTITIES for side in ("wrong", "right")
    ]  # fmt: skip
    curves = [frame[:: 2 * STEPS // DRAWN].assign(way=name) for name, frame in found.items()]
    columns = ["way", "gap", "cost", "gradient"]
    return Gaps(pd.concat(curves, ignore_index=True)[columns], pd.DataFrame(limits))


def _tried(precision: str, name: str, gaps: np.ndarray, move: str) -> pd.DataFrame:
    """One way at every gap: `gap`, `cost`, `gradient`, and what these are."""
    still = np.zeros_like(gaps)
    z = np.stack([still, gaps] if move == MOVES[0] else [-gaps, still], axis=1)
    cost, gradient = ways(precision)[name](z.astype(precision))
    slope = np.where(np.isfinite(gradient).all(axis=1), gradient[:, 0], np.nan)
    cost_is = state(cost, theory.cost(gaps), theory.most_clipped())
    return pd.DataFrame(
        {"gap": gaps, "cost": cost, "gradient": slope, "cost is": cost_is,
         "gradient is": state(slope, theory.slope(gaps), 0.0)}
    )  # fmt: skip


def state(values: np.ndarray, right: np.ndarray, stuck: float) -> np.ndarray:
    """What each value is: "right", "stuck" at a value, "infinite", "not a number" or "off".

    Args:
        values: measured.
        right: what they must be.
        stuck: the value at which they may be stuck.
    """
    values = np.asarray(values, dtype=float)
    with np.errstate(invalid="ignore"):
        near = np.abs(values - right) <= CLOSE * np.abs(right) + CLOSE / 1000
    kinds = [near, np.isnan(values), np.isinf(values), np.isclose(values, stuck, rtol=1e-5, atol=0.0)]
    return np.select(kinds, ["right", "not a number", "infinite", "stuck"], "off")


def _limit(name: str, frame: pd.DataFrame, quantity: str, side: str) -> dict:
    """Where one way gives way, on one side of gap 0."""
    half = frame[frame["gap"] > 0] if side == "wrong" else frame[frame["gap"] < 0][::-1]
    lost = half[half[f"{quantity} is"] != "right"]
    becomes = lost.iloc[0] if len(lost) else half.iloc[-1]
    last = half.iloc[-1]
    return {
        "way": name, "quantity": quantity, "side": side, "first": abs(becomes["gap"]) if len(lost) else np.nan,
        "becomes": becomes[f"{quantity} is"], "ends": last[f"{quantity} is"], "value": float(last[quantity]),
        "tried": len(frame),
    }  # fmt: skip


def learning(precision: str, gap: float = 20.0, rate: float = 1.0, steps: int = 30) -> pd.DataFrame:
    """Gradient descent on two logits that start `gap` apart, the wrong one ahead.

    Args:
        precision: "float32" or "float64".
        gap: at the start; the wrong logit, the right one being 0.
        rate: learning rate.
        steps: number of steps.

    Returns:
        One row per (way, step), the ways those of `WAYS`: `gap` after that step; NaN where it is no number.
    """
    checks.one_of("precision", precision, PRECISIONS)
    gap, rate = checks.number("gap", gap, -1000, 1000), checks.number("rate", rate, 0, 1000)
    gaps = {name: _descended(precision, name, gap, rate, checks.whole("steps", steps, 1, 1000)) for name in WAYS}
    axes = [(("way",), [(name,) for name in gaps]), (("step",), [(step,) for step in range(steps + 1)])]
    return frames.tidy(axes, {"gap": np.array(list(gaps.values()))})


def _descended(precision: str, name: str, gap: float, rate: float, steps: int) -> list[float]:
    """The gap before the first and after every step."""
    z, gaps = np.array([[0.0, gap]], precision), [gap]
    for _ in range(steps):
        z = z - np.asarray(rate, precision) * ways(precision)[name](z)[1]
        gaps.append(float(z[0, 1] - z[0, 0]))
    return gaps


def end(limit: pd.Series) -> str:
    """What a row of `Gaps.limits` ends as."""
    return f"stuck at {figure(limit['value'], 3)}" if limit["ends"] == "stuck" else GIVES[limit["ends"]]


def places(found: Gaps, quantity: str, reach: int) -> tuple[pd.DataFrame, LinearAxis]:
    """The symbols of a picture, and the axis that they are drawn on.

    Returns:
        One row per (way, gap), as of `staggered`: `place` on the axis, `says` (the value); and the axis.
    """
    axis = LinearAxis(0.0, float(reach), (0.0, *(reach * share for share in (0.25, 0.5, 0.75, 1.0))))
    if quantity == "gradient":
        axis = LinearAxis(-1.0, 0.0, (-1.0, -0.75, -0.5, -0.25, 0.0))
    dots = staggered(found.curves, "gap", 3)
    return dots.assign(place=axis.place(dots[quantity]), says=dots[quantity].map(figure)), axis


def staggered(frame: pd.DataFrame, along: str, apart: int, names: Sequence[str] = WAYS) -> pd.DataFrame:
    """Some rows of each way, at places of its own: ways that agree are seen side by side.

    Args:
        frame: `way`, and the column `along`.
        apart: places between the rows of one way and those of the next.
        names: of the ways.
    """
    groups = [frame[frame["way"] == name].sort_values(along) for name in names]
    return pd.concat([rows[i * apart :: len(groups) * apart] for i, rows in enumerate(groups)], ignore_index=True)


def right(quantity: str, reach: int) -> pd.DataFrame:
    """What is right, over the gap: `gap`, `place`."""
    gaps = np.linspace(-reach, reach, 241)
    return pd.DataFrame({"gap": gaps, "place": theory.cost(gaps) if quantity == "cost" else theory.slope(gaps)})


def borders(precision: str, reach: int, move: str) -> pd.DataFrame:
    """The predicted gaps at which the arithmetic gives way, within reach: `gap`, `says`."""
    over, under = theory.highest(precision), -theory.lowest(precision)
    powers = [(over, "e^z overflows"), (-under, "e^z is 0")]
    powers = powers if move == MOVES[0] else [(under, "e^z is 0"), (-over, "e^z overflows")]
    return within([(theory.clipped_at(), "Keras cuts"), *powers], reach)


def within(rows: list[tuple[float, str]], reach: int) -> pd.DataFrame:
    """Those of (place, what is there) that the picture has room for: `gap`, `says`."""
    held = [(gap, f"{what}: {figure(gap, 3)}") for gap, what in rows if abs(gap) <= reach]
    return pd.DataFrame(held, columns=["gap", "says"])


def learned(frame: pd.DataFrame) -> str:
    """What became of the gap in each way."""
    steps, start = int(frame["step"].max()), float(frame["gap"].iloc[0])
    ends = frame[frame["step"] == steps].set_index("way")["gap"]
    each = [
        f"{name}: {'stays at ' + figure(gap) if gap == start else 'not a number' if np.isnan(gap) else figure(gap)}"
        for name, gap in ends.items()
    ]
    return f"The gap {figure(start)} after {steps} steps: {'; '.join(each)}."


def picture(
    dots: pd.DataFrame,
    line: pd.DataFrame,
    borders: pd.DataFrame,
    axis: LinearAxis,
    title: str,
    along: str = "Gap: wrong logit minus right logit",
) -> alt.LayerChart:
    """A quantity against the gap of the logits, a symbol for each way; dashed: what is right, and where it ends.

    Args:
        dots, axis: of `places`.
        line: of `right`, for each `class` if it has that column.
        borders: of `borders`; may be empty.
        title: of that axis.
        along: title of the other one.
    """  # fmt: skip
    scale = alt.Scale(domain=axis.domain, nice=False, zero=False)
    ticks = alt.Axis(values=axis.values, labelExpr=axis.label, grid=True, labelLimit=90, labelOverlap=False)
    y = {"scale": scale, "axis": ticks, "title": title}
    x = alt.X("gap:Q").title(along).axis(grid=False, tickCount=6).scale(nice=False)
    grey = {"color": theme.NEUTRAL, "strokeDash": list(theme.LAW_DASH), "strokeWidth": 1.5}
    each = [alt.Detail("class:N")] if "class" in line else []
    right = alt.Chart(line).mark_line(**grey).encode(x, alt.Y("place:Q", **y), *each)
    rules = alt.Chart(borders).encode(alt.X("gap:Q"))
    named = alt.Chart(line[line["gap"] >= 0.5 * line["gap"].max()].head(1))
    named = named.mark_text(align="right", dx=-8, dy=-12, color=theme.NEUTRAL, fontSize=13)
    named = named.encode(x, alt.Y("place:Q", **y), text=alt.value("theory"))
    words = [_above(borders[row : row + 1], row) for row in range(len(borders))]
    back, symbols = traces.strip(axis.edge, axis.domain[1], y), _symbols(dots, x, alt.Y("place:Q", **y))
    return alt.layer(back, rules.mark_rule(**grey), *words, right, named, symbols).properties(
        height=300 + LEGEND + ROW * len(borders)
    )


def _above(border: pd.DataFrame, row: int) -> alt.Chart:
    """The words of one border, above the picture, in a row of their own: none lies on another."""
    look = {"align": "left" if border["gap"].iloc[0] < 0 else "right", "dy": -6 - ROW * row, "baseline": "bottom"}
    words = alt.Chart(border).mark_text(**look, color=theme.NEUTRAL)
    return words.encode(alt.X("gap:Q"), alt.YValue(0), alt.Text("says:N"))


def picture_of_steps(lines: pd.DataFrame, dots: pd.DataFrame) -> alt.LayerChart:
    """The gap against the step of gradient descent; what is no number is not drawn.

    Args:
        lines: `way`, `step`, `gap`.
        dots: some of its rows, those of each way at steps of their own.
    """
    x = traces.epochs("Step of gradient descent", "step")
    y = alt.Y("gap:Q").title("Gap")
    color = alt.Color("way:N").scale(theme.colors(list(lines["way"].unique())))
    thin = alt.Chart(lines).mark_line(strokeWidth=1.5, strokeOpacity=0.6).encode(x, y, color)
    return (thin + _symbols(dots, x, y)).properties(height=250 + LEGEND)


def _symbols(dots: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """A symbol and a colour for each way."""
    close = {"rowPadding": 0, "offset": 8, "padding": 0}  # on a phone it has four rows
    color, shape = traces.marked_apart(
        "way", list(dots["way"].unique()), labelLimit=160, symbolSize=80, orient="bottom", **close
    )
    tips = ["way:N", alt.Tooltip("gap:Q", format=".2f"), *([alt.Tooltip("says:N", title="is")] * ("says" in dots))]
    return alt.Chart(dots).mark_point(filled=True, size=55, opacity=1).encode(x, y, color, shape, tooltip=tips)
