"""Can a classifier start from zeros?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.question import Question
from lab.softmax import zeros, zeros_words

QUESTION = Question(
    room="softmax_cost",
    slug="zeros",
    title="From zeros",
    ask="Can a classifier start from zeros?",
    group="Numbers and starts",
    place=11,
    also=(
        "can logistic regression start from all zeros, can a network", "all weights initialised to zero",
        "loss stuck at 2.303 or 0.693", "initialise weights with zeros", "kernel_initializer zeros",
    ),
)  # fmt: skip
RATES = [0.003, 0.01, 0.03, 0.1, 0.3, 1.0]


def knobs(k):
    """How the classifiers train."""
    k.steps("rate", "Learning rate", RATES, 0.1)
    k.steps("epochs", "Epochs", [1, 2, 5, 10, 20, 40], 20)
    k.choice("activation", "Activation of the hidden layer", ["tanh", "relu", "sigmoid"], "tanh")
    with k.more():
        k.steps("batch", "Batch size", [8, 32, 128, 512], 32)
        k.steps("seeds", "Runs of each start", [1, 2, 4, 8, 16], 8)


def answer(compute, *, rate, epochs, activation, batch, seeds):
    """Softmax regression beside a hidden layer, both from zeros and from a usual start."""
    experiment = lab.vary(
        zeros.START,
        {
            "training.learning_rate": rate, "training.epochs": epochs, "training.batch_size": batch,
            "network.activation": activation,
        },
    )  # fmt: skip
    found = compute(zeros.zeros, experiment, seeds=range(seeds))
    draw = charts.softmax.zeros
    return Answer(
        headline=zeros_words.headline(found),
        note=zeros_words.verdict(found, experiment),
        blocks=(
            Figure.of(
                draw.curves(found.curves, zeros_words.floor(experiment)),
                zeros_words.verdict(found, experiment),
                caption="Line: the median run. Band: the middle 90 % of runs. Dashed: the theory for a network that "
                "does not look at its inputs.",
            ),
            Why(zeros_words.reason(experiment)),
            Advice(
                "Zeros are fine for biases, and for a kernel that leads straight from the inputs to the outputs. A "
                "hidden layer needs random numbers.",
                "keras.layers.Dense(16, 'tanh')                      # leave it so: random kernel, bias of zeros\n"
                "keras.layers.Dense(10, kernel_initializer='zeros')  # fine as the only layer",
            ),
            Section("All four starts", (Table(zeros_words.table(found)), Words(zeros_words.forgets(found)))),
            Section(
                "What each class looks for",
                (
                    Figure.of(
                        draw.kernels(found.kernels),
                        zeros_words.kernels(found),
                        caption="The kernels of the softmax regression that began at zeros: blue speaks against the "
                        "class, orange for it.",
                    ),
                ),
            ),
            Section("The mathematics, with your numbers", (Formula(zeros_words.formula(experiment)),), folded=True),
        ),
        experiment=experiment,
    )


TRY = {
    "What if it trains twice as long: is the start forgotten?": {"epochs": 40},
    "Is a single pass enough?": {"epochs": 1},
    "Does a sigmoid hidden layer thaw?": {"activation": "sigmoid"},
    "What if the rate is ten times larger?": {"rate": 1.0},
}
