"""How many networks are dead by each layer."""

import altair as alt
import pandas as pd

from lab.charts import theme


def by_layer(table: pd.DataFrame) -> alt.LayerChart:
    """Share of the dead against depth with Wilson's intervals, He's as dots and Glorot's as rings; theory dashed.

    Args:
        table: `scheme`, `layer`, `dead`, `share`, `low`, `high`, `law`.
    """
    x = alt.X("layer:Q").title("Hidden layers").axis(grid=False, tickMinStep=1, format="d")
    y = {"title": "Born dead", "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format="%")}
    names = list(table["scheme"].unique())
    color = alt.Color("scheme:N").scale(theme.colors(names)).title(None).legend(orient="top")
    base = alt.Chart(table).encode(x)
    bars = base.mark_rule(strokeWidth=2).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), color)
    tips = ["scheme:N", "layer:Q", "dead:Q", alt.Tooltip("share:Q", format=".2%"), alt.Tooltip("law:Q", format=".2%")]
    points = base.encode(alt.Y("share:Q", **y), color, tooltip=tips)
    dots = points.transform_filter(alt.datum.scheme == names[0]).mark_point(size=50, filled=True, opacity=1)
    rings = points.transform_filter(alt.datum.scheme != names[0]).mark_point(size=130, strokeWidth=2, opacity=1)
    law = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    law = law.encode(alt.Y("law:Q", **y))
    return (law + bars + rings + dots).properties(height=theme.HEIGHT)
