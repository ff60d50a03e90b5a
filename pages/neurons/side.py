"""Two neurons side by side: the chain of factors of two gradients, with one's own numbers in it."""

import streamlit as st

import lab
from lab.charts.differentiation import network as charts
from lab.datasets import TITLES
from lab.differentiation import chain, chain_words, diagram, side_by_side
from lab.differentiation import side_by_side_words as words
from pages.shell import asking, frame, knobs, picture, sharing

COSTS = {"binary_crossentropy": "cross-entropy", "mse": "squared error"}
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 100.0]


def show() -> None:
    """The network with its numbers, the factors of two gradients, all gradients, presets."""
    answer, (left, right) = frame.answer(), frame.halves()

    with right:
        named = knobs.choice("Gradients to compare", list(chain.PAIRS), "w1 and w3", "neurons_side_pair")
        st.caption(
            "The nine weights at the start: w1, w2 lead into neuron 1, w3, w4 into neuron 2, w5, w6 out of them."
        )
        with st.container(horizontal=True, gap="small"):
            start = {
                name: knobs.box(name, -20.0, 20.0, 0.1, value, f"neurons_side_{name}", width=105)
                for name, value in side_by_side.WEIGHTS.items()
            }
        updates = side_by_side.START.training.epochs
        update = knobs.stepped("Updates so far", 0, updates, 0, "neurons_side_update", "update")
        data = knobs.choice("Data", ["xor", "circles", "moons"], "moons", "neurons_side_data", TITLES.get)
        example = knobs.slider("Example", 1, lab.Data(data).examples, 1, 1, "neurons_side_example")
        with st.expander("More"):
            activation = knobs.choice("Activation", list(chain.SLOPES), "sigmoid", "neurons_side_activation")
            cost = knobs.choice("Cost", COSTS, "binary_crossentropy", "neurons_side_cost", COSTS.get)
            rate = knobs.steps("Learning rate", RATES, 1.0, "neurons_side_rate")

    experiment = lab.vary(
        side_by_side.START,
        {
            "data.name": data, "network.activation": activation, "training.loss": cost, "training.learning_rate": rate,
        },
    )  # fmt: skip
    with left:
        run = asking.measure(side_by_side.course, experiment, weights=list(start.values()))
        moment = side_by_side.moment(run, update, example, chain.PAIRS[named])
        picture.show(charts.network(diagram.nodes(moment), diagram.edges(moment)), alt=diagram.takeaway(moment))
        st.caption("Strong lines: the two chains. In a frame or a ring: what differs between them.")
        st.caption(words.course(moment))
    answer.markdown(words.answer(moment))

    if moment.finite:
        st.header("The mathematics, with your numbers in it", anchor=False)
        st.caption("In a box: what differs.")
        picture.formula(chain_words.formula(moment.factors, moment.pair, 0))
        picture.formula(chain_words.formula(moment.factors, moment.pair, 1))
        st.markdown("An update goes by the mean over all examples:")
        picture.formula(words.update(moment))
        automatic = asking.measure(
            side_by_side.automatic, experiment, weights=list(moment.weights.values()), example=example
        )
        picture.table(words.table(moment, automatic))
        st.markdown(words.agreement(moment, automatic))

    sharing.try_this(
        "neuron_differentiation",
        {
            "What if w5 = w6 too?": {"neurons_side_w6": 0.3},
            "What if only w5 = w6, and w1 and w3 differ?": {"neurons_side_w6": 0.3, "neurons_side_w3": -0.4},
            "Why do dJ/dw1 and dJ/dw2 differ?": {"neurons_side_pair": "w1 and w2"},
            "What after 500 updates?": {"neurons_side_update": 500},
            "Can the gradients agree although w5 and w6 differ?": {
                "neurons_side_data": TITLES["xor"], "neurons_side_example": 2,
            },
        },
    )  # fmt: skip
    sharing.take_along("neuron_differentiation", experiment)
    st.markdown(words.start(list(start.values())))
