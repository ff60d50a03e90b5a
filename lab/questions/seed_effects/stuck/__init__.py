"""Where do runs get stuck, and what holds them?"""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.experiment import Experiment, default_head, vary
from lab.numerals import counted, every, figure, short, tex
from lab.prose import listed
from lab.question import Question
from lab.questions.seed_effects.stuck import pictures
from lab.questions.seed_effects.stuck.places import (
    DOWN,
    ELSEWHERE,
    FALLING,
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
    Places,
    measure,
)
from lab.seeds import spread

QUESTION = Question(
    room="seed_effects",
    slug="stuck",
    title="Stuck, and where",
    ask="Where do runs get stuck, and what holds them?",
    group="Where runs end",
    place=2,
    also=(
        "network stuck in a local minimum", "is it a local minimum or a saddle", "xor network output is always 0.5",
        "loss does not go down any more", "does more training help a stuck network", "vanishing gradient of sigmoid",
        "local minima of XOR", "cost stops decreasing", "cost stays at 0.125", "is it stuck or still falling",
        "XOR outputs one half for all inputs", "saddle point", "how do I get out of a local minimum",
        "training got stuck", "XOR with two hidden units fails in one run of ten",
        "XOR gets 100 % on some runs and stays at 75 % on other runs",
    ),
    turned={
        (
            "why does XOR stay at 0.69 or 0.35 with binary cross-entropy", "XOR loss stuck at 0.6931, ln 2",
            "the loss of XOR stays at 0.34 in some runs and at 0.69 in others", "my XOR network ends at 0.3466 or 0.48",
            "the loss of an XOR network is always 0.6931",
        ): {"cost": "cross-entropy"},
    },
)  # fmt: skip
COUNTS = (50, 100, 200, 500, 1000, 2000)
COSTS = ("squared error", "cross-entropy")
EPOCHS = (300, 1000, 2000, 4000, 10_000, 20_000)
FEW, SOON = 500, 4000  # runs and epochs that are shown while more are trained
HELD = {
    SADDLE: "on flat ground", SATURATED: "where hidden units hardly react", PLATEAU: "on a faint slope",
    MINIMUM: "in a minimum",
}  # fmt: skip
FLATTEST = "Where slopes are tiny"  # which holds for any network
REASONS = {
    SATURATED: "Hidden units whose output is nearly 0 or 1, whatever comes in, hardly react to a step (they are "
    "saturated): hardly any gradient gets through them.",
    SADDLE: "The flat ground is a saddle point: almost no slope, yet a way leads down from it, and the flatter it is, "
    "the longer a run takes to leave.",
    PLATEAU: "Some stand on a slope too flat to see.",
    MINIMUM: "Some stand in a minimum: the gradient is zero, and no direction leads down.",
}
# with squared error: Hamey (1995), Macquarie Computing Report 95/167C, and Sprinkhuizen-Kuyper and Boers (1999), on the
# 2-2-1 and on the 2-3-1 XOR network, abstracts
KNOWN = {
    (2,): "For XOR with two hidden units no finite weights are a trap: from all of them a way leads down to 0 "
    "(Hamey 1995; Sprinkhuizen-Kuyper and Boers 1999). What holds a run for ever lies infinitely far out.",
    (3,): "With three hidden units XOR does have regions of local minima (Sprinkhuizen-Kuyper and Boers 1999).",
}
HALF = {"mse": "(1/2)² = 1/4", "binary_crossentropy": f"ln 2 = {figure(math.log(2))}"}  # cost of an output of 1/2
LOOK = """\
hidden = keras.Model(model.inputs, model.layers[0].output)
h = hidden.predict(x)
print(((h < 0.01) | (h > 0.99)).mean())  # of sigmoid units, from 0.25 on: saturated
print(model.predict(x))  # all near 0.5, and not saturated: on a saddle"""


def knobs(k):
    """Where the weights start, and how long they are trained."""
    k.choice("span", "Range of the first weights", spread.RANGES, "−0.5 to 0.5", key="seeds_stuck_range")
    k.choice("cost", "Cost", COSTS, COSTS[0])
    k.steps("epochs", "Epochs", EPOCHS, 2000)
    k.steps("seeds", "Runs, one seed each", COUNTS, 500, key="seeds_stuck_count")
    with k.more():
        k.steps("rate", "Learning rate", (0.5, 1.0, 2.0, 5.0, 10.0), 2.0)
        k.choice("units", "Hidden units", (2, 3, 4), 2)
        biases = spread.BIASES
        k.choice("bias", "Biases at the start", biases, "same", shown=biases.get)


