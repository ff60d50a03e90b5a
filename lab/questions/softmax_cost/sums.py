"""Is there anything that training cannot change?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why
from lab.question import Question
from lab.softmax import sums, sums_words

QUESTION = Question(
    room="softmax_cost",
    slug="sums",
    title="Conserved sums",
    ask="Is there anything that training cannot change?",
    group="Numbers and starts",
    place=12,
    also=(
        "what stays the same during training", "conserved quantity of gradient descent", "sum of the output weights",
        "does Adam conserve the sum of gradients", "redundant parameters of softmax",
    ),
)  # fmt: skip
LAYERS = {"none": (), "16": (16,)}
RATES = [0.003, 0.01, 0.03, 0.1, 0.3]


def knobs(k):
    """How the classifier trains."""
    k.choice("hidden", "Hidden units", LAYERS, "16")
    k.steps("rate", "Learning rate (Adam has its own, 0.003)", RATES, 0.1)
    k.steps("epochs", "Epochs", [1, 5, 10, 20, 40], 20)
    k.choice("precision", "Precision", ["float32", "float64"], "float32")
    with k.more():
        k.steps("batch", "Batch size", [8, 32, 128, 512], 32)
        k.steps("seeds", "Runs of each optimizer", [1, 2, 4, 8, 16], 16)


def answer(compute, *, hidden, rate, epochs, precision, batch, seeds):
    """The sums over the classes under four optimizers."""
    experiment = lab.vary(
        sums.START,
        {
            "network.hidden": LAYERS[hidden], "training.learning_rate": rate, "training.epochs": epochs,
            "training.batch_size": batch, "training.precision": precision,
        },
    )  # fmt: skip
    found = compute(sums.sums, experiment, seeds=range(seeds))
    says = sums_words.verdict(found, experiment)
    return Answer(
        headline=sums_words.headline(found),
        note=says,
        blocks=(
            Figure.of(
                charts.softmax.sums.courses(found.courses),
                says,
                caption="Line: the median run. Band: the middle 90 % of runs. Dashed: theory, nothing fitted.",
            ),
            Why(sums_words.why(found)),
            Advice(
                "Leave it so: softmax sees only differences between classes, and what they share does no harm. Weight "
                "decay takes it away.",
                "keras.optimizers.SGD(0.1, weight_decay=0.02)",
            ),
            Section("All four optimizers", (Table(sums_words.table(found)),)),
            Section(
                "The mathematics, with your numbers",
                tuple(map(Formula, sums_words.formula(experiment))),
                folded=True,
            ),
        ),
        experiment=experiment,
    )


TRY = {
    "What if rounding is a billion times smaller?": {"precision": "float64"},
    "And without a hidden layer?": {"hidden": "none"},
    "What if the decay works longer?": {"epochs": 40},
    "Do larger batches change it?": {"batch": 512},
}
