"""What was found about logits far apart, as sentences, tables and what the pictures draw."""

import numpy as np
import pandas as pd

from lab.laws import overflow as laws
from lab.linear_axis import LinearAxis
from lab.numerals import aligned, figure, tex
from lab.softmax.numerics import LEARNING, MOVES, STEPS, Found, state

GIVES = {  # what a value becomes -> how a sentence says it
    "not a number": "not a number",
    "infinite": "infinite",
    "off": "imprecise",
}


def verdict(found: Found, precision: str, reach: int) -> str:
    """The answer in three sentences: probabilities, powers written out, logits."""
    good = [name for name in ("from_logits=True", "log-sum-exp", "softmax layer") if _right_everywhere(found, name)]
    layer = "softmax layer" in good
    count = 2 * STEPS + 1
    ends = (
        f"From the logits it is right at all {count:,} gaps up to {reach:,}"
        + (", and so it is for Keras's softmax layer: Keras hands its logits to the loss." if layer else ".")
        if "from_logits=True" in good
        else "Even from the logits it is not right at every gap."
    )
    return f"{_probabilities(found, reach)} {_powers(found, precision, reach)} {ends}"


def _probabilities(found: Found, reach: int) -> str:
    cost, gradient = (_limit(found, "from probabilities", quantity) for quantity in ("cost", "gradient"))
    if np.isnan(gradient["first"]):
        return f"A cost from probabilities is right up to a gap of {reach:,}."
    stops = "exactly 0: learning stops" if gradient["becomes"] == "stuck" else GIVES[gradient["becomes"]]
    stuck = f"stuck at {figure(cost['value'])}" if cost["ends"] == "stuck" else "wrong"
    return (
        f"From probabilities, the cost ends up {stuck}, and once the wrong logit leads by {_short(gradient['first'])} "
        f"its gradient is {stops}."
    )


def _powers(found: Found, precision: str, reach: int) -> str:
    cost = _limit(found, "plain NumPy", "cost")
    if np.isnan(cost["first"]):
        return f"Written out in {precision} it is right up to {reach:,}."
    becomes = "" if cost["becomes"] == cost["ends"] else f"{GIVES[cost['becomes']]}, then "
    lost = f"{becomes}{GIVES[cost['ends']]}"
    return f"Written out in {precision} it is lost from {_short(cost['first'])} on ({lost})."


def _limit(found: Found, name: str, quantity: str, side: str = "wrong") -> pd.Series:
    limits = found.limits
    return limits[(limits["way"] == name) & (limits["quantity"] == quantity) & (limits["side"] == side)].iloc[0]


def _right_everywhere(found: Found, name: str) -> bool:
    return bool(found.limits.loc[found.limits["way"] == name, "first"].isna().all())


def limits_table(found: Found) -> str:
    """Where each way gives way, as a Markdown table."""
    rows = []
    for name in found.limits["way"].unique():
        sides = [_limit(found, name, "cost"), _limit(found, name, "gradient"), _limit(found, name, "cost", "right")]
        rows.append(f"| {name} | " + " | ".join(map(_lost, sides)) + " |")
    head = "| Lost from a gap of | Cost | Gradient | Cost, right class ahead |"
    return "\n".join([head, "|---|---|---|---|", *rows])


def _short(gap: float) -> str:
    """A gap with at most two decimals."""
    return figure(round(float(gap), 2))


def _lost(limit: pd.Series) -> str:
    """Where it ceases to be right, and what it ends as."""
    if np.isnan(limit["first"]):
        return "never"
    ends = f"stuck at {figure(limit['value'] + 0.0)}" if limit["ends"] == "stuck" else GIVES[limit["ends"]]
    return f"{_short(limit['first'])}: {ends}"


def drawn(found: Found, quantity: str, reach: int) -> tuple[pd.DataFrame, LinearAxis]:
    """The symbols of a picture, and the axis that they are drawn on.

    Returns:
        One row per (way, gap), as of `staggered`: `place` on the axis, `says` (the value); and the axis.
    """
    axis = LinearAxis(0.0, float(reach), (0.0, *(reach * share for share in (0.25, 0.5, 0.75, 1.0))))
    if quantity == "gradient":
        axis = LinearAxis(-1.0, 0.0, (-1.0, -0.75, -0.5, -0.25, 0.0))
    dots = staggered(found.curves, "gap", 3)
    return dots.assign(place=axis.place(dots[quantity]), says=dots[quantity].map(figure)), axis


