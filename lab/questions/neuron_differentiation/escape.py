"""How long until two nearly equal neurons differ?"""

import numpy as np

import lab
from lab import charts
from lab.answer import Answer, Figure, Formula, Section, Why, Words
from lab.datasets import TITLES
from lab.differentiation import escape, escape_summary, escape_words
from lab.differentiation.distance import WEIGHTS
from lab.numerals import counted
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="escape",
    title="How long?",
    ask="How long until two nearly equal neurons differ?",
    group="Two neurons",
    place=3,
    also=(
        "why don't they all converge to the same optimum", "how small a difference is enough", "escape from a saddle",
        "time until symmetry is broken", "how long do similar neurons stay similar",
        "exponential growth of a small difference", "why does each unit find its own weights",
        "does every unit end at its own optimum",
    ),
)  # fmt: skip


def knobs(k):
    """What two neurons learn, and where they differ at the start."""
    rates = [0.01, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0]
    k.steps("rate", "Learning rate", rates, 0.1, key="neurons_escape_rate")
    data = ["teacher", "circles", "moons", "xor"]
    k.choice("data", "Data", data, "teacher", key="neurons_escape_data", shown=TITLES.get)
    k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh", key="neurons_escape_activation")
    with k.more():
        k.choice("at", "The weight that differs", WEIGHTS, "w3 (from x1)", key="neurons_escape_at")
        k.steps("epochs", "Epochs", [500, 1000, 1500, 3000, 6000], 1500, key="neurons_escape_epochs")
        k.steps("seeds", "Runs of each difference", [1, 2, 5, 10, 20], 5, key="neurons_escape_seeds")


def answer(compute, *, rate, data, activation, at, epochs, seeds):
    """Epochs until they differ against the size of the difference."""
    from lab.seeds.spread import suited

    experiment = lab.vary(
        escape.START,
        {
            "data.name": data, "network.activation": activation, "init.epsilon_at": WEIGHTS[at],
            "training.learning_rate": rate, "training.epochs": epochs, **suited(lab.Data(data), "cross-entropy"),
        },
    )  # fmt: skip
    found = compute(escape.escape, experiment, seeds=range(seeds))
    says, drawn, ridge = escape_words.verdict(found), charts.differentiation.escape, escape_words.takeaway(found)
    times = drawn.times(escape_summary.times(found), escape_summary.rounded(found), escape_summary.widest(found))
    mathematics = (
        Formula(escape_words.LAW), Formula(escape_words.DECADE), Formula("= " + escape_words.formula(found)),
        Words(escape_words.settled(found)), Words(escape_words.rounding(found)),
    )  # fmt: skip
    return Answer(
        headline=headline(found),
        note=f"{says} ({counted(seeds, 'run')} of each difference.)",
        blocks=(
            Figure.of(
                times, says,
                caption="Dots: median of the runs, with the middle 90 %. Dashed: theory, nothing fitted.",
            ),
            Why(escape_words.why_not_the_same(found)),
            Section(
                "The distance over training",
                (
                    Figure.of(
                        drawn.courses(*escape_summary.courses(found)), says,
                        caption="Each line starts ten times closer than the one above it. Dashed: theory.",
                    ),
                ),
            ),
            Section(
                "Why they part: the cost between equal and different",
                (Figure.of(drawn.ridge(found.ridge), ridge, caption=ridge),),
            ),
            Section("The mathematics, with your numbers", mathematics, folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: escape.Escape) -> str:
    """How many epochs a smaller difference costs, in one sentence."""
    more = escape_summary.measured_decade(found)
    if np.isnan(more):
        return "Within these epochs no small difference grows: the neurons stay as alike as they start."
    return f"Each time they start ten times closer, it takes them about {more:,.3g} epochs more to differ."


TRY = {
    "What if the rate is ten times smaller?": {"rate": 0.01, "epochs": 6000},
    "And on two circles, with sigmoid neurons?": {
        "data": "circles", "activation": "sigmoid", "rate": 2.0, "epochs": 3000,
    },
    "Does ReLU change it?": {"activation": "relu"},
    "What if the outgoing weight differs?": {"at": "w6 (to the output)"},
}  # fmt: skip
