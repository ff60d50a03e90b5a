"""What pictures of series share: colour with a shape, a median in its band, theory dashed, decades that have a 0."""

from __future__ import annotations

from lab.charts import theme
from lab.lazy import alt
from lab.log_axis import LogAxis


def told_apart(field: str, names: list[str], columns: int = 2, **legend) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape of the series `names`, which stand in the column `field`, with one legend above."""
    shown = alt.Legend(title=None, columns=columns, **{"orient": "top", "symbolOpacity": 1} | legend)
    color = alt.Color(f"{field}:N").scale(theme.colors(names)).legend(shown)
    return color, alt.Shape(f"{field}:N").scale(theme.shapes(names)).legend(shown)


def banded(base: alt.Chart, y: dict, *series, opacity: float = 0.2, width: float = 2.5) -> alt.LayerChart:
    """Median line in its band: the columns `low`, `mid`, `high`.

    Args:
        base: with data and x.
        y: of `altair.Y`.
        series: channels that tell the lines apart.
        opacity, width: of the band; of the line.
    """
    band = base.mark_area(opacity=opacity, clip=True).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), *series)
    return band + base.mark_line(strokeWidth=width, clip=True).encode(alt.Y("mid:Q", **y), *series)


def theory(base: alt.Chart, *channels, width: float = 2, opacity: float = 1) -> alt.Chart:
    """A dashed grey line."""
    line = base.mark_line(strokeWidth=width, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH, opacity=opacity, clip=True)
    return line.encode(*channels)


def named(says: str, **legend) -> alt.StrokeDash:
    """The legend of a dashed line: its rows have `says` in the column of that name."""
    told = {"orient": "bottom", "labelLimit": 300, "symbolSize": 600, "symbolOpacity": 1, "symbolType": "stroke"}
    dash = alt.StrokeDash("says:N").title(None).scale(domain=[says], range=[list(theme.LAW_DASH)])
    return dash.legend(**told | legend)


def decades(field: str, last: float, title: str) -> alt.X:
    """An axis of whole numbers from 0 to `last`, logarithmic beyond 1."""
    ticks = [0, *(10**power for power in range(8) if 10**power <= last)]
    scale = alt.Scale(type="symlog", constant=1, domain=[0, int(last)], nice=False)
    return alt.X(f"{field}:Q").title(title).scale(scale).axis(values=ticks, format=",d", grid=False)


def places(axis: LogAxis, title: str, **more) -> dict:
    """`altair.Y` of the places of a `LogAxis`; `more` for `altair.Axis`."""
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    return {"title": title, "scale": scale, "axis": alt.Axis(values=axis.ticks, labelExpr=axis.label, **more)}


def tips(*names: str, format: str = ".4g") -> list[alt.Tooltip]:
    """Tooltips of numbers."""
    return [alt.Tooltip(f"{name}:Q", format=format) for name in names]
