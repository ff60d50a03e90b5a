"""One and the same input, labelled differently: how low the cost can go."""

import numpy as np
import pandas as pd

import lab
from lab import checks
from lab.answer import Figure, Words
from lab.charts import theme, traces
from lab.laws import entropy
from lab.lazy import alt
from lab.numerals import figure, short, tex
from lab.questions.softmax_cost.batch.printed import MOST, right

EXAMPLES = 100  # with the same input, so that every share in hundredths is met exactly
HIGHEST = 3.0  # cost up to which the picture goes
GRID = np.round(np.arange(0.01, 1.0, 0.01), 2)  # predicted probabilities


def blocks(share: float, p: float) -> tuple:
    """The cost where p is predicted, beside the lowest there is."""
    drawn, now = curve(share), cost(share, p)
    says = told(share, p, now, lowest(drawn))
    return Figure.of(chart(drawn, *marks(drawn, share, p)), says), Words(says)


def cost(share: float, p: float) -> float:
    """Mean loss of 100 examples that share their input, and so the prediction.

        C = mean over examples of -log(probability of its label)

    Args:
        share: of the examples that are labelled class 1, from 0 to 1; the others are class 0.
        p: probability that is predicted for class 1, from 0 to 1.

    Returns:
        The cost; infinite where a label that occurs is said to be impossible.
    """
    ones = round(checks.number("share", share, 0.0, 1.0) * EXAMPLES)
    checks.number("p", p, 0.0, 1.0)
    told = np.where(np.arange(EXAMPLES) < ones, p, 1 - p)  # probability of each example's own label
    with np.errstate(divide="ignore"):
        return float(-np.log(told).mean() + 0.0)


def curve(share: float) -> pd.DataFrame:
    """The cost at every predicted probability of `GRID`, and at the share itself: one row of `p` and `cost` each."""
    places = np.unique([*GRID, share])
    return pd.DataFrame({"p": places, "cost": [cost(share, p) for p in places]})


def lowest(curve: pd.DataFrame) -> pd.Series:
    """The row of `curve` with the least cost."""
    return curve.loc[curve["cost"].idxmin()]


def experiment(ones: int, examples: int) -> lab.Experiment:
    """A softmax that trains on examples with the same input, `ones` of them labelled class 1."""
    frame = pd.DataFrame({"x": np.ones(examples), "y": [1] * ones + [0] * (examples - ones)})
    return lab.Experiment(
        data=lab.Data.from_frame(frame, target="y", task="classes"),
        network=lab.Network(hidden=(), output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", learning_rate=1.0, epochs=500, precision="float64"),
    )


def told(share: float, p: float, now: float, lowest: pd.Series) -> str:
    """Where the cost stands and how low it can go."""
    bound, ones = entropy.floor(share), round(EXAMPLES * share)
    where = (
        f"{EXAMPLES} examples have one and the same input; {ones} of them are labelled class 1, {EXAMPLES - ones} "
        f"class 0. The cost is {short(now)} where {short(p)} is predicted for class 1"
    )
    if bound == 0:
        return (
            f"{where}. All labels agree, so it falls towards 0, and is 0 only for a probability of exactly "
            f"{share:.0f}, which no finite logits give."
        )
    return (
        f"{where}, and lowest, {short(lowest['cost'])}, at {short(lowest['p'])}. No training gets below that: it is "
        f"the entropy of the labels, H({figure(share)}) = {bound:.6f}."
    )


def formula(share: float, p: float) -> str:
    """The cost as its floor and what lies above."""
    q, bound, rest = tex(figure(share)), entropy.floor(share), entropy.above(share, p)
    values, decimals = (bound, rest, bound + rest), 4
    while decimals < MOST and not right(round(bound, decimals) + round(rest, decimals), bound + rest):
        decimals += 1
    told = [figure(value) if decimals == 4 else f"{value:.{decimals}f}" for value in values[:2]]
    parts = [tex(each) for each in (*told, figure(values[2]))]
    return (
        rf"C(p) = -q \ln p - (1 - q) \ln (1 - p) = H(q) + \mathrm{{KL}}(q \,\|\, p), \quad q = {q}, \; "
        rf"p = {tex(figure(p))}: \quad C = {parts[0]} + {parts[1]} = {parts[2]}"
    )


def marks(curve: pd.DataFrame, share: float, p: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Marked points with `p`, `cost`, `says`; the floor with `value`, `says`."""
    least, now, bound = lowest(curve), cost(share, p), entropy.floor(share)
    beyond = f", cost {figure(now)}: above the picture" if now > HIGHEST else ""
    points = [(least["p"], least["cost"], f"lowest: at {figure(least['p'])}")]
    points.append((p, now, f"yours: at {figure(p)}{beyond}"))
    floor = pd.DataFrame({"value": [bound], "says": [f"theory: H({figure(share)}) = {bound:.6f}"]})
    return pd.DataFrame(points, columns=["p", "cost", "says"]), floor


def chart(curve: pd.DataFrame, points: pd.DataFrame, floor: pd.DataFrame) -> "alt.LayerChart":
    """The cost against the predicted probability; dashed: what it cannot go below."""
    x = alt.X("p:Q").title("Predicted probability of class 1").scale(domain=[0, 1])
    y = alt.Y("cost:Q").title("Cost").scale(domain=[0, HIGHEST], clamp=True)
    line = alt.Chart(curve, height=320).mark_line(strokeWidth=3, clip=True).encode(x, y)
    names = list(points["says"])
    color, shape = traces.marked_apart("says", names, labelLimit=220)
    color = color.scale(domain=names, range=[theme.SERIES[2], theme.SERIES[1]])
    dots = alt.Chart(points).mark_point(filled=True, size=140, opacity=1)
    dots = dots.encode(x, y, color, shape, tooltip=["says:N", alt.Tooltip("cost:Q", format=".6f")])
    level = alt.Chart(floor).encode(alt.Y("value:Q"))
    place = {"align": "left", "dx": 4, "dy": 8, "baseline": "top", "fontSize": 13}
    return line + traces.rules(level, "says", alt.XValue(0), width=2, **place) + dots
