"""Does a signal get through a deep network, and does the error come back?"""

import streamlit as st

import lab
from lab.charts.seeds import depth as charts
from lab.charts.seeds import spread as courses
from lab.datasets import TITLES
from lab.seeds import depth, depth_words, spread
from pages.shell import asking, frame, knobs, picture, sharing

SCHEMES = [name.replace("_", " ") for name in depth.SHOWN]
PRESETS = {
    "And does it matter for the training?": {"seeds_depth_width": 20, "seeds_depth_train": True},
    "What if there are 30 layers?": {"seeds_depth_layers": 30},
    "Can tanh live with LeCun's or Glorot's weights?": {
        "seeds_depth_activation": "tanh", "seeds_depth_schemes": ["glorot normal", "lecun normal", "orthogonal"],
    },
    "Why were sigmoids given up in deep networks?": {"seeds_depth_activation": "sigmoid"},
    "Are 10 % larger weights harmless?": {"seeds_depth_scale": 1.1, "seeds_depth_layers": 50},
}  # fmt: skip


def show() -> None:
    """Knobs, signals forward and errors backward, what training makes of them, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        chosen = knobs.several("First weights", SCHEMES, ["he normal", "glorot normal"], "seeds_depth_schemes")
        activation = knobs.choice("Activation", depth.ACTIVATIONS, "relu", "seeds_depth_activation")
        layers = knobs.steps("Hidden layers", [1, 2, 3, 5, 8, 12, 20, 30, 50], 20, "seeds_depth_layers")
        width = knobs.steps("Units in each of them", [2, 5, 10, 20, 50, 100], 50, "seeds_depth_width")
        scale = knobs.steps("All kernels times", [0.5, 0.7, 0.9, 1.0, 1.1, 1.4, 2.0], 1.0, "seeds_depth_scale")
        train = knobs.toggle(f"Train them too (up to {depth_words.DEEPEST} layers)", False, "seeds_depth_train")
        with st.expander("More"):
            networks = knobs.steps(
                "Networks of each scheme, one seed each", [10, 50, 100, 300], 100, "seeds_depth_count"
            )
            data = knobs.choice("Data", depth.SETS, "moons", "seeds_depth_data", TITLES.get)
            stddev = knobs.steps("Normal: standard deviation", [0.01, 0.05, 0.1, 0.3, 1.0], 0.05, "seeds_depth_stddev")
            half = knobs.steps("Uniform: from minus this to this", [0.05, 0.1, 0.5, 1.0], 0.05, "seeds_depth_range")
            rate = knobs.steps("Learning rate", [0.001, 0.01, 0.05, 0.1, 0.5], 0.05, "seeds_depth_rate")
            epochs = knobs.steps("Epochs", [10, 50, 200, 1000], 200, "seeds_depth_epochs")

    examples = lab.Data(data, n=100 if data in ("moons", "circles", "blobs") else None)
    experiment = lab.vary(
        depth.START,
        {
            "data.name": data, "data.n": examples.n, "network.hidden": (width,) * layers,
            "network.activation": activation, "init.scale": scale, "init.stddev": stddev,
            "init.low": -half, "init.high": half, "training.learning_rate": rate,
            "training.epochs": epochs, **spread.suited(examples, "cross-entropy"),
        },
        later=True)  # fmt: skip
    named = [name.replace(" ", "_") for name in chosen]
    found = asking.measure(depth.measure, experiment, schemes=named, networks=networks)
    answer.markdown(f"**{depth_words.verdict(found, activation)}**")
    with left:
        st.subheader("Forward: the signal", anchor=False)
        chart = charts.through(*depth_words.placed(found.signal), "Mean squared activation")
        picture.show(chart, alt=depth_words.summary(found.signal, "of the mean squared activations"))
        st.caption("Layer 0 is the input. Line: the median network; band: 5 to 95 in a hundred; dashed: the law.")
        st.subheader("Backward: the error", anchor=False)
        chart = charts.through(*depth_words.placed(found.error), "Mean squared error signal")
        picture.show(chart, alt=depth_words.summary(found.error, "of the mean squared errors"))
        st.caption(
            "The derivative of the loss in the sums that go into a layer's units; the law starts at the last layer."
        )
        if train and layers <= depth_words.DEEPEST and data != "digits":
            run = asking.measure(lab.train, experiment, seeds=range(16), vary={spread.SCHEME: named}, weights="ends")
            st.subheader("And does it train?", anchor=False)
            st.markdown(depth_words.trained(spread.curves(run), experiment))
            chart = courses.curves(spread.curves(run), spread.single(run))
            picture.show(chart, alt=depth_words.trained(spread.curves(run), experiment))
        elif train:
            st.caption(f"Not trained here: that takes too long with more than {depth_words.DEEPEST} layers or digits.")
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(depth_words.formulas(found, activation))
        st.markdown(depth_words.typical(found))

    sharing.try_this("seed_effects", PRESETS)
    sharing.take_along("seed_effects", experiment)
