"""Why do weights from 0 to 1 not learn the digits?"""

import numpy as np

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.claim import Claim, Expected
from lab.numerals import percent, short
from lab.question import Question
from lab.seeds import saturated, saturated_drawn, spread, starts
from lab.seeds import saturated_words as words

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
        "accuracy stays at 10 %",
    ),
)  # fmt: skip
THREE = ["0 to 1", "−0.5 to 0.5", "−1 to 1"]


def knobs(k):
    """The ranges, the network, its training."""
    k.several("ranges", "Ranges of the first weights", saturated.RANGES, THREE, key="seeds_saturated_ranges")
    k.choice("units", "Hidden units", (10, 20, 30), 20, key="seeds_saturated_units")
    k.steps("epochs", "Epochs", (1, 2, 5, 10, 30, 100, 300), 5, key="seeds_saturated_epochs")
    k.steps("seeds", "Runs from each range", (16, 64, 250, 1000), 64, key="seeds_saturated_count")
    with k.more():
        k.steps("rate", "Learning rate", (1.5, 5.0, 15.0, 50.0), 15.0, key="seeds_saturated_rate")
        k.toggle("standardize", "Pixels standardized (mean 0, spread 1)", key="seeds_saturated_standardize")


def answer(compute, *, ranges, units, epochs, seeds, rate, standardize):
    """The costs on the ladder, what the hidden units say, a table, theory."""
    experiment = setting(units, epochs, rate, standardize)
    found = compute(saturated.measure, experiment, ranges=list(ranges), count=seeds)
    drawn = charts.seeds.saturated
    return Answer(
        headline=headline(found),
        note=words.answer(found),
        blocks=(
            Figure.of(
                drawn.courses(found.courses, found.means, found.ladder), words.course(found),
                caption="Six runs from each range. Dashed: theory, a step for each number of outputs that say 1 to "
                "every digit. Long dashes: what theory predicts for the mean of all runs, from their first weights.",
            ),
            Why(why(found)),
            Advice(
                "Draw the weights around zero, and the smaller the more inputs a unit has. Keras's default does both. "
                "Scale the inputs, so that they are around zero too.",
                "keras.layers.Dense(20, activation='sigmoid')  # its kernel starts Glorot uniform, around zero",
            ),
            Section(
                "What the hidden units say",
                (
                    Figure.of(
                        drawn.activations(saturated_drawn.activations(found)), words.activations(found),
                        caption=words.activations(found),
                    ),
                ),
            ),
            Section(
                "A minimum, or saturation?",
                (
                    Table(words.table(found)), Words(words.meanings(found), small=True),
                    *[Words(said) for said in (words.flat(found), words.rungs(found), words.claim(found)) if said],
                    Words(words.after_one(found)),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Formula(words.formulas(found)), Words(words.letters(found))),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def setting(units: int, epochs: int, rate: float, standardize: bool) -> lab.Experiment:
    """What is trained, but for its range."""
    return lab.vary(
        saturated.START,
        {
            "data.standardize": standardize, "network.hidden": (units,),
            "training.epochs": epochs, "training.learning_rate": rate,
        },
    )  # fmt: skip


def headline(found: saturated.Found) -> str:
    """Whether runs are stuck, from which range most of them, and by what."""
    row = found.ranges.loc[found.ranges["share"].idxmax()]
    if not row["stuck"]:
        if "0 to 1" in set(found.ranges["range"]):
            return "Here they do learn: from 0 to 1 no run gets stuck."
        return "From no range tried here does a run get stuck."
    many = "all runs get" if row["share"] == 1 else "most runs get" if row["share"] > 0.5 else "some runs get"
    if row["stuck"] == 1:
        many = "one run gets"
    if row["saturated"] < words.HELD:
        return f"From {row['range']} {many} stuck, but most hidden units do not start saturated."
    return f"From {row['range']} hidden units start saturated, so hardly any gradient reaches them: {many} stuck."


def why(found: saturated.Found) -> str:
    """How far up hidden units start, and what that does to the gradient."""
    rows = found.ranges.set_index("range")
    said = ["A sigmoid is flat at both ends: a unit whose weighted sum is far from 0 passes on almost no gradient."]
    positive = not found.experiment.data.standardize
    if "0 to 1" in rows.index and positive:
        said.append(
            "Pixels are never negative. If the weights are not negative either, every term pushes the sum up: from 0 "
            f"to 1 it comes to about {short(0.5 * found.ink + 0.5)}."
        )
    share = "; ".join(f"from {name}, {percent(row['saturated'])}" for name, row in rows.iterrows())
    said.append(f"So many hidden outputs start at 0 or 1: {share}.")
    around = [name for name in rows.index if name.startswith("−") and rows.loc[name, "saturated"] < words.HELD]
    if around:
        said.append("From a range around zero the terms partly cancel, and most units start where the slope is large.")
    stuck = rows[rows["stuck"] > 0]
    if stuck["foretold"].notna().any():
        said.append(
            "An output unit that adds up many units at 1 says 1 to every digit. Such outputs let go one by one, and "
            "each that does makes the cost one step lower."
        )
    return " ".join(said)


TRY = {
    "Thirty units, as in the discussion: does any output let go?": {"units": 30},
    "What if the pixels have mean 0?": {"standardize": True},
    "Is it the sign of the weights, or their size?": {"ranges": ("0 to 1", "0 to 0.1", "−5 to 5")},
    "A thousand runs from each range": {"seeds": 1000, "epochs": 2},
    "Ten units and 300 epochs: stuck for ever? (This takes a while.)": {
        "units": 10, "epochs": 300, "seeds": 16, "ranges": ("0 to 1",),
    },
}  # fmt: skip


def _found(compute, *, ranges, seeds, **settings) -> saturated.Found:
    return compute(saturated.measure, setting(**settings), ranges=list(ranges), count=seeds)


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
        because="it is about the digits: there a share of {0} is stuck from [0, 1] and {1} from the others, on XOR "
        "only {5} are solved from [-0.5, 0.5]. And it is no minimum but saturation: a share of {2} of the hidden "
        "outputs is at 0 or 1, and the cost goes on falling, as of 10 outputs that say 1 to all there are {3} after 1 "
        "epoch and {4} after 5.",
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
        because="{0} and {1} of the digits are right after one epoch, but {2} from [0, 1]: medians of 64 runs.",
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
        because="after 5 epochs {2} of 10 outputs are still at 1 (predicted: {3}); from U[-0.5, 0.5] the cost is {5}.",
    ),
)  # fmt: skip
