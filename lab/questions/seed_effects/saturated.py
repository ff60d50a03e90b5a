"""Why do weights from 0 to 1 not learn the digits?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import percent, short
from lab.question import Question
from lab.seeds import saturated, saturated_drawn
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
        "accuracy stays at 10 %", "weights drawn from a uniform distribution between 0 and 1", "only positive weights",
        "numpy.random.random instead of randn", "MNIST network does not learn", "sigmoid outputs all close to 1",
        "starting weights too large", "centre the starting weights around zero", "bad range of the initial weights",
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
    experiment = lab.vary(
        saturated.START,
        {
            "data.standardize": standardize, "network.hidden": (units,),
            "training.epochs": epochs, "training.learning_rate": rate,
        },
    )  # fmt: skip
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
