"""What a softmax output and its cost do with a handful of logits; plain float64, no training."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import checks
from lab.laws import softmax as law
from lab.numerals import aligned, figure, tex

NUDGE = 1e-4  # of a logit, each way, to measure a slope


def cost(logits: Sequence[float], target: int) -> float:
    """Cost of one example: -log of the probability of its target.

        C = log(sum over k of e^(z_k)) - z_t = (m - z_t) + log(1 + sum over the others of e^(z_k - m)),  m = max z

    The second form neither overflows nor loses digits, and its sum does not depend on the order of the classes.

    Args:
        logits: z, one per class.
        target: t, from 0.
    """
    most = max(logits)
    others = list(logits)
    others.remove(most)
    return (most - logits[target]) + math.log1p(math.fsum(math.exp(z - most) for z in others))


def classes(logits: Sequence[float], target: int, added: float = 0.0) -> pd.DataFrame:
    """Every class from its logit to its gradient.

    Args:
        logits: z, one per class, 2 or more.
        target: class of the example, from 1.
        added: put on every logit first.

    Returns:
        One row per class (from 1): `target` (bool), `z`, `power` e^z, `a` probability, `y` one-hot target,
        `term` -y log a (its sum is the cost), `law` a - y, `measured`: the slope of the cost, from moving this logit
        alone by `NUDGE` up and down.

    Raises:
        ValueError: fewer than 2 logits, one that is not a number from -700 to 700, or a target that is no class.
    """
    z = _checked(logits, target, added)
    y = np.arange(1, len(z) + 1) == target
    costs = np.array([cost(z, k) for k in range(len(z))])
    return pd.DataFrame(
        {
            "class": np.arange(1, len(z) + 1),
            "target": y,
            "z": z,
            "power": np.exp(z),
            "a": np.exp(-costs),
            "y": y.astype(int),
            "term": np.where(y, costs, 0.0),
            "law": law.gradient(z, target - 1),
            "measured": [_slope(z, target - 1, k) for k in range(len(z))],
        }
    )


def shift(logits: Sequence[float], target: int, added: float) -> pd.DataFrame:
    """What the same number on every logit changes: one row of `added`, `before` and `after` (costs)."""
    before, after = (cost(_checked(logits, target, more), target - 1) for more in (0.0, added))
    return pd.DataFrame({"added": [added], "before": [before], "after": [after]})


def bars(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of `classes` as bars: one row per (class, quantity).

    Returns:
        `class` and `label` of it (says which is the target), `quantity` ("probability a" or "gradient"), `value`,
        `law` (for the gradient; else missing), `text` of the value, short.
    """
    label = (
        frame["class"].map("class {}".format).where(~frame["target"], frame["class"].map("target ► class {}".format))
    )
    base = pd.DataFrame({"class": frame["class"], "label": label})
    outputs = base.assign(quantity="probability a", value=frame["a"], law=np.nan)
    slopes = base.assign(quantity="gradient", value=frame["measured"], law=frame["law"])
    both = pd.concat([outputs, slopes]).sort_values("class", kind="stable", ignore_index=True)
    return both.assign(text=both["value"].map(_short))


def probability(value: float) -> str:
    """A probability or a gradient for reading: near 1 and -1, what is missing, for 1.0000 would hide it."""
    rest = 1 - abs(value)
    if rest == 0 or abs(rest) >= 5e-5:
        return figure(value)
    sign, joined = ("−", "+") if value < 0 else ("", "−")
    return f"{sign}1 {joined} {figure(rest)}"


def _short(value: float) -> str:
    """`probability` in the room that a picture has."""
    shown = probability(value)
    return f"≈ {figure(round(value))}" if " " in shown else shown


def _slope(z: list[float], target: int, moved: int) -> float:
    """(C(z_k + h) - C(z_k - h)) / 2h."""
    up, down = ([value + sign * NUDGE * (k == moved) for k, value in enumerate(z)] for sign in (1, -1))
    return (cost(up, target) - cost(down, target)) / (2 * NUDGE)


def _checked(logits: Sequence[float], target: int, added: float) -> list[float]:
    checks.that(len(logits) >= 2, f"A softmax needs 2 or more logits; got {len(logits)}.")
    checks.whole("target", target, 1, len(logits))
    return [checks.number(f"z{k}", z + added, -700, 700) for k, z in enumerate(logits, start=1)]


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
        f"{_span(slopes[~frame['target']])} for {remaining}. {_total(slopes.sum())}"
    )


def proof(frame: pd.DataFrame) -> str:
    """How well the measured gradient meets the law."""
    gap = (frame["measured"] - frame["law"]).abs().max()
    return (
        f"Measured: each of the {len(frame)} logits moved alone by {NUDGE:g} up and down. The law a − y says the same; "
        f"largest difference {figure(gap)}."
    )


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


def _total(total: float) -> str:
    return "They sum to 0." if total == 0 else f"They sum to 0 within {figure(abs(total))}."
