"""Frozen, identical or just slow: starts that look alike, told apart."""

import streamlit as st

import lab
from lab.charts.differentiation import frozen as charts
from lab.differentiation import frozen, frozen_drawn
from lab.differentiation import frozen_setting as setting
from lab.differentiation import frozen_words as words
from pages.shell import asking, frame, knobs, picture, sharing

FIVE = [name for name in frozen.STARTS if name != "one unit, random"]
EPOCHS = [100, 300, 1000, 3000, 10_000]
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0]
ACTIVATIONS = ["tanh", "sigmoid", "relu", "linear"]
SIZES = [1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1]
PRESETS = {
    "Does logistic regression learn from all zeros?": {"neurons_frozen_data": setting.DATA["moons"]},
    "And where no straight line helps?": {"neurons_frozen_data": setting.DATA["xor"]},
    "Do sigmoid units freeze too, if one class is larger?": {
        "neurons_frozen_data": setting.DATA["unequal"], "neurons_frozen_activation": "sigmoid",
    },
    "Are eight equal units one unit, to the last digit?": {"neurons_frozen_precision": "float64"},
    "Is one unit enough for two circles?": {
        "neurons_frozen_data": setting.DATA["circles"], "neurons_frozen_epochs": 3000,
        "neurons_frozen_starts": ["one constant", "Glorot random", "one unit, random"],
    },
}  # fmt: skip


def show() -> None:
    """Knobs, the costs, distances and movements, the verdicts, presets."""
    answer, (left, right) = frame.answer(), frame.halves()

    with right:
        starts = knobs.several("Where the weights start", frozen.STARTS, FIVE, "neurons_frozen_starts")
        data = knobs.choice("Data", setting.DATA, "spiral", "neurons_frozen_data", setting.DATA.get)
        activation = knobs.choice("Activation of the hidden units", ACTIVATIONS, "tanh", "neurons_frozen_activation")
        rate = knobs.steps("Learning rate", RATES, 0.3, "neurons_frozen_rate")
        epochs = knobs.steps("Epochs", EPOCHS, 1000, "neurons_frozen_epochs")
        with st.expander("More"):
            hidden = knobs.steps("Hidden units", [2, 3, 4, 8, 16], 8, "neurons_frozen_hidden")
            tiny = knobs.steps("Size of the tiny start (standard deviation)", SIZES, 1e-4, "neurons_frozen_tiny")
            constant = knobs.steps("The constant", [0.01, 0.1, 0.5, 1.0, 2.0], 0.5, "neurons_frozen_constant")
            count = knobs.steps("Runs of each random start", [1, 4, 8, 16, 32], 8, "neurons_frozen_seeds")
            precision = knobs.choice("Precision", ["float32", "float64"], "float32", "neurons_frozen_precision")

    experiment = lab.vary(
        setting.setting(data),
        {
            "network.activation": activation, "network.hidden": (hidden,), "init.stddev": tiny, "init.value": constant,
            "training.learning_rate": rate, "training.epochs": epochs, "training.precision": precision,
        },
        later=True)  # fmt: skip
    with left:
        found = asking.measure(frozen.measure, experiment, starts=starts, seeds=range(count))
        says = words.answer(found)
        picture.show(charts.costs(*frozen_drawn.costs(found)), alt=says)
        st.caption("Line: the median run. Band: 5 to 95 in a hundred runs. Grey and dashed: foretold.")
    answer.markdown(f"**{says}**")

    left, right = st.columns(2, gap="large")
    with left:
        chart = charts.sizes(*frozen_drawn.sizes(found, "distance"), words.TITLES["distance"], "equal to the bit")
        picture.show(chart, alt=words.seen(found, "distance"))
    with right:
        chart = charts.sizes(*frozen_drawn.sizes(found, "movement"), words.TITLES["movement"], "has not moved")
        picture.show(chart, alt=words.seen(found, "movement"))
    picture.table(words.table(found))
    st.caption(words.meanings(found))
    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(words.entropy(found))
    st.markdown(words.at_zero(found))
    picture.formula(words.one_unit(found))
    st.markdown(words.met(found))
    if formula := words.growth(found):
        picture.formula(formula)
    st.markdown(words.why_slow(found))
    sharing.try_this("neuron_differentiation", PRESETS)
    sharing.take_along("neuron_differentiation", experiment)
