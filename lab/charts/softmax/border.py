"""A map of batch size and learning rate: where training learns, and where it does not."""

import altair as alt
import pandas as pd

from lab.charts import theme

COLORS = ("#7cc3a2", "#f0cf7a", "#ee9f6d", "#c39fc0")  # pale: black signs are read on all of them
DASHES = ((6, 4), (2, 3))


def chart(cells: pd.DataFrame, law: pd.DataFrame, states: tuple[str, ...], title: str) -> alt.LayerChart:
    """What becomes of every batch size and rate; dashed, the largest rate that is foretold to settle.

    Args:
        cells: `m`, `rate`, `low`, `high`, `state`, `sign`, `says` (the cost).
        law: `curvature`, `m`, `rate`.
        states: every state, in order.
        title: of the map.
    """
    x = alt.X("m:O").title("Examples a step (m)").axis(labelAngle=0, grid=False)
    y = {"scale": alt.Scale(type="log", nice=False), "axis": alt.Axis(tickCount=6, format="~g", grid=False)}
    color = alt.Color("state:N").title(None).scale(domain=list(states), range=list(COLORS))
    color = color.legend(orient="top", columns=2)
    tips = ["m:O", alt.Tooltip("rate:Q", format=".3g"), "state:N", alt.Tooltip("says:N", title="cost at the end")]
    base = alt.Chart(cells).encode(x, tooltip=tips)
    low = alt.Y("low:Q", **y).title("Learning rate (r)")
    edge = alt.Stroke("state:N").scale(domain=list(states), range=list(COLORS)).legend(None)  # else gaps show
    shown = base.mark_rect(opacity=1).encode(low, alt.Y2("high:Q"), color, edge)
    signs = base.mark_text(fontSize=11, color="black").encode(alt.Y("rate:Q", **y), alt.Text("sign:N"))
    names = list(law["curvature"].unique())
    dash = alt.StrokeDash("curvature:N").title("2 / λ, over m for the sum; λ of").sort(names)
    dash = dash.scale(domain=names, range=[list(each) for each in DASHES])
    dash = dash.legend(orient="bottom", symbolSize=400, symbolStrokeColor=theme.NEUTRAL, direction="horizontal")
    line = alt.Chart(law).mark_line(strokeWidth=2.5, color="black").encode(x, alt.Y("rate:Q", **y), dash)
    return (shown + signs + line).properties(height=theme.HEIGHT + 60, title=title)
