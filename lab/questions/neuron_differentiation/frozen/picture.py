"""The pictures of starts that look alike: their costs, how far their units are apart, how far they have moved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import distance as distances_chart
from lab.charts import theme, traces
from lab.laws import frozen as laws
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import figure
from lab.prose import listed
from lab.questions.neuron_differentiation.frozen import optimizers
from lab.questions.neuron_differentiation.frozen.starts import Frozen

FEW = 0.3  # a theory for small weights is drawn up to this size
EPOCHS = 101  # that are drawn, at most
HIGH = 3  # times the floor: costs above it are drawn on a logarithmic axis
ONE_UNIT = "theory: one unit"
DASHES = "'– – ' + datum.label"  # in words: a legend of widths leaves no room for a dashed symbol
LEGEND = 70  # pixels that the legend takes from the picture
SETTLED, ONE_LINE = 0.1, 0.03  # of the epochs: later lines; of the picture's height: as far apart as one line looks


def costs(found: Frozen) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What the picture of the costs draws: the measured bands, the levels foretold, and the one unit foretold."""
    facts, curves = found.facts, _thinned(found.curves)
    floor = f"class entropy = {figure(facts['floor'])}"
    levels = [(facts["floor"], "", floor)]
    if not balanced(facts):
        blind = f"ln {len(facts['shares'])} = {figure(facts['blind'])}"
        levels = [(facts["floor"], floor, ""), (facts["blind"], "", blind)]
    foretold = _thinned(found.foretold)
    finite = foretold[np.isfinite(foretold["cost"])]
    rows = pd.DataFrame(levels, columns=["level", "below", "above"])
    return curves[curves["quantity"] == "cost"], rows, finite


def coinciding(curves: pd.DataFrame, levels: pd.DataFrame) -> str:
    """Which lines of the costs lie on one another, each with a blank before it; "" where none do."""
    each = curves.set_index("epoch").groupby("start", sort=False)["mid"]
    mids = pd.DataFrame(dict(iter(each)))
    heights = np.log(mids) if _steep(curves, levels) else mids
    height = np.ptp(heights.to_numpy()[np.isfinite(heights)])
    later = mids.index >= SETTLED * mids.index[-1]
    groups: list[list[str]] = []
    for name in mids:
        lies_on = (heights.loc[later, name] - heights.loc[later, group[0]] for group in groups)
        near = [(gap.abs() < ONE_LINE * height).all() for gap in lies_on]
        groups[near.index(True)].append(name) if True in near else groups.append([name])
    return "".join(_one_line(mids.loc[later, names]) for names in groups if len(names) > 1)


def _one_line(mids: pd.DataFrame) -> str:
    apart, first = (mids.max(axis=1) - mids.min(axis=1)).max(), mids.index[0]
    gap = f"at most {figure(apart, 2)} apart" if apart else "the same"
    names = listed([f"“{name}”" for name in mids])
    return f" The lines of {names} almost coincide: from epoch {first:,} on their costs are {gap}."


def _steep(curves: pd.DataFrame, levels: pd.DataFrame) -> bool:
    """Whether a straight axis would not tell apart what lies below the floor."""
    return curves["mid"].max() > HIGH * levels["level"].max()


def sizes(found: Frozen, quantity: str) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """What the picture of the distances or of the movements draws.

    Args:
        found: of `frozen.measure`.
        quantity: "distance" or "movement".

    Returns:
        `start`, `epoch`, `low`, `mid`, `high` as places on an axis, and `middle`, the median in words; then theory for
        the tiny start, `epoch`, `value` (a place) and what it `says`, for "distance" alone, empty where there is none;
        then the axis.
    """
    curves = _thinned(found.curves[found.curves["quantity"] == quantity])
    if quantity == "distance":
        curves = curves[curves["start"].isin(with_units(found))]
    axis = LogAxis.of(curves[["low", "mid", "high"]].to_numpy())
    words = [figure(value).replace("not a number", "diverged") for value in curves["mid"]]
    placed = curves.assign(middle=words, **{name: axis.place(curves[name]) for name in ("low", "mid", "high")})
    law = _growth(curves, found.facts) if quantity == "distance" else _growth(curves[:0], found.facts)
    return placed, law.assign(value=axis.place(law["value"])), axis


def _thinned(curves: pd.DataFrame) -> pd.DataFrame:
    """The rows of `EPOCHS` epochs, the first and the last among them: more a line does not show."""
    epochs = curves["epoch"].unique()
    places = np.linspace(0, len(epochs) - 1, min(len(epochs), EPOCHS)).round().astype(int)
    return curves[curves["epoch"].isin(epochs[places])]


