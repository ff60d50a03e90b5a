"""What is drawn and tabled of a table's columns: weights after training and over it, beside planted noise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, tex
from lab.prose import shortened
from lab.questions.feature_relevance.table.trained import STATUS, OwnTable

MOST = 25  # columns in the picture of the ends
COLOURED = 4  # columns with a colour of their own over training
OTHERS = "the other columns"
NO_NOISE = "no noise planted"
X = "Weight × standard deviation"


def ends(found: OwnTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns that are not noise, the heaviest first, and the strip of the planted noise.

    Returns:
        `name` (short, all different), `low`, `mid`, `high`, `law`, `status`; at most `MOST`, no rows where all seeds
        diverged. Then the strip: `from`, `to`, and `law_from`, `law_to` (missing without a law), one row.
    """
    rows = heaviest(found)
    rows = rows.head(MOST).assign(status=rows["status"].head(MOST).replace("", NO_NOISE))
    rows = rows.assign(name=_different(rows["column"].tolist()))
    reach = float(found.noise["high"].iloc[-1]) if len(found.noise) else 0.0
    band = float(found.facts["band"].iloc[0]) if len(found.noise) else np.nan
    low = 0.0 if found.experiment.data.task == "classes" else -reach
    strip = pd.DataFrame({"from": [low], "to": [reach], "law_from": [-band], "law_to": [band]})
    return rows[["name", "low", "mid", "high", "law", "status"]].reset_index(drop=True), strip


