"""Is this weight zero, or just small?"""

import numpy as np

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.numerals import short
from lab.question import Question
from lab.relevance import null, null_drawn, null_setting, null_words
from lab.specs import OPTIMIZERS

QUESTION = Question(
    room="feature_relevance",
    slug="null",
    title="Is it zero?",
    ask="Is this weight zero, or just small?",
    group="Where weights end",
    place=3,
    level="first",
    also=(
        "is a small weight a useless feature", "significance of a coefficient", "how small is small enough",
        "does training set the weights of useless features to zero", "feature importance by chance", "p value",
        "significantly different from zero", "statistical significance of a weight",
        "confidence interval of a coefficient", "t test", "weight near zero but not exactly zero",
    ),
)  # fmt: skip


def knobs(k):
    """One's own data, in which x2 may be worth something, and how many others it stands beside."""
    k.steps("truth", "What x2 is worth in your data (0: useless)", [0.0, 0.1, 0.3, 1.0, 3.0], 0.0)
    k.slider("seed", "Your data: draw", 0, 50, 1, 0)
    k.steps("noise", "Noise of the targets, sd", [0.0, 0.1, 0.3, 1.0, 3.0], 1.0)
    k.choice("examples", "Examples", [12, 30, 100], 30)
    k.steps("epochs", "Epochs", [10, 30, 100, 300, 1000, 3000], 300)
    with k.more():
        k.choice("columns", "Columns of noise: x2 and more", [1, 3, 5, 8], 3)
        k.choice("sd", "Standard deviation of these columns", [0.3, 1.0, 3.0], 1.0)
        k.choice("draws", "Draws of the data", [100, 300, 1000, 3000], 1000)
        k.steps("rate", "Learning rate", [0.003, 0.01, 0.03, 0.1], 0.03)
        k.choice("optimizer", "Optimizer", OPTIMIZERS, "momentum")


def answer(compute, *, truth, seed, noise, examples, epochs, columns, sd, draws, rate, optimizer):
    """The weight of x2 in one's own data among those of useless columns, and their way there."""
    experiment = lab.vary(
        null_setting.START,
        {
            "data.n": examples, "data.noise": noise, "data.seed": seed,
            "data.columns": (lab.Column("noise", sd=sd),) * columns, "training.epochs": epochs,
            "training.learning_rate": rate, "training.optimizer": optimizer,
        },
    )  # fmt: skip
    found = compute(null.measure, experiment, draws=draws, truth=truth)
    drawn, half_true = charts.relevance.null, null_words.half_true(found)
    return Answer(
        headline=headline(found),
        note=f"{null_words.answer(found)} {null_words.draws(found)}",
        blocks=(
            Figure.of(
                drawn.pile(null_drawn.bars(found), null_drawn.curve(found), null_drawn.own(found)),
                null_words.summary(found),
                caption=null_words.caption(found),
            ),
            Why(null_words.why(found)),
            Advice(
                "Compare a weight with what chance makes of useless columns before you believe it. A quick check: add "
                "columns of random numbers to your table and train. A weight no larger than theirs says nothing.",
                "rng = np.random.default_rng(0)\n"
                "x = np.hstack([x, rng.normal(size=(len(x), 20))])  # twenty columns that are useless for certain",
            ),
            Section(
                "Does training set it to zero?",
                (
                    Words(half_true),
                    Figure.of(
                        drawn.courses(*null_drawn.courses(found)), half_true, caption=null_words.courses(found)
                    ),
                    Words(null_words.starts(found)),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Formula(null_words.formulas(found)), Words(null_words.meanings(found))),
                folded=True,
            ),
        ),
        experiment=null_setting.useful(experiment, truth),
    )  # fmt: skip


def headline(found: null.Found) -> str:
    """Whether one's own weight can be told from that of a useless column."""
    own = found.own.iloc[0]
    if np.isnan(own["weight"]):
        return "No answer: training diverged. A smaller learning rate helps."
    ended = f"x2's weight ended at {short(own['weight'])}"
    if found.null is None:
        if own["truth"] == 0:
            return f"Zero, given time: without noise nothing holds it elsewhere; {ended}."
        return f"Not zero: without noise only a useless column's weight goes to zero; {ended}."
    if own["inside"]:
        return f"It may be zero: {ended}, no further out than chance takes useless columns."
    return f"Probably not zero: {ended}, further out than 95 % of useless columns."


TRY = {
    "What if x2 does matter a little?": {"truth": 0.3},
    "And three times as much?": {"truth": 1.0},
    "What if the targets have no noise?": {"noise": 0.0, "epochs": 3000},
    "Twelve examples, eight useless columns: how large do their weights get?": {
        "examples": 12, "columns": 8, "epochs": 3000,
    },
    "What if training stops after ten epochs?": {"epochs": 10},
}  # fmt: skip
