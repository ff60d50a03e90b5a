"""Two costs pair by pair: what one does better, and what each does at every rate."""

import altair as alt
import pandas as pd

from lab.charts import theme

SAYS = ["cross-entropy is better", "squared error is better", "no difference shown"]
BEST = "each at its best"
LEGEND = 60  # pixels that the legend takes from the picture


def differences(pairs: pd.DataFrame, means: pd.DataFrame, title: str, chosen: str) -> alt.LayerChart:
    """The difference of every pair of runs, and their mean with its interval, one row a setting; hollow: makeshift.

    Args:
        pairs: `setting`, `seed`, `difference`, `open`.
        means: `setting`, `mean`, `low`, `high`, `says`, `open`.
        title: of the axis, with its unit.
        chosen: the setting that the page speaks of; in bold, as is the last one.
    """
    bold = f"datum.value == {chosen!r} || datum.value == {BEST!r}"
    weight = alt.condition(bold, alt.value("bold"), alt.value("normal"))
    y = alt.Y("setting:N").sort(list(means["setting"])).title(None).axis(labelLimit=140, labelFontWeight=weight)
    x = {"title": title, "axis": alt.Axis(orient="top", tickCount=6, grid=False)}
    none = alt.Chart(pd.DataFrame({"difference": [0.0]})).mark_rule(color=theme.NEUTRAL, strokeDash=[2, 2])
    dots = alt.Chart(pairs).encode(alt.X("difference:Q", **x), y, tooltip=["setting:N", "seed:Q", "difference:Q"])
    dots = _points(dots, size=28, opacity=0.45, color=theme.NEUTRAL)
    return (none.encode(alt.X("difference:Q", **x)) + dots + _means(means, x, y)).properties(height=alt.Step(38))


def _means(means: pd.DataFrame, x: dict, y: alt.Y) -> alt.LayerChart:
    """Mean and interval of every setting, in the colour and shape of what they say."""
    colors = alt.Scale(domain=SAYS, range=[*theme.SERIES[:2], theme.NEUTRAL])
    legend = alt.Legend(title=None, orient="bottom", columns=1, symbolOpacity=1)
    color = alt.Color("says:N").scale(colors).legend(legend)
    shape = alt.Shape("says:N").scale(theme.shapes(SAYS)).legend(legend)
    base = alt.Chart(means).encode(y, color)
    span = base.mark_rule(strokeWidth=5, opacity=0.8).encode(alt.X("low:Q", **x), alt.X2("high:Q"))
    tips = ["setting:N", *(alt.Tooltip(f"{name}:Q", format=".3g") for name in ("mean", "low", "high"))]
    return span + _points(base.encode(alt.X("mean:Q", **x), shape, tooltip=tips), size=130, opacity=1)


def _points(base: alt.Chart, **look) -> alt.LayerChart:
    """Full points, and hollow ones where `open`; no layer that would be empty, for screen readers."""
    full = base.transform_filter("!datum.open").mark_point(filled=True, **look)
    hollow = base.transform_filter("datum.open").mark_point(filled=False, strokeWidth=2, **look)
    some = base.data["open"]
    return alt.layer(*([] if some.all() else [full]), *([hollow] if some.any() else []))


def rates(rows: pd.DataFrame, title: str) -> alt.LayerChart:
    """What each cost does at each rate: mean, and bars from the least to the most of the runs; hollow: makeshift.

    Args:
        rows: `cost`, `rate`, `low`, `mid`, `high`, `best`, `open`.
        title: of the measure, with its unit.
    """
    names = list(rows["cost"].unique())
    legend = alt.Legend(title=None, orient="top", symbolOpacity=1)
    color = alt.Color("cost:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("cost:N").scale(theme.shapes(names)).legend(legend)
    ticks = alt.Axis(values=sorted(rows["rate"].unique()), format="~g", grid=False)
    x = alt.X("rate:Q").title("Learning rate").scale(type="log", nice=False, padding=20).axis(ticks)
    y = alt.Y("mid:Q").title(title).scale(zero=False)
    base = alt.Chart(rows).encode(x, color)
    spread = base.mark_rule(strokeWidth=3, opacity=0.5).encode(alt.Y("low:Q"), alt.Y2("high:Q"))
    tips = ["cost:N", "rate:Q", alt.Tooltip("mid:Q", title="mean", format=".4g"), "never:Q", "diverged:Q"]
    points = _points(base.encode(y, shape, tooltip=tips), size=90, opacity=1)
    rings = base.mark_point(filled=False, size=380, strokeWidth=2, opacity=1).transform_filter("datum.best").encode(y)
    layers = [spread, base.mark_line(strokeWidth=2.5).encode(y), points, rings]
    return alt.layer(*layers).properties(height=260 + LEGEND)
