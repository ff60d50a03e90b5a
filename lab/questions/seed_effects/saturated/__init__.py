"""Why do weights from 0 to 1 not learn the digits?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.experiment import Experiment, vary
from lab.numerals import aligned, counted, figure, percent, short, tex
from lab.question import Question
from lab.questions.seed_effects.saturated import pictures
from lab.questions.seed_effects.saturated.ranges import BELOW, FULL, RANGES, START, Ladders, measure
from lab.seeds import spread, starts

QUESTION = Question(
    room="seed_effects",
    slug="saturated",
    title="Weights from 0 to 1",
    ask="Why do weights from 0 to 1 not learn the digits?",
    group="Where runs end",
    place=3,
    level="first",
    also=(
        "network stuck in a local minimum when weights are initialised in [0,1]", "np.random.rand for weights",
        "positive initial weights", "saturated sigmoid", "why start from −0.5 to 0.5", "He or Glorot initialization",
        "accuracy stays at 10 %", "weights drawn from a uniform distribution between 0 and 1", "only positive weights",
        "numpy.random.random instead of randn", "MNIST network does not learn", "sigmoid outputs all close to 1",
        "starting weights too large", "centre the starting weights around zero", "RandomUniform(0, 1)",
        "why is a uniform initialization in (0,1) bad", "bad range of the initial weights",
    ),
)  # fmt: skip
THREE = ["0 to 1", "−0.5 to 0.5", "−1 to 1"]
HELD = 0.5  # share of saturated hidden outputs from which saturation is what holds a stuck run
SOON = 5  # epochs that are shown while more are trained
LONG = 1000  # runs times epochs above which something is shown on the way
FEW = 64  # runs from each range that are shown while more are trained: they take no longer than one
LADDER = (
    "Six runs from each range. An output should say 1 to its own digit alone; each that says 1 to every digit costs a "
    "step of the ladder, dashed by theory, and lets go at some time. Long dashes: what theory predicts for the mean of "
    "all runs, from their first weights."
)


def knobs(k):
    """The ranges, the network, its training."""
    k.several("ranges", "Ranges of the first weights", RANGES, THREE)
    k.choice("units", "Hidden units", (10, 20, 30), 20)
    k.steps("epochs", "Epochs", (1, 2, 5, 10, 30, 100, 300), 5)
    k.steps("seeds", "Runs from each range", (16, 64, 250, 1000), 64, key="seeds_saturated_count")
    with k.more():
        k.steps("rate", "Learning rate", (1.5, 5.0, 15.0, 50.0), 15.0)
        k.toggle("standardize", "Pixels standardized (mean 0, spread 1)")


def answer(compute, *, ranges, seeds, **setting_):
    """The costs on the ladder, what the hidden units say, a table, theory."""
    experiment = setting(**setting_)

    def shown(found: Ladders) -> None:
        compute.show(_answer(found), {"ranges": (len(found.ranges), len(ranges))})

    few, epochs = min(seeds, FEW), experiment.training.epochs
    soon = vary(experiment, {"training.epochs": min(epochs, SOON)})
    partly = shown if compute.watched and seeds * epochs > LONG else None
    if partly and (few, soon) != (seeds, experiment):
        so_far = {"runs from each range": (few, seeds), "epochs": (soon.training.epochs, epochs)}
        compute.show(_answer(compute(measure, soon, ranges=list(ranges), count=few, partly=partly)), so_far)
        partly = None
    return _answer(compute(measure, experiment, ranges=list(ranges), count=seeds, partly=partly))


def _answer(found: Ladders) -> Answer:
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                pictures.learned(found), f"{learned(found)} {note(found)}",
                caption="Line: the median run from each range of the first weights; band: the middle 90 % of runs.",
            ),
            Why(why(found)),
            Advice(
                "Draw the weights around zero, and the smaller the more inputs a unit has. Keras's default does both. "
                "Scale the inputs, so that they are around zero too.",
                "keras.layers.Dense(20, activation='sigmoid')  # its kernel starts Glorot uniform, around zero",
            ),
            Section(
                "Why may the cost fall while nothing is learned?",
                (
                    Figure.of(
                        pictures.courses(found), f"Quadratic cost over training, theory's steps dashed. {rungs(found)}",
                        caption=f"{LADDER} {rungs(found)}".strip(),
                    ),
                ),
            ),
            Section(
                "What the hidden units say",
                (Figure.of(pictures.strips(found), activations(found), caption=activations(found)),),
            ),
            Section(
                "A minimum, or saturation?",
                (
                    Table(table(found)), Words(meanings(found), small=True),
                    *[Words(said) for said in [flat(found)] if said],
                ),
            ),
            mathematics(Formula(formulas(found)), Words(letters(found))),
        ),
        experiment=found.experiment,
    )  # fmt: skip


def setting(units: int, epochs: int, rate: float, standardize: bool) -> Experiment:
    """What is trained, but for its range."""
    fields = {"data.standardize": standardize, "network.hidden": (units,)}
    return vary(START, fields | {"training.epochs": epochs, "training.learning_rate": rate})


def headline(found: Ladders) -> str:
    """Whether runs are stuck, from which range most of them, and by what."""
    row = found.ranges.loc[found.ranges["share"].idxmax()]
    if not row["stuck"]:
        positive = "0 to 1" in set(found.ranges["range"])
        return f"Here they do learn: from {'0 to 1 no run' if positive else 'no range tried a run'} is left guessing."
    many = "all runs are" if row["share"] == 1 else "most runs are" if row["share"] > 0.5 else "some runs are"
    if row["stuck"] == 1:
        many = "one run is"
    if row["saturated"] < HELD:
        return f"From {row['range']} {many} still guessing, but most hidden units do not start saturated."
    why = "hidden units start saturated, so hardly any gradient reaches them"
    return f"From {row['range']} {why}: {many} still guessing."


def why(found: Ladders) -> str:
    """How far up hidden units start, and what that does to the gradient."""
    rows = found.ranges.set_index("range")
    said = ["A sigmoid is flat at both ends: a unit whose weighted sum is far from 0 passes on almost no gradient."]
    positive = not found.experiment.data.standardize
    if "0 to 1" in rows.index and positive:
        said.append(
            "Pixels are never negative, so weights that are not negative either only push the sum up: from 0 to 1 it "
            f"comes to about {short(0.5 * found.ink + 0.5)}."
        )
    share = "; ".join(f"from {name}, {percent(row['saturated'])}" for name, row in rows.iterrows())
    said.append(f"So many hidden outputs start at 0 or 1: {share}.")
    around = [name for name in rows.index if name.startswith("−") and rows.loc[name, "saturated"] < HELD]
    if around:
        said.append("From a range around zero the terms partly cancel, and most units start where the slope is large.")
    stuck = rows[rows["stuck"] > 0]
    if stuck["foretold"].notna().any():
        said.append(
            "Outputs that add up many units at 1 say 1 to every digit and let go one by one, each with one step of the "
            "cost: so it falls while no digit is told from another."
        )
    return " ".join(said)


def note(found: Ladders) -> str:
    """How many runs from each range are stuck, and by what."""
    parts = "; ".join(f"{row.range}: {_stuck(row)}" for row in found.ranges.itertuples())
    held, epochs = found.ranges[found.ranges["stuck"] > 0], counted(found.experiment.training.epochs, "epoch")
    said = f"Still guessing after {epochs} ({found.steps:,} steps), by range. {parts}."
    if held.empty:
        return said
    said = f"{said} Their cost may fall, yet only towards {figure(found.ladder['cost'][0])}, that of guessing."
    if (held["saturated"] < HELD).any():
        return f"{said} Not all of that is saturation."
    most = held.nlargest(1, "stuck").iloc[0]
    return (
        f"{said} They are stuck, but on a plateau, not in a minimum: from {most['range']}, "
        f"{percent(most['saturated'])} of the hidden outputs start saturated, at 0 or 1, where their slope is nearly 0."
    )


def learned(found: Ladders) -> str:
    """How many digits the median run from each range gets right in the end."""
    parts = [f"{percent(row.last)} from {row.range}" for row in found.ranges.itertuples()]
    return f"Digits right in the median run after training: {', '.join(parts)}."


def rungs(found: Ladders) -> str:
    """How many outputs are still at 1, and how many theory has; empty where no range starts saturated."""
    parts = [
        f"from {row.range}, {figure(round(row.frozen, 2))} of the {found.experiment.data.outputs} outputs still say 1 "
        f"to every digit after training (theory: {figure(round(row.foretold, 2))})"
        for row in found.ranges.dropna(subset=["foretold"]).itertuples()
    ]
    return f"On average, {'; '.join(parts)}." if parts else ""


def table(found: Ladders) -> pd.DataFrame:
    """One row per range, as texts."""
    rows = list(found.ranges.itertuples())
    shown = {
        "Still guessing (95 % interval)": [_stuck(row) for row in rows],
        "Right after 1 epoch (middle 90 %)": [
            f"{percent(row.first)} ({100 * row.first_low:.0f} to {100 * row.first_high:.0f})" for row in rows
        ],
        "at the end": [percent(row.last) for row in rows],
        "Hidden outputs at 0 or 1: before": [percent(row.saturated) for row in rows],
        "after": [percent(row.saturated_last) for row in rows],
        "First layer's gradient: before": [figure(row.slope) for row in rows],
        "after ": [figure(row.slope_last) for row in rows],
    }
    return pd.DataFrame(shown, index=pd.Index([row.range for row in rows], name="Range"))


def meanings(found: Ladders) -> str:
    """What counts as still guessing and as at 0 or 1."""
    return (
        f"Still guessing: a cost not below {100 * BELOW:.0f} % of {figure(found.ladder['cost'][0])}, that of telling "
        f"nothing apart. Hidden outputs at 0 or 1: within {FULL:g} of it. The cost is half the sum of the outputs' "
        f"squared errors, {found.experiment.data.outputs / 2:g} times Keras's mean squared error."
    )


def formulas(found: Ladders) -> str:
    """The ladder, how deep a unit starts in saturation, and how long an output stays, as LaTeX."""
    experiment, p = found.experiment, 1 / found.experiment.data.outputs
    units, rate = experiment.network.hidden[0], experiment.training.learning_rate * 2 * p
    z = (units + 1) / 2
    steps = np.exp(z) / (rate * (units + 1) * (1 - p))
    low, more = (tex(figure(value)) for value in (found.ladder["cost"][0], np.diff(found.ladder["cost"])[0]))
    return aligned(
        r"C &= \tfrac{1 - p}{2} + m \, \tfrac{(1 - p)^2}{2}",
        rf"&= {low} + {more} \, m, \quad p = {tex(figure(p))}",
        r"z_\text{hidden} &\approx \bar w \textstyle\sum x + \bar b",
        rf"&= 0.5 \cdot {tex(figure(found.ink))} + 0.5 = {tex(figure(0.5 * found.ink + 0.5))}",
        rf"z_\text{{output}} &\approx 0.5 \, (H + 1) = {tex(figure(z))}",
        r"n &= \frac{e^{z}}{\eta \, (H + 1)(1 - p)}",
        rf"&= \frac{{e^{{{tex(figure(z))}}}}}{{{tex(figure(rate))} \cdot {units + 1} \cdot {tex(figure(1 - p))}}}"
        rf" = {tex(f'{steps:,.0f}' if steps < 1e6 else figure(steps))} \text{{ steps}}",
    )


def letters(found: Ladders) -> str:
    """What the letters are, for weights from 0 to 1."""
    rate = found.experiment.training.learning_rate
    return (
        "For weights from 0 to 1. m: outputs that say 1 to every digit. p: share of one digit. H: hidden units, all at "
        f"1. η: a rate of {figure(rate)} in Keras is {figure(rate * 2 / found.experiment.data.outputs)} for this cost. "
        f"n: steps until such an output lets go; {found.steps:,} were made. Outputs that start a bit lower let go "
        "sooner: theory in the picture counts each from its own start."
    )


def flat(found: Ladders) -> str:
    """That the first layer's gradient is small and not zero, and how it changes; empty where no run is stuck."""
    held = found.ranges[found.ranges["stuck"] > 0]
    if held.empty:
        return ""
    row = held.nlargest(1, "stuck").iloc[0]
    before, after = figure(row["slope"]), figure(row["slope_last"])
    if not row["slope_last"] > row["slope"] > 0:
        return f"The first layer's gradient from {row['range']} went from {before} to {after}."
    return (
        f"The first layer's gradient from {row['range']} is tiny, yet it grew from {before} to {after}: so this is a "
        "long plateau, and no minimum. The last question below gives it time."
    )


