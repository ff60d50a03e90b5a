"""Does training set useless weights to zero? A line, a useless column, and where the weights end."""

import streamlit as st

import lab
from lab import presets
from lab.charts.relevance import weights as charts
from lab.relevance import weights, weights_words
from lab.relevance import weights_setting as setting
from lab.specs import OPTIMIZERS
from pages.shell import asking, frame, knobs, picture, sharing

RUN = {"relevance_column": "the discussion's noise", "relevance_start": "the discussion's", "relevance_seeds": 1}
NOISE = RUN | {"relevance_column": "noise"}
PRESETS = {
    "The discussion's own run: does its noise weight go to zero?": RUN,
    "What if the useless column is all ones?": RUN | {"relevance_column": "constant"},
    "What if the noise has mean 10?": NOISE | {"relevance_mean": 10.0},
    "Do batches of two get there faster?": RUN | {"relevance_batch": "2"},
    "What if x2 = x1?": RUN | {"relevance_column": "x1 once more"},
    "What if the column is almost constant: mean 1, sd 0.01?": NOISE | {"relevance_mean": 1.0, "relevance_sd": 0.01},
}


def show() -> None:
    """Knobs, the weights over training, the formulas, presets."""
    answer, (left, right) = st.container(), frame.halves()
    with right:
        kind = setting.SECOND[knobs.choice("Second column", setting.SECOND, "noise", "relevance_column")]
        values = {}
        if kind == "noise":
            values["mean"] = knobs.steps(
                "Mean of the noise", (-10.0, -1.0, 0.0, 1.0, 10.0, 30.0), 0.0, "relevance_mean"
            )
            values["sd"] = knobs.steps(
                "Standard deviation of the noise", (0.0, 0.01, 0.1, 1.0, 3.0), 1.0, "relevance_sd"
            )
        elif kind == "constant":
            values["value"] = knobs.steps("The constant", (-3.0, 0.1, 1.0, 3.0, 10.0), 1.0, "relevance_value")
        elif kind == "scaled":
            values["factor"] = knobs.steps("Times", (-2.0, -1.0, 0.1, 0.5, 2.0, 5.0), 2.0, "relevance_factor")
        elif kind == "correlated":
            values["rho"] = knobs.steps("Correlation", (-1.0, -0.9, 0.0, 0.5, 0.9, 0.99, 1.0), 0.9, "relevance_rho")
        start = knobs.choice("Weights start", setting.STARTS, "Glorot, as Keras does", "relevance_start")
        seeds = knobs.steps("Seeds (starts of the weights)", (1, 10, 50, 200, 1000), 200, "relevance_seeds")
        rate = knobs.steps("Learning rate", (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1), 3e-3, "relevance_rate")
        epochs = knobs.steps("Epochs", (100, 300, 1000, 3000, 10_000, 30_000), 3000, "relevance_epochs")
        with st.expander("More"):
            batch = knobs.choice("Examples a step", setting.BATCHES, "all", "relevance_batch")
            optimizer = knobs.choice("Optimizer", OPTIMIZERS, "sgd", "relevance_optimizer")
            decay = knobs.steps("Weight decay", (0.0, 1e-3, 1e-2, 1e-1, 1.0), 0.0, "relevance_decay")
            if kind != "discussion":
                values["noise"] = knobs.steps("Noise of the targets, sd", (0.0, 0.1, 1.0, 3.0), 0.0, "relevance_noise")
                values["examples"] = knobs.steps("Examples", (5, 10, 30, 100), 10, "relevance_examples")
                values["seed"] = knobs.slider("Seed of the data", 0, 50, 1, 0, "relevance_data")
            decades = knobs.toggle("Stretch the first epochs", True, "relevance_decades")

    training = lab.Training(
        optimizer=optimizer, learning_rate=rate, weight_decay=decay, epochs=epochs, batch_size=setting.BATCHES[batch]
    )
    data, network, init = setting.data(kind, **values), presets.S09.network, setting.STARTS[start]
    experiment = lab.Experiment(data=data, network=network, init=init, training=training)
    initial, spacing = setting.explicit(start), "log" if decades else "linear"
    found = asking.measure(weights.measure, experiment, seeds=range(seeds), initial=initial, spacing=spacing)
    answer.markdown(weights_words.answer(found))
    with left:
        chart = charts.weights(found.curves, weights_words.legend(found), decades=decades)
        picture.show(chart, alt=weights_words.summary(found))
        picture.table(weights_words.table(found).set_index("weight"))

    left, right = frame.halves()
    with left:
        st.subheader("The mathematics, with your numbers", anchor=False)
        st.latex(weights_words.formulas(found))
    with right:
        sharing.try_this("feature_relevance", PRESETS)
        sharing.take_along("feature_relevance", experiment)
