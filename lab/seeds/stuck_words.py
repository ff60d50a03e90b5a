"""What was found about runs that are stuck, in sentences, a table and formulas."""

import pandas as pd

from lab.numerals import figure, tex
from lab.prose import listed
from lab.seeds.spread import wilson
from lab.seeds.stuck import (
    DOWN,
    FLAT,
    FULL,
    MANY,
    MINIMUM,
    MORE,
    NEAR,
    PLATEAU,
    SADDLE,
    SATURATED,
    SOLVED,
    Found,
)

ROUGHLY = 0.5  # of what one over the epochs would leave
MEANINGS = {
    SADDLE: "somewhere the cost curves downwards: the longer it trains, the faster it leaves",
    SATURATED: "hidden units are stuck at 0 or 1 for some examples and pass on nothing there; no way down is in sight",
    PLATEAU: "still going down, slowly",
    MINIMUM: "the gradient is zero, and no direction leads down",
}


def answer(found: Found) -> str:
    """How many are stuck, where, whether in a minimum, and what more time does."""
    held, count, epochs = _held(found), len(found.runs), found.experiment.training.epochs
    if held.empty:
        low, high = wilson(0, count)
        return (
            f"No run of {count:,} is stuck after {figure(epochs)} epochs "
            f"(95 % interval {100 * low:.0f} to {100 * high:.1f} %)."
        )
    stuck = int(held["runs"].sum())
    low, high = wilson(stuck, count)
    piles = ", ".join(f"{row.runs:,} {_at(row.place)}" for row in held.itertuples())
    share = f"{100 * stuck / count:.1f} %, 95 % interval {100 * low:.1f} to {100 * high:.1f} %"
    return (
        f"{stuck:,} of {count:,} runs ({share}) {'is' if stuck == 1 else 'are'} not solved after {figure(epochs)} "
        f"epochs: {piles}. {_minima(found, stuck)}"
    )


def freed(found: Found) -> str:
    """What becomes of them with more time; empty where none is stuck."""
    held = _held(found)
    if held.empty:
        return ""
    parts = ", ".join(f"{row.free5:,} of {row.runs:,} {_at(row.place)}" for row in held.itertuples())
    return f"With {MORE} times the epochs these get free: {parts}."


def table(found: Found) -> pd.DataFrame:
    """One row per place, for `picture.table`."""
    rows = found.places
    shown = {
        "Runs": [f"{row.runs:,}" for row in rows.itertuples()],
        "Share (95 % interval)": [_share(row) for row in rows.itertuples()],
        "Free with 2 ×, 5 × the epochs": [_blank(row, f"{row.free2:,}, {row.free5:,}") for row in rows.itertuples()],
        "Held by": [_blank(row, _word(row)) for row in rows.itertuples()],
        "Gradient, length": [_blank(row, _short(row.slope)) for row in rows.itertuples()],
        "Least curvature": [_blank(row, _short(row.least)) for row in rows.itertuples()],
        "Hidden outputs at 0 or 1": [_blank(row, f"{100 * row.saturated:.0f} %") for row in rows.itertuples()],
    }
    return pd.DataFrame(shown, index=pd.Index(rows["place"].map(_named), name="Cost"))


def meanings(found: Found) -> str:
    """What the words of the table mean, and from which thresholds."""
    there = [word for word in MEANINGS if (found.runs["word"] == word).any()]
    said = [f"- **{word}**: {MEANINGS[word]}" for word in there]
    rule = (
        f"Gradient, curvature and hidden outputs are medians. The rules, in this order. Saddle: the least curvature is "
        f"below −{DOWN:.5f} times the largest. Minimum: the gradient is shorter than {_short(FLAT)}. Saturated: of the "
        f"hidden outputs {100 * MANY:.0f} % or more are within {FULL:g} of 0 or 1. At a level: within {NEAR:g} of it."
    )
    return "\n".join([*said, "", rule])


