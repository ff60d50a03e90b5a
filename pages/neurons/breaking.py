"""What breaks the symmetry of equal neurons, and what does not."""

import streamlit as st

import lab
from lab.charts.differentiation import breaking as charts
from lab.datasets import TITLES
from lab.differentiation import breaking, breaking_setting, breaking_words
from lab.seeds import suited
from pages.shell import asking, frame, knobs, picture, sharing

LAYERS = {"2": (2,), "4": (4,), "8": (8,), "4 and 4": (4, 4)}
PUSHES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0]


def show() -> None:
    """Knobs, the suspects, the table, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        arrangements = list(breaking_setting.ARRANGEMENTS)
        arrangement = knobs.choice("Units that start equal", arrangements, arrangements[0], "neurons_breaking_equal")
        hidden = knobs.choice("Hidden units", LAYERS, "4", "neurons_breaking_hidden")
        epsilon = knobs.steps("Size of the difference of a weight", PUSHES, 1e-3, "neurons_breaking_epsilon")
        more = knobs.toggle("More optimizers and activations", False, "neurons_breaking_more")
        with st.expander("More"):
            data = knobs.choice(
                "Data", ["circles", "moons", "xor", "blobs"], "circles", "neurons_breaking_data", TITLES.get
            )
            activation = knobs.choice("Activation", ["tanh", "sigmoid", "relu"], "tanh", "neurons_breaking_activation")
            rate = knobs.steps("Learning rate", [0.01, 0.05, 0.1, 0.2, 0.5, 1.0], 0.2, "neurons_breaking_rate")
            epochs = knobs.steps("Epochs", [10, 30, 100, 300], 100, "neurons_breaking_epochs")
            seeds = knobs.steps("Runs of each", [1, 2, 4, 8, 16], 8, "neurons_breaking_seeds")

    suspects = [*breaking_setting.SUSPECTS, *(breaking_setting.MORE_SUSPECTS if more else [])]
    experiment = lab.vary(
        breaking_setting.START,
        {
            "data.name": data, "data.n": 99, "network.hidden": LAYERS[hidden], "network.activation": activation,
            "training.learning_rate": rate, "training.epochs": epochs, **suited(lab.Data(data), "cross-entropy"),
        },
    )  # fmt: skip
    with left:
        found = asking.measure(
            breaking.breaking,
            experiment,
            seeds=range(seeds),
            suspects=suspects,
            arrangement=arrangement,
            epsilon=epsilon,
        )
        summary = breaking.over_seeds(found)
        says = breaking_words.verdict(summary, experiment)
        picture.show(charts.suspects(*breaking_words.drawn(summary)), alt=says)
        st.caption("Dot: median run. Bar: from the least to the largest. In the grey strip: equal to the bit.")
    with right:
        st.markdown(breaking_words.agreement(summary))
    answer.markdown(f"**{says}**")
    with st.expander("The same as a table"):
        st.markdown(breaking_words.table(summary))

    sharing.try_this(
        "neuron_differentiation",
        {
            "What if only half of the units start equal?": {"neurons_breaking_equal": arrangements[1]},
            "Two groups of equals: do the groups stay groups?": {
                "neurons_breaking_equal": arrangements[2], "neurons_breaking_hidden": "8",
            },
            "And in a deeper network?": {"neurons_breaking_hidden": "4 and 4"},
            "Does any other optimizer help?": {"neurons_breaking_more": True},
        },
    )  # fmt: skip
    sharing.take_along("neuron_differentiation", experiment)
