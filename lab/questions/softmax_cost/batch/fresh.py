"""The cost before training, of classifiers that know nothing yet."""

import numpy as np
import pandas as pd

from lab import bands
from lab.answer import Figure, Words
from lab.charts import theme, traces
from lab.laws import entropy
from lab.lazy import alt
from lab.numerals import short
from lab.question import address
from lab.questions.softmax_cost.batch.losses import Batch, log_sum

CLASSIFIERS = 64  # behind each cost
COUNTS = (2, 3, 4, 5, 7, 10, 20, 50, 100)  # numbers of classes they are made for


def blocks(batch: Batch) -> tuple:
    """Their cost against the number of classes."""
    found = starts(batch)
    says = told(found, batch.scale, batch.classes)
    caption = (
        f"Dot: mean of {CLASSIFIERS} fresh classifiers; bar: the middle 90 % of them. Classes and logits as chosen "
        "above."
    )
    return Words(verdict()), Figure.of(chart(found, levels(found, batch.scale)), says, caption=caption), Words(says)


def verdict() -> str:
    """The cost of knowing nothing, and what to think of a start above it."""
    two, ten = (short(entropy.at_start(classes)) for classes in (2, 10))
    return (
        "A network that knows nothing gives every class the same probability. That costs the logarithm of the number "
        f"of classes, ln K: {two} for two, {ten} for ten, where there is more to guess. A start well above that, such "
        "as 5 with ten classes, is not fatal by itself, but a sign: the network is sure of something before it has "
        "learned anything. Its outputs (logits) are too large, mostly because the inputs are not scaled or the last "
        "layer's first weights are too large. Training unlearns that first, which takes its first steps. Scale the "
        "inputs, and let the last layer start with small weights, as Keras's `glorot_uniform` makes them; "
        f"[Check my network]({address('check')}) looks at yours."
    )


def starts(batch: Batch) -> pd.DataFrame:
    """The cost of classifiers whose logits are drawn around 0, whatever the example.

    Args:
        batch: says how many examples each of `CLASSIFIERS` classifiers is asked about, and the standard deviation of
            their logits; 0 = all logits are 0. The labels are drawn evenly.

    Returns:
        One row per number of classes, `COUNTS` and the batch's own: `classes`, `low`, `mid`, `high` (5, 50 and 95 % of
        the classifiers), `mean`, `classifiers`.
    """
    rows = []
    for classes in sorted({*COUNTS, batch.classes}):
        draws = batch.draws(2, classes)
        z = batch.scale * draws.normal(size=(CLASSIFIERS, batch.examples, classes))
        labels = draws.integers(classes, size=(CLASSIFIERS, batch.examples, 1))
        costs = (log_sum(z) - np.take_along_axis(z, labels, axis=-1)[..., 0]).mean(axis=1)  # (classifier,)
        rows.append({"classes": classes, **bands.of(costs), "mean": costs.mean()})
    return pd.DataFrame(rows).assign(classifiers=CLASSIFIERS)


def told(found: pd.DataFrame, scale: float, classes: int) -> str:
    """The cost of one number of classes."""
    row, level = found[found["classes"] == classes].iloc[0], entropy.at_start(classes)
    if scale == 0:
        return (
            f"A fresh classifier whose logits are all 0 has the cost ln K whatever the labels: {level:.6f} for "
            f"{classes} classes, {short(row['mid'])} measured in {int(row['classifiers'])} of them."
        )
    return (
        f"“The cost at the start is ln K” holds for logits that are all 0: {level:.6f} for {classes} classes. Drawn "
        f"with standard deviation s = {short(scale)} they cost {short(row['mean'])} on average (the middle 90 % from "
        f"{short(row['low'])} to {short(row['high'])}). Theory puts the average of all such classifiers between "
        f"ln K and ln K + s²/2 = {short(entropy.at_start_at_most(classes, scale))}."
    )


def levels(found: pd.DataFrame, scale: float) -> pd.DataFrame:
    """What theory says: one row per (bound, number of classes): `classes`, `value`, `says`."""
    bounds = [(count, entropy.at_start(count), "theory: ln K") for count in found["classes"]]
    if scale:
        most = [entropy.at_start_at_most(count, scale) for count in found["classes"]]
        bounds += [(count, value, "theory: ln K + s²/2") for count, value in zip(found["classes"], most, strict=True)]
    return pd.DataFrame(bounds, columns=["classes", "value", "says"])


def chart(starts: pd.DataFrame, levels: pd.DataFrame) -> "alt.LayerChart":
    """Mean cost and its middle 90 % against the number of classes; dashed: theory."""
    x = alt.X("classes:Q").title("Classes K").scale(type="log").axis(values=[2, 3, 5, 10, 20, 50, 100], grid=False)
    base = alt.Chart(starts, height=320).encode(x)
    y = {"title": "Cost before training"}
    spread = traces.spans(base, y, strokeWidth=3, opacity=0.5, color=theme.SERIES[0])
    tips = ["classes:Q", *traces.tips("mean", "low", "high", format=".3f")]
    dots = base.mark_point(filled=True, size=80, opacity=1, color=theme.SERIES[0])
    names = list(levels["says"].unique())
    dash = traces.named("", orient="top", columns=2, symbolStrokeColor=theme.NEUTRAL)
    dash = dash.scale(domain=names, range=[list(theme.LAW_DASH), [1, 3]][: len(names)])
    bounds = alt.Chart(levels).mark_line(color=theme.NEUTRAL, strokeWidth=2).encode(x, alt.Y("value:Q"), dash)
    return bounds + spread + dots.encode(alt.Y("mean:Q"), tooltip=tips)