def minimum(found: Found) -> str:
    """Whether "local minimum" is the right word: what is known of XOR, and what was measured at 1/8.

    Source: Hamey (1995), Macquarie Computing Report 95/167C, and Sprinkhuizen-Kuyper and Boers (1999), on the 2-2-1 and
    on the 2-3-1 XOR network, abstracts.
    """
    known = {
        (2,): "For XOR with two hidden units no finite weights are a trap: from all of them a way leads down to 0 "
        "(Hamey 1995; Sprinkhuizen-Kuyper and Boers 1999). What holds a run for ever lies infinitely far out.",
        (3,): "With three hidden units XOR does have regions of local minima (Sprinkhuizen-Kuyper and Boers 1999).",
    }.get(found.experiment.network.hidden, "")
    rows = found.places[found.places["place"] == "1/8"]
    if rows.empty or not 0 < rows["above_later"].iloc[0] < rows["above"].iloc[0]:
        return known
    before, after = (figure(rows[name].iloc[0]) for name in ("above", "above_later"))
    slow = abs(MORE * rows["above_later"].iloc[0] / rows["above"].iloc[0] - 1) < ROUGHLY
    return (
        f"{known} So it looks at 1/8: the middle run was {before} above it, and {after} after {MORE} times the epochs. "
        f"It keeps falling{', about as one over the epochs, and never arrives' if slow else ''}."
    ).strip()


def levels(found: Found) -> str:
    """Why stuck runs end where they end, with the learner's own run, as LaTeX lines."""
    share = rf"\tfrac{{1}}{{{found.experiment.data.examples}}}"
    lines = [
        rf"{share} \sum_{{{row.group}\ \text{{points}}}} (y - \bar y)^2 = {_fraction(row.fraction)}"
        rf" = {tex(figure(row.level))}, \quad \bar y = {_means(row.mean)}"
        for row in found.levels.itertuples()
    ]
    return r"\small \begin{aligned} " + r" \\[0.7em] ".join("&" + line for line in lines) + r" \end{aligned} \;"


def computes(found: Found) -> str:
    """Which points share an output in the middle run of each level, and what is foretold of it."""
    parts, shared = [], found.outputs[found.outputs["together"] > 1].groupby("place")
    for place in _held(found)["place"]:
        if place not in shared.groups:
            continue
        rows = shared.get_group(place)
        points = listed([f"({point})" for point in rows["point"]])
        said, told = rows["output"].iloc[0], rows["foretold"].iloc[0]
        parts.append(f"{_at(place)}, {points} share the output {said:.3f} (the mean of their targets: {told:.3f})")
    return f"{'; '.join(parts)}.".capitalize() if parts else "No two points share an output."


def course(found: Found) -> str:
    """The picture of the courses in words."""
    return f"Cost over training, with the levels dashed. {answer(found)} {freed(found)}"


def _minima(found: Found, stuck: int) -> str:
    minima = int((found.runs["word"] == MINIMUM).sum())
    if not minima:
        return "Not one of them stands in a minimum."
    stand = "stands" if minima == 1 else "stand"
    return f"{minima:,} of these {stuck:,} {stand} in a minimum: gradient zero, no way down."


def _held(found: Found) -> pd.DataFrame:
    return found.places[found.places["place"] != SOLVED]


def _at(place: str) -> str:
    return f"at {place}"


def _named(place: str) -> str:
    return "0: solved" if place == SOLVED else place


def _share(row) -> str:
    return f"{100 * row.share:.1f} % ({100 * row.low:.1f} to {100 * row.high:.1f})"


def _word(row) -> str:
    return row.word if row.words == row.runs else f"{row.word} ({row.words:,} of {row.runs:,})"


def _short(value: float) -> str:
    return f"{value:.1e}".replace("-", "−")


def _blank(row, shown: str) -> str:
    return "" if row.place == SOLVED else shown


def _fraction(text: str) -> str:
    above, _, below = text.partition("/")
    return rf"\tfrac{{{above}}}{{{below}}}" if below else above


def _means(text: str) -> str:
    return r" \text{ or } ".join(map(_fraction, text.split(" or ")))