def activations(found: Ladders) -> str:
    """The picture of the hidden outputs in words."""
    parts = "; ".join(f"from {row.range} {percent(row.saturated)}" for row in found.ranges.itertuples())
    return f"Hidden outputs within {FULL:g} of 0 or 1 before training: {parts}."


def _stuck(row) -> str:
    return f"{row.stuck:,} of {row.runs:,} runs ({100 * row.low:.3g} to {100 * row.high:.3g} %)"


TRY = {
    "And with thirty hidden units?": {"units": 30},
    "What if the pixels have mean 0?": {"standardize": True},
    "Which is worst: positive weights, small positive ones, or large ones of both signs?": {
        "ranges": ("0 to 1", "0 to 0.1", "−5 to 5"),
    },
    "A thousand runs from each range": {"seeds": 1000, "epochs": 2},
    "Ten units and 300 epochs: stuck for ever? (This takes a while.)": {
        "units": 10, "epochs": 300, "seeds": 16, "ranges": ("0 to 1",),
    },
}  # fmt: skip


def _found(compute, *, ranges, seeds, **settings) -> Ladders:
    return compute(measure, setting(**settings), ranges=list(ranges), count=seeds)


def _stuck_by_range(compute, **settings) -> tuple[float, ...]:
    """Runs stuck from [0, 1] and from both signs; saturation; outputs still at 1 after 1 epoch and at the end.

    And the share of XOR networks that is solved from [-0.5, 0.5].
    """
    found = _found(compute, **settings).ranges.set_index("range")
    first = _found(compute, **settings | {"epochs": 1, "ranges": ("0 to 1",)}).ranges["frozen"][0]
    positive, xor = found.loc["0 to 1"], compute(starts.trained, spread.START, schemes=["uniform"], count=1000)
    still = round(first, 1), round(positive["frozen"], 1)
    solved = spread.solved(spread.ends(xor), 0.05)["share"][0]
    others = found["share"].drop("0 to 1").max()
    return positive["share"], others, round(positive["saturated"], 4), *still, solved


