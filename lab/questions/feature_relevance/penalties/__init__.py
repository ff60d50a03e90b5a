"""Which penalty sets a weight to zero?"""

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.charts import traces
from lab.knob import number
from lab.laws import penalties as law
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import aligned, counted, figure, tex
from lab.prose import listed
from lab.question import Question
from lab.questions.feature_relevance.penalties.trained import (
    ARRANGEMENTS,
    KINDS,
    NONE,
    SIZES,
    Penalized,
    experiment,
    gives,
    importance,
    measure,
)
from lab.questions.feature_relevance.penalties.words import headline, rows, worth
from lab.relevance.lines import STANDARDISED

QUESTION = Question(
    room="feature_relevance",
    slug="penalties",
    title="L1, L2, importance",
    ask="Which penalty sets a weight to zero?",
    group="Where weights end",
    place=4,
    also=(
        "L1 or L2 regularization", "lasso or ridge", "weight decay", "feature selection", "permutation importance",
        "does a large weight mean that a feature is important", "multicollinearity",
        "regularization makes weights sparse", "elastic net", "kernel_regularizer", "drop features with small weights",
        "why is L1 in Keras not exactly zero", "ridge with correlated features",
        "which optimizer sets useless weights to zero", "should I standardise features before reading their weights",
        "standardise columns before lasso or ridge", "scale features before permutation importance",
    ),
    turned={
        "does L1 or L2 regularization remove useless features": {},
        "does L2 set the weights of useless features to zero": {"model": "L2"},
        "weight decay to get rid of noise features": {"model": "L2"},
    },
)  # fmt: skip
MODELS = ("no penalty", "L2", "L1")
COLUMNS = list(ARRANGEMENTS)
COPY, DOUBLE, UNITS = COLUMNS[1:]
ALIKE = 0.01  # weights nearer to each other than this count as alike
TIED = 0.05  # of the largest: a lead that is smaller is none
AXES = {"L1": "L1 penalty l₁", "L2": "L2 penalty λ (weight decay)"}
L1, L2, LASSO = "L1, trained", "L2, trained", "Lasso of scikit-learn"


def knobs(k):
    """The columns, the penalty, and the model whose columns are compared."""
    k.choice("columns", "Columns", COLUMNS, COLUMNS[0])
    k.steps("size", "Penalty", SIZES, 1.0)
    k.steps("noise", "Noise of the targets (standard deviation)", [0.0, 0.1, 0.5, 1.0, 3.0], 0.5)
    k.steps("epochs", "Epochs", [30, 100, 300, 1000, 3000, 10_000], 3000)
    told = "Its picture stands first, and its weights are compared with what columns matter."
    k.choice("model", "Model that is looked at", MODELS, MODELS[0], help=told)
    with k.more():
        k.choice("begin", "First weights: standard deviation", [0.0, 0.3, 1.0, 3.0], 1.0, shown=number)
        k.slider("data", "Data: draw", 0, 20, 1, 0)
        k.steps("starts", "Starts", [1, 4, 16], 16)
        k.steps("rate", "Learning rate", [0.002, 0.005, 0.01, 0.02, 0.05], 0.02)


def answer(compute, *, columns, size, noise, epochs, model, begin, data, starts, rate):
    """The weights under L1 and under L2, how near to zero they get, and which column matters."""
    made = experiment(columns, noise, data, begin, learning_rate=rate, epochs=epochs)
    found = compute(measure, made, arrangement=columns, seeds=range(starts))
    told, near = note(found, size), near_caption(found)
    says = f"{headline(found, size, model)} {told}"
    measured = compute(importance, made, weights=rows(found, model, size)["first"].tolist())
    return Answer(
        headline=headline(found, size, model),
        note=f"{told} (Each penalty from {counted(starts, 'start')}, {figure(epochs)} epochs.)",
        blocks=(
            *(
                Figure.of(paths_chart(found, kind), says, caption=caption(found) if last else "")
                for last, kind in enumerate(sorted(AXES, reverse=model == "L2"))
            ),
            Why(" ".join(filter(None, (worth(found, size), WHY, jumps(found, size), sharing(found, size))))),
            Advice(
                "Standardise the columns before a penalty, and before reading weights: both depend on units. Take L1 "
                "where columns should drop out, L2 where weights should only stay small. Training with L1 ends near "
                "0, not at 0: take a smaller rate and more epochs, count weights below about a step as zero, or use "
                "scikit-learn's Lasso. How strong it must be depends on the data.",
                f"{STANDARDISED}"
                f"keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L1({size:g}))\n"
                f"keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2({size / 2:g}))  # λ ÷ 2",
            ),
            Section(
                "How near to zero?",
                (
                    Figure.of(near_zero_chart(*near_zero(found)), f"{says} {near}", caption=near),
                ),
            ),
            Section(
                "Does a large weight mean that the column matters?",
                (
                    Words(disagreement(measured, found)), Table(importances(measured)),
                    Words(UNIT), Words(MEASURES, small=True),
                ),
            ),
            mathematics(Formula(formulas(found, size)), Words(MEANINGS)),
        ),
        experiment=lab.vary(made, {KINDS[model]: size} if model in KINDS else {}),
    )  # fmt: skip


