"""How well networks of many widths end, and what their units look like."""

import altair as alt
import pandas as pd

from lab.charts import theme
from lab.charts.theme import ABOVE, BELOW, NOTHING

CELLS = 44  # five pictures of 8 x 8 in a row, a line of nothing between two


def spread(bands: pd.DataFrame, runs: pd.DataFrame, laws: pd.DataFrame, title: str) -> alt.LayerChart:
    """Median and 5-95% range of every width, and every run as a dot; dashed, what a law says.

    Args:
        bands: `units`, `kind`, `low`, `mid`, `high`.
        runs: `units`, `kind`, `seed`, `value`.
        laws: `level`, `says`; may be empty.
        title: of the vertical axis, with its unit.
    """
    names = list(bands["kind"].unique())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolOpacity=1)
    color = alt.Color("kind:N").scale(theme.colors(names)).legend(legend)
    shape = alt.Shape("kind:N").scale(theme.shapes(names)).legend(legend)
    x = alt.X("units:O").title("Hidden units").axis(labelAngle=0, grid=False)
    y, beside = {"title": title, "scale": alt.Scale(zero=True)}, alt.XOffset("kind:N").sort(names)
    tips = ["units:O", "kind:N", "seed:Q", alt.Tooltip("value:Q", format=".4g")]
    dots = alt.Chart(runs).mark_point(filled=True, size=16, opacity=0.35)
    dots = dots.encode(x, alt.Y("value:Q", **y), beside, color, tooltip=tips)
    base = alt.Chart(bands).encode(x, beside, color)
    range_ = base.mark_rule(strokeWidth=2).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    tips = ["units:O", "kind:N", *(alt.Tooltip(f"{name}:Q", format=".4g") for name in ("low", "mid", "high"))]
    middle = base.mark_point(filled=True, size=110, opacity=1).encode(alt.Y("mid:Q", **y), shape, tooltip=tips)
    return (_laws(laws) + dots + range_ + middle).properties(height=theme.HEIGHT)


def kernels(frame: pd.DataFrame, largest: float) -> alt.Chart:
    """The incoming kernel of every unit as a picture of its pixels, five in a row.

    Args:
        frame: `unit`, `weight`, `value`, `x`, `y`.
        largest: size of a weight that gets the fullest colour.
    """
    rows = list(range(int(frame["y"].max()) + 1))
    scale = alt.Scale(domain=[-largest, 0, largest], range=[BELOW, NOTHING, ABOVE], interpolate="rgb")
    legend = alt.Legend(title="Weight", orient="top", gradientLength=150, format=".2g", values=[-largest, 0, largest])
    tips = ["unit:O", alt.Tooltip("weight:N", title="from"), alt.Tooltip("value:Q", title="weight", format=".3g")]
    return (
        alt.Chart(frame, height=alt.Step(8))
        .mark_rect()
        .encode(
            alt.X("x:O").scale(domain=list(range(CELLS)), padding=0, round=True).axis(None),
            alt.Y("y:O").scale(domain=rows, padding=0, round=True).axis(None),
            alt.Color("value:Q", scale=scale, legend=legend),
            tooltip=tips,
        )
    )


def _laws(laws: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart(laws).encode(alt.Y("level:Q"))
    rules = base.mark_rule(strokeDash=theme.LAW_DASH, strokeWidth=1.5, color=theme.NEUTRAL)
    words = base.mark_text(align="right", dx=-4, dy=-3, baseline="bottom", color=theme.NEUTRAL)
    return rules + words.encode(alt.Text("says:N"), alt.XValue("width"))
