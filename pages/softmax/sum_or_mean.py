"""Can 1/m go into the learning rate? The mean of the gradients with a rate, and their sum with that rate over m."""

import streamlit as st

import lab
from lab.charts.softmax import sum_or_mean as charts
from lab.softmax import sum_or_mean, sum_or_mean_words
from pages.shell import asking, frame, knobs, picture, sharing

BATCHES = {"all 96": None, "48": 48, "40": 40, "32": 32, "8": 8}


def show() -> None:
    """Knobs, the costs, the formula, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        optimizer = knobs.choice("Optimizer", ["sgd", "momentum", "adam"], "sgd", "softmax_sum_optimizer")
        batch = knobs.choice("Examples a step (m)", BATCHES, "all 96", "softmax_sum_batch")
        rate = knobs.steps("Learning rate (r)", [0.01, 0.03, 0.1, 0.3, 1.0, 3.0], 0.3, "softmax_sum_rate")
        epochs = knobs.steps("Epochs", [10, 30, 60, 120], 60, "softmax_sum_epochs")

    experiment = lab.vary(
        sum_or_mean.START,
        {
            "training.optimizer": optimizer, "training.batch_size": BATCHES[batch], "training.learning_rate": rate,
            "training.epochs": epochs,
        },
    )  # fmt: skip
    found = asking.measure(sum_or_mean.paths, experiment)
    answer.markdown(f"**{sum_or_mean_words.verdict(found, experiment)}**")
    with left:
        picture.show(charts.paths(*sum_or_mean_words.drawn(found)), alt=sum_or_mean_words.summary(found))
        st.caption(
            "Softmax regression on 96 points in three overlapping blobs, from zeros, one run each, float64. The mean "
            "is trained by Keras's optimizer in the laboratory's engine, the sums by hand in NumPy."
        )
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(sum_or_mean_words.formula(found, experiment))
        st.markdown(
            "Plain gradient descent and momentum see the gradient only as rate times gradient, so it does not matter "
            "which of the two carries the 1/m. What divides by the gradient's size (Adam) or by another number "
            "(a last batch that is smaller) tells them apart."
        )

    sharing.try_this(
        "softmax_cost",
        {
            "Does it hold for momentum?": {"softmax_sum_optimizer": "momentum"},
            "And for Adam?": {"softmax_sum_optimizer": "adam"},
            "What if 96 examples come in batches of 32?": {"softmax_sum_batch": "32"},
            "And in batches of 40, the last of 16?": {"softmax_sum_batch": "40"},
        },
    )
    sharing.take_along("softmax_cost", experiment)
