"""What was found about penalties, in sentences, tables and formulas."""

import numpy as np
import pandas as pd

from lab.laws import penalties as law
from lab.numerals import aligned, figure, tex
from lab.prose import listed
from lab.relevance.penalties import NONE, Found, gives

ALIKE = 0.01  # weights nearer to each other than this count as alike


def rows(found: Found, kind: str, size: float) -> pd.DataFrame:
    """The columns' rows of one penalty in one size."""
    chosen = found.weights[found.weights["kind"] == kind]
    return chosen if kind == NONE else chosen[chosen["size"] == size]


def answer(found: Found, size: float) -> str:
    """Which of the two sets weights to zero, at one size of the penalty."""
    l1, l2 = rows(found, "L1", size), rows(found, "L2", size)
    gone = l1[l1["law"] == 0]
    name = found.arrangement.names[found.arrangement.useless]
    before, after = (frame.set_index("column").loc[name, "mid"] for frame in (rows(found, NONE, 0), l2))
    count = int((l2["zeros"] > 0).sum())
    zeros = f"{count} weight{'s' if count > 1 else ''}" if count else "none"
    other = f"L2 sets {zeros} to zero: with it {name}'s weight ends at {figure(after)}, without at {figure(before)}."
    if gone.empty:
        return f"A penalty of {figure(size)} is too small for L1 to set a weight to zero. {other}"
    largest = figure(gone["largest"].max())
    if (gone["largest"] > gone["reach"] * 1.001).any():
        return f"L1 is setting {_listed(gone)} to zero, but is not there yet (|w| up to {largest}). {other}"
    return (
        f"L1 sets {_listed(gone)} to zero, but for its step: |w| up to {largest} "
        f"(its steps reach {figure(gone['reach'].max())}; scikit-learn's Lasso: exactly 0). {other}"
    )


def headline(found: Found, size: float) -> str:
    """Which penalty sets weights to zero, in one sentence."""
    l1, l2 = rows(found, "L1", size), rows(found, "L2", size)
    gone, zeros = l1[l1["law"] == 0], int((l2["zeros"] > 0).sum())
    other = f"L2 has {zeros} at zero too" if zeros else "L2 sets none to zero"
    if gone.empty:
        return f"L1 does, but not at this size: it sets no weight to zero here, and {other}."
    which = f"{len(gone)} of {len(l1)} weights" if len(gone) > 2 else listed(list(gone["column"]))
    if (gone["largest"] > gone["reach"] * 1.001).any():
        return f"L1 does, given time: it takes {which} towards zero; {other}."
    return f"L1 does: it takes {which} to zero, within one step; {other}."


WHY = (
    "L2 pulls at a weight in proportion to its size: the smaller it is, the weaker the pull, so it makes weights small "
    "and none of them zero. L1 pulls equally hard at a small weight and at a large one: where a column has less to "
    "give than that pull, its weight goes to zero. A training step has a size, so the weight then jumps about zero by "
    "a step at the most instead of resting there."
)


def first(found: Found, kind: str, size: float) -> list[float]:
    """Weights of the first start."""
    return rows(found, kind, size)["first"].tolist()


def sharing(found: Found, size: float) -> str:
    """How each penalty shares between columns that carry the same; empty where there are none."""
    names = [found.arrangement.names[place] for place in found.arrangement.shared]
    if not names:
        return ""
    told = " ".join(_shared(found, kind, size, names) for kind in ("L2", "L1", NONE))
    return f"{' and '.join(names)} carry the same. {told}"


def budget(found: Found) -> str:
    """How much was trained."""
    facts = found.facts.iloc[0]
    starts = "1 start" if facts["starts"] == 1 else f"{figure(facts['starts'])} starts"
    return f"(Each penalty from {starts}, {figure(facts['epochs'])} epochs.)"


def table(found: Found, size: float) -> pd.DataFrame:
    """Weights without a penalty, with each, and by scikit-learn: text."""
    lasso = found.lasso[found.lasso["size"] == size]["weight"]
    columns = {name: rows(found, name, size) for name in (NONE, "L2", "L1")}
    shown = {name.capitalize() if name == NONE else name: _ranges(frame) for name, frame in columns.items()}
    index = pd.Index(found.arrangement.names, name="Column")
    return pd.DataFrame({**shown, "Lasso (scikit-learn)": [figure(weight) for weight in lasso]}, index=index)


def importances(frame: pd.DataFrame) -> pd.DataFrame:
    """The three measures as text, from `importance.importance`."""
    shown = {
        "Weight": frame["weight"].map(figure),
        "Shuffled": [f"{figure(row.shuffled)} ± {figure(row.error)}" for row in frame.itertuples()],
        "Shuffled, theory": frame["law"].map(figure),
        "Left out": [figure(round(value, 9) + 0.0) for value in frame["left_out"]],
    }
    return pd.DataFrame(shown).set_index(pd.Index(frame["column"], name="Column"))


def disagreement(frame: pd.DataFrame, found: Found) -> str:
    """Which column each of the measures puts first, and how unlike their ratios are."""
    first = {name: frame["column"][frame[name].abs().idxmax()] for name in ("weight", "shuffled", "left_out")}
    agree = "all three agree on that" if len(set(first.values())) == 1 else "they do not agree"
    names = [found.arrangement.names[place] for place in found.arrangement.shared]
    copies = f" Leaving out {' or '.join(names)} alone costs nothing: the other one takes over." if names else ""
    return (
        f"{_ratio(frame, found)} Largest weight: {first['weight']}; matters most when shuffled: "
        f"{first['shuffled']}; matters most when left out: {first['left_out']}; {agree}.{copies}"
    )


