"""The pictures of weights over training: the weights themselves, and what of them is conserved."""

import altair as alt
import pandas as pd

from lab.charts import theme

LAW = "theory: w₀ + X⁺(y − X w₀)"
FRAME, ROW = 30, 29  # pixels that legends take from a picture: all together, and for each series
LOW = 290  # pixels of the picture of what is flat


def weights(curves: pd.DataFrame, legend: pd.DataFrame, last: int, decades: bool = False) -> alt.LayerChart:
    """Median line and 5-95% band of every weight against epoch, and the foretold ends as dashed lines.

    Args:
        curves: `weight`, `epoch`, `low`, `mid`, `high`, `marked` (where the weight's shape stands).
        legend: `weight`, `label`, `law`.
        last: epoch where the picture ends.
        decades: whether the epochs' axis is logarithmic beyond 1.
    """
    base = alt.Chart().encode(_epochs(last, decades))  # the data stand once, in the whole: layers would compare theirs
    color, shape = _series(legend["label"].tolist())
    y = alt.Y("mid:Q").title("Weight").scale(zero=False)
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q").title("Weight"), alt.Y2("high:Q"), color)
    line = base.mark_line(strokeWidth=2.5).encode(y, color)
    layers = [_law(legend), band, line, _marks(base, y, color, shape, "Median")]
    height = theme.HEIGHT + FRAME + ROW * len(legend)
    return alt.layer(*layers, data=curves.merge(legend, on="weight"), height=height)


def combinations(curves: pd.DataFrame, room: tuple[float, float], last: int, decades: bool = False) -> alt.LayerChart:
    """Every conserved combination against epoch, a line for each of a few seeds, and its law dashed.

    Args:
        curves: `label`, `seed`, `epoch`, `value`, `law`, `marked`, `says` (what the law is).
        room: ends of the axis.
        last, decades: as in `weights`.
    """
    labels = list(dict.fromkeys(curves["label"]))
    base = alt.Chart().encode(_epochs(last, decades), alt.Detail(["label:N", "seed:N"]))
    scale = {"title": "Combination v · w", "scale": alt.Scale(domain=room, nice=False, zero=False)}
    color, shape = _series(labels)
    law = base.mark_line(color=theme.NEUTRAL, strokeWidth=2, clip=True)
    law = law.encode(alt.Y("law:Q", **scale), _dash(curves["says"].iloc[0]))
    y = alt.Y("value:Q", **scale)
    line = base.mark_line(strokeWidth=2.5, clip=True).encode(y, color)
    height = LOW + FRAME + ROW * len(labels)
    return alt.layer(line, _marks(base, y, color, shape, "Value"), law, data=curves, height=height)


def _series(labels: list[str]) -> tuple[alt.Color, alt.Shape]:
    """A colour and a shape for every series."""
    legend = {"columns": 1, "orient": "top", "labelLimit": 300, "symbolOpacity": 1}
    color = alt.Color("label:N").title(None).scale(theme.colors(labels)).legend(**legend)
    return color, alt.Shape("label:N").title(None).scale(theme.shapes(labels)).legend(**legend)


def _marks(base: alt.Chart, y: alt.Y, color: alt.Color, shape: alt.Shape, title: str) -> alt.Chart:
    """The shapes along the lines, which say what is there."""
    tips = [alt.Tooltip("label:N", title="Weight"), alt.Tooltip("epoch:Q", title="Epoch")]  # bare texts take 10 ms
    marks = base.mark_point(size=70, filled=True, opacity=1).transform_filter("datum.marked")
    return marks.encode(y, color, shape, tooltip=[*tips, alt.Tooltip(y["shorthand"], title=title)])


def _epochs(last: int, decades: bool) -> alt.X:
    axis = alt.X("epoch:Q").title("Epoch")
    if not decades:
        return axis.scale(domain=[0, last], nice=False).axis(tickCount=5)
    ticks = [0, *(10**power for power in range(7) if 10**power <= last)]
    scale = alt.Scale(type="symlog", constant=1, nice=False, domain=[0, last])
    return axis.scale(scale).axis(values=ticks, format=",d")


def _dash(says: str) -> alt.StrokeDash:
    legend = {"orient": "bottom", "labelLimit": 300, "symbolSize": 600, "symbolOpacity": 1, "symbolType": "stroke"}
    scale = alt.Scale(domain=[says], range=[list(theme.LAW_DASH)])
    return alt.StrokeDash("says:N").title(None).legend(**legend).scale(scale)


def _law(legend: pd.DataFrame) -> alt.Chart:
    rule = alt.Chart(legend.assign(says=LAW)).mark_rule(color=theme.NEUTRAL, strokeWidth=2)
    return rule.encode(alt.Y("law:Q"), _dash(LAW))
