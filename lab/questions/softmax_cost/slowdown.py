"""Squared error or cross-entropy: does it matter?"""

from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.datasets import TITLES
from lab.question import Question
from lab.softmax import slowdown, slowdown_words, two_costs
from lab.softmax import two_costs_compared as compared
from lab.softmax import two_costs_words as words

QUESTION = Question(
    room="softmax_cost",
    slug="slowdown",
    title="Squared error or cross-entropy?",
    ask="Squared error or cross-entropy: does it matter?",
    group="What the cost sees",
    place=4,
    level="first",
    also=(
        "mse or cross-entropy for classification", "learning slowdown", "quadratic cost saturated neuron",
        "which loss function should I use", "why does a badly wrong neuron learn so slowly",
    ),
)  # fmt: skip
RATES = [0.03, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.0, 5.0]
STEPS = [30, 100, 300, 1000, 3000, 10_000]
THRESHOLDS = [0.6, 0.7, 0.8, 0.9, 0.95, 0.98]


def knobs(k):
    """The one neuron, then the networks."""
    k.slider("weight", "Where its weight starts", -4.0, 6.0, 0.1, 0.6)
    k.slider("bias", "Where its bias starts", -4.0, 6.0, 0.1, 0.9)
    k.choice("data", "Networks: data", two_costs.DATA, "spiral", shown=TITLES.get)
    k.steps("network_rate", "Networks: one rate for both", two_costs.RATES, 1.0, key="softmax_slowdown_both")
    k.choice(
        "compare", "Networks: compare", words.COMPARED, "accuracy", key="softmax_slowdown_by",
        shown=words.COMPARED.get,
    )  # fmt: skip
    with k.more():
        k.steps("rate", "Learning rate of the neuron", RATES, 0.15)
        k.steps("steps", "Steps of the neuron", STEPS, 300)
        k.steps("hidden", "Hidden units", [2, 4, 8, 16], 8)
        k.steps(
            "threshold", "Steps count up to this accuracy", THRESHOLDS, 0.95, key="softmax_slowdown_reach",
            shown="{:.0%}".format,
        )  # fmt: skip
        k.steps("network_steps", "Steps of the networks", [30, 100, 300, 1000], 300, key="softmax_slowdown_length")
        k.steps("pairs", "Pairs of runs", [4, 8, 16, 32], 16)
        k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh")
        k.choice("output", "Output, where there are three or more classes", ["softmax", "sigmoid"], "softmax")


def answer(compute, *, weight, bias, rate, steps, **networks):
    """One neuron with both costs; then networks, pair by pair."""
    found = compute(slowdown.measure, slowdown.setting(rate, steps), weight=weight, bias=bias)
    said = {"headline": slowdown_words.headline(found), "note": slowdown_words.verdict(found)}
    compute.show(Answer(**said, blocks=neuron(found)))
    section, trained = of_networks(compute, **networks)
    mathematics = Section(
        "The neuron: the mathematics, with your numbers",
        (Formula(slowdown_words.formula(found)), Words(slowdown_words.SOURCE, small=True)),
        folded=True,
    )
    return Answer(**said, blocks=(*neuron(found), section, mathematics), experiment=trained)


def neuron(found: slowdown.Slowdown) -> tuple:
    """The blocks about one neuron."""
    draw, waits = charts.softmax.slowdown, slowdown_words.waits(found)
    return (
        Figure.of(
            draw.outputs(slowdown.drawn(found)), slowdown_words.verdict(found), caption=slowdown_words.gap(found)
        ),
        Why(slowdown_words.why(found)),
        Advice(
            "Train classifiers with cross-entropy, from the logits.",
            "model.compile('sgd', keras.losses.SparseCategoricalCrossentropy(from_logits=True))",
        ),
        Section(
            "The surer of what is wrong, the longer the wait",
            (Figure.of(draw.waits(found.waits), waits, caption=waits),),
        ),
    )


def of_networks(compute, *, data, network_rate, compare, hidden, threshold, network_steps, pairs, activation, output):
    """What both costs do in a network, as a section; and what was trained, with cross-entropy."""
    experiment = two_costs.setting(data, hidden, activation, output, network_steps)
    found = compute(two_costs.measure, experiment, pairs=pairs, threshold=threshold)
    pairwise = compared.differences(found, compare)
    table, rows = compared.intervals(pairwise), compared.by_rate(found, compare)
    draw = charts.softmax.two_costs
    blocks = (
        Words(f"**{words.verdict(found, table, compare, network_rate)}**"),
        Figure.of(
            draw.differences(pairwise, table, words.title(compare), words.both(network_rate)),
            words.summary(table, compare),
            caption=words.reading(found, compare),
        ),
        Words(words.conclusion(found, table, compare)),
        Figure.of(
            draw.rates(rows, words.labels(found)[compare]),
            words.rates(rows, found, compare),
            caption="Large ring: the cost's best rate. Line: mean of the runs. Bar: from the least to the most.",
        ),
        Section(
            "How sure is a mean difference?",
            (Formula(words.formula(table, network_rate)), Words(words.INTERVAL, small=True)),
            folded=True,
        ),
    )
    return Section("And in a network? Both costs from the same starts", blocks), experiment


TRY = {
    "What if the neuron is surer, and just as wrong?": {"weight": 2.0, "bias": 2.0},
    "And if it is on the right side from the start?": {"weight": -1.0, "bias": -1.0},
    "Two circles: which cost is better there?": {"data": "circles"},
    "Handwritten digits: is squared error hopeless at the rate 0.1?": {
        "data": "digits", "network_rate": 0.1, "hidden": 16,
    },
    "Which cost gets to 95 % sooner?": {"compare": "steps"},
}  # fmt: skip
