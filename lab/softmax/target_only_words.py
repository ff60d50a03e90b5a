"""What was found where only the target's logit learns: sentences, a table, formulas."""

import numpy as np
import pandas as pd

from lab.laws import target_only as laws
from lab.numerals import figure, tex
from lab.softmax.target_only import FULL, ONLY, Compared

CURVED = 2.5  # a straight line at most doubles its height while the epochs double


def headline(found: Compared) -> str:
    """What the target's logit alone reaches, beside the full gradient."""
    full, only = (_middle(found, way)["accuracy"] for way in (FULL, ONLY))
    if not np.isfinite(only):
        beside = f"the full gradient gets {100 * full:.0f} % right" if np.isfinite(full) else "the full gradient's too"
        return f"Its weights grow beyond all numbers; {beside}."
    if not np.isfinite(full):
        return f"It still gets {100 * only:.0f} % right; the full gradient diverges."
    blown = ", and its weights explode" if explodes(found) else ""
    less = "It learns less" if only < full - 0.005 else "It learns as much" if only < full + 0.005 else "It learns more"
    return f"{less}: {100 * only:.0f} % right instead of {100 * full:.0f} %{blown}."


def why(found: Compared) -> str:
    """Why half a gradient does what it does here."""
    common = _middle(found, ONLY)["common"]
    shared = (
        f" All classes rise together: at the end {_percent(common)} of the squared size of the output weights is the "
        "same for all classes, and softmax sees only differences."
        if np.isfinite(common)
        else ""
    )
    return (
        "Back propagation sends a − y down from every output: up with the target, down with all others. With the "
        "target's part alone each example lifts its own class and never lowers another. That is not all wrong: in the "
        f"first epoch the two directions lie {found.angle:.0f}° apart, less than a right angle."
        f"{shared}"
    )


def verdict(found: Compared) -> str:
    """What both ways reach, and whether the weights explode."""
    full, only = (_middle(found, way) for way in (FULL, ONLY))
    runs, epochs = len(found.ends) // 2, found.experiment.training.epochs
    blind = [bool(0 <= way["accuracy"] <= found.chance + 0.02) for way in (full, only)]
    nobody = f"no better than always naming the same class ({_percent(found.chance)})"
    told = f"; both are {nobody}" if all(blind) else f", {nobody}" if blind[1] else ""
    many = f"medians of {runs} runs" if runs > 1 else "one run"
    return (
        f"After {epochs:,} epochs ({many}) the full gradient {_gets(full)}, the target's logit alone "
        f"{_gets(only)}{told}. {_growth(found, full, only)}"
    )


def _gets(middle: pd.Series) -> str:
    return f"gets {_percent(middle['accuracy'])} right" if np.isfinite(middle["accuracy"]) else "has diverged"


def _growth(found: Compared, full: pd.Series, only: pd.Series) -> str:
    lost, beside = int(found.ends.query("way == @ONLY")["diverged"].sum()), f"full gradient: {_size(full['size'])}"
    if lost:
        many = f"{lost} of {len(found.ends) // 2} runs"
        return f"Its output weights explode: × {found.factor:.3f} an epoch, beyond all numbers in {many} ({beside})."
    if explodes(found):
        return f"Its output weights explode: × {found.factor:.3f} an epoch, to {_size(only['size'])} ({beside})."
    relu = found.experiment.network.hidden and found.experiment.network.activation == "relu"
    curved = only["size"] > CURVED * only["half"]
    so_far = (
        "faster than a straight line" if curved else "and have not exploded so far" if relu else "but do not explode"
    )
    return (
        f"Its output weights grow to {_size(only['size'])} ({beside}){',' if curved else ''} {so_far}: twice the "
        f"epochs make them {only['size'] / only['half']:.1f} times as large."
    )


def explodes(found: Compared) -> bool:
    """Whether the output weights of the target's logit alone outgrow every straight line, in the median run."""
    only = _middle(found, ONLY)
    return only["size"] == np.inf or (only["size"] > CURVED * only["half"] and only["size"] > 10 * only["start"])


def claims(found: Compared) -> str:
    """What was said about it, each with what was measured."""
    classes = found.experiment.data.outputs
    fell = found.ends.query("way == @ONLY")["fell"].any()
    kept = (
        "some output weights do get smaller, as what they are multiplied with can be negative"
        if fell
        else "not one output weight was ever smaller than before, in any run"
    )
    return "\n".join(
        [
            f"- “We would not implement back propagation correctly.” **True.** The two directions are "
            f"{laws.angle(classes):.1f}° apart for one example with equal logits, and {found.angle:.1f}° in the first "
            f"epoch. But it is never more than 45° for one example: alone, each still gets better.",
            f"- “Only try increasing values, and not decreasing the rest.” **{'Not quite' if fell else 'True'}:** "
            f"{kept}. {_shared(found)}",
            f"- “Could cause our weights and gradients to explode.” **{_exploding(found)}",
        ]
    )


def _shared(found: Compared) -> str:
    full, only = (_middle(found, way)["common"] for way in (FULL, ONLY))
    if not np.isfinite(only):
        return ""
    return (
        f"Of the squared size of the output weights, {_percent(only)} is the same for all classes at the end (full "
        f"gradient: {_percent(full)}), and that part the softmax cannot see: only differences of logits count."
    )