def setting(span: str, epochs: int, rate: float, units: int, bias: str, cost: str = COSTS[0]) -> Experiment:
    """What is trained from many seeds."""
    low, high = spread.RANGES[span]
    fields = {
        "network.hidden": (units,), "init.low": low, "init.high": high, "init.bias": bias,
        "training.learning_rate": rate, "training.epochs": epochs, **default_head(spread.START.data, cost),
    }  # fmt: skip
    return vary(spread.START, fields)


def answer(compute, *, seeds, **setting_):
    """The costs of runs of each level, what they compute, what holds them, the levels by algebra."""
    experiment = setting(**setting_)
    few, soon, epochs = min(seeds, FEW), min(setting_["epochs"], SOON), setting_["epochs"]
    if compute.watched and few * soon < seeds * epochs:
        shorter = vary(experiment, {"training.epochs": soon})
        so_far = {"runs": (few, seeds), "epochs": (soon, epochs)}
        compute.show(_answer(compute(measure, shorter, count=few)), so_far)
    return _answer(compute(measure, experiment, count=seeds))


def _answer(found: Places) -> Answer:
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                pictures.courses(found), f"Cost over training, with theory's levels dashed. {note(found)}",
                caption="Up to four runs of each level. Dashed: theory, where runs can be stuck. Upright: where the "
                "runs were counted; those not solved trained on, to five times the epochs.",
            ),
            Why(why(found)),
            Advice(ADVICE, LOOK),
            Section(
                "What a stuck network says",
                (Figure.of(pictures.outputs(found), computes(found), caption=computes(found)),),
            ),
            Section(
                "Minimum, saddle or saturation?",
                (Table(table(found)), Words(meanings()), *([Words(said)] if (said := minimum(found)) else [])),
            ),
            mathematics(
                Words(
                        "Points that a network cannot tell apart get one output, at best the mean ȳ of their targets "
                        "y. It costs:"
                    ),
                Formula(levels(found)),
            ),
        ),
        experiment=found.experiment,
    )  # fmt: skip


def headline(found: Places) -> str:
    """At which costs most of the stuck runs stand, and what holds them there."""
    held = found.held.sort_values("runs", ascending=False, kind="stable")
    if held.empty:
        if (found.runs["place"] == FALLING).any():
            return "No XOR run is stuck here: those that are not solved still fall."
        return f"No XOR run is stuck here: {every(len(found.runs), 'run')} end{'s' * (len(found.runs) == 1)} solved."
    mostly = "mostly " * (len(held) > 2)
    told, holds = [], [HELD[word] for word in held["word"].iloc[:2]]
    for row in held.iloc[:2].itertuples():
        named, other = (f"cost {short(row.level)}", short(row.level)), ("costs beside theory's", "others")
        told.append((other if row.place == ELSEWHERE else named)[len(told)])
    if len(told) == 2 and holds[0] == holds[1]:
        return f"{FLATTEST}: {holds[0]} (XOR: {mostly}{' and '.join(told)})."
    alike = ", all outputs 0.5" * (len(told) == 1 and held["place"].iloc[0] == found.whole and holds[0] == HELD[SADDLE])
    told[0] = f"XOR: {mostly}{told[0]}{alike}"
    return f"{FLATTEST}: {' and '.join(f'{hold} ({at})' for hold, at in zip(holds, told, strict=True))}."


def note(found: Places) -> str:
    """How many are stuck, where, and what more time does."""
    held, count, epochs = found.held, len(found.runs), found.experiment.training.epochs
    stuck, falling = int(held["runs"].sum()), int((found.runs["place"] == FALLING).sum())
    still = (
        f" {counted(falling, 'other run')} still {'falls' if falling == 1 else 'fall'}: at the present slope by "
        f"{NEAR:g} or more in as many epochs again."
        if falling
        else ""
    )
    low, high = spread.wilson(stuck, count)
    interval = f"95 % interval {100 * low:.0f} to {100 * high:.0f} %"
    if not stuck:
        return f"No run of {count:,} is stuck after {epochs:,} epochs ({interval}).{still}"
    half = {found.whole: " (all four outputs near 0.5)"}
    clusters = ", ".join(f"{row.runs:,} at {row.place}{half.get(row.place, '')}" for row in held.itertuples())
    free = ", ".join(f"{row.free5:,} of {row.runs:,} at {row.place}" for row in held.itertuples())
    return (
        f"{stuck:,} of {count:,} runs ({interval}) {'is' if stuck == 1 else 'are'} stuck after {epochs:,} epochs: "
        f"{clusters}.{still} With {MORE} times the epochs these get free: {free}."
    )


