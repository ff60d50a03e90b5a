"""Which penalty sets a weight to zero, which shrinks it, which shares it, and which column matters."""

import streamlit as st

import lab
from lab.charts.relevance import penalties as charts
from lab.relevance import importance, penalties, penalties_drawn, penalties_setting
from lab.relevance import penalties_words as words
from pages.shell import asking, frame, knobs, picture, sharing

MODELS = ("no penalty", "L2", "L1")
COPY, DOUBLE, UNITS = list(penalties_setting.ARRANGEMENTS)[1:]


def show() -> None:
    """Knobs, the weights under L1 and L2, how near to zero, importance, the laws, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        arrangements = list(penalties_setting.ARRANGEMENTS)
        arrangement = knobs.choice("Columns", arrangements, arrangements[0], "relevance_penalties_columns")
        size = knobs.steps("Penalty", penalties_setting.SIZES, 1.0, "relevance_penalties_size")
        sigma = knobs.steps("Noise of the targets, sd", (0.0, 0.1, 0.5, 1.0, 3.0), 0.5, "relevance_penalties_noise")
        epochs = knobs.steps("Epochs", (30, 100, 300, 1000, 3000, 10_000), 3000, "relevance_penalties_epochs")
        with st.expander("More"):
            begin = knobs.choice(
                "Weights start at sd", (0.0, 0.3, 1.0, 3.0), 1.0, "relevance_penalties_begin", knobs.number
            )
            draw = knobs.slider("Data: draw", 0, 20, 1, 0, "relevance_penalties_data")
            starts = knobs.steps("Starts", (1, 4, 16), 16, "relevance_penalties_starts")
            rate = knobs.steps("Learning rate", (0.002, 0.005, 0.01, 0.02, 0.05), 0.02, "relevance_penalties_rate")

    experiment = penalties_setting.experiment(arrangement, sigma, draw, begin, learning_rate=rate, epochs=epochs)
    found = asking.measure(penalties.measure, experiment, arrangement=arrangement, seeds=range(starts))
    says, shared = words.answer(found, size), words.sharing(found, size)
    answer.markdown(f"**{says}** {shared} {words.budget(found)}")
    with left:
        picture.show(charts.paths(penalties_drawn.paths(found, "L1"), "L1 penalty l₁"), alt=says)
        picture.show(charts.paths(penalties_drawn.paths(found, "L2"), "L2 penalty λ (weight decay)"), alt=says)
        st.caption(words.caption(found))
        st.subheader("How near to zero?", anchor=False)
        picture.show(charts.near_zero(*penalties_drawn.near_zero(found)), alt=f"{says} {words.near(found)}")
        st.caption(words.near(found))
    with right:
        st.subheader(f"Weights at a penalty of {knobs.number(size)}", anchor=False)
        picture.table(words.table(found, size))
        st.subheader("Does a large weight mean that the column matters?", anchor=False)
        kind = knobs.choice("Model", MODELS, MODELS[0], "relevance_penalties_model")
        measured = asking.measure(importance.importance, experiment, weights=words.first(found, kind, size))
        st.markdown(words.disagreement(measured, found))
        picture.table(words.importances(measured))
        st.caption(words.MEASURES)

    st.subheader("The mathematics, with your numbers in it", anchor=False)
    picture.formula(words.formulas(found, size))
    st.markdown(words.MEANINGS)

    sharing.try_this(
        "feature_relevance",
        {
            "What if x2 = x1: who gets the weight?": {"relevance_penalties_columns": COPY},
            "And if x2 = 2 x1?": {"relevance_penalties_columns": DOUBLE, "relevance_penalties_size": 0.1},
            "Is the column with the largest weight the one that matters?": {"relevance_penalties_columns": UNITS},
            "What does L1 do with a large penalty?": {"relevance_penalties_size": 10.0},
            "Does a smaller rate bring L1 nearer to zero?": {
                "relevance_penalties_rate": 0.002, "relevance_penalties_epochs": 10_000,
            },
        },
    )  # fmt: skip
    sharing.take_along("feature_relevance", lab.vary(experiment, {"training.l1": size}))