def _exploding(found: Compared) -> str:
    network, only = found.experiment.network, _middle(found, ONLY)
    if explodes(found):
        law = "" if found.foretold is None else f" (theory: {found.foretold:.3f})"
        return (
            f"Here they do:** × {found.factor:.3f} an epoch{law}. The logits' gradients stay between −1 and 0, but "
            "outgoing and incoming weights of the hidden units push each other up, and nothing pulls back."
        )
    if network.hidden and network.activation == "relu":
        return (
            f"Not yet:** in these {found.experiment.training.epochs:,} epochs the output weights get "
            f"{only['size'] / only['start']:.1f} times as large. But nothing bounds the values of ReLU units, so "
            "nothing bounds the steps."
        )
    bound = "because the hidden values are" if network.hidden else "by the size of the inputs"
    return (
        f"Not here:** the gradient of a logit is a − 1, between −1 and 0, and each step is bounded {bound}. "
        "The output weights grow along a straight line at most."
    )


def table(found: Compared) -> pd.DataFrame:
    """Both ways, as a table to read: medians, and the runs from least to largest."""
    rows = []
    for way, group in found.ends.groupby("way", sort=False):
        rows.append(
            {
                "gradient": way,
                "right": _span(group["accuracy"], _percent),
                "cost": _span(group["cost"], figure),
                "output weights, start": _span(group["start"], figure),
                "output weights, end": _span(group["size"], _size),
                "the same for all classes": _span(group["common"], _percent),
                "runs": len(group),
            }
        )
    return pd.DataFrame(rows).set_index("gradient")


def seen(found: Compared, quantity: str) -> str:
    """One picture in words: medians after the last epoch."""
    shown = {"accuracy": _percent, "cost": figure, "size": _size}[quantity]
    each = [f"{way} {shown(_middle(found, way)[quantity])}" for way in (FULL, ONLY)]
    name = {"accuracy": "Share that is right", "cost": "Cost", "size": "Size of the output weights"}[quantity]
    return f"{name} after {found.experiment.training.epochs:,} epochs: {'; '.join(each)}."


def angle_formula(found: Compared) -> str:
    """The angle of one example, with the number of classes."""
    classes = found.experiment.data.outputs
    return (
        r"\cos = \frac{1 - a_t}{\sqrt{(1 - a_t)^2 + \sum_{k \neq t} a_k^2}} = \frac{1}{\sqrt{1 + \frac{1}{K - 1}}} = "
        rf"\frac{{1}}{{\sqrt{{1 + \frac{{1}}{{{classes - 1}}}}}}}, \quad \text{{angle }} {laws.angle(classes):.1f}°"
    )


def growth_formula(found: Compared) -> str:
    """What is foretold of the size of the output weights; empty where there is no law."""
    training, classes = found.experiment.training, found.experiment.data.outputs
    if found.foretold is not None:
        length = (found.foretold - 1) / training.learning_rate * np.sqrt(classes) / (1 - 1 / classes)
        return (
            r"\text{factor an epoch, in the long run} = 1 + \eta \left(1 - \tfrac{1}{K}\right) \frac{|m|}{\sqrt{K}} = "
            rf"1 + {tex(figure(training.learning_rate))} \cdot {1 - 1 / classes:g} \cdot "
            rf"\frac{{{tex(figure(length))}}}{{\sqrt{{{classes}}}}} = {found.foretold:.4f} \quad "
            rf"\text{{measured }} {tex(figure(found.factor))}"
        )
    if found.law.empty:
        return ""
    first, last = found.law["value"].iloc[0], found.law["value"].iloc[-1]
    step = (last - first) / (training.learning_rate * training.epochs)
    return (
        rf"|W_T| \le |W_0| + \eta \, T \, s = {tex(figure(first))} + {tex(figure(training.learning_rate))} \cdot "
        rf"{training.epochs} \cdot {tex(figure(step))} = {tex(figure(last))} \quad "
        rf"\text{{measured }} {tex(figure(_middle(found, ONLY)['size']))}"
    )


def _middle(found: Compared, way: str) -> pd.Series:
    """The medians of one way that the pictures draw, after the last epoch; the size at the start and half-way too."""
    curves = found.curves[found.curves["way"] == way].set_index(["quantity", "epoch"])["mid"]
    epochs = curves["size"].index.to_numpy()
    half = epochs[np.abs(epochs - epochs[-1] / 2).argmin()]
    ends = {quantity: curves[quantity].iloc[-1] for quantity in ("accuracy", "cost", "size")}
    common = found.ends.loc[found.ends["way"] == way, "common"].median()
    return pd.Series({**ends, "start": curves["size", 0], "half": curves["size", half], "common": common})


def _span(values: pd.Series, shown) -> str:
    low, mid, high = values.min(), values.quantile(0.5, interpolation="nearest"), values.max()
    return shown(mid) if shown(low) == shown(high) else f"{shown(mid)} ({shown(low)} to {shown(high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if np.isfinite(share) else "diverged"


def _size(value: float) -> str:
    return figure(value) if np.isfinite(value) else "diverged"