def why(found: Places) -> str:
    """What a stuck run cannot do, what that costs, and what holds it, as far as it was seen here."""
    held, said = found.runs[~found.runs["place"].isin([SOLVED, FALLING])], [shared(found)]
    if held.empty and (found.runs["place"] == FALLING).any():
        said.append(
            "A network is stuck there where the cost has hardly any slope left. Here the cost of every run that is not "
            "solved still has one: it falls, and needs more epochs."
        )
    elif held.empty:
        said.append(
            "Here every run has found weights that tell the points apart. So there is nothing to hold it: the cost "
            "goes on to fall."
        )
    else:
        said += [text for word, text in REASONS.items() if (held["word"] == word).any()]
        said += ["None of these runs is in a minimum."] * (not (held["word"] == MINIMUM).any())
    return " ".join(said)


def shared(found: Places) -> str:
    """What the dashed costs are: which points have one output, and what that leaves."""
    many = found.experiment.data.examples
    parts = [
        f"{row.name} with {f'{row.group} of the {many}' if row.group < many else f'all {many}'} at {row.mean}"
        for row in found.levels.itertuples()
    ]
    return (
        "At the dashed costs a network gives several points one and the same output, at best the mean of their "
        f"targets, and the others are right. That leaves a cost of {listed(parts)}: an output of 1/2 costs "
        f"{HALF[found.loss]} whatever the target, a right one nothing, and the cost is the mean over all."
    )


ADVICE = (
    "A stuck run need not be a mistake in your code: the runs here differ in their first weights alone. "
    f"Look at the hidden outputs. {100 * MANY:.0f} % or more at 0 or 1 (saturated): start again from another seed, "
    "with smaller weights or one more unit. Fewer, and all outputs at 0.5 (a saddle, or weights that started equal): "
    "larger weights at the start, all of them different, or longer training. Anything else: longer training."
)


def table(found: Places) -> pd.DataFrame:
    """One row per place, as texts."""
    rows = {("0: solved" if row.place == SOLVED else row.place): _row(row) for row in found.places.itertuples()}
    return pd.DataFrame(rows).T.rename_axis("Cost")


def _row(row) -> dict[str, str]:
    by = row.word if row.words == row.runs else f"{row.word} ({row.words:,} of {row.runs:,})"
    held = {
        "Solved after 2 times the epochs": f"{row.free2:,}",
        f"After {MORE} times": f"{row.free5:,}",
        "Slope": figure(row.slope),
        "Curvature": figure(row.least),
        "Hidden outputs at 0 or 1": f"{100 * row.saturated:.0f} %",
    }
    share = f"{100 * row.share:.1f} % ({100 * row.low:.1f} to {100 * row.high:.1f})"
    solved = row.place == SOLVED
    first = {"Held by": "" if solved else by, "Runs": f"{row.runs:,}", "Share (95 % interval)": share}
    return first | (dict.fromkeys(held, "") if solved else held)


def meanings() -> str:
    """What the columns of the table are, and from which thresholds its words follow."""
    return (
        "Slope: the length of the gradient. Curvature: how the slope changes in the direction where the cost curves up "
        "least; below 0 it curves down there. Both, and the hidden outputs, are medians over the runs.\n\n"
        "What holds a run is the first of these that fits:\n\n"
        f"- still falling (not stuck): at the present slope the cost falls by {NEAR:g} or more in as many epochs again "
        "(rate × slope² × epochs)\n"
        f"- saddle: the curvature is below 0 by more than {DOWN:.5f} times the largest one\n"
        f"- minimum: the slope is less than {figure(FLAT)}\n"
        f"- saturated: {100 * MANY:.0f} % or more of the hidden outputs are within {FULL:g} of 0 or 1\n"
        f"- {PLATEAU}: anything else\n\n"
        f"A run is at a cost of the table if it is within {NEAR:g} of it."
    )


