"""Where do runs get stuck, and what holds them?"""

from __future__ import annotations

import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.experiment import Experiment, vary
from lab.lazy import alt
from lab.numerals import counted, every, figure, short, tex
from lab.prose import listed
from lab.question import Question
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
    WHOLE,
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
        "training got stuck",
    ),
)  # fmt: skip
COUNTS = (50, 100, 200, 500, 1000, 2000)
EPOCHS = (300, 1000, 2000, 4000, 10_000, 20_000)
FEW, SOON = 500, 4000  # runs and epochs that are shown while more are trained
ROUGHLY = 0.5  # of what one over the epochs would leave
HELD = {
    SADDLE: "on a flat saddle", SATURATED: "held by saturated units", PLATEAU: "on a faint slope",
    MINIMUM: "in a minimum",
}  # fmt: skip
REASONS = {
    SATURATED: "Saturated hidden units, at 0 or 1, have almost no slope: hardly any gradient gets through them.",
    SADDLE: "A saddle is nearly flat, yet a way leads down from it: a run waits there, the longer the flatter it "
    "is, and then leaves.",
    PLATEAU: "Some stand on a slope too flat to see.",
    MINIMUM: "Some stand in a minimum: the gradient is zero, and no direction leads down.",
}
# Hamey (1995), Macquarie Computing Report 95/167C, and Sprinkhuizen-Kuyper and Boers (1999), on the 2-2-1 and on the
# 2-3-1 XOR network, abstracts
KNOWN = {
    (2,): "For XOR with two hidden units no finite weights are a trap: from all of them a way leads down to 0 "
    "(Hamey 1995; Sprinkhuizen-Kuyper and Boers 1999). What holds a run for ever lies infinitely far out.",
    (3,): "With three hidden units XOR does have regions of local minima (Sprinkhuizen-Kuyper and Boers 1999).",
}
LOOK = """\
hidden = keras.Model(model.inputs, model.layers[0].output)
h = hidden.predict(x)
print(((h < 0.01) | (h > 0.99)).mean())  # of sigmoid units, from 0.25 on: saturated
print(model.predict(x))  # all near 0.5, and not saturated: on a saddle"""


def knobs(k):
    """Where the weights start, and how long they are trained."""
    k.choice("span", "Range of the first weights", spread.RANGES, "−0.5 to 0.5", key="seeds_stuck_range")
    k.steps("epochs", "Epochs", EPOCHS, 2000)
    k.steps("seeds", "Runs, one seed each", COUNTS, 500, key="seeds_stuck_count")
    with k.more():
        k.steps("rate", "Learning rate", (0.5, 1.0, 2.0, 5.0, 10.0), 2.0)
        k.choice("units", "Hidden units", (2, 3, 4), 2)
        biases = spread.BIASES
        k.choice("bias", "Biases at the start", biases, "same", shown=biases.get)


