"""Squared error or cross-entropy: what a neuron that is wrong waits for, and what both do on the same starts."""

import streamlit as st

from lab.charts.softmax import slowdown as charts
from lab.softmax import slowdown, slowdown_words
from pages.shell import asking, frame, knobs, picture, sharing
from pages.softmax import two_costs

RATES = [0.03, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.0, 5.0]
STEPS = [30, 100, 300, 1000, 3000, 10_000]
PRESETS = {
    "What if the neuron is surer, and just as wrong?": {
        "softmax_slowdown_weight": 2.0, "softmax_slowdown_bias": 2.0,
    },
    "And if it is on the right side from the start?": {
        "softmax_slowdown_weight": -1.0, "softmax_slowdown_bias": -1.0,
    },
    "Two circles: which cost is better there?": {"softmax_slowdown_data": two_costs.NAMES["circles"]},
    "Handwritten digits: is squared error hopeless at the rate 0.1?": {
        "softmax_slowdown_data": two_costs.NAMES["digits"], "softmax_slowdown_both": 0.1,
        "softmax_slowdown_hidden": 16,
    },
    "Which cost gets to 95 % sooner?": {"softmax_slowdown_by": two_costs.words.COMPARED["steps"]},
}  # fmt: skip


def show() -> None:
    """The neuron: knobs, its output, its waits, the closed forms; then both costs, pair by pair."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        weight = knobs.slider("Where its weight starts", -4.0, 6.0, 0.1, 0.6, "softmax_slowdown_weight")
        bias = knobs.slider("Where its bias starts", -4.0, 6.0, 0.1, 0.9, "softmax_slowdown_bias")
        rate = knobs.steps("Learning rate of the neuron", RATES, 0.15, "softmax_slowdown_rate")
        steps = knobs.steps("Steps of the neuron", STEPS, 300, "softmax_slowdown_steps")
    experiment = slowdown.setting(rate, steps)
    with left:
        found = asking.measure(slowdown.measure, experiment, weight=weight, bias=bias)
        says = slowdown_words.verdict(found)
        picture.show(charts.outputs(slowdown.drawn(found)), alt=says)
        st.caption(slowdown_words.gap(found))
    with right:
        st.markdown(slowdown_words.other_rate(found))
    answer.markdown(f"**{says}**")
    left, right = frame.halves()
    with left:
        picture.show(charts.waits(found.waits), alt=slowdown_words.waits(found))
        st.caption(slowdown_words.waits(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(slowdown_words.formula(found))
        st.caption(slowdown_words.SOURCE)

    trained = two_costs.show()
    sharing.try_this("softmax_cost", PRESETS)
    sharing.take_along("softmax_cost", trained)
