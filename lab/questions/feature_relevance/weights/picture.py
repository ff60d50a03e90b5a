"""The pictures, the table and the formulas of weights over training: the weights, and what of them is conserved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.numerals import aligned, column, figure, short, tex
from lab.questions.feature_relevance.weights import shares
from lab.questions.feature_relevance.weights.trained import Foretold, Relevance

LAW, SHRINKING = "theory: stays where it started", "theory: shrinks by 1 − rate · decay each step"
THERE = 1e-3  # what moved less, or is nearer to its law, has stayed or arrived: beyond is rounding
PAD = 0.5  # of what the weights moved, above and below what is kept
WEIGHTS = "theory: where plain gradient descent ends"
FRAME, ROW = 30, 29  # pixels that legends take from a picture: all together, and for each series
LOW = 290  # pixels of the picture of what is flat


def foretold(value: float) -> str:
    """A law's value: beyond six decimals it shows the rounding of the examples, which are kept in float32."""
    return figure(round(value, 6))


def legend(found: Relevance | Foretold) -> pd.DataFrame:
    """One row per weight: `weight`, `label` with its column and its median end (or its law), `law` (median)."""
    rows = []
    for (weight, source), group in found.ends.groupby(["weight", "column"], sort=False):
        rows.append({"weight": weight, "label": f"{weight}, {source}: {_end(group)}", "law": group["law"].median()})
    return pd.DataFrame(rows)


def combinations(found: Relevance) -> tuple[pd.DataFrame, tuple[float, float], int]:
    """The combinations over training, and where their picture ends: above and below, and at which epoch."""
    labels = {i: f"{combined(rows)}: {_kept(rows)}" for i, rows in found.conserved.groupby("combination")}
    says = SHRINKING if found.facts["decay"][0] > 0 else LAW
    if {"adaptive", "l1"} & set(found.facts["obstacle"][0].split()):
        says = says.replace("theory", "without L1" if found.facts["l1"][0] else "plain gradient descent")
    frame = found.kept.assign(label=found.kept["combination"].map(labels), says=says)
    settled = found.ends[~found.ends["diverged"]]
    pad = PAD * ((settled["end"] - settled["start"]).abs().max() or 1.0)
    values = frame[["value", "law"]].to_numpy()
    return frame, (float(np.min(values) - pad), float(np.max(values) + pad)), _last(found)


def combined(rows: pd.DataFrame) -> str:
    """A combination of weights as a sum, its own weight first: "w2 − b"."""
    parts = {row.weight: round(row.coefficient, 6) for row in rows.itertuples() if round(row.coefficient, 6)}
    own = shares.owner(parts)
    return shares.summed([(parts.pop(own), own), *((part, weight) for weight, part in parts.items())])


def table(found: Relevance) -> pd.DataFrame:
    """Weights and sums of them to seven decimals, medians over the seeds that did not diverge; for the eye, so of text.

    As many as Keras prints, and as were posted with the run of the discussion. What one compares stands first: a phone
    shows two or three columns.
    """
    settled = found.ends[~found.ends["diverged"]]
    groups = (found.ends if settled.empty else settled).groupby(["weight", "column"], sort=False)
    middle = groups[["end", "law", "start"]].median().reset_index()
    sums = [] if settled.empty else shares.totals(found)
    rows = [
        {"weight": sum.text, "column": "their weighted sum" if sum.weighted else "their sum"} | _medians(sum)
        for sum in sums
    ]
    whole = pd.concat([middle, pd.DataFrame(rows, columns=middle.columns)], ignore_index=True) if rows else middle
    for name in ("end", "law", "start"):
        whole[name] = [f"{round(value, 7) + 0.0:.7f}".replace("-", "−") for value in whole[name]]
    whole = whole[["weight", "end", "law", "start", "column"]].rename(columns={"law": predicted(found)})
    return whole.assign(end="diverged") if settled.empty else whole


def predicted(found: Relevance) -> str:
    """What theory's ends are called: of this training, or where it need not hold, of the one that it is about."""
    return "plain descent" if found.facts["obstacle"][0] else "predicted"


def _medians(total: shares.Total) -> dict[str, float]:
    return {"end": total.end.median(), "law": total.law.median(), "start": total.start.median()}


def _end(group: pd.DataFrame) -> str:
    if "end" not in group:
        return f"predicted {short(round(group['law'].median(), 6))}"
    settled = group.loc[~group["diverged"], "end"]
    return short(settled.median()) if len(settled) else "diverged"


def _last(found: Relevance) -> int:
    """The last epoch of the training, or where diverging weights leave the picture."""
    facts = found.facts.iloc[0]
    return int(facts["epochs"] if facts["diverged"] < facts["replicas"] else found.curves["epoch"].max())


def _kept(rows: pd.DataFrame) -> str:
    drift = rows["drift"].iloc[0]
    return (
        "exactly kept" if drift == 0 else f"{'kept within' if drift <= THERE else 'moved by up to'} {figure(drift, 3)}"
    )


