"""A checkup in pictures: its verdicts, what passes through the layers, which units are alike, where starts lead."""

import altair as alt
import pandas as pd

from lab.charts import theme, traces
from lab.log_axis import LogAxis

COLOURS = {"fault": "#c84b5a", "warn": "#b3861c", "unjudged": theme.NEUTRAL, "ok": "#2a9268"}


def verdicts(table: pd.DataFrame) -> alt.LayerChart:
    """One row a check, in the order of the table: how it stands by colour, sign and word, name, and the layer.

    Args:
        table: `check`, `layer`, `standing` (a key of `COLOURS`), `word`, `asks` (what the check asks), `because`; one
            row per check.
    """
    rows = table.assign(name=table["check"].str.replace("_", " "), row=range(len(table)))[
        ["row", "standing", "word", "name", "layer", "asks", "because"]
    ]
    y = alt.Y("row:O").axis(None)
    color = alt.Color("standing:N").scale(domain=list(COLOURS), range=list(COLOURS.values())).legend(None)
    tips = [alt.Tooltip("name:N").title("check"), "asks:N", "layer:N", alt.Tooltip("because:N").title("found")]
    base = alt.Chart(rows).encode(y, tooltip=tips)
    x = {"domain": [0, 10], "nice": False}
    bars = base.mark_bar(height=20, cornerRadius=3, opacity=0.16).encode(
        alt.X("from:Q").scale(**x).axis(None), alt.X2("to:Q"), color
    )
    bars = bars.transform_calculate(**{"from": "0", "to": "10"})
    signs = base.mark_text(align="left", fontWeight="bold", fontSize=14).encode(
        alt.Text("word:N"), color, x=alt.XDatum(0.15, scale=alt.Scale(**x))
    )
    text = {"align": "left", "fontSize": 14, "color": "currentColor"}
    names = base.mark_text(**text).encode(alt.Text("name:N"), x=alt.XDatum(2.8))
    layers = base.mark_text(**text).encode(alt.Text("layer:N"), x=alt.XDatum(7))
    return (bars + signs + names + layers).properties(height=26 * len(rows))


def through(profile: pd.DataFrame) -> alt.LayerChart:
    """Signal and error at each layer, on a logarithmic axis, relative to where each begins; dashed: as large as there.

    A series of one place goes nowhere and is left out.

    Args:
        profile: `place`, `layer`, `signal`, `error`; its first row is where the signal begins.
    """
    first = profile["signal"].iloc[0]
    rows = profile.assign(order=range(len(profile)))
    rows = rows.assign(signal=rows["signal"] / first if first > 0 else rows["signal"])
    long = rows.melt(["order", "layer"], ["signal", "error"], "what", "size").dropna()
    long = long[long.groupby("what")["order"].transform("size") > 1]
    long = long[long["size"] < float("inf")]
    axis = LogAxis.of([*long["size"], 1.0])
    long, none = long.assign(shown=axis.place(long["size"])), bool((long["size"] == 0).any())
    names = list(dict.fromkeys(long["what"]))
    x = alt.X("order:Q").title("Layer (0: the inputs)").axis(grid=False, tickMinStep=1, format="d")
    vertical = traces.on_log(axis, "Relative to where it begins", zero=none)
    y = alt.Y("shown:Q", **vertical)
    legend = {"orient": "top", "symbolDash": [1, 0], "symbolStrokeWidth": 1}  # not the dashes of the lines
    color = alt.Color("what:N").scale(theme.colors(names)).title(None).legend(**legend)
    shape = alt.Shape("what:N").scale(theme.shapes(names)).title(None).legend(**legend)
    base = alt.Chart(long).encode(x, y, color)
    tips = ["layer:N", "what:N", alt.Tooltip("size:Q", format=".3g")]
    lines = base.mark_line(strokeWidth=2.5).encode(alt.StrokeDash("what:N").scale(theme.dashes(names)).legend(None))
    points = base.mark_point(size=80, filled=True, opacity=1).encode(shape, tooltip=tips)
    even = alt.Chart(pd.DataFrame({"shown": [1.0]})).mark_rule(strokeDash=theme.LAW_DASH, color=theme.NEUTRAL)
    strip = [traces.strip(axis.domain[0], axis.edge, vertical)] if none else []
    return alt.layer(*strip, even.encode(y), lines, points).properties(height=theme.HEIGHT)


def alike(units: pd.DataFrame) -> alt.Chart:
    """Cosine between the incoming weights of every two units of a layer, as a square.

    Args:
        units: `unit`, `other`, `likeness`, −1 to 1.
    """
    rows, cell = units[["unit", "other", "likeness"]], alt.Step(theme.HEIGHT / max(1, units["unit"].nunique()))
    axis = alt.Axis(labelOverlap=True, ticks=False)
    color = alt.Color("likeness:Q").scale(scheme="blueorange", domain=[-1, 1]).title("Cosine")
    tips = ["unit:O", "other:O", alt.Tooltip("likeness:Q", format=".3f")]
    return (
        alt.Chart(rows)
        .mark_rect()
        .encode(
            alt.X("unit:O").title("Unit").axis(axis), alt.Y("other:O").title("Unit").axis(axis), color, tooltip=tips
        )
        .properties(height=cell, width=cell)
    )


def starts(runs: pd.DataFrame) -> alt.LayerChart:
    """Cost against epoch, a thin line a start, their median thick.

    Args:
        runs: `seed`, `epoch`, `cost`.
    """
    finite = runs[runs["cost"].abs() < float("inf")]
    middle = finite.groupby("epoch", as_index=False)["cost"].median()
    x = alt.X("epoch:Q").title("Epoch").axis(grid=False, tickMinStep=1, format="d")
    y = alt.Y("cost:Q").title("Cost")
    thin = alt.Chart(finite).mark_line(strokeWidth=1.2, opacity=0.6, color=theme.SERIES[0], point={"size": 12})
    thick = alt.Chart(middle).mark_line(strokeWidth=4, color=theme.SERIES[1])
    tips = ["seed:N", "epoch:Q", alt.Tooltip("cost:Q", format=".3g")]
    return (thin.encode(x, y, detail="seed:N", tooltip=tips) + thick.encode(x, y)).properties(height=theme.HEIGHT)
