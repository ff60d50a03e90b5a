"""Can a classifier start from zeros? Softmax regression against a hidden layer."""

import streamlit as st

import lab
from lab.charts.softmax import zeros as charts
from lab.datasets import TITLES
from lab.softmax import zeros, zeros_words
from pages.shell import asking, frame, knobs, picture, sharing

RATES = [0.003, 0.01, 0.03, 0.1, 0.3, 1.0]


def show() -> None:
    """Knobs, the costs, the kernels as pictures, why, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        rate = knobs.steps("Learning rate", RATES, 0.1, "softmax_zeros_rate")
        epochs = knobs.steps("Epochs", [1, 2, 5, 10, 20, 40], 20, "softmax_zeros_epochs")
        batch = knobs.steps("Examples a step", [8, 32, 128, 512], 32, "softmax_zeros_batch")
        activation = knobs.choice(
            "Activation of the hidden layer", ["tanh", "relu", "sigmoid"], "tanh", "softmax_zeros_activation"
        )
        seeds = knobs.steps("Runs of each start", [1, 2, 4, 8, 16], 8, "softmax_zeros_seeds")

    experiment = lab.vary(
        zeros.START,
        {
            "training.learning_rate": rate, "training.epochs": epochs, "training.batch_size": batch,
            "network.activation": activation,
        },
        later=True)  # fmt: skip
    with left:
        found = asking.measure(zeros.zeros, experiment, seeds=range(seeds))
        says = zeros_words.verdict(found, experiment)
        picture.show(charts.curves(found.curves, zeros_words.floor(experiment)), alt=says)
        st.caption(f"{TITLES['digits']}. Line: the median run. Band: 5 to 95 in a hundred runs. Dashed: foretold.")
        picture.table(zeros_words.table(found))
    answer.markdown(f"**{says}**")
    with right:
        st.subheader("What each class looks for", anchor=False)
        picture.show(charts.kernels(found.kernels), alt=zeros_words.kernels(found))
        st.caption(
            "The kernels of the softmax regression that began at zeros: blue speaks against the class, orange for it."
        )
    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(zeros_words.formula(experiment))
    st.markdown(zeros_words.reason(experiment))
    st.markdown(zeros_words.forgets(found))

    sharing.try_this(
        "softmax_cost",
        {
            "What if it trains twice as long: is the start forgotten?": {"softmax_zeros_epochs": 40},
            "Is a single pass enough?": {"softmax_zeros_epochs": 1},
            "Does a sigmoid hidden layer thaw?": {"softmax_zeros_activation": "sigmoid"},
            "What if the rate is ten times larger?": {"softmax_zeros_rate": 1.0},
        },
    )
    sharing.take_along("softmax_cost", experiment)
