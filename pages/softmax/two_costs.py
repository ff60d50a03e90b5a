"""Squared error and cross-entropy on the same data from the same starts, as the section of a part."""

import streamlit as st

import lab
from lab.charts.softmax import two_costs as charts
from lab.datasets import TITLES
from lab.softmax import two_costs
from lab.softmax import two_costs_compared as compared
from lab.softmax import two_costs_words as words
from pages.shell import asking, frame, knobs, picture

NAMES = {name: TITLES[name] for name in two_costs.DATA}
STEPS = [30, 100, 300, 1000]
THRESHOLDS = [0.6, 0.7, 0.8, 0.9, 0.95, 0.98]


def show() -> lab.Experiment:
    """Knobs, the differences pair by pair, the rates, the interval.

    Returns:
        What was trained, with cross-entropy.
    """
    st.header("And in a network? Both costs from the same starts", anchor=False)
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        data = knobs.choice("Data", NAMES, "spiral", "softmax_slowdown_data", NAMES.get)
        rate = knobs.steps("One rate for both", two_costs.RATES, 1.0, "softmax_slowdown_both")
        by = knobs.choice("Compare", words.COMPARED, "accuracy", "softmax_slowdown_by", words.COMPARED.get)
        hidden = knobs.steps("Hidden units", [2, 4, 8, 16], 8, "softmax_slowdown_hidden")
        with st.expander("More"):
            threshold = knobs.steps(
                "Steps count up to this accuracy", THRESHOLDS, 0.95, "softmax_slowdown_reach", "{:.0%}".format
            )
            steps = knobs.steps("Steps of the networks", STEPS, 300, "softmax_slowdown_length")
            pairs = knobs.steps("Pairs of runs", [4, 8, 16, 32], 16, "softmax_slowdown_pairs")
            activation = knobs.choice("Activation", ["tanh", "sigmoid", "relu"], "tanh", "softmax_slowdown_activation")
            output = knobs.choice(
                "Output, where there are three or more classes", ["softmax", "sigmoid"], "softmax",
                "softmax_slowdown_output",
            )  # fmt: skip
    experiment = two_costs.setting(data, hidden, activation, output, steps)
    with left:
        found = asking.measure(two_costs.measure, experiment, pairs=pairs, threshold=threshold)
        pairwise = compared.differences(found, by)
        table, rows = compared.intervals(pairwise), compared.by_rate(found, by)
        picture.show(
            charts.differences(pairwise, table, words.title(by), words.both(rate)), alt=words.summary(table, by)
        )
        st.caption(words.reading(found, by))
    with right:
        st.markdown(words.conclusion(found, table, by))
    answer.markdown(f"**{words.verdict(found, table, by, rate)}**")
    left, right = frame.halves()
    with left:
        picture.show(charts.rates(rows, words.labels(found)[by]), alt=words.rates(rows, found, by))
        st.caption("Large ring: the cost's best rate. Line: mean of the runs. Bar: from the least to the most.")
    with right:
        st.subheader("How sure is a mean difference?", anchor=False)
        picture.formula(words.formula(table, rate))
        st.caption(words.INTERVAL)
    return experiment
