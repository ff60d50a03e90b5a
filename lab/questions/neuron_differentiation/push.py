"""What becomes of a tiny difference between two neurons?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Section, Why
from lab.datasets import TITLES
from lab.differentiation import distance, pushed
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="push",
    title="A small difference",
    ask="What becomes of a tiny difference between two neurons?",
    group="Two neurons",
    place=1,
    level="first",
    also=(
        "why do my two neurons stay the same", "symmetry breaking", "same inputs, different neurons", "w5 = w6",
        "identical neurons", "hidden units are copies of each other", "all units learn the same thing",
        "a little noise on the initial weights", "when do equal neurons separate",
        "why are the neurons of a layer different", "same data, other weights", "neurons duplicate each other",
        "how does each unit get weights of its own", "how are the different weights of each unit determined",
    ),
)  # fmt: skip
SHARES = {"both": "all weights", "incoming": "those coming in", "outgoing": "those going out", "none": "none"}
COSTS = {"binary_crossentropy": "cross-entropy", "mse": "squared error"}
EPSILONS = [0.0, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 100.0]


def knobs(k):
    """What the two neurons start with, and what they learn."""
    k.choice(
        "clones", "Weights in which both neurons start equal", SHARES, "both", key="neurons_clones", shown=SHARES.get
    )
    k.steps("epsilon", "Size of the difference", EPSILONS, 1e-6, key="neurons_epsilon")
    k.choice(
        "at", "The weight that differs", distance.WEIGHTS, "w3 (from x1)", key="neurons_at",
        help="w1, w2 lead into the first neuron, w3, w4 into the second; w5, w6 lead out of them.",
    )  # fmt: skip
    k.choice("data", "Data", ["xor", "circles", "moons"], "circles", key="neurons_data", shown=TITLES.get)
    with k.more():
        k.choice("activation", "Activation", ["sigmoid", "tanh", "relu"], "sigmoid", key="neurons_activation")
        k.choice("cost", "Cost", COSTS, "binary_crossentropy", key="neurons_cost", shown=COSTS.get)
        k.steps("rate", "Learning rate", RATES, 2.0, key="neurons_rate")
        k.steps("epochs", "Epochs", [100, 300, 1000, 2000, 4000, 10_000, 20_000], 2000, key="neurons_epochs")
        k.steps("seeds", "Runs, each from a seed of its own", [1, 2, 5, 10, 20, 50, 100, 200], 50, key="neurons_seeds")


def answer(compute, *, clones, epsilon, at, data, activation, cost, rate, epochs, seeds):
    """The distance of the two neurons over training, and where each is undecided."""
    experiment = lab.vary(
        distance.START,
        {
            "data.name": data, "network.activation": activation, "init.clones": clones, "init.epsilon": epsilon,
            "init.epsilon_at": distance.WEIGHTS[at], "training.loss": cost, "training.learning_rate": rate,
            "training.epochs": epochs,
        },
    )  # fmt: skip
    found = compute(pushed.pushed, experiment, seeds=range(seeds))
    distances = distance.distances(found.run)
    over_seeds = distance.over_seeds(distances)
    says = distance.verdict(over_seeds, experiment)
    plane = charts.differentiation.plane_of_two.lines(pushed.lines(found.run, 0), pushed.examples(experiment))
    return Answer(
        headline=distance.headline(over_seeds),
        note=f"{says}",
        blocks=(
            Figure.of(
                charts.differentiation.distance.distances(*distance.drawn(distances, over_seeds), found.foretold), says,
                caption="Thick: the median run. Band: the middle 90 % of runs. Thin: single runs. "
                + pushed.about_the_law(found),
            ),
            Why("..."),
            Advice("...", "keras.layers.Dense(2, kernel_initializer='glorot_uniform')"),
            Section("The two neurons of the run of seed 0", (Figure.of(plane, says),)),
        ),
        experiment=experiment,
    )  # fmt: skip


TRY = {
    "What if nothing at all is different?": {"epsilon": 0.0},
    "What if only w5 = w6, as in the discussion?": {"clones": "outgoing", "epsilon": 0.0},
    "What if the two neurons differ in their outgoing weights only?": {"clones": "incoming", "epsilon": 0.0},
    "How small a push still counts?": {"epsilon": 1e-12},
    "What if the push is on a bias?": {"epsilon": 1e-12, "at": "b2 (its bias)"},
}