def setting(span: str, epochs: int, rate: float, units: int, bias: str) -> Experiment:
    """What is trained from many seeds."""
    low, high = spread.RANGES[span]
    fields = {
        "network.hidden": (units,), "init.low": low, "init.high": high, "init.bias": bias,
        "training.learning_rate": rate, "training.epochs": epochs,
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
                courses(found), f"Cost over training, with theory's levels dashed. {note(found)}",
                caption="Up to four runs of each level. Dashed: theory, where runs can be stuck. Upright: where the "
                "runs were counted; those not solved trained on, to five times the epochs.",
            ),
            Why(why(found)),
            Advice(ADVICE, LOOK),
            Section(
                "What a stuck network says",
                (Figure.of(outputs(found), computes(found), caption=computes(found)),),
            ),
            Section(
                "Minimum, plateau or saturation?",
                (Table(table(found)), Words(meanings()), *([Words(said)] if (said := minimum(found)) else [])),
            ),
            mathematics(
                Words(
                        "Points that a network cannot tell apart get one output, at best the mean of their targets. "
                        "It costs:"
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
    most = f"For XOR,{' mostly' * (len(held) > 2)} at"
    told, holds = [], [HELD[word] for word in held["word"].iloc[:2]]
    for row in held.iloc[:2].itertuples():
        named, other = (f"a cost of {short(row.level)}", short(row.level)), ("costs beside theory's", "others")
        told.append((other if row.place == ELSEWHERE else named)[len(told)])
    if len(told) == 2 and holds[0] == holds[1]:
        return f"{most} {' and at '.join(told)}, {holds[0]}."
    alike = "all four outputs 0.5, " * (len(told) == 1 and held["place"].iloc[0] == WHOLE and holds[0] == HELD[SADDLE])
    parts = [f"{at}, {alike}{hold}" for at, hold in zip(told, holds, strict=True)]
    return f"{most} {', and at '.join(parts)}."


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
    half = {WHOLE: " (all four outputs near 0.5)"}
    clusters = ", ".join(f"{row.runs:,} at {row.place}{half.get(row.place, '')}" for row in held.itertuples())
    free = ", ".join(f"{row.free5:,} of {row.runs:,} at {row.place}" for row in held.itertuples())
    return (
        f"{stuck:,} of {count:,} runs ({interval}) {'is' if stuck == 1 else 'are'} stuck after {epochs:,} epochs: "
        f"{clusters}.{still} With {MORE} times the epochs these get free: {free}."
    )


def why(found: Places) -> str:
    """What a stuck run cannot do, and what holds it, as far as it was seen here."""
    held = found.runs[~found.runs["place"].isin([SOLVED, FALLING])]
    if held.empty and (found.runs["place"] == FALLING).any():
        return (
            "A network is stuck where it gives several points one and the same output, and the cost has hardly any "
            "slope left. Here the cost of every run that is not solved still has one: it falls, and needs more epochs."
        )
    if held.empty:
        return (
            "A network is stuck where it gives several points one and the same output: at best the mean of their "
            "targets, which costs what is dashed. Here every run has found weights that tell the points apart. "
            "So there is nothing to hold it: the cost goes on to fall."
        )
    said = [
        "At the dashed costs a network gives several points one and the same output: at best the mean of their targets."
    ]
    said += [text for word, text in REASONS.items() if (held["word"] == word).any()]
    return " ".join(said + ([] if (held["word"] == MINIMUM).any() else ["None of these runs is in a minimum."]))


ADVICE = (
    f"Look at the hidden outputs. {100 * MANY:.0f} % or more at 0 or 1 (saturated): start again from another seed, "
    "with smaller weights or one more unit. Fewer, and all outputs at 0.5 (a saddle, or weights that started equal): "
    "larger weights at the start, all of them different, or longer training. Anything else: longer training."
)


def table(found: Places) -> pd.DataFrame:
    """One row per place, as texts."""
    rows = {("0: solved" if row.place == SOLVED else row.place): _row(row) for row in found.places.itertuples()}
    return pd.DataFrame(rows).T.rename_axis("Cost")


def _row(row) -> dict[str, str]:
    held = {
        "Free with 2 ×, 5 × the epochs": f"{row.free2:,}, {row.free5:,}",
        "Held by": row.word if row.words == row.runs else f"{row.word} ({row.words:,} of {row.runs:,})",
        "Gradient, length": figure(row.slope),
        "Least curvature": figure(row.least),
        "Hidden outputs at 0 or 1": f"{100 * row.saturated:.0f} %",
    }
    share = f"{100 * row.share:.1f} % ({100 * row.low:.1f} to {100 * row.high:.1f})"
    return {"Runs": f"{row.runs:,}", "Share (95 % interval)": share} | (
        dict.fromkeys(held, "") if row.place == SOLVED else held
    )


def meanings() -> str:
    """From which thresholds the words of the table follow."""
    return (
        f"Gradient, curvature and hidden outputs are medians. The rules, in this order. Still falling: at the present "
        f"slope the cost falls by {NEAR:g} or more in as many epochs again (rate × gradient² × epochs). Saddle: least "
        f"curvature below −{DOWN:.5f} times the largest. Minimum: gradient shorter than {figure(FLAT)}. Saturated: "
        f"{100 * MANY:.0f} % or more of hidden outputs within {FULL:g} of 0 or 1. At a level: within {NEAR:g} of it."
    )


def minimum(found: Places) -> str:
    """Whether "local minimum" is the right word: what is known of XOR, and what was measured at 1/8."""
    known = KNOWN.get(found.experiment.network.hidden, "")
    above, later = (found.places.set_index("place")[name].get("1/8", 0.0) for name in ("above", "above_later"))
    if not 0 < later < above:
        return known
    slow = ", about as one over the epochs, and never arrives" if abs(MORE * later / above - 1) < ROUGHLY else ""
    return (
        f"{known} So it looks at 1/8: the middle run was {short(above)} above it, and {short(later)} after {MORE} "
        f"times the epochs. It keeps falling{slow}."
    ).strip()


def levels(found: Places) -> str:
    """Why stuck runs end where they end, as LaTeX lines."""
    share = rf"\tfrac{{1}}{{{found.experiment.data.examples}}}"
    rows = [
        rf"&{share} \sum_{{{row.group}\ \text{{points}}}} (y - \bar y)^2 = {_fraction(row.fraction)}"
        rf" = {tex(figure(row.level))}, \quad \bar y = " + r" \text{ or } ".join(map(_fraction, row.mean.split(" or ")))
        for row in found.levels.itertuples()
    ]
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


def courses(found: Places) -> alt.LayerChart:
    """Costs of a few runs of each place against epoch (logarithmic); dashed, the levels; upright, the budget."""
    drawn = found.courses[found.courses["epoch"] > 0]  # a logarithmic axis has no 0
    names = sorted(drawn["place"].unique(), key=lambda name: (name != SOLVED, name))
    color, dash = traces.told_apart("place", names, columns=5, title="Runs at")
    x = alt.X("epoch:Q").scale(type="log", nice=False).title("Epoch").axis(grid=False, tickCount=5, format=",d")
    y = alt.Y("loss:Q").title("Cost").scale(domainMin=0)
    tips = ["place:N", "seed:O", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("loss:Q", format=".4g")]
    runs = alt.Chart(drawn).mark_line(strokeWidth=2)
    runs = runs.encode(x, y, color, dash, alt.Detail("seed:N"), tooltip=tips)
    end = alt.Chart().mark_rule(color=theme.NEUTRAL, strokeWidth=1.5)
    end = end.encode(alt.XDatum(found.experiment.training.epochs))
    heights, fractions = list(found.levels["level"]), list(found.levels["fraction"])
    both = alt.layer(traces.levels(found.levels, heights, fractions), end + runs).resolve_axis(y="independent")
    return both.properties(height=theme.HEIGHT)


def outputs(found: Places) -> alt.LayerChart:
    """What the middle run of each place says to each point, as shades with their figures; above, the targets."""
    first = found.outputs["place"] == found.outputs["place"].iloc[0]
    wanted = found.outputs[first].assign(row="target", output=found.outputs["target"])
    order = {place: number for number, place in enumerate(found.places["place"])}
    runs = found.outputs.sort_values("place", key=lambda places: places.map(order), kind="stable")
    at = runs["place"].where(runs["place"].isin([SOLVED, FALLING, ELSEWHERE]), "cost " + runs["place"])
    rows = pd.concat([wanted, runs.assign(row=at + ", seed " + runs["seed"].astype(str))], ignore_index=True)
    frame = rows[["row", "point", "output"]]
    scale = alt.Scale(domain=[0, 1], range=["#f4f1ea", "#6fa9d6"], interpolate="rgb")
    axis = {"ticks": False, "domain": False, "grid": False}
    points, names = list(frame["point"].unique()), list(frame["row"].unique())
    base = alt.Chart(frame, height=alt.Step(44)).encode(
        alt.X("point:N").sort(points).title("Point (x1, x2)").axis(orient="top", labelAngle=0, **axis),
        alt.Y("row:N").sort(names).title(None).axis(labelLimit=130, **axis),
    )
    color = alt.Color("output:Q", scale=scale, legend=None)
    cells = base.mark_rect(stroke=theme.NEUTRAL, strokeWidth=0.5).encode(color)
    words = base.mark_text(fontSize=13, color="#1c2126").encode(alt.Text("output:Q", format=".2f"))
    return cells + words


TRY = {
    "What if the weights start between 0 and 1?": {"span": "0 to 1"},
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
