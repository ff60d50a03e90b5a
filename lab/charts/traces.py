"""What pictures of series share: a colour with a dash or a shape, a median in its band, dashed theory, axes."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme
from lab.lazy import alt
from lab.log_axis import LogAxis

THEORY = "theory"
BAND = {"low": "low", "mid": "mid", "high": "high", "law": "law"}
NAMES = {"mid": "median", "law": THEORY}  # of columns, in tooltips
PLACED = {name: f"at_{name}" for name in BAND}
UNDER = {"strokeWidth": 7, "opacity": 0.45}  # of a measured line, and
OVER = {"color": "currentColor"}  # of theory's dashes where they lie on it: both are seen
STROKE = {"symbolType": "stroke", "symbolStrokeWidth": 3}  # of the legend of lines


def told_apart(field: str, names: list[str], columns: int = 2, **legend) -> tuple[alt.Color, alt.StrokeDash]:
    """Colour and dash of the lines `names`, which stand in the column `field`, with one legend above.

    Args:
        field, names: the names in the order of the colours.
        columns, legend: of `altair.Legend`.
    """
    color, _ = marked_apart(field, names, columns, **STROKE | legend)
    return color, alt.StrokeDash(f"{field}:N").scale(theme.dashes(names)).legend(color["legend"])


def marked_apart(field: str, names: list[str], columns: int = 2, **legend) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape, for series of dots; arguments as of `told_apart`."""
    shown = alt.Legend(**{"title": None, "columns": columns, "orient": "top", "symbolOpacity": 1} | legend)
    color = alt.Color(f"{field}:N").scale(theme.colors(names)).legend(shown)
    return color, alt.Shape(f"{field}:N").scale(theme.shapes(names)).legend(shown)


def epochs(title: str = "Epoch", column: str = "epoch") -> alt.X:
    """A linear axis of epochs, or of steps."""
    return alt.X(f"{column}:Q").title(title).axis(grid=False, tickCount=6)


def decades(last: float, title: str = "Epoch", column: str = "epoch") -> alt.X:
    """An axis of whole numbers from 0 to `last`, logarithmic beyond 1."""
    ticks = [0, *(10**power for power in range(8) if 10**power <= last)]
    scale = alt.Scale(type="symlog", constant=1, domain=[0, int(last)], nice=False)
    return alt.X(f"{column}:Q").title(title).scale(scale).axis(values=ticks, format=",d", grid=False)


def on_log(axis: LogAxis, title: str, zero: bool = True, **more) -> dict:
    """`altair.Y` of the places of a `LogAxis`, with or without the row of what is 0; `more` for `altair.Axis`."""
    low, high = axis.domain if zero else (axis.low, axis.domain[1])
    scale, ticks = alt.Scale(type="log", domain=[low, high], nice=False), [tick for tick in axis.ticks if tick >= low]
    return {"title": title, "scale": scale, "axis": alt.Axis(values=ticks, labelExpr=axis.label, **more)}


def placed(table: pd.DataFrame) -> tuple[pd.DataFrame, LogAxis]:
    """A table of `low`, `mid`, `high`, `law` with their places on a logarithmic axis, `at_low` and so on; that axis."""
    axis = LogAxis.of(table[[*BAND]].to_numpy())
    return table.assign(**{PLACED[name]: axis.place(table[name]) for name in BAND}), axis


def banded(table: pd.DataFrame, x: alt.X, y: dict, *, by: str = "", at: dict = BAND, says: tuple = (), point=False):
    """Median line in the band of the middle 90 %, a series for each name; theory dashed, and named at its end.

    Args:
        table: the column of `x`; `low`, `mid`, `high`, `law` (theory); `by`.
        x, y: of the picture; `y` for `altair.Y`.
        by: column that tells series apart; "" for one series.
        at: `PLACED` where the places of a `LogAxis` are drawn.
        says: columns of the tooltip.
        point: whether the median has dots.
    """
    one = {} if by else {"color": theme.SERIES[0]}
    color, *dash = told_apart(by, list(table[by].unique())) if by else (alt.Undefined,)
    series, detail = ([color], [alt.Detail(f"{by}:N")]) if by else ([], [])
    low, mid, high, law = (f"{at[name]}:Q" for name in BAND)
    base = alt.Chart(table).encode(x)
    band = base.mark_area(opacity=0.2, **one).encode(alt.Y(low, **y), alt.Y2(high), *series)
    told = [alt.Tooltip(f"{name}:Q", title=NAMES.get(name, name), format=".4g") for name in says]
    tips = [f"{by}:N"] * bool(by) + [x.shorthand, *told]
    line = base.mark_line(strokeWidth=3, point=point, **one).encode(alt.Y(mid, **y), *series, *dash, tooltip=tips)
    return band + line + theory(table, x, alt.Y(law, **y), *detail)