def curves(found: OwnTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The weights over training: the heaviest columns by name, the other ones as one group; and the noise's strip.

    Returns:
        `column` (one line each), `label` (its name, or `OTHERS`), `epoch`, `low`, `mid`, `high`, the labels in order of
        size; then `epoch`, `from`, `to`.
    """
    real = heaviest(found)
    labels = dict(zip(real["column"], _different(real["column"].tolist()), strict=True))
    heavy = list(labels)[:COLOURED]
    rows = found.curves[found.curves["column"].isin(real["column"])]
    rows = rows.assign(
        label=[labels[name] if name in heavy else OTHERS for name in rows["column"]],
        place=rows["column"].map({name: place for place, name in enumerate(labels)}),
    )
    rows = rows.sort_values(["place", "epoch"], ignore_index=True)
    strip = found.noise.assign(to=found.noise["high"])
    strip = strip.assign(**{"from": 0.0 if found.experiment.data.task == "classes" else -strip["to"]})
    return rows[["column", "label", "epoch", "low", "mid", "high"]], strip[["epoch", "from", "to"]]


def _different(names: list[str]) -> list[str]:
    """The names shortened, with a number where two would look alike."""
    short = [shortened(name) for name in names]
    return [name if short.count(name) == 1 else f"{name} ({i + 1})" for i, name in enumerate(short)]


def heaviest(found: OwnTable) -> pd.DataFrame:
    """The columns that are not noise, the heaviest first; none where all seeds diverged."""
    rows = found.ends[found.ends["kind"] != "noise"].dropna(subset="mid")
    return rows.sort_values("size", ascending=False)


def ends_chart(rows: pd.DataFrame, strip: pd.DataFrame) -> alt.LayerChart:
    """A dot a column at its weight, a bar for the seeds; the strip of planted noise, theory in dashed grey."""
    names = [status for status in (*STATUS, NO_NOISE) if status in set(rows["status"])]
    color, shape = traces.marked_apart("status", names, columns=1, labelLimit=320)
    y = alt.Y("name:N").title(None).sort(rows["name"].tolist()).axis(labelLimit=140, grid=True, ticks=False)
    base = alt.Chart(rows).encode(y)
    told = ["name:N", "status:N", *traces.tips("mid", "low", "high", "law")]
    bars = base.mark_rule(strokeWidth=3, opacity=0.6).encode(_x("low"), alt.X2("high:Q"), color)
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(_x("mid"), color, shape, tooltip=told)
    law = base.mark_tick(thickness=2, size=18, color=theme.NEUTRAL, strokeDash=[3, 2]).encode(_x("law"))
    noise = alt.Chart(strip).mark_rect(color=theme.NEUTRAL, opacity=0.25).encode(_x("from"), alt.X2("to:Q"))
    band = alt.Chart(strip.dropna()).mark_rule(color=theme.NEUTRAL, strokeWidth=2, strokeDash=list(theme.LAW_DASH))
    lines = alt.layer(*(band.encode(_x(name)) for name in ("law_from", "law_to")))
    return alt.layer(noise, lines, law, bars, dots).properties(height=alt.Step(24))


def curves_chart(rows: pd.DataFrame, strip: pd.DataFrame) -> alt.LayerChart:
    """Median weight and 5-95% band over training of the heaviest columns, in colour; thin and grey the others."""
    names = [name for name in dict.fromkeys(rows["label"]) if name != OTHERS]
    color, dash = traces.told_apart("label", names, symbolSize=500)
    x = traces.decades(rows["epoch"].max() if len(rows) else 1)
    noise = alt.Chart(strip).mark_area(color=theme.NEUTRAL, opacity=0.25).encode(x, alt.Y("from:Q"), alt.Y2("to:Q"))
    rest = alt.Chart(rows[rows["label"] == OTHERS]).mark_line(strokeWidth=1, color=theme.NEUTRAL)
    base = alt.Chart(rows[rows["label"] != OTHERS]).encode(x, color)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q").title(X), alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=2.5).encode(alt.Y("mid:Q"), dash, tooltip=["label:N", "epoch:Q", "mid:Q"])
    others = rest.encode(x, alt.Y("mid:Q"), alt.Detail("column:N"))
    return (noise + others + band + line).properties(height=theme.HEIGHT + 60)


def _x(name: str) -> alt.X:
    return alt.X(f"{name}:Q").title(X).axis(grid=False, tickCount=6)


def table(found: OwnTable) -> pd.DataFrame:
    """Every column that is not noise, the heaviest first; of text, for the eye."""
    rows = found.ends[found.ends["kind"] != "noise"].sort_values("size", ascending=False)
    seeds = counted(found.facts["seeds"].iloc[0] - found.facts["diverged"].iloc[0], "seed")
    law = rows["law"].notna().any()
    shown = [
        {
            "column": shortened(row.column),
            "weight × standard deviation": "diverged" if np.isnan(row.mid) else figure(round(row.mid, 4)),
            "middle 90 %": "–" if np.isnan(row.mid) else f"{figure(round(row.low, 4))} to {figure(round(row.high, 4))}",
            **({"predicted": figure(round(row.law, 4))} if law else {}),
            "above all noise in": f"{row.above} of {seeds}" if row.status else "–",
            "√V": "constant" if np.isnan(row.inflation) else figure(round(row.inflation, 2)),
            "verdict": row.status or "–",
        }
        for row in rows.itertuples()
    ]
    return pd.DataFrame(shown).set_index("column")


def formulas(found: OwnTable) -> str:
    """The learning rate, the yardstick and what widens it, with numbers, as LaTeX."""
    facts, ends = found.facts.iloc[0], found.ends[found.ends["kind"] == "real"]
    rate, largest = tex(figure(facts["rate"])), tex(figure(facts["largest_rate"]))
    sign = "<" if facts["rate"] < facts["largest_rate"] else r"\ge"
    factor = {"regression": "2", "binary": r"\tfrac14", "classes": r"\tfrac12"}[found.experiment.data.task]
    lines = [rf"\eta &= {rate} {sign} \frac{{2}}{{L}} = {largest}", rf"L &= {factor}\, \lambda_{{\max}}(X^\top X / n)"]
    if planted := int(facts["planted"]):
        share = tex(figure(1 / (planted + 1)))
        lines += [r"P(\text{by chance}) &= \frac{1}{m + 1}"]
        lines += [rf"&= \frac{{1}}{{{planted} + 1}} = {share}"]
    widest = ends["inflation"].max()
    if np.isfinite(widest):
        share = tex(figure(round(1 - 1 / widest**2, 4)))
        lines += [r"\sqrt{V_j} &= 1 / \sqrt{1 - R_j^2}",
                  rf"&\le 1 / \sqrt{{1 - {share}}} = {tex(figure(round(widest, 2)))}"]  # fmt: skip
    if np.isfinite(facts["band"]):
        lines += [r"|w| &\le t_{0.975}\, \hat\sigma / \sqrt{n - k + 1}",
                  rf"&= {tex(figure(facts['band']))}, \quad \hat\sigma = {tex(figure(facts['left']))}"]  # fmt: skip
    return aligned(*lines)
