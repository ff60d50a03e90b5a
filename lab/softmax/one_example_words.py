"""What a handful of logits does, in sentences, tables and formulas, and as the pictures draw it."""

import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.softmax.one_example import NUDGE


def answer(frame: pd.DataFrame) -> str:
    """The page's answer in a sentence or two; frame of `classes`."""
    target = frame[frame["target"]].iloc[0]
    others, slopes = frame.loc[~frame["target"], "term"], frame["measured"]
    count, learning = len(frame), int((slopes != 0).sum())
    everyone = "both logits have" if count == 2 else f"all {count} logits have"
    who = everyone if learning == count else f"{learning} of {count} logits have"
    rest = f"the other {count - 1} outputs add" if count > 2 else "the other output adds"
    remaining = "the others'" if count > 2 else "the other's"
    return (
        f"The cost is −log a{target['class']} = **{figure(frame['term'].sum())}**; {rest} exactly "
        f"{figure(others.sum())} to it. Yet {who} a gradient: {probability(target['measured'])} for the target's, "
        f"{_span(slopes[~frame['target']])} for {remaining}. They sum to 0."
    )


def proof(frame: pd.DataFrame) -> str:
    """How well the measured gradient meets the law."""
    gap = (frame["measured"] - frame["law"]).abs().max()
    return (
        f"Measured: each of the {len(frame)} logits moved alone by {NUDGE:g} up and down. Theory, a − y, says the "
        f"same; largest difference {figure(gap)}."
    )


def entering_words(frame: pd.DataFrame) -> str:
    """Who enters the cost and who its gradient, as counts; frame of `one_example.entering`."""
    count, outputs, logits = len(frame), int(frame["output"].sum()), int(frame["logit"].sum())
    cost = "**Only the target enters the cost**" if outputs == 1 else f"**{outputs} outputs enter the cost**"
    slope = "**Every logit enters the gradient**" if logits == count else f"**{logits} logits enter the gradient**"
    return (
        f"{cost}: of the {count} outputs a, each raised alone by {100 * NUDGE:g} %, {outputs} changes −Σ y log a. "
        f"{slope}: of the {count} logits z, each moved alone by {NUDGE:g}, {logits} change it.{_swapped(frame)}"
    )


def _swapped(frame: pd.DataFrame) -> str:
    if len(frame) < 3:
        return ""
    change = frame["swapped"].iloc[0]
    told = "the cost stays exactly the same" if change == 0 else f"the cost changes by {figure(change)}"
    return f" With the other {len(frame) - 1} logits in reverse order, {told}."


def shift_words(frame: pd.DataFrame) -> str:
    """What adding to every logit did; frame of `shift`."""
    added, before, after = frame.iloc[0]
    change = "not at all" if before == after else f"by {figure(after - before)}, which is rounding"
    return f"Adding {figure(added)} to every logit changes the cost {change}: only differences of logits count."


def summary(frame: pd.DataFrame) -> str:
    """The picture in words."""
    rows = frame[["class", "a", "measured", "target"]].itertuples(index=False)
    each = [f"class {k}{' (target)' * t} {probability(a)} and {probability(slope)}" for k, a, slope, t in rows]
    return f"Probability and gradient: {'; '.join(each)}."


def terms(frame: pd.DataFrame) -> str:
    """The picture of the steps in words."""
    rows = frame[["class", "z", "power", "a", "y", "term"]].itertuples(index=False)
    each = [
        f"class {k}: z {figure(z)}, e^z {figure(power)}, a {probability(a)}, y {y}, −y log a {figure(term)}"
        for k, z, power, a, y, term in rows
    ]
    return f"{'; '.join(each)}. The terms sum to the cost {figure(frame['term'].sum())}."


def formulas(frame: pd.DataFrame) -> str:
    """The mathematics with the frame's numbers, as LaTeX."""
    row = frame[frame["target"]].iloc[0]
    other = frame[~frame["target"]].sort_values("a").iloc[-1]
    t, k, a = row["class"], other["class"], tex(probability(row["a"]))
    slopes = [tex(probability(each["law"])) for each in (row, other)]
    power, powers, term = (tex(figure(value)) for value in (row["power"], frame["power"].sum(), row["term"]))
    return aligned(
        rf"a_{{{t}}} &= \frac{{e^{{z_{{{t}}}}}}}{{\sum_k e^{{z_k}}}} = \frac{{{power}}}{{{powers}}}",
        rf"&= {a}",
        r"C &= -\sum_k y_k \log a_k",
        rf"&= -\log a_{{{t}}} = {term}",
        rf"\frac{{\partial C}}{{\partial z_{{{t}}}}} &= a_{{{t}}} - y_{{{t}}} = a_{{{t}}} - 1",
        rf"&= {slopes[0]}",
        rf"\frac{{\partial C}}{{\partial z_{{{k}}}}} &= a_{{{k}}} - y_{{{k}}} = a_{{{k}}} - 0",
        rf"&= {slopes[1]}",
        r"\sum_k \frac{\partial C}{\partial z_k} &= \sum_k a_k - \sum_k y_k = 1 - 1 = 0",
    )


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of `classes` for the eye, as text; an arrow at the target."""
    shown = {
        "class": frame["class"].astype(str) + frame["target"].map({True: " ◄", False: ""}),
        "z": frame["z"].map(figure),
        "e^z": frame["power"].map(figure),
        "a": frame["a"].map(probability),
        "y": frame["y"].astype(str),
        "−y log a": frame["term"].map(figure),
        "a − y": frame["law"].map(probability),
    }
    return pd.DataFrame(shown).set_index("class")


def _span(values: pd.Series) -> str:
    low, high = probability(values.min()), probability(values.max())
    return low if low == high else f"{low} to {high}"


def probability(value: float) -> str:
    """A probability or a gradient for reading: near 1 and -1, what is missing, for 1.0000 would hide it."""
    rest = 1 - abs(value)
    if rest == 0 or abs(rest) >= 5e-5:
        return figure(value)
    sign, joined = ("−", "+") if value < 0 else ("", "−")
    return f"{sign}1 {joined} {figure(rest)}"
