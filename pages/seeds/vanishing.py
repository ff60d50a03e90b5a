"""Why do the first layers of a deep network learn slowest?"""

import streamlit as st

import lab
from lab.charts.seeds import vanishing as charts
from lab.seeds import depth, depth_words, vanishing
from pages.shell import asking, frame, knobs, picture, sharing


def show() -> None:
    """Knobs, gradients by hidden layer with what was published, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        activation = knobs.choice("Activation", depth.ACTIVATIONS, "sigmoid", "seeds_vanishing_activation")
        layers = knobs.slider("Hidden layers of 30 units", 1, 10, 1, 4, "seeds_vanishing_layers")
        bias = knobs.steps("Biases: standard deviation", [0.0, 0.3, 1.0, 3.0], 1.0, "seeds_vanishing_bias")
        scale = knobs.steps("All kernels times", [0.5, 1.0, 2.0, 4.0, 8.0], 1.0, "seeds_vanishing_scale")
        networks = knobs.steps("Networks, one seed each", [10, 30, 100, 300], 100, "seeds_vanishing_count")

    experiment = lab.vary(
        vanishing.START,
        {"network.activation": activation, "network.hidden": (30,) * layers, "init.scale": scale},
    )
    found = asking.measure(vanishing.measure, experiment, networks=networks, bias=bias)
    answer.markdown(f"**{vanishing.verdict(found, activation)}**")
    with left:
        picture.show(charts.by_layer(*depth_words.placed(found.table)), alt=vanishing.summary(found))
        st.caption("Before training, digits of 8 x 8 pixels. Band: 5 to 95 in a hundred networks; dashed: the law.")
        st.markdown(vanishing.compared(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(vanishing.formulas(found))
        st.markdown(vanishing.meanings(found, experiment))

    sharing.try_this(
        "seed_effects",
        {
            "Is tanh better?": {"seeds_vanishing_activation": "tanh", "seeds_vanishing_bias": 0.0},
            "And ReLU?": {"seeds_vanishing_activation": "relu", "seeds_vanishing_bias": 0.0},
            "What if there are ten layers?": {"seeds_vanishing_layers": 10},
            "Do larger weights save the sigmoid?": {"seeds_vanishing_scale": 4.0, "seeds_vanishing_bias": 0.0},
        },
    )
    sharing.take_along("seed_effects", experiment)
