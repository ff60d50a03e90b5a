"""One example as pictures: probability and gradient of every class, and each step from its logit to its gradient."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.charts import theme, traces
from lab.lazy import alt
from lab.numerals import cell, figure, probability

STEPS = {"z": "z", "eᶻ": "power", "a": "a", "y": "y", "−y log a": "term", "a − y": "predicted"}  # heading -> column
TINY = 1e-12  # of a sum that is 0 but for rounding
QUANTITIES = ["probability a", "gradient"]
THEORY = "theory: a − y"
BAR = 30  # pixels of a bar with its room


def bars(found: pd.DataFrame) -> pd.DataFrame:
    """One row per (class, quantity).

    Returns:
        `class` and `label` of it (says which is the target), `quantity` ("probability a" or "gradient"), `value`,
        `predicted` (for the gradient; else missing), `text` of the value, short.
    """
    label = (
        found["class"].map("class {}".format).where(~found["target"], found["class"].map("target ► class {}".format))
    )
    base = pd.DataFrame({"class": found["class"], "label": label})
    outputs = base.assign(quantity="probability a", value=found["a"], predicted=np.nan)
    slopes = base.assign(quantity="gradient", value=found["measured"], predicted=found["predicted"])
    both = pd.concat([outputs, slopes]).sort_values("class", kind="stable", ignore_index=True)
    return both.assign(text=both["value"].map(_in_a_picture))


def steps(found: pd.DataFrame) -> pd.DataFrame:
    """A table of cells, a row for each class and one for the sums.

    Returns:
        One row per (row, step): `row` ("0", "► 1" for the target, "Σ"), `step` (a key of `STEPS`), `text` (short),
        `kind` ("zero" for what is exactly 0 among the terms and targets, "sum", "target" or "other"), `says`: the
        whole row with all its digits.
    """
    cells = [cell for _, row in found.iterrows() for cell in _cells(row)]
    sums = found[[*STEPS.values()]].sum().to_dict()
    says = f"sums: eᶻ {figure(sums['power'])}, a {figure(sums['a'])}, loss {figure(sums['term'])}"
    for step, column in STEPS.items():
        text = "" if step == "z" else _cell(sums[column], TINY)
        cells.append({"row": "Σ", "step": step, "text": text, "says": says, "kind": "sum"})
    return pd.DataFrame(cells)


def _cells(row: pd.Series) -> list[dict]:
    """One class."""
    says = f"class {row['class']}: " + " → ".join(
        f"{step} = {probability(row[column]) if step in ('a', 'a − y') else figure(row[column])}"
        for step, column in STEPS.items()
    )
    name, kind = (f"► {row['class']}", "target") if row["target"] else (f"{row['class']}", "other")
    return [
        {
            "row": name, "step": step, "text": _cell(row[column]), "says": says,
            "kind": "zero" if column in ("y", "term") and row[column] == 0 else kind,
        }
        for step, column in STEPS.items()
    ]  # fmt: skip


def _cell(value: float, tiny: float = 0.0) -> str:
    """Three digits, in the room that a cell has on a phone; what is not quite 0 or 1 is not said to be."""
    if 0 < abs(value) < tiny:
        return "≈ 0"
    if value != round(value) and abs(abs(value) - 1) < 5e-4:
        return _in_a_picture(value) if abs(abs(value) - 1) < 5e-5 else f"{value:.4f}".replace("-", "−")
    return cell(value, 1)


def _in_a_picture(value: float) -> str:
    """`probability` in the room that a picture has."""
    shown = probability(value)
    return f"≈ {figure(round(value))}" if shown.startswith(("1 ", "−1 ")) else shown


def bars_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """Probability and gradient of every class side by side; dashed around the gradient, theory."""
    bold = alt.condition("indexof(datum.value, 'target') >= 0", alt.value("bold"), alt.value("normal"))
    base = alt.Chart(frame).encode(
        alt.Y("label:N").sort(None).title(None).axis(labelFontWeight=bold, labelFontSize=13, labelLimit=200),
        alt.YOffset("quantity:N").sort(QUANTITIES),
        tooltip=[alt.Tooltip("label:N", title="Class"), alt.Tooltip("quantity:N"), alt.Tooltip("text:N", title="is")],
    )
    x = alt.X("value:Q").title("Probability, and slope of the loss")
    x = x.scale(domain=[-1.6, 1.6], nice=False).axis(values=[-1, -0.5, 0, 0.5, 1])
    color = alt.Color("quantity:N").title(None).scale(theme.colors(QUANTITIES)).legend(orient="top")
    side, distance = alt.expr("datum.value < 0 ? 'right' : 'left'"), alt.expr("datum.value < 0 ? -6 : 6")
    texts = base.mark_text(align=side, dx=distance, fontSize=12, color="currentColor")
    texts = texts.encode(alt.X("value:Q"), alt.Text("text:N"))
    return (base.mark_bar().encode(x, color) + _outlines(base) + texts).properties(height=alt.Step(BAR))


def _outlines(base: alt.Chart) -> alt.Chart:
    outline = {"filled": False, "stroke": theme.NEUTRAL, "strokeWidth": 2.5, "opacity": 1}
    dash = traces.named(THEORY, symbolType="square", symbolStrokeColor=theme.NEUTRAL, symbolSize=200)
    shown = (
        base.mark_bar(**outline).transform_filter("isValid(datum.predicted)").transform_calculate(says=f"'{THEORY}'")
    )
    return shown.encode(alt.X("predicted:Q"), dash)


def steps_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """A row for each class from its logit to its gradient; the row last pointed at or touched stands out."""
    order, columns = list(frame["row"].unique()), list(frame["step"].unique())
    pointed = alt.selection_point(name="pointed", fields=["row"], on="pointerover", clear=False, empty=False)
    marked = "indexof(datum.value, '►') >= 0 || datum.value == 'Σ'"
    bold = alt.condition(marked, alt.value("bold"), alt.value("normal"))
    axis = {"domain": False, "ticks": False, "grid": False, "labelFontSize": 13, "labelLimit": 200}
    base = alt.Chart(frame, height=alt.Step(BAR)).encode(
        alt.X("step:N").sort(columns).title(None).axis(orient="top", labelAngle=0, labelFontWeight="bold", **axis),
        alt.Y("row:N").sort(order).title(None).axis(labelFontWeight=bold, **axis),
        tooltip=alt.Tooltip("says:N", title="Row"),
    )
    shade = alt.when(pointed).then(alt.value(0.35)).when("datum.kind == 'sum'").then(alt.value(0.12))
    lit = base.mark_rect(color=theme.SERIES[0]).encode(opacity=shade.otherwise(alt.value(0)))
    weight = alt.expr("datum.kind == 'other' || datum.kind == 'zero' ? 'normal' : 'bold'")
    pale = alt.when("datum.kind == 'zero'").then(alt.value(0.55)).otherwise(alt.value(1))
    words = base.mark_text(fontSize=13, color="currentColor", fontWeight=weight)
    return lit.add_params(pointed) + words.encode(alt.Text("text:N"), opacity=pale)


def seen(found: pd.DataFrame) -> str:
    """The bars in words."""
    rows = found[["class", "a", "measured", "target"]].itertuples(index=False)
    each = [f"class {k}{' (target)' * t} {probability(a)} and {probability(slope)}" for k, a, slope, t in rows]
    return f"Probability and gradient: {'; '.join(each)}."


def terms(found: pd.DataFrame) -> str:
    """The steps in words."""
    rows = found[["class", "z", "power", "a", "y", "term"]].itertuples(index=False)
    each = [
        f"class {k}: z {figure(z)}, e^z {figure(power)}, a {probability(a)}, y {y}, −y log a {figure(term)}"
        for k, z, power, a, y, term in rows
    ]
    return f"{'; '.join(each)}. The terms sum to the loss {figure(found['term'].sum())}."
