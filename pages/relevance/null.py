"""Is a weight zero, or just small: useless columns over a thousand draws of the data, beside one's own."""

import streamlit as st

import lab
from lab.charts.relevance import null as charts
from lab.relevance import null, null_drawn, null_setting, null_words
from lab.specs import OPTIMIZERS
from pages.shell import asking, frame, knobs, picture, sharing

TRUTHS = (0.0, 0.1, 0.3, 1.0, 3.0)


def show() -> None:
    """Knobs, the weights of all draws with one's own among them, their way there, the formulas, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        truth = knobs.steps("What x2 is worth in your data (0: useless)", TRUTHS, 0.0, "relevance_null_truth")
        seed = knobs.slider("Your data: draw", 0, 50, 1, 0, "relevance_null_seed")
        sigma = knobs.steps("Noise of the targets, sd", (0.0, 0.1, 0.3, 1.0, 3.0), 1.0, "relevance_null_noise")
        n = knobs.choice("Examples", (12, 30, 100), 30, "relevance_null_examples")
        count = knobs.choice("Columns of noise: x2 and more", (1, 3, 5, 8), 3, "relevance_null_columns")
        epochs = knobs.steps("Epochs", (10, 30, 100, 300, 1000, 3000), 300, "relevance_null_epochs")
        with st.expander("More"):
            sd = knobs.choice("Standard deviation of these columns", (0.3, 1.0, 3.0), 1.0, "relevance_null_sd")
            draws = knobs.choice("Draws of the data", (100, 300, 1000, 3000), 1000, "relevance_null_draws")
            rate = knobs.steps("Learning rate", (0.003, 0.01, 0.03, 0.1), 0.03, "relevance_null_rate")
            optimizer = knobs.choice("Optimizer", OPTIMIZERS, "momentum", "relevance_null_optimizer")

    columns = (lab.Column("noise", sd=sd),) * count
    experiment = lab.vary(
        null_setting.START,
        {
            "data.n": n, "data.noise": sigma, "data.seed": seed, "data.columns": columns,
            "training.epochs": epochs, "training.learning_rate": rate, "training.optimizer": optimizer,
        },
    )  # fmt: skip
    found = asking.measure(null.measure, experiment, draws=draws, truth=truth)
    answer.markdown(f"**{null_words.answer(found)}** {null_words.draws(found)}")
    with left:
        chart = charts.pile(null_drawn.bars(found), null_drawn.curve(found), null_drawn.own(found))
        picture.show(chart, alt=null_words.summary(found))
        st.caption(null_words.caption(found))
        st.subheader("Does training set it to zero?", anchor=False)
        st.markdown(null_words.half_true(found))
        picture.show(charts.courses(*null_drawn.courses(found)), alt=null_words.half_true(found))
        st.caption(null_words.courses(found))
        st.markdown(null_words.starts(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        st.markdown(null_words.power(found))
        picture.formula(null_words.formulas(found))
        st.markdown(null_words.meanings(found))

    sharing.try_this(
        "feature_relevance",
        {
            "What if x2 does matter a little?": {"relevance_null_truth": 0.3},
            "And three times as much?": {"relevance_null_truth": 1.0},
            "What if the targets have no noise?": {"relevance_null_noise": 0.0, "relevance_null_epochs": 3000},
            "Twelve examples, eight useless columns: how large do their weights get?": {
                "relevance_null_examples": 12, "relevance_null_columns": 8, "relevance_null_epochs": 3000,
            },
            "What if training stops after ten epochs?": {"relevance_null_epochs": 10},
        },
    )  # fmt: skip
    sharing.take_along("feature_relevance", null_setting.useful(experiment, truth))
