"""Is there anything that training cannot change?"""

import streamlit as st

from lab.charts.differentiation import rescaling as charts
from lab.datasets import TITLES
from lab.differentiation import rescaling, rescaling_words
from pages.shell import asking, frame, knobs, picture, sharing

DATA = ["circles", "moons", "xor", "teacher"]
ACTIVATIONS = ["relu", "leaky_relu", "linear", "tanh", "sigmoid"]
RATES = [0.05, 0.1, 0.2, 0.5, 1.0]
PRESETS = {
    "Does it hold for tanh units, which cannot be rescaled?": {"neurons_conserved_activation": "tanh"},
    "And without any bend, for linear units?": {"neurons_conserved_activation": "linear"},
    "What if the steps remember those before (momentum)?": {
        "neurons_conserved_optimizer": "momentum", "neurons_conserved_rate": 0.1,
    },
    "What if each weight has a step size of its own (Adam)?": {
        "neurons_conserved_optimizer": "adam", "neurons_conserved_rate": 0.05, "neurons_conserved_time": 5,
    },
    "And with steps ten times as small?": {"neurons_conserved_rate": 0.05, "neurons_conserved_time": 20},
}  # fmt: skip


def show() -> None:
    """Knobs, one unit's squares over training, the drift against the rate."""
    answer, (left, right) = frame.answer(), frame.halves()

    with right:
        activation = knobs.choice("Activation", ACTIVATIONS, "relu", "neurons_conserved_activation")
        rate = knobs.steps("Learning rate; its half and its quarter run too", RATES, 0.5, "neurons_conserved_rate")
        optimizer = knobs.choice("Optimizer", ["sgd", "momentum", "adam"], "sgd", "neurons_conserved_optimizer")
        data = knobs.choice("Data", DATA, "circles", "neurons_conserved_data", TITLES.get)
        hidden = knobs.steps("Hidden units", range(1, 9), 4, "neurons_conserved_hidden")
        unit = (
            knobs.steps("The unit that is shown", range(1, hidden + 1), 1, "neurons_conserved_unit")
            if hidden > 1
            else 1
        )
        with st.expander("More"):
            time = knobs.steps("Rate × steps", [5, 10, 20, 50], 50, "neurons_conserved_time")
            seeds = knobs.steps("Seeds", [1, 5, 10, 20], 20, "neurons_conserved_seeds")

    experiment = rescaling.setting(data, hidden, activation, optimizer, rate, time)
    found = asking.measure(rescaling.measure, experiment, seeds=seeds)
    over_seeds = rescaling.over_seeds(found.drifts)
    says = rescaling_words.verdict(found, over_seeds)
    answer.markdown(f"**{says}**")
    with left:
        names = list(rescaling.QUANTITIES.values())
        picture.show(
            charts.course(found.course[found.course["unit"] == unit], names), alt=rescaling_words.course(found, unit)
        )
        st.caption(f"{rescaling_words.course(found, unit)} Thick, thinner, thin: the rate, its half, its quarter.")

    left, right = frame.halves()
    with left:
        st.header("Half the rate, half the drift?", anchor=False)
        picture.show(charts.drifts(*rescaling.drawn(found.drifts, over_seeds)), alt=says)
        st.caption(
            f"{rescaling_words.foretold(found, over_seeds)} Dots: seeds. Line and band: median, 5 to 95 in a hundred. "
            "Dashed: foretold. Dotted: half the drift at half the rate."
        )
    with right:
        st.header("The mathematics, with your numbers in it", anchor=False)
        st.markdown(rescaling_words.reading(found, unit))
        picture.formula(rescaling_words.formula(found, unit))

    sharing.try_this("neuron_differentiation", PRESETS)
    sharing.take_along("neuron_differentiation", experiment)