def in_band(
    base: alt.Chart, y: dict, *series, tips: list | None = None, opacity: float = 0.2, **line
) -> alt.LayerChart:
    """Median line in its band: the columns `low`, `mid`, `high`.

    Args:
        base: with data and x, perhaps with colour.
        y: of `altair.Y`.
        series: channels of both; a dash acts on the line alone.
        tips: of the line.
        opacity, line: of the band; of `mark_line`.
    """
    of_band = [each for each in series if not isinstance(each, alt.StrokeDash)]
    look = {name: line[name] for name in ("color", "clip") if name in line}
    band = base.mark_area(opacity=opacity, **look).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), *of_band)
    told = alt.Undefined if tips is None else tips
    return band + base.mark_line(**{"strokeWidth": 3} | line).encode(alt.Y("mid:Q", **y), *series, tooltip=told)


def spans(base: alt.Chart, axis: dict, *channels, along: str = "y", **look) -> alt.Chart:
    """A bar from `low` to `high` for every row.

    Args:
        base: with data and the other axis.
        axis: of `altair.Y`, or of `altair.X` with `along` "x".
        channels, look: more to encode; of `mark_rule`.
    """
    ends = {along: (alt.Y if along == "y" else alt.X)("low:Q", **axis), f"{along}2": "high:Q"}
    return base.mark_rule(**{"strokeWidth": 2} | look).encode(*channels, **ends)


def strip(low: float, high: float, axis: dict, along: str = "y", **more) -> alt.Chart:
    """A grey strip across the picture; `axis` and `along` as of `spans`, `more` for its only row."""
    ends = {along: (alt.Y if along == "y" else alt.X)("from:Q", **axis), f"{along}2": "to:Q"}
    rows = alt.Chart(pd.DataFrame([{"from": low, "to": high, **more}]))
    return rows.mark_rect(opacity=0.18, color=theme.NEUTRAL).encode(**ends)


def dashed(base: alt.Chart, *channels, width: float = 2, **look) -> alt.Chart:
    """Theory: a dashed grey line."""
    line = {"strokeWidth": width, "color": theme.NEUTRAL, "strokeDash": theme.LAW_DASH, "clip": True}
    return base.mark_line(**line | look).encode(*channels)


def theory(table: pd.DataFrame, x: alt.X, y: alt.Y, *more, label: str = THEORY) -> alt.LayerChart:
    """The same with its name at its end; of several lines at that of the highest, as all are of one look."""
    ends = [each.shorthand.removesuffix(":Q") for each in (x, y)]
    last = table[table[ends[1]].notna()].sort_values(ends).tail(1)
    words = alt.Chart(last).mark_text(align="right", baseline="bottom", dy=-7, color=theme.NEUTRAL, fontSize=12)
    return dashed(alt.Chart(table).encode(x, y, *more), width=2.5) + words.encode(x, y, alt.TextValue(label))


def named(says: str, **legend) -> alt.StrokeDash:
    """The legend of a dashed line: its rows have `says` in the column of that name."""
    told = {"orient": "bottom", "labelLimit": 300, "symbolSize": 600, "symbolOpacity": 1, "symbolType": "stroke"}
    dash = alt.StrokeDash("says:N").title(None).scale(domain=[says], range=[list(theme.LAW_DASH)])
    return dash.legend(**told | legend)


def rules(base: alt.Chart, text: str, *at, width: float = 1.5, **place) -> alt.LayerChart:
    """Theory's levels: dashed grey rules with their words.

    Args:
        base: with data and the levels, as y or x.
        text: column of the words.
        at: where along the rule they stand, such as `altair.XValue("width")`, for that end of it.
        width, place: of the rules; of `mark_text`.
    """
    lines = base.mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=width, color=theme.NEUTRAL)
    words = base.mark_text(**{"color": theme.NEUTRAL, "baseline": "bottom"} | place)
    return lines + words.encode(alt.Text(f"{text}:N"), *at)


def tips(*names: str, format: str = ".4g") -> list[alt.Tooltip]:
    """Tooltips of numbers."""
    return [alt.Tooltip(f"{name}:Q", format=format) for name in names]


def measured_and_theory(frame: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """The measured line solid and coloured, theory's dashed and grey, in one legend.

    Args:
        frame: `says` ("measured", or what the theory is called), and the columns of x and y.
        x, y: of the picture.
    """
    says = ["measured", *(each for each in frame["says"].unique() if each != "measured")]
    color, dash = told_apart("says", says)
    color = color.scale(domain=says, range=[theme.SERIES[0], *[theme.NEUTRAL] * (len(says) - 1)])
    dash = dash.scale(domain=says, range=[[1, 0], *[list(theme.LAW_DASH)] * (len(says) - 1)])
    line = alt.Chart(frame).mark_line(strokeWidth=3)
    return line.encode(x, y, color, dash, tooltip=["says:N", x.shorthand, y.shorthand])


def levels(frame: pd.DataFrame, heights: list[float], names: list[str], title: str | None = None) -> alt.Chart:
    """Dashed grey lines at levels of theory, with their names on an axis of their own at the right.

    Args:
        frame: `level`.
        heights, names: of the levels that get a label.
        title: of that axis.
    """
    label = f"{names}[indexof({heights}, datum.value)]"
    axis = alt.Axis(orient="right", values=heights, labelExpr=label, labelFontSize=13, labelOverlap=False, title=title)
    rules = alt.Chart(frame).mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=1.5, color=theme.NEUTRAL)
    return rules.encode(alt.Y("level:Q", axis=axis))
