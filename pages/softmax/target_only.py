"""What if only the target's logit learned? Gradient descent with all of a - y, and with the target's part of it."""

import streamlit as st

import lab
from lab.charts.softmax import target_only as charts
from lab.softmax import target_only, target_only_drawn
from lab.softmax import target_only_words as words
from pages.shell import asking, frame, knobs, picture, sharing

NETWORKS = list(target_only.NETWORKS)
PRESETS = {
    "And with 25 hidden ReLU units: do the weights explode?": {"softmax_target_only_network": NETWORKS[1]},
    "With 25 tanh units: does it learn at all?": {"softmax_target_only_network": NETWORKS[2]},
    "Does it catch up if it trains for longer?": {"softmax_target_only_epochs": 1000},
    "What if the inputs have mean 0?": {"softmax_target_only_inputs": True},
    "Mean 0 and tanh units: is it saved?": {
        "softmax_target_only_inputs": True, "softmax_target_only_network": NETWORKS[2],
    },
}  # fmt: skip


def show() -> None:
    """Knobs, the accuracies, costs and sizes, what was claimed, formulas, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        network = knobs.choice("Network, 64 pixels to 10 digits", NETWORKS, NETWORKS[0], "softmax_target_only_network")
        rate = knobs.steps("Learning rate", [0.05, 0.1, 0.2, 0.5, 1.0, 2.0], 0.5, "softmax_target_only_rate")
        epochs = knobs.steps("Epochs", [10, 30, 100, 300, 1000], 100, "softmax_target_only_epochs")
        centred = knobs.toggle("Inputs with mean 0, standard deviation 1", False, "softmax_target_only_inputs")
        with st.expander("More"):
            seeds = knobs.steps("Runs of each", [1, 2, 4, 8, 16], 8, "softmax_target_only_seeds")

    experiment = lab.vary(
        target_only.START,
        {
            **target_only.NETWORKS[network],
            "data.standardize": centred, "training.learning_rate": rate, "training.epochs": epochs,
        },
    )  # fmt: skip
    with left:
        found = asking.measure(target_only.compare, experiment, seeds=range(seeds))
        picture.show(charts.accuracy(*target_only_drawn.accuracy(found)), alt=words.seen(found, "accuracy"))
        st.caption("Line: the median run. Band: 5 to 95 in a hundred runs. Both ways start from the same weights.")
    answer.markdown(f"**{words.verdict(found)}**")

    left, right = st.columns(2, gap="large")
    with left:
        chart = charts.sizes(*target_only_drawn.sizes(found, "size"), "Size of the output weights")
        picture.show(chart, alt=words.seen(found, "size"))
    with right:
        picture.show(charts.sizes(*target_only_drawn.sizes(found, "cost"), "Cost"), alt=words.seen(found, "cost"))
    st.caption("Size: the root of the sum of their squares, biases included. What passes 1e60 is drawn at 1e60.")
    st.subheader("What was said about it, and what happens", anchor=False)
    st.markdown(words.claims(found))
    with st.expander("The same as a table"):
        picture.table(words.table(found))
    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(r"W_k \leftarrow W_k - \eta \, \overline{(a_k - y_k) \, s_k \, h}, \quad s_k = 1 \text{ or } y_k")
    picture.formula(words.angle_formula(found))
    if formula := words.growth_formula(found):
        picture.formula(formula)
    sharing.try_this("softmax_cost", PRESETS)
    sharing.take_along("softmax_cost", experiment)