def minimum(found: Places) -> str:
    """Whether "local minimum" is the right word: what is known of XOR, and what was measured at the lowest level."""
    known = KNOWN.get(found.experiment.network.hidden, "") if found.loss == "mse" else ""
    lowest = found.levels["name"].iloc[0]
    above, later = (found.places.set_index("place")[name].get(lowest, 0.0) for name in ("above", "above_later"))
    if not 0 < later < above:
        return known
    return (
        f"{known} At {lowest} the middle run was {short(above)} above the level, and {short(later)} after {MORE} times "
        "the epochs: it comes nearer and nearer, and even then has not arrived."
    ).strip()


def levels(found: Places) -> str:
    """Why stuck runs end where they end, as LaTeX lines."""
    many, squared = found.experiment.data.examples, found.loss == "mse"
    cost, rows = r"(y - \bar y)^2", []
    if not squared:
        cost, rows = "L", [r"&L = -y \ln \bar y - (1 - y) \ln (1 - \bar y)"]
    for row in found.levels.itertuples():
        weight = str(Fraction(row.group, many))
        total = rf"\tfrac{{1}}{{{many}}} \sum_{{{row.group}\ \text{{points}}}} {cost}"
        exact = _fraction(row.name) if squared else rf"{_fraction(weight)} \ln 2" * (row.mean == "1/2")
        exact = exact.removeprefix("1 ") + " = " * bool(exact)
        mean = r" \text{ or } ".join(map(_fraction, row.mean.split(" or ")))
        rows.append(rf"&{total} = {exact}{tex(figure(row.level))}, \quad \bar y = {mean}")
    return r"\small \begin{aligned} " + r" \\[0.7em] ".join(rows) + r" \end{aligned} \;"


def _fraction(text: str) -> str:
    above, _, below = text.partition("/")
    return rf"\tfrac{{{above}}}{{{below}}}" if below else above


def computes(found: Places) -> str:
    """Which points share an output in the middle run of each level, and what is predicted of it."""
    parts, shared = [], found.outputs[found.outputs["together"] > 1]
    for place in found.held["place"]:
        rows = shared[shared["place"] == place]
        if len(rows):
            points = listed([f"({point})" for point in rows["point"]])
            mean = f"{rows['output'].mean():.3f} (the mean of their targets: {rows['foretold'].iloc[0]:.3f})"
            parts.append(f"at {place}, {points} share an output, nearly: in the mean {mean}")
    return f"{'; '.join(parts)}.".capitalize() if parts else "No two points share an output."


TRY = {
    "What if the weights start between 0 and 1?": {"span": "0 to 1"},
    "What if the cost is cross-entropy?": {"cost": "cross-entropy"},
    "What if they start large?": {"span": "−5 to 5"},
    "Why is my XOR network stuck at a cost of 0.25? It started tiny.": {"span": "−0.05 to 0.05"},
    "And from tiny weights, what if the rate is 10, for 20,000 epochs?": {
        "span": "−0.05 to 0.05",
        "rate": 10.0,
        "epochs": 20_000,
    },
    "What is left of them after 4,000 epochs?": {"epochs": 4000},
    "The published budget: what is left after 20,000 epochs?": {"epochs": 20_000},
    "Do three hidden units get stuck, too?": {"units": 3},
}


def _levels(compute, *, seeds, **settings) -> tuple[float, ...]:
    """Share that is solved; how many are at no level, and how many at 1/8."""
    places = compute(measure, setting(**settings), count=seeds).runs["place"]
    solved, *stuck_at = (places == each for each in (SOLVED, ELSEWHERE, "1/8"))
    return float(solved.mean()), *(int(each.sum()) for each in stuck_at)


CLAIMS = (
    Claim(
        id="L13",
        question="Where do XOR networks get stuck?",
        claim="Two sigmoid units, rate 2, from U[-0.5, 0.5]: after 20,000 epochs 93.6 ± 1.1 % are solved, the others "
        "cost 1/8, 1/6 or 1/4.",
        source="algebra of points that share an output; the share by 500 runs in NumPy",
        settings={"epochs": 20_000},
        figures=(
            Expected(name="share solved", expected=0.936, tolerance=0.044),  # 4 standard errors
            Expected(name="of 500, those neither solved nor at a level", expected=2, way="at most"),
            Expected(name="of 500, those at 1/8", expected=10, way="at least"),
        ),
        measure=_levels,
        because="of 500 XOR networks {0:%} end solved after 20,000 epochs, {2} at a cost of 1/8, and {1} at a "
        "cost that theory has not.",
    ),
)  # fmt: skip