TRY = {
    "Does L2, or weight decay, set useless weights to zero?": {"model": "L2"},
    "Which weights go to zero if x2 = x1?": {"columns": COPY},
    "And if x2 = 2 x1?": {"columns": DOUBLE, "size": 0.1},
    "Should I standardise features before reading weights or permutation importance?": {"columns": UNITS},
    "What does L1 do with a large penalty?": {"size": 10.0},
    "Is it still L1 with a smaller rate and more epochs?": {"rate": 0.002, "epochs": 10_000},
}


def note(found: Penalized, size: float) -> str:
    """How near to 0 the weights come that theory has there, and what L2 makes of a useless one."""
    l1, l2 = rows(found, "L1", size), rows(found, "L2", size)
    gone, name = l1[l1["law"] == 0], found.arrangement.names[found.arrangement.useless]
    before, after = (frame.set_index("column").loc[name, "mid"] for frame in (rows(found, NONE, 0), l2))
    near = (
        f"With L1 {listed(list(gone['column']))} {'ends' if len(gone) == 1 else 'end'} within "
        f"{figure(gone['largest'].max(), 3)} of 0; its steps reach {figure(gone['reach'].max(), 3)}, and "
        "scikit-learn's Lasso has exactly 0. "
    )
    takes = "shrinks" if abs(after) < abs(before) else "changes"
    return f"{'' if gone.empty else near}L2 {takes} {name}'s weight from {figure(before, 3)} to {figure(after, 3)}."


WHY = (
    "L2 pulls at a weight in proportion to its size: the smaller it is, the weaker the pull, so it makes weights small "
    "and none of them zero. L1 pulls equally hard at a small weight and at a large one: where a column has less to "
    "give than that pull, its weight goes to zero."
)


def jumps(found: Penalized, size: float) -> str:
    """How large a step L1 makes by itself, about weights that it takes to zero; empty where it takes none."""
    gone, rate = rows(found, "L1", size).query("law == 0"), found.facts["rate"][0]
    if gone.empty:
        return ""
    part, reach = figure(rate * size, 3), figure(gone["reach"].max(), 3)
    return (
        f"But L1's part of every step is rate × penalty, here {figure(rate)} × {figure(size)} = {part}, however small "
        f"the weight: near zero it is thrown across and back, by {reach} at most with the fit's part. So "
        f"{listed(list(gone['column']))} cannot rest at zero; a tenth of the rate makes the throws ten times smaller."
    )


def sharing(found: Penalized, size: float) -> str:
    """How each penalty shares between columns that carry the same; empty where there are none."""
    names = [found.arrangement.names[place] for place in found.arrangement.shared]
    if not names:
        return ""
    told = " ".join(_shared(found, kind, size, names) for kind in ("L2", "L1", NONE))
    return f"{' and '.join(names)} carry the same. {told}"


def importances(frame: pd.DataFrame) -> pd.DataFrame:
    """The three measures as text, from `importance.importance`."""
    shown = {
        "Weight": frame["weight"].map(figure),
        "Shuffled": [f"{figure(row.shuffled, 3)} ± {figure(row.error, 2)}" for row in frame.itertuples()],
        "Shuffled, theory": frame["law"].map(figure),
        "Left out": [figure(round(value, 9) + 0.0) for value in frame["left_out"]],
    }
    return pd.DataFrame(shown).set_index(pd.Index(frame["column"], name="Column"))


