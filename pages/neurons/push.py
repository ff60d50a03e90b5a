"""What becomes of a tiny difference between two neurons."""

import streamlit as st

import lab
from lab.charts.differentiation import distance as charts
from lab.charts.differentiation import plane_of_two as planes
from lab.datasets import TITLES
from lab.differentiation import distance, pushed
from pages.shell import asking, frame, knobs, picture, sharing

SHARES = {"both": "all weights", "incoming": "those coming in", "outgoing": "those going out", "none": "none"}
COSTS = {"binary_crossentropy": "cross-entropy", "mse": "squared error"}
EPSILONS = [0.0, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
EPOCHS = [100, 300, 1000, 2000, 4000, 10_000, 20_000]
SEEDS = [1, 2, 5, 10, 20, 50, 100, 200]
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 100.0]


def show() -> None:
    """Knobs, the distance over training, presets."""
    answer, (left, right) = frame.answer(), frame.halves()

    with right:
        clones = knobs.choice("Weights that both neurons share", SHARES, "both", "neurons_clones", SHARES.get)
        epsilon = knobs.steps("A small push at the start (epsilon)", EPSILONS, 1e-6, "neurons_epsilon")
        at = knobs.choice(
            "The weight that gets the push", distance.WEIGHTS, "w3 (from x1)", "neurons_at",
            help="w1, w2 lead into the first neuron, w3, w4 into the second; w5, w6 lead out of them.",
        )  # fmt: skip
        data = knobs.choice("Data", ["xor", "circles", "moons"], "circles", "neurons_data", TITLES.get)
        with st.expander("More"):
            activation = knobs.choice("Activation", ["sigmoid", "tanh", "relu"], "sigmoid", "neurons_activation")
            cost = knobs.choice("Cost", COSTS, "binary_crossentropy", "neurons_cost", COSTS.get)
            rate = knobs.steps("Learning rate", RATES, 2.0, "neurons_rate")
            epochs = knobs.steps("Epochs", EPOCHS, 2000, "neurons_epochs")
            seeds = knobs.steps("Runs, each from a seed of its own", SEEDS, 50, "neurons_seeds")

    experiment = lab.vary(
        distance.START,
        {
            "data.name": data, "network.activation": activation, "init.clones": clones, "init.epsilon": epsilon,
            "init.epsilon_at": distance.WEIGHTS[at], "training.loss": cost, "training.learning_rate": rate,
            "training.epochs": epochs,
        },
    )  # fmt: skip
    with left:
        found = asking.measure(pushed.pushed, experiment, seeds=range(seeds))
        distances = distance.distances(found.run)
        over_seeds = distance.over_seeds(distances)
        says = distance.verdict(over_seeds, experiment)
        picture.show(charts.distances(*distance.drawn(distances, over_seeds), found.foretold), alt=says)
        st.caption("Thick: the median run. Band: 5 to 95 in a hundred runs. Thin: single runs.")
        st.caption(pushed.about_the_law(found))
        st.subheader("The two neurons of the run of seed 0", anchor=False)
        plane = planes.lines(pushed.lines(found.run, 0), pushed.examples(experiment))
        picture.show(plane, alt=says)
        st.caption("Each line: where a neuron is undecided. While they are alike the lines lie on each other.")
    answer.markdown(f"**{says}**")

    sharing.try_this(
        "neuron_differentiation",
        {
            "What if nothing at all is different?": {"neurons_epsilon": 0.0},
            "What if only w5 = w6, as in the discussion?": {
                "neurons_clones": SHARES["outgoing"], "neurons_epsilon": 0.0,
            },
            "What if the two neurons differ in their outgoing weights only?": {
                "neurons_clones": SHARES["incoming"], "neurons_epsilon": 0.0,
            },
            "How small a push still counts?": {"neurons_epsilon": 1e-12},
            "What if the push is on a bias?": {"neurons_epsilon": 1e-12, "neurons_at": "b2 (its bias)"},
        },
    )  # fmt: skip
    sharing.take_along("neuron_differentiation", experiment)