def with_units(found: Frozen) -> list[str]:
    """The starts that have two units or more."""
    return found.runs.loc[found.runs["equal"].notna(), "start"].unique().tolist()


def _growth(curves: pd.DataFrame, facts: dict) -> pd.DataFrame:
    """The theory of the tiny start from where it started: `epoch`, `value`, `says`."""
    tiny = curves[curves["start"] == "tiny random"]
    tenfold = decade(facts)
    if tiny.empty or not np.isfinite(tenfold) or not 0 < tiny["mid"].iloc[0] < FEW:
        return pd.DataFrame({"epoch": [], "value": [], "says": []})
    first = tiny["mid"].iloc[0]
    last = min(facts["epochs"], tenfold * np.log10(FEW / first))
    says = f"theory: tenfold in {figure(round(tenfold, 1))} epochs"
    return pd.DataFrame({"epoch": [0.0, last], "value": [first, first * 10 ** (last / tenfold)], "says": ["", says]})


def decade(facts: dict) -> float:
    """Epochs that a tiny start needs to grow tenfold; NaN where there is no such law."""
    activation = facts["activation"]
    if activation not in laws.SLOPES or (activation == "sigmoid" and not balanced(facts)):
        return np.nan
    return optimizers.decade(facts["pull"], facts["rate"], activation, facts["optimizer"])


def balanced(facts: dict) -> bool:
    """Whether all classes have the same share."""
    return facts["blind"] - facts["floor"] < 1e-9


def costs_chart(curves: pd.DataFrame, levels: pd.DataFrame, foretold: pd.DataFrame) -> alt.LayerChart:
    """Median cost and 5-95% band of every start against epoch; dashed: the floor, and the one unit predicted."""
    told = ["start:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median cost", format=".4g")]
    grey = {"align": "right", "dx": -4, "color": theme.NEUTRAL}
    rules = alt.Chart(levels).mark_rule(color=theme.NEUTRAL, strokeDash=list(theme.LAW_DASH), strokeWidth=2)
    right = rules.encode(alt.Y("level:Q"), alt.XValue("width"))
    below = right.mark_text(dy=7, baseline="top", **grey).encode(alt.Text("below:N"))
    above = right.mark_text(dy=-7, baseline="bottom", **grey).encode(alt.Text("above:N"))
    y = {"title": "Cost"}
    if _steep(curves, levels):
        low = max(curves["low"].min() / 2, 1e-6)
        y = {"title": "Cost (logarithmic)", "scale": alt.Scale(type="log", domainMin=low, clamp=True, nice=False)}
        y |= {"axis": alt.Axis(tickCount=4, format="~g")}
    layers = [_lines(curves, y, told), rules.encode(alt.Y("level:Q")), below, above]
    if len(foretold):  # else nothing of it is there, for screen readers too
        one = alt.Chart(foretold.assign(says=ONE_UNIT))  # named below: at its end bands lie under a name
        layers.append(traces.dashed(one, alt.X("epoch:Q"), alt.Y("cost:Q"), _named(ONE_UNIT)))
    return alt.layer(*layers).properties(height=theme.HEIGHT + LEGEND)


def _named(says: str) -> alt.StrokeWidth:
    """The legend of a dashed line beside lines that dashes tell apart: its rows have `says` in that column."""
    width = alt.StrokeWidth("says:N").title(None).scale(domain=[says], range=[2])
    return width.legend(orient="bottom", symbolSize=1, symbolOpacity=0, labelLimit=300, labelExpr=DASHES)


def sizes_chart(curves: pd.DataFrame, law: pd.DataFrame, axis: LogAxis, title: str, zero: str) -> alt.LayerChart:
    """Median and 5-95% band of a size for every start against epoch, on a log axis with a row for what is exactly 0.

    Args:
        curves, law, axis: of `sizes`.
        title: of the axis, with its unit.
        zero: what it means to be exactly 0.
    """
    y = traces.on_log(axis, title, grid=True)
    told = ["start:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("middle:N", title="median")]
    dashed = traces.dashed(alt.Chart(law), alt.X("epoch:Q"), alt.Y("value:Q", **y))
    says = dashed.mark_text(align="left", dx=7, color=theme.NEUTRAL).encode(alt.Text("says:N"))
    lines = _lines(curves, y, told)
    layers = [distances_chart.zero_row(axis, y, zero), lines, *([dashed, says] if len(law) else [])]
    return alt.layer(*layers).properties(height=300 + LEGEND)


def _lines(curves: pd.DataFrame, y: dict, tips: list) -> alt.LayerChart:
    told = traces.told_apart("start", list(curves["start"].unique()), labelLimit=220)
    return traces.in_band(alt.Chart(curves).encode(traces.epochs()), y, *told, tips=tips, opacity=0.15)
