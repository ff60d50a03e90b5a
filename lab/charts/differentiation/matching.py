"""Two networks trained apart: the cost on the line between them, and what each says over the plane."""

import altair as alt
import pandas as pd

from lab.charts import theme


def lines(bands: pd.DataFrame, shown: pd.DataFrame, orders: tuple[str, ...], title: str) -> alt.LayerChart:
    """Cost along the straight line between two networks: the shown pair thick, a band over all pairs.

    Args:
        bands: `order`, `share`, `low`, `mid`, `high`.
        shown: `order`, `share`, `cost` of one pair.
        orders: the values of `order`, as trained and matched.
        title: of the picture.
    """
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3, symbolOpacity=1, columns=2)
    color = alt.Color("order:N").scale(theme.colors([*orders[::-1]])).legend(legend)
    dash = alt.StrokeDash("order:N").scale(theme.dashes([*orders[::-1]])).legend(legend)
    x = alt.X("share:Q").title("Way from the first network (0) to the second (1)").axis(grid=False, tickCount=5)
    base = alt.Chart(bands).encode(x, color)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q").title("Cost"), alt.Y2("high:Q"))
    middle = base.mark_line(strokeWidth=1.2, opacity=0.8).encode(alt.Y("mid:Q"), dash)
    tips = ["order:N", alt.Tooltip("share:Q", title="way", format=".2f"), alt.Tooltip("cost:Q", format=".4g")]
    thick = alt.Chart(shown).mark_line(strokeWidth=3.5).encode(x, alt.Y("cost:Q"), color, dash, tooltip=tips)
    return (band + middle + thick).properties(height=theme.HEIGHT, title=title)


def plane(cells: pd.DataFrame, edges: pd.DataFrame, units: list[int], ends: tuple, title: str) -> alt.LayerChart:
    """The output over the plane as colours, and the line of each unit with its number.

    Args:
        cells: `left`, `right`, `bottom`, `top`, `output`, `finite`.
        edges: two rows per unit: `unit`, `partner`, `x1`, `x2`, `named` (where its number stands).
        units: numbers of the first network's units, which give the colours and dashes.
        ends: lowest and highest output of the colours.
        title: of the picture.
    """
    return (_said(cells, ends) + _lines(edges, units)).properties(height=460, title=title)


def _said(cells: pd.DataFrame, ends: tuple) -> alt.LayerChart:
    """The output of each cell; grey where it is no number."""
    axis, scale = alt.Axis(grid=False, tickCount=5), alt.Scale(nice=False, zero=False)
    x, y = alt.X("left:Q", axis=axis, scale=scale).title("x1"), alt.Y("bottom:Q", axis=axis, scale=scale).title("x2")
    colors = alt.Scale(domain=ends, interpolate="rgb", range=[theme.SERIES[1], "#f2efe9", theme.SERIES[0]])
    top = {"orient": "top", "direction": "horizontal", "gradientLength": 140, "gradientOpacity": 1}
    output = alt.Color("output:Q").scale(colors).legend(title="Output", format=".2~f", **top)
    base = alt.Chart(cells).encode(x, alt.X2("right:Q"), y, alt.Y2("top:Q"))
    said = base.transform_filter("datum.finite").mark_rect().encode(output, alt.Tooltip("output:Q", format=".3f"))
    return said + base.transform_filter("!datum.finite").mark_rect(color=theme.NEUTRAL)


def _lines(edges: pd.DataFrame, units: list[int]) -> alt.LayerChart:
    """The line of each unit, and its number in a disc."""
    base = alt.Chart(edges).encode(alt.X("x1:Q"), alt.Y("x2:Q"))
    dash = alt.StrokeDash("partner:N").scale(theme.dashes(units)).legend(None)
    line = base.mark_line(strokeWidth=3, color="#1b1b1b", clip=True).encode(dash, alt.Detail("unit:N"))
    ends = base.transform_filter("datum.named")
    disc = ends.mark_circle(size=340, color="#1b1b1b", opacity=1)
    return line + disc + ends.mark_text(fontSize=14, fontWeight="bold", color="white").encode(alt.Text("unit:N"))