def disagreement(frame: pd.DataFrame, found: Penalized) -> str:
    """Which columns each of the measures puts first, and how unlike their ratios are."""
    first = {name: _first(frame["column"], frame[name].abs()) for name in ("weight", "law", "left_out")}
    agree = "all three agree on that" if len(set(first.values())) == 1 else "they do not agree"
    names = [found.arrangement.names[place] for place in found.arrangement.shared]
    copies = f" Leaving out {' or '.join(names)} alone costs nothing: the other one takes over." if names else ""
    return (
        f"{_ratio(frame, found)} Largest weight: {first['weight']}; matters most when shuffled: "
        f"{first['law']}; matters most when left out: {first['left_out']}; {agree}.{copies}"
    )


def _first(columns: pd.Series, sizes: pd.Series) -> str:
    """The column of the largest size, or all that are as good as equal to it."""
    leaders = list(columns[sizes >= (1 - TIED) * sizes.max()])
    return leaders[0] if len(leaders) == 1 else f"{listed(leaders)}, as good as equal"


def _ratio(frame: pd.DataFrame, found: Penalized) -> str:
    """The largest weight of a useful column beside the smallest, and what shuffling them costs."""
    rows = frame[found.arrangement.useful].assign(size=frame["weight"].abs()).sort_values("size")
    small, large = rows.iloc[0], rows.iloc[-1]
    if large["size"] < ALIKE:
        return f"Here no useful column is left with a weight of {ALIKE:g} or more: nothing is to be compared."
    if small["size"] < ALIKE:
        left = f"{small['column']} is left with next to nothing ({figure(small['weight'], 3)})"
        most = f"{large['column']} has the largest weight, {figure(large['weight'], 3)}"
        return f"Among the useful columns {left}, and {most}."
    weights, costs = (large[name] / small[name] for name in ("size", "law"))
    cost = "as much" if abs(costs - 1) < TIED else f"{figure(costs, 3)} times as much"
    return (
        f"Among the useful columns the weight of {large['column']} is {figure(weights, 3)} times that of "
        f"{small['column']}; shuffling it costs {cost}."
    )


def formulas(found: Penalized, size: float) -> str:
    """The laws of the direction of x1 with its numbers, as LaTeX."""
    a = gives(found.x, found.y, found.arrangement, 0)
    factors = found.arrangement.factors(0)
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
    "mind, once their weights have one sign, so the start decides."
)


UNIT = (
    "A weight depends on the unit of its column: in centimetres the numbers are 100 times those in metres, and the "
    "weight that fits them a hundredth. Standardise first, or multiply each weight by its column's standard deviation. "
    "A penalty depends on units too, as it charges for weights. Permutation importance does not: shuffling changes "
    "predictions, whatever the unit. Only through a fit that depends on units, as with a penalty, does it change."
)
MEASURES = (
    f"Compared are costs over all orders, and within {100 * TIED:g} % of the largest they count as equal. "
    "Shuffled: growth of the mean squared error when the column's values are shuffled, mean of 30 orders with its "
    "standard error (scikit-learn's permutation importance), and over all orders (theory). Left out: growth when the "
    "best line is fitted anew without the column. Weights of the first start; training examples."
)


def caption(found: Penalized) -> str:
    """What the pictures of the weights show."""
    told = found.weights[(found.weights["kind"] == "L1") & found.weights["law"].isna()]
    names = list(told["column"].unique())
    left = f", but where the start decides ({' and '.join(names)} under L1)" if names else ""
    return (
        f"Line: median of the starts; band: the middle 90 % of them. Dashed: theory (ridge, soft threshold){left}. "
        "The smaller a penalty, the longer it takes."
    )


def near_caption(found: Penalized) -> str:
    """What the picture of the useless weight shows."""
    name = found.arrangement.names[found.arrangement.useless]
    return (
        f"Largest |weight| of {name}, which is useless, over the starts. Dashed: how far from 0 the steps of L1 may "
        "end, where theory has 0."
    )


