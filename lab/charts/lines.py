"""What pictures of lines share: series by colour and dash, a median in its band, theory dashed and named."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme
from lab.lazy import alt
from lab.log_axis import LogAxis

THEORY = "theory"
BAND = {"low": "low", "mid": "mid", "high": "high", "law": "law"}
NAMES = {"mid": "median", "law": THEORY}  # of columns, in tooltips
PLACED = {name: f"at_{name}" for name in BAND}


def told_apart(field: str, names: list[str], columns: int = 2, **legend) -> tuple[alt.Color, alt.StrokeDash]:
    """Colour and dash of the lines of `names`, with one legend above.

    Args:
        field: of the frame, that holds the names.
        names: in the order of the colours.
        columns, legend: of `altair.Legend`.
    """
    told = {"title": None, "orient": "top", "symbolType": "stroke", "symbolOpacity": 1, "symbolStrokeWidth": 3}
    shown = alt.Legend(columns=columns, **told | legend)
    return (
        alt.Color(f"{field}:N").scale(theme.colors(names)).legend(shown),
        alt.StrokeDash(f"{field}:N").scale(theme.dashes(names)).legend(shown),
    )


def on_log(axis: LogAxis, title: str) -> dict:
    """A vertical axis of the places of a `LogAxis`, for `altair.Y`."""
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    return {"title": title, "scale": scale, "axis": alt.Axis(values=axis.ticks, labelExpr=axis.label)}


def placed(table: pd.DataFrame) -> tuple[pd.DataFrame, LogAxis]:
    """A table of `low`, `mid`, `high`, `law` with their places on a logarithmic axis, `at_low` and so on; that axis."""
    from lab.log_axis import LogAxis

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


def theory(table: pd.DataFrame, x: alt.X, y: alt.Y, *more, label: str = THEORY) -> alt.LayerChart:
    """A dashed grey line with its name at its end."""
    column, height = (each.shorthand.removesuffix(":Q") for each in (x, y))
    base = alt.Chart(table).encode(x, y, *more)
    line = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    known = table[table[height].notna()]
    last = f"datum['{column}'] == {known[column].max() if len(known) else 0}"
    return line + base.transform_filter(last).mark_text(
        align="right", baseline="bottom", dy=-7, color=theme.NEUTRAL, fontSize=12
    ).encode(alt.TextValue(label))


def measured_and_theory(frame: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """The measured line solid and coloured, theory's dashed and grey, in one legend.

    Args:
        frame: `says` ("measured", or what the theory is called), and the columns of x and y.
        x, y: of the picture.
    """
    says = ["measured", *(each for each in frame["says"].unique() if each != "measured")]
    color, dash = told_apart("says", says)
    grey = [theme.SERIES[0], *[theme.NEUTRAL] * (len(says) - 1)]
    color = color.scale(domain=says, range=grey)
    dash = dash.scale(domain=says, range=[[1, 0], *[list(theme.LAW_DASH)] * (len(says) - 1)])
    line = alt.Chart(frame).mark_line(strokeWidth=3)
    return line.encode(x, y, color, dash, tooltip=["says:N", x.shorthand, y.shorthand])


def since_the_start(last: int, title: str = "Epoch") -> alt.X:
    """The column `epoch` on an axis of decades that has a place for 0.

    Args:
        last: epoch.
        title: what is counted.
    """
    ticks = [0, *(10**power for power in range(8) if 10**power <= last)]
    scale = alt.Scale(type="symlog", constant=1, nice=False)
    return alt.X("epoch:Q").title(title).scale(scale).axis(values=ticks, grid=False, format=",d")


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