def staggered(frame: pd.DataFrame, along: str, apart: int) -> pd.DataFrame:
    """Some rows of each way of `LEARNING`, at places of its own: ways that agree are seen side by side.

    Args:
        frame: `way`, and the column `along`.
        apart: places between the rows of one way and those of the next.
    """
    groups = [frame[frame["way"] == name].sort_values(along) for name in LEARNING]
    return pd.concat([rows[i * apart :: len(groups) * apart] for i, rows in enumerate(groups)], ignore_index=True)


def law_lines(quantity: str, reach: int) -> pd.DataFrame:
    """What is right, over the gap: `gap`, `place`."""
    gaps = np.linspace(-reach, reach, 241)
    return pd.DataFrame({"gap": gaps, "place": laws.cost(gaps) if quantity == "cost" else laws.slope(gaps)})


def borders(precision: str, reach: int, move: str) -> pd.DataFrame:
    """The foretold gaps at which the arithmetic gives way, within reach: `gap`, `says`."""
    over, under = laws.highest(precision), -laws.lowest(precision)
    powers = [(over, "e^z overflows"), (-under, "e^z is 0")]
    powers = powers if move == MOVES[0] else [(under, "e^z is 0"), (-over, "e^z overflows")]
    rows = [(laws.clipped_at(), "clip"), *powers]
    return pd.DataFrame(
        [{"gap": gap, "says": f"{what}: {figure(gap)}"} for gap, what in rows if abs(gap) <= reach],
        columns=["gap", "says"],
    )


def learned(frame: pd.DataFrame) -> str:
    """What became of the gap in each way."""
    steps, start = int(frame["step"].max()), float(frame["gap"].iloc[0])
    ends = frame[frame["step"] == steps].set_index("way")["gap"]
    each = [
        f"{name}: {'stays at ' + figure(gap) if gap == start else 'not a number' if np.isnan(gap) else figure(gap)}"
        for name, gap in ends.items()
    ]
    return f"The gap {figure(start)} after {steps} steps: {'; '.join(each)}."


def codes_table(frame: pd.DataFrame, gap: float) -> str:
    """What a compiled model works with, as a Markdown table."""
    right = state(frame["cost"], laws.cost(gap), laws.most_clipped())
    learns = state(frame["gradient"], laws.slope(gap), 0.0)
    rows = [
        f"| {'✓' if cost == slope == 'right' else '–'} `{row.code}`{' (Keras warns)' if row.warned else ''} "
        f"| {figure(row.cost)}{' (clipped)' if cost == 'stuck' else ''} | {figure(row.gradient + 0.0)} |"
        for row, cost, slope in zip(frame.itertuples(), right, learns, strict=True)
    ]
    return "\n".join(["| The last layer, the loss | Cost | Gradient |", "|---|---|---|", *rows])


def formulas(gap: float, precision: str) -> str:
    """The three ways with the learner's gap in them."""
    with np.errstate(over="ignore"):
        power = float(np.exp(np.asarray(gap, precision)))
    true, probability = float(laws.cost(gap)), float(laws.probability(gap))
    kept = max(probability, laws.CLIP)
    shown = tex(figure(gap))
    return aligned(
        rf"\text{{written out}} &= -\log\frac{{1}}{{1+e^{{{shown}}}}}",
        rf"&= -\log\frac{{1}}{{1+{tex(figure(power))}}}",
        r"\text{from probabilities} &= -\log\max(a, 10^{-7})",
        rf"&= -\log {tex(figure(kept))} = {tex(figure(float(-np.log(kept))))}",
        rf"\text{{from logits}} &= {shown} + \log(1 + e^{{-{shown}}})",
        rf"&= {tex(figure(true))}",
        rf"\frac{{\partial C}}{{\partial z}} &= a - 1 = {tex(figure(probability))} - 1",
    )