def _after_one_epoch(compute, **settings) -> tuple[float, ...]:
    """Accuracy from [-0.5, 0.5], [-1, 1] and [0, 1] after one epoch, medians."""
    found = _found(compute, **settings).ranges.set_index("range")["first"]
    return tuple(found[["−0.5 to 0.5", "−1 to 1", "0 to 1"]].round(3))


def _ladder(compute, **settings) -> tuple[float, ...]:
    """From [0, 1]: least cost, distance from a step, outputs at 1 and predicted, slope; cost from both signs."""
    found = _found(compute, **settings)
    ends = found.courses[found.courses["epoch"] == found.courses["epoch"].max()].set_index("range")["cost"]
    positive, both = (ends[name].to_numpy() for name in ("0 to 1", "−0.5 to 0.5"))
    off = np.abs(positive[:, None] - found.ladder["cost"].to_numpy()).min(axis=1)
    row = found.ranges.set_index("range").loc["0 to 1"]
    at_one = round(row["frozen"], 2), round(row["foretold"], 2)
    return positive.min(), float(np.median(off)), *at_one, row["slope_last"], round(float(np.median(both)), 3)


CLAIMS = (
    Claim(
        id="S27",
        question="Do weights from 0 to 1 run into a local minimum?",
        claim="Weights drawn from [0, 1] run into a local minimum; from [-0.5, 0.5] or [-1, 1] they avoid it in all "
        "tests.",
        source="seeds/003",
        settings={"seeds": 16},
        figures=(
            Expected(name="digits: share stuck after 5 epochs, from [0, 1]", expected=0.9, way="at least"),
            Expected(name="from the two others, the larger share", expected=0.1, way="at most"),
            Expected(name="hidden outputs at 0 or 1 from the start, from [0, 1]", expected=0.99, way="at least"),
            # means of 16 runs; 1.3 is the spread of a run
            Expected(name="outputs of 10 that say 1 to every digit, after 1 epoch", expected=8.6, tolerance=1.3),
            Expected(name="the same after 5 epochs", expected=3.8, tolerance=1.3),
            Expected(name="XOR: share solved from [-0.5, 0.5]", expected=0.895, tolerance=0.039),
        ),
        measure=_stuck_by_range,
        verdict="holds only when",
        because="“run into a local minimum” means no more than “get stuck”: on the digits {0:%} of 16 networks do get "
        "stuck from weights between 0 and 1, and none of 16 from each other range. But they are stuck on a plateau, "
        "not in a minimum: more than 99 % of the hidden outputs start saturated, at 0 or 1, where their slope is "
        "nearly 0, and the cost goes on falling. Each of the 10 outputs should say 1 to its own digit alone: on "
        "average {3} of them say it to every digit after one epoch, and {4} after five. On XOR not all tests succeed: "
        "from −0.5 to 0.5 {5:%} of 1,000 networks are solved within 4,000 epochs.",
    ),
    Claim(
        id="S28",
        question="How good is a model after a single epoch?",
        claim="A decent model after only one epoch, if the bad region is not met.",
        source="seeds/003",
        settings={"epochs": 1},
        figures=(
            # medians of 64 runs: 4 standard errors
            Expected(name="accuracy after one epoch from [-0.5, 0.5]", expected=0.83, tolerance=0.03),
            Expected(name="from [-1, 1]", expected=0.845, tolerance=0.03),
            Expected(name="from [0, 1]", expected=0.1, tolerance=0.01),
        ),
        measure=_after_one_epoch,
        because="after one epoch {0:%} of the digits are right if the weights start between −0.5 and 0.5, {1:%} from "
        "−1 to 1, but {2:%} from 0 to 1, in the median run.",
    ),
    Claim(
        id="L14",
        question="Why do weights from 0 to 1 not learn the digits?",
        claim="On many positive inputs they saturate every hidden unit: the first layer is frozen, and the cost goes "
        "down the ladder 0.45 + 0.405 m, m outputs at 1; from U[-0.5, 0.5] it reaches 0.05.",
        source="plain algebra",
        settings={"seeds": 16},
        figures=(
            Expected(name="least cost of 6 runs from [0, 1] after 5 epochs", expected=0.4275, way="at least"),
            # a rung is 0.405 high
            Expected(name="their distance from a rung, median", expected=0.08, way="at most"),
            # 1.3 is the spread of a run: 4 standard errors of 16
            Expected(name="outputs that are still at 1, mean of 16 runs", expected=3.8, tolerance=1.3),
            Expected(name="the same, predicted from the first weights", expected=3.75, tolerance=0.3),
            Expected(name="gradient of the first layer, median", expected=1e-3, way="at most"),
            Expected(name="cost from U[-0.5, 0.5], median", expected=0.05, way="at most"),
        ),
        measure=_ladder,
        because="from weights between 0 and 1, {2} of the 10 outputs still say 1 to every digit after 5 epochs "
        "(predicted: {3}); from −0.5 to 0.5 the cost comes down to {5}.",
    ),
)  # fmt: skip
