"""Where in the plane of two weights training goes: contours, the valley, and the ways of many starts."""

import streamlit as st

import lab
from lab import presets
from lab.charts.relevance import plane as charts
from lab.relevance import plane, plane_drawn, plane_words
from lab.relevance import weights_setting as setting
from lab.relevance.second_column import NUMBERS
from lab.specs import OPTIMIZERS
from pages.shell import asking, frame, knobs, picture, sharing

RATES = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
SCALED = {"relevance_plane_column": "a multiple of x1"}
PRESETS = {
    "What if x2 = x1?": {"relevance_plane_column": "x1 once more", "relevance_plane_epochs": 10_000},
    "What if the column is 2 x1, and Adam takes the steps?": SCALED
    | {"relevance_plane_optimizer": "adam", "relevance_plane_rate": 0.03, "relevance_plane_epochs": 10_000},
    "And gradient descent in the same valley?": SCALED | {"relevance_plane_epochs": 10_000},
    "What does the same valley look like from the side?": SCALED | {"relevance_plane_pair": "w1 and b"},
    "What if the useless column is noise: is there a valley?": {"relevance_plane_column": "noise"},
}


def show() -> None:
    """Knobs, the plane, the formulas, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        kind = setting.SECOND[knobs.choice("Second column", setting.SECOND, "constant", "relevance_plane_column")]
        values = {
            name: knobs.steps(label, options, default, f"relevance_plane_{name}")
            for name, (label, options, default) in NUMBERS[kind].items()
        }
        pair = knobs.choice("Two weights", plane_drawn.PAIRS, plane_drawn.AUTO, "relevance_plane_pair")
        optimizer = knobs.choice("Optimizer", OPTIMIZERS, "sgd", "relevance_plane_optimizer")
        rate = knobs.steps("Learning rate", RATES, 3e-3, "relevance_plane_rate")
        epochs = knobs.steps("Epochs", (10, 30, 100, 300, 1000, 3000, 10_000, 30_000), 3000, "relevance_plane_epochs")
        with st.expander("More"):
            start = knobs.choice("Weights start", plane.STARTS, next(iter(plane.STARTS)), "relevance_plane_start")
            seeds = knobs.steps("Seeds (starts of the weights)", (1, 8, 24, 48), 24, "relevance_plane_seeds")
            batch = knobs.choice("Examples a step", setting.BATCHES, "all", "relevance_plane_batch")
            noise = knobs.steps("Noise of the targets, sd", (0.0, 0.1, 1.0, 3.0), 0.0, "relevance_plane_noise")
            data_seed = knobs.slider("Seed of the data", 0, 50, 1, 0, "relevance_plane_data")

    training = lab.Training(
        optimizer=optimizer, learning_rate=rate, epochs=epochs, batch_size=setting.BATCHES[batch], loss="mse"
    )
    data = setting.data(kind, noise=noise, seed=data_seed, **values)
    experiment = lab.Experiment(data=data, network=presets.S09.network, init=plane.STARTS[start], training=training)
    found = asking.measure(plane.measure, experiment, seeds=range(seeds))
    says = plane_words.verdict(found)
    answer.markdown(f"**{says}**")
    with left:
        picture.show(charts.plane(plane_drawn.plane(found, pair)), alt=says)
        st.caption(plane_words.shadow(found, plane_drawn.pair_of(found, pair)))

    left, right = frame.halves()
    with left:
        st.subheader("The mathematics, with your numbers", anchor=False)
        picture.formula(plane_words.formulas(found))
        st.markdown(plane_words.why(found))
    with right:
        sharing.try_this("feature_relevance", PRESETS)
        sharing.take_along("feature_relevance", experiment)
