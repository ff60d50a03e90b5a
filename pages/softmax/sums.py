"""What training cannot change in an output layer: sums over the classes."""

import streamlit as st

import lab
from lab.charts.softmax import sums as charts
from lab.softmax import sums, sums_words
from pages.shell import asking, frame, knobs, picture, sharing

LAYERS = {"none": (), "16": (16,)}
RATES = [0.003, 0.01, 0.03, 0.1, 0.3]


def show() -> None:
    """Knobs, what is left of the sums, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        hidden = knobs.choice("Hidden units", LAYERS, "16", "softmax_sums_hidden")
        rate = knobs.steps("Learning rate (Adam has its own, 0.003)", RATES, 0.1, "softmax_sums_rate")
        epochs = knobs.steps("Epochs", [1, 5, 10, 20, 40], 20, "softmax_sums_epochs")
        batch = knobs.steps("Examples a step", [8, 32, 128, 512], 32, "softmax_sums_batch")
        precision = knobs.choice("Precision", ["float32", "float64"], "float32", "softmax_sums_precision")
        seeds = knobs.steps("Runs of each optimizer", [1, 2, 4, 8, 16], 16, "softmax_sums_seeds")

    experiment = lab.vary(
        sums.START,
        {
            "network.hidden": LAYERS[hidden], "training.learning_rate": rate, "training.epochs": epochs,
            "training.batch_size": batch, "training.precision": precision,
        },
    )  # fmt: skip
    with left:
        found = asking.measure(sums.sums, experiment, seeds=range(seeds))
        says = sums_words.verdict(found, experiment)
        picture.show(charts.courses(found.courses), alt=says)
        st.caption("Line: the median run. Band: 5 to 95 in a hundred runs. Dashed: the law, nothing fitted.")
    answer.markdown(f"**{says}**")
    with right:
        picture.table(sums_words.table(found))
    st.header("The mathematics, with your numbers in it", anchor=False)
    law, numbers = sums_words.formula(experiment)
    picture.formula(law)
    picture.formula(numbers)
    st.markdown(
        "For every unit j that leads into the output, the errors of all classes sum to 0, so their gradients do, and a "
        "step that adds multiples of gradients leaves the sum of its weights alone. Weight decay shrinks every weight "
        "by the same share. Adam divides each gradient by a size of its own, and the parts no longer cancel."
    )

    sharing.try_this(
        "softmax_cost",
        {
            "What if rounding is a billion times smaller?": {"softmax_sums_precision": "float64"},
            "And without a hidden layer?": {"softmax_sums_hidden": "none"},
            "What if the decay works longer?": {"softmax_sums_epochs": 40},
            "Do larger batches change it?": {"softmax_sums_batch": 512},
        },
    )
    sharing.take_along("softmax_cost", experiment)