def _shared(found: Penalized, kind: str, size: float, names: list[str]) -> str:
    """How one penalty shares, and whether every start gives the same."""
    frame = rows(found, kind, size).set_index("column").loc[names]
    ended = " and ".join(figure(value, 3) for value in frame["mid"])
    label = f"With {kind}" if kind != NONE else "Without"
    if (frame["high"] - frame["low"]).max() < ALIKE:
        return f"{label}: {ended}, from every start alike."
    low, high = (figure(frame[name].iloc[0], 3) for name in ("low", "high"))
    thrown = (frame["largest"] <= frame["reach"] * 1.001).any()  # never where there is no reach
    why = "the start decides" if frame["law"].isna().any() else "not alike yet"
    why = "thrown across zero and back" if thrown else why
    return f"{label}: {ended} in the median; {why} ({names[0]} from {low} to {high}){_together(found, kind, size)}."


def _together(found: Penalized, kind: str, size: float) -> str:
    """What columns that carry the same amount to together, where the starts agree about it."""
    sums = found.sums[(found.sums["kind"] == kind) & (found.sums["size"] == (0.0 if kind == NONE else size))].iloc[0]
    if sums["high"] - sums["low"] > ALIKE:
        return ""
    return (
        f", together worth {figure((sums['low'] + sums['high']) / 2, 3)} from every start (theory: "
        f"{figure(sums['law'], 3)})"
    )


def paths_chart(found: Penalized, kind: str) -> "alt.LayerChart":
    """Median line and band of every weight against the size of one penalty, and theory, dashed."""
    rows = found.weights[found.weights["kind"] == kind]
    color, shape = traces.marked_apart("column", list(rows["column"].unique()), columns=4)
    x = alt.X("size:Q").title(AXES[kind]).scale(type="log", nice=False).axis(format="~g", grid=False, tickCount=4)
    base = alt.Chart(rows[["size", "column", "low", "mid", "high", "law"]].reset_index(drop=True)).encode(x)
    told = ["column:N", "size:Q", *traces.tips("low", "mid", "high", "law")]
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(alt.Y("mid:Q"), color, shape, tooltip=told)
    dashed = traces.dashed(base, alt.Y("law:Q"), alt.Detail("column:N"))
    return (traces.in_band(base, {"title": "Weight"}, color, strokeWidth=3) + dots + dashed).properties(height=300)


def near_zero(found: Penalized) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """How near to 0 each way takes the weight of a useless column.

    Returns:
        `size`, `way` and the `weight`'s size (largest over the starts); `size` and `reach` of L1's steps; all but
        `size` as places on a logarithmic axis that has a row for 0, and that axis.
    """
    name = found.arrangement.names[found.arrangement.useless]
    rows = found.weights[(found.weights["column"] == name) & (found.weights["size"] > 0)]
    trained = rows.assign(way=rows["kind"].map({"L1": L1, "L2": L2}), weight=rows["largest"])
    lasso = found.lasso[found.lasso["column"] == name].assign(way=LASSO)
    lasso["weight"] = lasso["weight"].abs()
    shown = pd.concat([trained[["size", "way", "weight"]], lasso[["size", "way", "weight"]]], ignore_index=True)
    reach = rows.loc[rows["reach"].notna(), ["size", "reach"]].reset_index(drop=True)
    axis = LogAxis.of(np.concatenate([shown["weight"], reach["reach"]]))
    return shown.assign(weight=axis.place(shown["weight"])), reach.assign(reach=axis.place(reach["reach"])), axis


def near_zero_chart(shown: pd.DataFrame, reach: pd.DataFrame, axis: LogAxis) -> "alt.LayerChart":
    """The size of a useless weight against the penalty, a line for each way, and the reach of L1's steps, dashed."""
    color, shape = traces.marked_apart("way", list(shown["way"].unique()))
    y = traces.on_log(axis, "|weight|")
    x = alt.X("size:Q").title("Penalty").scale(type="log", nice=False).axis(format="~g", grid=False, tickCount=4)
    base = alt.Chart(shown).encode(x, alt.Y("weight:Q", **y), color)
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(shape, tooltip=["way:N", "size:Q"])
    law = traces.dashed(alt.Chart(reach), x, alt.Y("reach:Q", **y))
    return (base.mark_line(strokeWidth=2.5) + dots + law).properties(height=300)
