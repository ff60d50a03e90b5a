"""How many networks are dead by each layer."""

import altair as alt
import pandas as pd

from lab.charts import theme


def by_layer(table: pd.DataFrame) -> alt.LayerChart:
    """Share of the dead against depth, as dots with Wilson's intervals; the law dashed.

    Args:
        table: `layer`, `dead`, `share`, `low`, `high`, `law`.
    """
    x = alt.X("layer:Q").title("Hidden layers").axis(grid=False, tickMinStep=1, format="d")
    y = {"title": "Born dead", "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format="%")}
    base = alt.Chart(table).encode(x)
    bars = base.mark_rule(strokeWidth=2, color=theme.SERIES[0]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    tips = ["layer:Q", "dead:Q", alt.Tooltip("share:Q", format=".2%"), alt.Tooltip("law:Q", format=".2%")]
    dots = base.mark_point(size=70, filled=True, opacity=1, color=theme.SERIES[0])
    law = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    law = law.encode(alt.Y("law:Q", **y))
    return (law + bars + dots.encode(alt.Y("share:Q", **y), tooltip=tips)).properties(height=theme.HEIGHT)
