"""Courses of runs that get stuck, and what their networks say, as pictures."""

from __future__ import annotations

import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.questions.seed_effects.stuck.places import ELSEWHERE, FALLING, SOLVED, Places


def courses(found: Places) -> alt.LayerChart:
    """Costs of a few runs of each place against epoch (logarithmic); dashed, the levels; upright, the budget."""
    drawn = found.courses[found.courses["epoch"] > 0]  # a logarithmic axis has no 0
    names = sorted(drawn["place"].unique(), key=lambda name: (name != SOLVED, name))
    color, dash = traces.told_apart("place", names, columns=5, title="Runs at")
    x = alt.X("epoch:Q").scale(type="log", nice=False).title("Epoch").axis(grid=False, tickCount=5, format=",d")
    y = alt.Y("loss:Q").title("Cost").scale(domainMin=0)
    tips = ["place:N", "seed:O", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("loss:Q", format=".4g")]
    runs = alt.Chart(drawn).mark_line(strokeWidth=2)
    runs = runs.encode(x, y, color, dash, alt.Detail("seed:N"), tooltip=tips)
    end = alt.Chart().mark_rule(color=theme.NEUTRAL, strokeWidth=1.5)
    end = end.encode(alt.XDatum(found.experiment.training.epochs))
    heights, named = list(found.levels["level"]), list(found.levels["name"])
    both = alt.layer(traces.levels(found.levels, heights, named), end + runs).resolve_axis(y="independent")
    return both.properties(height=theme.HEIGHT, padding={"right": 8})  # or the last digit of a level is cut


def outputs(found: Places) -> alt.LayerChart:
    """What the middle run of each place says to each point, as shades with their figures; above, the targets."""
    first = found.outputs["place"] == found.outputs["place"].iloc[0]
    wanted = found.outputs[first].assign(row="target", output=found.outputs["target"])
    order = {place: number for number, place in enumerate(found.places["place"])}
    runs = found.outputs.sort_values("place", key=lambda places: places.map(order), kind="stable")
    at = runs["place"].where(runs["place"].isin([SOLVED, FALLING, ELSEWHERE]), "cost " + runs["place"])
    rows = pd.concat([wanted, runs.assign(row=at + ", seed " + runs["seed"].astype(str))], ignore_index=True)
    frame = rows[["row", "point", "output"]]
    scale = alt.Scale(domain=[0, 1], range=["#f4f1ea", "#6fa9d6"], interpolate="rgb")
    axis = {"ticks": False, "domain": False, "grid": False}
    points, names = list(frame["point"].unique()), list(frame["row"].unique())
    base = alt.Chart(frame, height=alt.Step(44)).encode(
        alt.X("point:N").sort(points).title("Point (x1, x2)").axis(orient="top", labelAngle=0, **axis),
        alt.Y("row:N").sort(names).title(None).axis(labelLimit=130, **axis),
    )
    color = alt.Color("output:Q", scale=scale, legend=None)
    cells = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5).encode(color)
    words = base.mark_text(fontSize=13, color="#1c2126").encode(alt.Text("output:Q", format=".2f"))
    return cells + words
