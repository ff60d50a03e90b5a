"""Units of the demand data: how many become a concept, and what they weigh."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.charts.differentiation.layer import ABOVE, BELOW, NOTHING, WHOLE
from lab.relevance.demand import CONCEPTS, FEATURES
from lab.relevance.demand_counts import ALL

NAMES = [*CONCEPTS, ALL]
LAW = "theory: random directions"
LEGENDS = 70  # pixels that the legends take from the picture


def shares(measured: pd.DataFrame, law: pd.DataFrame, bound: float) -> alt.LayerChart:
    """Share of networks with a unit more like a concept than c against c, with its interval; dashed: by chance.

    Args:
        measured: `what`, `bound`, `share`, `low`, `high`, `marked` (where the concept's shape stands).
        law: `bound`, `share`.
        bound: the c that is asked for.
    """
    names = NAMES[:-1]
    x = alt.X("bound:Q").title("c: the |cosine| that is asked for").axis(grid=False, tickCount=6).scale(zero=False)
    base = alt.Chart(measured).encode(x, _color(names))
    band = base.mark_area(opacity=0.2).encode(_share("low"), alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=3).encode(_share("share"))
    dots = base.transform_filter("datum.marked").mark_point(filled=True, size=80, opacity=1)
    dots = dots.encode(_share("share"), _shape(names), tooltip=_tips("bound:Q"))
    chance = alt.Chart(law.assign(says=LAW)).mark_line(strokeWidth=2.5, color=theme.NEUTRAL)
    chance = chance.encode(alt.X("bound:Q"), alt.Y("share:Q"), _law())
    return (chance + band + line + dots + _asked(bound)).properties(height=theme.HEIGHT + LEGENDS)


def widths(table: pd.DataFrame) -> alt.LayerChart:
    """Share of networks that have each concept, and all three, against the number of hidden units.

    Args:
        table: `hidden`, `what`, `share`, `low`, `high`, `law`.
    """
    x = alt.X("hidden:O").title("Hidden units").axis(labelAngle=0, grid=False)
    base = alt.Chart(table).encode(x, _color(NAMES))
    bars = base.mark_rule(strokeWidth=2, opacity=0.6).encode(_share("low"), alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=2.5).encode(_share("share"))
    dots = base.mark_point(filled=True, size=80, opacity=1)
    dots = dots.encode(_share("share"), _shape(NAMES), tooltip=_tips("hidden:O"))
    chance = alt.Chart(table.assign(says=LAW)).mark_line(strokeWidth=2, color=theme.NEUTRAL)
    chance = chance.encode(x, alt.Y("law:Q"), alt.Detail("what:N"), _law())
    return (chance + bars + line + dots).properties(height=theme.HEIGHT + LEGENDS)


def panel(frame: pd.DataFrame) -> alt.Chart:
    """The share of every feature in the units' directions, a row a unit; on top the concept.

    Args:
        frame: `row`, `name`, `cosine`, `feature`, `share`.
    """
    names = frame.drop_duplicates("row")["name"].tolist()
    flat = {"ticks": False, "domain": False, "labelLimit": 140, "labelOverlap": False}
    x = alt.X("feature:N", sort=list(FEATURES), scale=WHOLE).title(None).axis(orient="top", labelAngle=-30, **flat)
    y = alt.Y("name:N", sort=names, scale=WHOLE).title(None).axis(**flat)
    scale = alt.Scale(domain=[-1, 0, 1], range=[BELOW, NOTHING, ABOVE], interpolate="rgb")
    legend = alt.Legend(title="Share of the direction", orient="bottom", gradientLength=160, values=[-1, 0, 1])
    tips = ["name:N", "feature:N", alt.Tooltip("share:Q", format=".3f"), alt.Tooltip("cosine:Q", format=".3f")]
    cells = alt.Chart(frame, height=alt.Step(17)).mark_rect()
    return cells.encode(x, y, alt.Color("share:Q", scale=scale, legend=legend), tooltip=tips)


def _share(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q").title("Share of networks").axis(format="%").scale(domain=[0, 1])


def _color(names: list[str]) -> alt.Color:
    legend = alt.Legend(title=None, orient="top", columns=2, symbolOpacity=1)
    return alt.Color("what:N").scale(theme.colors(names)).legend(legend)


def _shape(names: list[str]) -> alt.Shape:
    legend = alt.Legend(title=None, orient="top", columns=2, symbolOpacity=1)
    return alt.Shape("what:N").scale(theme.shapes(names)).legend(legend)


def _law() -> alt.StrokeDash:
    dash = alt.StrokeDash("says:N").title(None).scale(domain=[LAW], range=[list(theme.LAW_DASH)])
    return dash.legend(orient="bottom", symbolType="stroke", symbolSize=600, symbolOpacity=1)


def _asked(bound: float) -> alt.LayerChart:
    """The c that is asked for: an upright line with its figure above it."""
    base = alt.Chart(pd.DataFrame({"bound": [bound], "says": [f"{bound:g}"]})).encode(alt.X("bound:Q"))
    words = base.mark_text(fontSize=13, fontWeight="bold", color="currentColor", baseline="bottom")
    return base.mark_rule(color="currentColor", strokeWidth=1.5) + words.encode(alt.Text("says:N"), alt.YValue(-4))


def _tips(place: str) -> list:
    return ["what:N", place, *(alt.Tooltip(f"{name}:Q", format=".1%") for name in ("share", "low", "high"))]