def weights_chart(found: Relevance | Foretold, decades: bool) -> alt.LayerChart:
    """Median line and 5-95% band of every weight against epoch, and the foretold ends as dashed lines.

    Args:
        found: what is drawn.
        decades: whether the epochs' axis is logarithmic beyond 1.
    """
    rows, last = legend(found), found.epochs if isinstance(found, Foretold) else _last(found)
    base = alt.Chart().encode(_epochs(last, decades))  # the data stand once, in the whole: layers would compare theirs
    color, shape = traces.marked_apart("label", rows["label"].tolist(), columns=1, labelLimit=300)
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q").title("Weight"), alt.Y2("high:Q"), color)
    y = alt.Y("mid:Q").title("Weight").scale(zero=False)
    law = alt.Chart(rows.assign(says=WEIGHTS)).mark_rule(color=theme.NEUTRAL, strokeWidth=2)
    law = law.encode(alt.Y("law:Q"), traces.named(WEIGHTS))
    layers = [law, band, base.mark_line(strokeWidth=2.5).encode(y, color), _marks(base, y, color, shape, "Median")]
    height = theme.HEIGHT + FRAME + ROW * len(rows)
    return alt.layer(*layers, data=found.curves.merge(rows, on="weight"), height=height)


def combinations_chart(curves: pd.DataFrame, room: tuple[float, float], last: int, decades: bool) -> alt.LayerChart:
    """Every conserved combination against epoch, a line for each of a few seeds, and its law dashed.

    Args:
        curves, room, last: of `combinations`.
        decades: as in `weights_chart`.
    """
    labels = list(dict.fromkeys(curves["label"]))
    base = alt.Chart().encode(_epochs(last, decades), alt.Detail(["label:N", "seed:N"]))
    scale = {"title": "Combination of weights", "scale": alt.Scale(domain=room, nice=False, zero=False)}
    color, shape = traces.marked_apart("label", labels, columns=1, labelLimit=300)
    law = base.mark_line(color=theme.NEUTRAL, strokeWidth=2, clip=True)
    law = law.encode(alt.Y("law:Q", **scale), traces.named(curves["says"].iloc[0]))
    y = alt.Y("value:Q", **scale)
    line = base.mark_line(strokeWidth=2.5, clip=True).encode(y, color)
    height = LOW + FRAME + ROW * len(labels)
    return alt.layer(line, _marks(base, y, color, shape, "Value"), law, data=curves, height=height)


def _marks(base: alt.Chart, y: alt.Y, color: alt.Color, shape: alt.Shape, title: str) -> alt.Chart:
    """The shapes along the lines, which say what is there."""
    tips = [alt.Tooltip("label:N", title="Weight"), alt.Tooltip("epoch:Q", title="Epoch")]  # bare texts take 10 ms
    marks = base.mark_point(size=70, filled=True, opacity=1).transform_filter("datum.marked")
    return marks.encode(y, color, shape, tooltip=[*tips, alt.Tooltip(y["shorthand"], title=title)])


def _epochs(last: int, decades: bool) -> alt.X:
    if decades:
        return traces.decades(last)
    return alt.X("epoch:Q").title("Epoch").scale(domain=[0, last], nice=False).axis(tickCount=5)


def formulas(found: Relevance) -> str:
    """The laws with the numbers of the first seed."""
    facts, first = found.facts.iloc[0], found.ends[found.ends["seed"] == found.ends["seed"].iloc[0]]
    start, law = first["start"].to_numpy(), first["law"].to_numpy()
    named = column("b" if name == "b" else f"w_{{{name[1:]}}}" for name in first["weight"])
    lines = [
        r"w_{\text{end}} &= w_0 + X^{+} (y - X w_0)",
        rf"{named} &= {_vector(start)} + {_vector(law - start)}",
        rf"&= {_vector(law)}",
    ]
    if np.isfinite(first["shrunk"]).all():
        ridge = r"w_{\text{end}}^{d} &= (X^\top X + \tfrac{n d}{2} I)^{-1} X^\top y"
        lines += [ridge, rf"&= {_vector(first['shrunk'].to_numpy())}"]
    if np.isfinite(facts["largest_rate"]):
        curvature, largest = tex(figure(facts["curvature"])), tex(figure(facts["largest_rate"]))
        bound = {"sgd": "2", "momentum": r"2 (1 + m)", "nesterov": r"\tfrac{2 (1 + m)}{1 + 2m}"}[facts["optimizer"]]
        hessian = r"\lambda_{\max}(\tfrac{2}{n} X^\top X)"
        lines += [rf"\eta_{{\max}} &= {bound} / {hessian}", rf"&= {bound} / {curvature} = {largest}"]
    if facts["rate"] < facts["largest_rate"] and np.isfinite(facts["remaining"]):
        rate, slowest, share = (tex(figure(facts[name])) for name in ("rate", "slowest", "remaining"))
        lines += [rf"|1 - \eta \lambda|^T &= |1 - {rate} \cdot {slowest}|^{{{facts['steps']}}}", rf"&= {share}"]
    if len(found.conserved):
        lines += _conserved(found, facts)
    return aligned(*lines)


def _conserved(found: Relevance, facts: pd.Series) -> list[str]:
    rows = [own["coefficient"].to_numpy() for _, own in found.conserved.groupby("combination")]
    lines = [rf"X v &= 0, \quad v = {', '.join(map(_vector, rows))}"]
    if facts["decay"] > 0:
        rate, decay = tex(figure(facts["rate"])), tex(figure(facts["decay"]))
        lines.append(rf"v^\top w_T &= (1 - {rate} \cdot {decay})^{{{facts['steps']}}}\, v^\top w_0")
    return lines


def _vector(values: np.ndarray) -> str:
    return column(tex(foretold(value)) for value in values)
