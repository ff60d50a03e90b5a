"""How two neurons that see the same input come to differ."""

import streamlit as st

import lab
from lab import chain, differentiation
from lab.charts import differentiation as charts
from lab.datasets import TITLES
from pages.shell import asking, frame, knobs, picture, sharing

frame.open("neuron_differentiation")
start = differentiation.START
shares = {"both": "all weights", "incoming": "those coming in", "outgoing": "those going out", "none": "none"}
costs = {"binary_crossentropy": "cross-entropy", "mse": "squared error"}
epsilons = [0.0, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
answer, (left, right) = st.container(), frame.halves()

with right:
    clones = knobs.choice("Weights that both neurons share at the start", shares, "both", "neurons_clones", shares.get)
    epsilon = knobs.steps("A small push at the start (epsilon)", epsilons, start.init.epsilon, "neurons_epsilon")
    at = knobs.choice(
        "The weight that gets the push", differentiation.WEIGHTS, "w3 (from x1)", "neurons_at",
        help="w1, w2 lead into the first neuron, w3, w4 into the second; w5, w6 lead out of them.",
    )  # fmt: skip
    data = knobs.choice("Data", ["xor", "circles", "moons"], "circles", "neurons_data", TITLES.get)
    with st.expander("More"):
        activation = knobs.choice("Activation", ["sigmoid", "tanh", "relu"], "sigmoid", "neurons_activation")
        cost = knobs.choice("Cost", costs, "binary_crossentropy", "neurons_cost", costs.get)
        rate = knobs.steps("Learning rate", [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 100.0], 2.0, "neurons_rate")
        epochs = knobs.steps("Epochs", [100, 300, 1000, 2000, 4000, 10_000, 20_000], 2000, "neurons_epochs")
        seeds = knobs.steps("Runs, each from a seed of its own", [1, 2, 5, 10, 20, 50, 100, 200], 50, "neurons_seeds")

experiment = lab.vary(
    start,
    {
        "data.name": data, "network.activation": activation, "init.clones": clones, "init.epsilon": epsilon,
        "init.epsilon_at": differentiation.WEIGHTS[at], "training.loss": cost, "training.learning_rate": rate,
        "training.epochs": epochs,
    },
)  # fmt: skip
with left:
    run = asking.measure(lab.train, experiment, seeds=range(seeds))
    distances = differentiation.distances(run)
    over_seeds = differentiation.over_seeds(distances)
    says = differentiation.verdict(over_seeds, experiment)
    picture.show(charts.distances(*differentiation.drawn(distances, over_seeds)), alt=says)
    st.caption("Thick: the median run. Band: 5 to 95 in a hundred runs. Thin: single runs.")
answer.markdown(f"**{says}**")

st.header("The mathematics, with your numbers in it", anchor=False)
left, right = frame.halves()
with right:
    example = knobs.slider("Example of the data", 1, 4, 1, 3, "neurons_example")
factors = chain.at_start(run, example)
with left:
    st.markdown(chain.introduction(run, example))
    picture.formula(chain.formula(factors, 1))
    picture.formula(chain.formula(factors, 2))
    st.markdown(chain.reason(factors))

sharing.try_this(
    "neuron_differentiation",
    {
        "What if nothing at all is different?": {"neurons_epsilon": 0.0},
        "What if only w5 = w6, as in the discussion?": {"neurons_clones": shares["outgoing"], "neurons_epsilon": 0.0},
        "What if the two neurons differ in their outgoing weights only?": {
            "neurons_clones": shares["incoming"], "neurons_epsilon": 0.0,
        },
        "How small a push still counts?": {"neurons_epsilon": 1e-12},
        "What if the push is on a bias?": {"neurons_epsilon": 1e-12, "neurons_at": "b2 (its bias)"},
    },
)  # fmt: skip
sharing.take_along("neuron_differentiation", experiment)