def _ratio(frame: pd.DataFrame, found: Found) -> str:
    """The largest weight of a useful column beside the smallest, and what shuffling them costs."""
    useful = [found.arrangement.worth[direction] > 0 for direction, _ in found.arrangement.columns]
    rows = frame[useful].assign(size=frame["weight"].abs()).sort_values("size")
    small, large = rows.iloc[0], rows.iloc[-1]
    if large["size"] < ALIKE:
        return f"Here no useful column is left with a weight of {ALIKE:g} or more: nothing is to be compared."
    if small["size"] < ALIKE:
        return (
            f"Among the useful columns {small['column']} is left with next to nothing ({figure(small['weight'])}), and "
            f"{large['column']} has the largest weight, {figure(large['weight'])}."
        )
    weights, costs = (large[name] / small[name] for name in ("size", "shuffled"))
    return (
        f"Among the useful columns the weight of {large['column']} is {figure(weights)} times that of "
        f"{small['column']}; shuffling it costs {figure(costs)} times as much."
    )


def formulas(found: Found, size: float) -> str:
    """The laws of the direction of x1 with its numbers, as LaTeX."""
    a = gives(found.x, found.y, found.arrangement, 0)
    factors = np.array([found.arrangement.columns[place][1] for place in found.arrangement.group(0)])
    square, largest = float(factors @ factors), float(np.abs(factors).max())
    given, s, c, m = (tex(figure(value)) for value in (a, size, square, largest))
    return aligned(
        rf"a &= \tfrac{{1}}{{n}} u^\top y = {given}",
        r"\text{L2: } \textstyle\sum c_j w_j &= a \frac{\sum c_j^2}{\sum c_j^2 + \lambda / 2}",
        rf"&= {given} \cdot \frac{{{c}}}{{{c} + {s} / 2}} = {tex(figure(a * square / (square + size / 2)))}",
        r"\text{L1: } \textstyle\sum c_j w_j &= \max\left(a - \frac{l_1}{2 \max c_j},\, 0\right)",
        rf"&= \max\left({given} - \frac{{{s}}}{{2 \cdot {m}}},\, 0\right)",
        rf"&= {tex(figure(law.total_of(a, factors, size)))}",
        r"\text{its step: } |w| &\le \eta \, (l_1 + |\partial C / \partial w|)",
        r"\text{shuffled: } I_j &= 2 w_j^2 \, \mathrm{var}(x_j)",
        r"&\quad + 2 w_j \, \mathrm{cov}(x_j, y - X w)",
    )


MEANINGS = (
    "Columns that carry the same are multiples cⱼ of one direction u (mean square 1, at right angles to the others); a "
    "is what it has to give, here that of x1. L2: the cost + λ/2 · sum of w², as weight decay λ; L1: the cost + l₁ · "
    "sum of |w|. L2 shares by cⱼ, equally between copies. L1 wants the largest cⱼ alone; between copies it does not "
    "mind, so the start decides."
)

MEASURES = (
    "Shuffled: growth of the mean squared error when the column's values are shuffled, mean of 30 orders with its "
    "standard error (scikit-learn's permutation importance), and over all orders (theory). Left out: growth when the "
    "best line is fitted anew without the column. Weights of the first start; training examples."
)


def caption(found: Found) -> str:
    """What the pictures of the weights show."""
    told = found.weights[(found.weights["kind"] == "L1") & found.weights["law"].isna()]
    names = list(told["column"].unique())
    left = f", but where the start decides ({' and '.join(names)} under L1)" if names else ""
    return (
        f"Line: median of the starts; band: the middle 90 % of them. Dashed: theory (ridge, soft threshold){left}. "
        "The smaller a penalty, the longer it takes."
    )


def near(found: Found) -> str:
    """What the picture of the useless weight shows."""
    name = found.arrangement.names[found.arrangement.useless]
    return (
        f"Largest |weight| of {name}, which is useless, over the starts. Dashed: how far from 0 the steps of L1 may "
        "end, where theory has 0."
    )


def _listed(frame: pd.DataFrame) -> str:
    names = list(frame["column"])
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _ranges(frame: pd.DataFrame) -> list[str]:
    """Medians, with their range where the starts differ."""
    return [
        figure(row.mid)
        if row.high - row.low < ALIKE
        else f"{figure(row.mid)} ({figure(row.low)} to {figure(row.high)})"
        for row in frame.itertuples()
    ]


def _shared(found: Found, kind: str, size: float, names: list[str]) -> str:
    """How one penalty shares, and whether every start gives the same."""
    frame = rows(found, kind, size).set_index("column").loc[names]
    ended = " and ".join(figure(value) for value in frame["mid"])
    label = f"With {kind}" if kind != NONE else "Without"
    if (frame["high"] - frame["low"]).max() < ALIKE:
        return f"{label}: {ended}, from every start alike."
    low, high = (figure(frame[name].iloc[0]) for name in ("low", "high"))
    why = "the start decides" if frame["law"].isna().any() else "not alike yet"
    return f"{label}: {ended} in the median; {why} ({names[0]} from {low} to {high}){_together(found, kind, size)}."


def _together(found: Found, kind: str, size: float) -> str:
    """What columns that carry the same amount to together, where the starts agree about it."""
    sums = found.sums[(found.sums["kind"] == kind) & (found.sums["size"] == (0.0 if kind == NONE else size))].iloc[0]
    if sums["high"] - sums["low"] > ALIKE:
        return ""
    return (
        f", together worth {figure((sums['low'] + sums['high']) / 2)} from every start (theory: {figure(sums['law'])})"
    )
