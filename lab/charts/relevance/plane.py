"""The plane of two weights: contours of the cost, the valley, and the ways of many starts."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.relevance.plane_drawn import Plane, Window

VALLEY = "theory: the valley, X w = best"
LEGEND = {"start": "start", "end": "end, measured", "foretold": "theory: w₀ + X⁺(y − X w₀)"}


def plane(drawn: Plane) -> alt.LayerChart:
    """Ways from their starts, over the contours of the cost; one weight unit is as long across as it is up.

    Args:
        drawn: of `lab.relevance.plane_drawn.plane`.
    """
    x, y = _axes(drawn.window)
    law = [_valley(drawn.valley, x, y)] if len(drawn.valley) else []
    measured = [_paths(drawn.paths, x, y), _points(drawn.points, x, y)]
    return alt.layer(_contours(drawn.contours, x, y), *law, *measured).properties(height=theme.HEIGHT + 140)


def _axes(window: Window) -> tuple[alt.X, alt.Y]:
    """Both with the same number of weight units to a pixel, whatever the screen: right angles look right."""
    unit = f"max({2 * window.half_x!r} / width, {2 * window.half_y!r} / height)"
    ends = {
        side: alt.Scale(
            domainMin=alt.expr(f"{middle!r} - {unit} * {side} / 2"),
            domainMax=alt.expr(f"{middle!r} + {unit} * {side} / 2"),
            nice=False,
            zero=False,
        )
        for side, middle in (("width", window.x), ("height", window.y))
    }
    x = alt.X("x:Q").title(f"Weight {window.names[0]}").scale(ends["width"]).axis(grid=False, tickCount=6)
    return x, alt.Y("y:Q").title(f"Weight {window.names[1]}").scale(ends["height"]).axis(grid=False, tickCount=6)


def _contours(contours: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.LayerChart:
    base = alt.Chart(contours).encode(x, y)
    lines = base.mark_line(color=theme.NEUTRAL, strokeWidth=1, opacity=0.7, clip=True)
    lines = lines.encode(alt.Detail(["level:N", "half:N"]), alt.Order("place:Q"))
    named = base.transform_filter("datum.text != ''").mark_text(fontSize=12, color="currentColor", clip=True)
    return lines + named.encode(alt.Text("text:N"))


def _valley(valley: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    dash = alt.StrokeDash("says:N").title(None).scale(domain=[VALLEY], range=[list(theme.LAW_DASH)])
    dash = dash.legend(orient="bottom", labelLimit=300, symbolSize=600, symbolOpacity=1, symbolType="stroke")
    return (
        alt.Chart(valley.assign(says=VALLEY))
        .mark_line(color=theme.NEUTRAL, strokeWidth=3.5, clip=True)
        .encode(x, y, dash)
    )


def _paths(paths: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    lines = alt.Chart(paths).mark_line(strokeWidth=1.5, opacity=0.8, color=theme.SERIES[0], clip=True)
    return lines.encode(x, y, alt.Detail("seed:N"), alt.Order("place:Q"))


def _points(points: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.LayerChart:
    """Starts and ends, and hollow and grey where the ends are foretold."""
    names = list(LEGEND.values())
    legend = {"orient": "top", "columns": 2, "symbolOpacity": 1, "labelLimit": 300}
    color = alt.Scale(domain=names, range=[theme.SERIES[0], theme.SERIES[1], theme.NEUTRAL])
    color = alt.Color("says:N").title(None).scale(color).legend(**legend)
    shape = alt.Scale(domain=names, range=["circle", "square", "diamond"])
    shape = alt.Shape("says:N").title(None).scale(shape).legend(**legend)
    base = alt.Chart(points.assign(says=points["what"].map(LEGEND))).encode(x, y, color, shape)
    marks = {
        "foretold": {"size": 150, "strokeWidth": 2},
        "start": {"size": 25, "strokeWidth": 2},
        "end": {"size": 30, "filled": True},
    }
    layers = [
        base.transform_filter(alt.datum.what == what).mark_point(opacity=1, clip=True, **mark)
        for what, mark in marks.items()
    ]
    return alt.layer(*layers)
