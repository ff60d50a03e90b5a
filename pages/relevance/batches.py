"""Whether batches of two are faster: the cost against epochs, and the same against steps."""

import streamlit as st

import lab
from lab import presets
from lab.charts.relevance import batches as charts
from lab.relevance import batches, batches_words, speed_setting
from lab.relevance import weights_setting as setting
from lab.relevance.second_column import NUMBERS
from pages.shell import asking, frame, knobs, picture, sharing

NOISE = {"relevance_batches_column": "noise"}
PRESETS = {
    "What if the useless noise has mean 10?": NOISE | {"relevance_batches_mean": 10.0, "relevance_batches_level": 0.1},
    "What if the columns are standardised?": {"relevance_batches_standardise": True},
    "Does a rate bear batches that it bears all at once?": {"relevance_batches_rate": 0.03},
    "What if the targets are noisy?": NOISE | {"relevance_batches_noise": 1.0},
    "What if x2 = x1?": {"relevance_batches_column": "x1 once more"},
}


def show() -> None:
    """Knobs, both pictures, the table, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        kind = setting.SECOND[
            knobs.choice("Second column", setting.SECOND, "the discussion's noise", "relevance_batches_column")
        ]
        values = {
            name: knobs.steps(label, options, default, f"relevance_batches_{name}")
            for name, (label, options, default) in NUMBERS[kind].items()
        }
        standard = knobs.toggle("Standardise the columns", False, "relevance_batches_standardise")
        rate = knobs.steps("Learning rate", (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1), 3e-3, "relevance_batches_rate")
        level = knobs.steps("The cost to reach", (1e-4, 1e-3, 0.01, 0.1, 1.0), 1e-3, "relevance_batches_level")
        epochs = knobs.steps("Epochs", (30, 300, 1000, 3000, 10_000), 3000, "relevance_batches_epochs")
        with st.expander("More"):
            seeds = knobs.steps("Seeds (starts and orders)", (1, 16, 64), 16, "relevance_batches_seeds")
            if kind != "discussion":
                values["noise"] = knobs.steps(
                    "Noise of the targets, sd", (0.0, 0.1, 1.0, 3.0), 0.0, "relevance_batches_noise"
                )
                values["seed"] = knobs.slider("Seed of the data", 0, 50, 1, 0, "relevance_batches_data")

    data = speed_setting.data(kind, standardize=standard, **values)
    training = lab.Training(loss="mse", learning_rate=rate, epochs=epochs)
    experiment = lab.Experiment(data=data, network=presets.S09.network, training=training)
    found = asking.measure(batches.measure, experiment, level=level, seeds=range(seeds))
    says = batches_words.verdict(found)
    answer.markdown(f"**{says}**")
    with left:
        picture.show(charts.costs(*batches_words.drawn(found, "epoch"), "Epoch", level), alt=says)
        picture.show(charts.costs(*batches_words.drawn(found, "step"), "Step", level), alt=says)
        st.caption(
            "Above: by epochs. Below: the same runs by steps. Line: median of the seeds, band: 5 to 95 in a hundred; "
            "dashed: the law for all examples at once; level line: the cost to reach."
        )
    with right:
        picture.table(batches_words.table(found))
        st.markdown(batches_words.why(found))

    sharing.try_this("feature_relevance", PRESETS)
    sharing.take_along("feature_relevance", experiment)
