"""The boundaries that networks from many seeds draw, and where they disagree."""

import streamlit as st

import lab
from lab.charts.seeds import boundaries as charts
from lab.datasets import TITLES
from lab.seeds import boundaries, boundaries_drawn, boundaries_words, scored
from lab.seeds.spread import suited
from pages.shell import asking, frame, knobs, picture, sharing

SETS = {TITLES[name]: name for name in boundaries.SETS}
HIDDEN = {"2": (2,), "4": (4,), "8": (8,), "16": (16,)}
NOISES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)


def show() -> None:
    """Knobs, the plane with its disagreement, the single boundaries, the measure, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        data = SETS[knobs.choice("Data", SETS, TITLES["xor"], "seeds_boundaries_data")]
        hidden = knobs.choice("Hidden units", HIDDEN, "4", "seeds_boundaries_hidden")
        noise = knobs.steps("Noise of the examples", NOISES, 0.15, "seeds_boundaries_noise")
        scheme = knobs.choice("First weights", scored.SHOWN_SCHEMES, "he normal", "seeds_boundaries_scheme")
        epochs = knobs.steps("Epochs", (10, 100, 300, 1000, 3000), 1000, "seeds_boundaries_epochs")
        count = knobs.choice("Networks, one seed each", (25, 100, 500), 100, "seeds_boundaries_count")
        with st.expander("More"):
            activation = knobs.choice("Activation", ("tanh", "relu", "sigmoid"), "tanh", "seeds_boundaries_activation")
            rate = knobs.steps("Learning rate", (0.03, 0.1, 0.3, 1.0, 3.0), 0.3, "seeds_boundaries_rate")
            examples = knobs.choice("Examples", (12, 60, 150), 60, "seeds_boundaries_examples")

    experiment = lab.vary(
        boundaries.START,
        {
            "data.name": data, "data.noise": noise, "data.n": examples, "network.hidden": HIDDEN[hidden],
            "network.activation": activation, "init.scheme": scored.SHOWN_SCHEMES[scheme],
            "training.learning_rate": rate, "training.epochs": epochs, **suited(lab.Data(data), "cross-entropy"),
        },
    )  # fmt: skip
    found = asking.measure(boundaries.measure, experiment, count=count)
    answer.markdown(f"**{boundaries_words.answer(found)}** {boundaries_words.detail(found)}")
    with left:
        picture.show(charts.disagreement(found.cells, found.points), alt=boundaries_words.places(found))
        st.caption("The redder a place, the more networks say otherwise there than most. Marks: training examples.")
        st.subheader("One boundary for every seed", anchor=False)
        picture.show(charts.squares(*boundaries_drawn.squares(found)), alt=boundaries_words.drawn(found))
        st.caption("Each square: one network, the same examples. Lines: where its answer changes.")
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(boundaries_words.formula(found))
        st.markdown(boundaries_words.inside(found))

    sharing.try_this(
        "seed_effects",
        {
            "Do more hidden units agree more?": {"seeds_boundaries_hidden": "16"},
            "And with two units only?": {"seeds_boundaries_hidden": "2"},
            "Where do circles leave a choice?": {
                "seeds_boundaries_data": TITLES["circles"], "seeds_boundaries_noise": 0.1,
            },
            "What if there are twelve examples?": {"seeds_boundaries_examples": 12},
            "Do ReLU networks draw other lines?": {"seeds_boundaries_activation": "relu"},
        },
    )  # fmt: skip
    sharing.take_along("seed_effects", experiment)
