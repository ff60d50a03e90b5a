"""How long it takes until two nearly equal neurons differ."""

import streamlit as st

import lab
from lab.charts.differentiation import escape as charts
from lab.datasets import TITLES
from lab.differentiation import escape, escape_summary, escape_words
from lab.differentiation.distance import WEIGHTS
from lab.seeds import suited
from pages.shell import asking, frame, knobs, picture, sharing

SETS = ["teacher", "circles", "moons", "xor"]
RATES = [0.01, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0]
EPOCHS = [500, 1000, 1500, 3000, 6000]


def show() -> None:
    """Knobs, the times, the distances, the answer to the follow-up question, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        rate = knobs.steps("Learning rate", RATES, 0.1, "neurons_escape_rate")
        data = knobs.choice("Data", SETS, "teacher", "neurons_escape_data", TITLES.get)
        activation = knobs.choice("Activation", ["tanh", "sigmoid", "relu"], "tanh", "neurons_escape_activation")
        with st.expander("More"):
            at = knobs.choice("The weight that gets the push", WEIGHTS, "w3 (from x1)", "neurons_escape_at")
            epochs = knobs.steps("Epochs", EPOCHS, 1500, "neurons_escape_epochs")
            seeds = knobs.steps("Runs of each push", [1, 2, 5, 10, 20], 5, "neurons_escape_seeds")

    experiment = lab.vary(
        escape.START,
        {
            "data.name": data, "network.activation": activation, "init.epsilon_at": WEIGHTS[at],
            "training.learning_rate": rate, "training.epochs": epochs, **suited(lab.Data(data), "cross-entropy"),
        },
    )  # fmt: skip
    with left:
        found = asking.measure(escape.escape, experiment, seeds=range(seeds))
        says = escape_words.verdict(found)
        times = charts.times(escape_summary.times(found), escape_summary.rounded(found), escape_summary.widest(found))
        picture.show(times, alt=says)
        st.caption(
            "Dots: median of the runs, with the range from 5 to 95 in a hundred. Dashed: the law, nothing fitted."
        )
        picture.show(charts.courses(*escape_summary.courses(found)), alt=says)
        st.caption("Each line: a push ten times smaller than the one above it. Dashed: what the law foretells.")
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(escape_words.LAW)
        picture.formula(escape_words.DECADE)
        picture.formula("= " + escape_words.formula(found))
        st.markdown(escape_words.settled(found))
        st.markdown(escape_words.why_not_the_same(found))
        picture.show(charts.ridge(found.ridge), alt=escape_words.takeaway(found))
        st.markdown(escape_words.rounding(found))
    answer.markdown(f"**{says}**")

    sharing.try_this(
        "neuron_differentiation",
        {
            "What if the rate is ten times smaller?": {"neurons_escape_rate": 0.01, "neurons_escape_epochs": 6000},
            "And on two circles, with sigmoid neurons?": {
                "neurons_escape_data": TITLES["circles"], "neurons_escape_activation": "sigmoid",
                "neurons_escape_rate": 2.0, "neurons_escape_epochs": 3000,
            },
            "Does ReLU change it?": {"neurons_escape_activation": "relu"},
            "What if the push is on the outgoing weight?": {"neurons_escape_at": "w6 (to the output)"},
        },
    )  # fmt: skip
    sharing.take_along("neuron_differentiation", experiment)
