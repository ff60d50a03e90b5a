"""What if only the target's logit learned?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.question import Question
from lab.softmax import target_only, target_only_drawn
from lab.softmax import target_only_words as words

QUESTION = Question(
    room="softmax_cost",
    slug="target_only",
    title="Only the target's logit",
    ask="What if only the target's logit learned?",
    group="What the cost sees",
    place=2,
    also=(
        "ignore all outputs but the target's", "only increase the right neuron and not decrease the rest",
        "could weights and gradients explode if the other outputs are ignored", "gradient of the true class only",
    ),
)  # fmt: skip
NETWORKS = list(target_only.NETWORKS)


def knobs(k):
    """The network, and how it trains."""
    k.choice("network", "Network, 64 pixels to 10 digits", NETWORKS, NETWORKS[0])
    k.steps("rate", "Learning rate", [0.05, 0.1, 0.2, 0.5, 1.0, 2.0], 0.5)
    k.steps("epochs", "Epochs", [10, 30, 100, 300, 1000], 100)
    k.toggle("standardized", "Inputs with mean 0, standard deviation 1", key="softmax_target_only_inputs")
    with k.more():
        k.steps("seeds", "Runs of each", [1, 2, 4, 8, 16], 8)


def answer(compute, *, network, rate, epochs, standardized, seeds):
    """Gradient descent with all of a − y and with the target's part of it, from the same starts."""
    experiment = lab.vary(
        target_only.START,
        {
            **target_only.NETWORKS[network],
            "data.standardize": standardized, "training.learning_rate": rate, "training.epochs": epochs,
        },
    )  # fmt: skip
    found = compute(target_only.compare, experiment, seeds=range(seeds))
    draw, drawn = charts.softmax.target_only, target_only_drawn
    growth = words.growth_formula(found)
    return Answer(
        headline=words.headline(found),
        note=words.verdict(found),
        blocks=(
            Figure.of(
                draw.accuracy(*drawn.accuracy(found)),
                words.seen(found, "accuracy"),
                caption="Line: the median run. Band: the middle 90 % of runs. Both ways start from the same weights.",
            ),
            Why(words.why(found)),
            Advice(
                "Send a − y back from **every** output.",
                "delta = a - y          # what back propagation sends down\n"
                "delta = (a - y) * y    # the target's part alone: what this page tries",
            ),
            Section(
                "Weights and cost",
                (
                    Figure.of(
                        draw.sizes(*drawn.sizes(found, "size"), "Size of the output weights"),
                        words.seen(found, "size"),
                        caption="Size: the root of the sum of their squares, biases included. What passes 1e60 is "
                        "drawn at 1e60.",
                    ),
                    Figure.of(draw.sizes(*drawn.sizes(found, "cost"), "Cost"), words.seen(found, "cost")),
                    Table(words.table(found)),
                ),
            ),
            Section("What was said about it, and what happens", (Words(words.claims(found)),)),
            Section(
                "The mathematics, with your numbers",
                (
                    Formula(
                        r"W_k \leftarrow W_k - \eta \, \overline{(a_k - y_k) \, s_k \, h}, "
                        r"\quad s_k = 1 \text{ or } y_k"
                    ),
                    Formula(words.angle_formula(found)),
                    *([Formula(growth)] if growth else []),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )


TRY = {
    "And with 25 hidden ReLU units: do the weights explode?": {"network": NETWORKS[1]},
    "With 25 tanh units: does it learn at all?": {"network": NETWORKS[2]},
    "Does it catch up if it trains for longer?": {"epochs": 1000},
    "What if the inputs have mean 0?": {"standardized": True},
    "Mean 0 and tanh units: is it saved?": {"standardized": True, "network": NETWORKS[2]},
}
