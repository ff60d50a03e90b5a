"""The softmax of two logits that rise by the same number, with and without their largest subtracted first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Why, mathematics
from lab.laws import overflow as theory
from lab.linear_axis import LinearAxis
from lab.numerals import aligned, figure, probability, tex
from lab.questions.softmax_cost.numerics import gaps
from lab.questions.softmax_cost.numerics.ways import softmax

TOGETHER = "both rise by the same number"
WITH, WITHOUT = "largest logit subtracted", "written out"
CODE = """\
z = z - z.max(axis=-1, keepdims=True)  # largest: 0
powers = np.exp(z)  # none is above 1
a = powers / powers.sum(axis=-1, keepdims=True)"""


def answer(compute, precision: str, reach: int, gap: float) -> Answer:
    """Both probabilities over what is added to the logits, in both ways."""
    found = compute(probabilities, precision, reach, gap)
    says, told = headline(found, reach), note(found, precision, reach, gap)
    return Answer(
        headline=says,
        note=told,
        blocks=(
            Figure.of(
                picture(found, precision, reach, gap), f"{says} {told}",
                caption="Above: the class with the larger logit; below: the other class. Dashed, theory: what is "
                "right, and where powers leave the range of these numbers. Grey: no number.",
            ),
            Why(why(precision)),
            Advice(
                "Three lines, wherever you write a softmax by hand. Keras's softmax does it for you, and so does a "
                "loss with from_logits=True.",
                CODE,
            ),
            mathematics(Formula(formula(gap, precision))),
        ),
    )  # fmt: skip


def probabilities(precision: str, reach: int, gap: float) -> pd.DataFrame:
    """Probabilities of two classes with the logits c and c - gap, for c from -reach to reach.

    Returns:
        One row per (way, c): `ahead` and `behind`, the probabilities; `state` of the two, as of `gaps.state`.
    """
    c = np.arange(-gaps.STEPS, gaps.STEPS + 1) * (reach / gaps.STEPS)
    z = np.stack([c, c - gap], axis=1).astype(precision)
    right = theory.probability(np.array([-gap, gap]))
    rows = []
    for way, logits in ((WITH, z - z.max(axis=1, keepdims=True)), (WITHOUT, z)):
        a = softmax(logits)
        states = np.stack([gaps.state(a[:, k], right[k], 0.0) for k in (0, 1)])
        worst = np.where(states[0] == "right", states[1], states[0])
        rows.append(pd.DataFrame({"way": way, "c": c, "ahead": a[:, 0], "behind": a[:, 1], "state": worst}))
    return pd.concat(rows, ignore_index=True)


def right_between(found: pd.DataFrame, way: str) -> tuple[float, float]:
    """The ends of the numbers c around 0 at which a way is right; NaN for an end that is not within reach."""
    rows = found[found["way"] == way]
    c, wrong = rows["c"], rows.loc[rows["state"] != "right", "c"]
    return c[c > wrong[wrong < 0].max()].min(), c[c < wrong[wrong >= 0].min()].max()


def headline(found: pd.DataFrame, reach: int) -> str:
    """What subtracting the largest logit changes, and where a softmax without it is lost."""
    same = "Subtracting the largest logit changes no probability"
    if not np.isnan(right_between(found, WITH)).all():
        same = "Subtracting the largest logit does not help everywhere"
    low, high = right_between(found, WITHOUT)
    if not np.isnan(high):
        return f"{same}; without it the sum of powers overflows above a logit of {figure(high, 3)}."
    if not np.isnan(low):
        return f"{same}; without it the powers vanish below a logit of {figure(low, 3)}."
    return f"{same}, and logits up to {reach} do not need it."


def note(found: pd.DataFrame, precision: str, reach: int, gap: float) -> str:
    """What becomes of a softmax that is written out, and what was tried."""
    rows = found[found["way"] == WITHOUT]
    low, high = right_between(found, WITHOUT)
    tried = f"Logits c and c − {figure(gap)}, at {len(rows):,} numbers c from −{reach:,} to {reach:,}."
    if np.isnan([low, high]).all():
        return f"Written out in {precision}, it is right as well. {tried}"
    least, most = (-reach if np.isnan(low) else low), (reach if np.isnan(high) else high)
    beyond = " or ".join(dict.fromkeys(gaps.GIVES.get(rows["state"].iloc[end], "0") for end in (0, -1)))
    return (
        f"Written out in {precision}, it is right from c = {figure(least, 3)} to {figure(most, 3)}; far beyond, a "
        f"probability is {beyond}. {tried}"
    )


def why(precision: str) -> str:
    """Why the subtraction changes nothing, and why it is the largest that is subtracted."""
    return (
        "The same number c added to every logit multiplies every power, and so their sum, by e^c. That cancels: "
        "probabilities depend on differences of logits alone, softmax(z + c) = softmax(z). So one may add what keeps "
        f"the powers small. In {precision} a power overflows above a logit of {figure(theory.highest(precision), 3)}, "
        "and infinity divided by infinity is not a number. With the largest logit subtracted, the largest power is "
        "e^0 = 1: none overflows, and their sum is at least 1, so nothing is divided by 0 either."
    )


def formula(gap: float, precision: str) -> str:
    """That the shift cancels, and both ways with logits whose powers overflow."""
    large = float(np.ceil(theory.highest(precision)))
    top, low, less = (tex(figure(value)) for value in (large, large - gap, -gap))
    power, a = tex(figure(float(np.exp(-gap)))), tex(probability(float(theory.probability(-gap))))
    return aligned(
        r"\frac{e^{z_k + c}}{\sum_j e^{z_j + c}} &= \frac{e^c\, e^{z_k}}{e^c \sum_j e^{z_j}}",
        r"&= \frac{e^{z_k}}{\sum_j e^{z_j}} = a_k",
        rf"\text{{written out: }} & \frac{{e^{{{top}}}}}{{e^{{{top}}} + e^{{{low}}}}} = \frac{{\infty}}{{\infty}}",
        rf"c = -{top}: \quad & \frac{{e^0}}{{e^0 + e^{{{less}}}}} = \frac{{1}}{{1 + {power}}} = {a}",
    )


def picture(found: pd.DataFrame, precision: str, reach: int, gap: float):
    """Both probabilities against c, a symbol for each way."""
    axis = LinearAxis(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0))
    some = pd.concat([rows.iloc[:: 2 * gaps.STEPS // gaps.DRAWN] for _, rows in found.groupby("way", sort=False)])
    some = gaps.staggered(some, "c", 4, (WITH, WITHOUT))
    dots = some.melt(["way", "c"], ["ahead", "behind"], "class", "a")
    dots = dots.assign(gap=dots["c"], place=axis.place(dots["a"]), says=dots["a"].map(probability))
    right = theory.probability(np.array([-gap, gap]))
    line = pd.DataFrame(
        [(float(c), kind, a) for kind, a in zip(("ahead", "behind"), right, strict=True) for c in (-reach, 0, reach)],
        columns=["gap", "class", "place"],
    )
    borders = gaps.within([(theory.highest(precision), "e^c overflows"), (theory.lowest(precision), "e^c is 0")], reach)
    return gaps.picture(dots, line, borders, axis, "Probability", f"c, added to the logits 0 and {figure(-gap)}")
