"""Does a larger batch overflow? Maps of batch size and learning rate, for the sum over the batch and for its mean."""

import streamlit as st

import lab
from lab.charts.softmax import border as charts
from lab.softmax import border, border_words, sum_or_mean
from pages.shell import asking, frame, knobs, picture, sharing

DATA = {"three blobs": ("blobs", 1.2), "three spiral arms": ("spiral", 0.02)}


def show() -> None:
    """Knobs, the two maps, the law, the check, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        name = knobs.choice("Data", DATA, "three blobs", "softmax_border_data")
        epochs = knobs.steps("Epochs", [10, 20, 40, 80], 40, "softmax_border_epochs")
        m = knobs.steps("Check the sum against the engine at m =", border.BATCHES, 96, "softmax_border_check")

    data, noise = DATA[name]
    experiment = lab.vary(
        sum_or_mean.START, {"data.name": data, "data.noise": noise, "training.epochs": epochs}
    )  # fmt: skip
    found = asking.measure(border.over_rates, experiment)
    law = asking.measure(border.law, experiment)
    says = border_words.verdict(found, experiment)
    answer.markdown(f"**{says}**")
    with left:
        first, second = st.columns(2)
        with first:
            cells, line = border_words.drawn(found, law, "sum")
            picture.show(charts.chart(cells, line, border.STATES, "The sum over the batch"), alt=says)
        with second:
            cells, line = border_words.drawn(found, law, "mean")
            picture.show(charts.chart(cells, line, border.STATES, "The mean over the batch"), alt=says)
        st.caption(
            "Each cell is one softmax regression on 96 points, from zeros, in float64. Learns: the cost never rose, or "
            "has arrived. Restless: it jumps. Overflows: e^z was infinite for a logit of some step."
        )
    with right:
        st.markdown(border_words.between(found))
        st.markdown(border_words.falls(found, law))
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(border_words.formula(law))
        st.markdown(
            "λ is the largest curvature of the cost at its minimum: the largest eigenvalue of the Hessian. One over "
            "all examples gives the first line. A batch of few examples can be steeper than all of them together: the "
            "λ of the steepest batch gives the second, below which no step can carry away."
        )
        checked = asking.measure(border.checked, experiment, m=m)
        st.markdown(border_words.compared(checked, found, m))

    sharing.try_this(
        "softmax_cost",
        {
            "Is it the same for spiral arms?": {"softmax_border_data": "three spiral arms"},
            "Do a few epochs show it already?": {"softmax_border_epochs": 10},
            "Does the sum equal the mean with m times the rate in small batches too?": {"softmax_border_check": 8},
        },
    )
    sharing.take_along("softmax_cost", experiment)
