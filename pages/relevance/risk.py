"""How many useless columns are too many: the error on fresh examples against the number of columns."""

import streamlit as st

from lab.charts.relevance import risk as charts
from lab.relevance import risk, risk_drawn, risk_setting, risk_words
from pages.shell import asking, frame, knobs, picture, sharing

COLUMNS = (1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 35, 40, 50, 60)


def show() -> None:
    """Knobs, the error against the number of columns, the error over training, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        columns = knobs.steps("Columns of your model: x1 and useless ones", COLUMNS, 15, "relevance_risk_columns")
        n = knobs.choice("Examples", (10, 20, 30), 30, "relevance_risk_examples")
        sigma = knobs.steps("Noise of the targets, sd", (0.0, 0.1, 0.3, 1.0, 3.0), 1.0, "relevance_risk_noise")
        worth = knobs.choice("What x1 is worth", (0.0, 1.0, 3.0), 1.0, "relevance_risk_worth", knobs.number)
        epochs = knobs.steps("Epochs", (100, 300, 1000, 3000, 10_000, 30_000), 3000, "relevance_risk_epochs")
        with st.expander("More"):
            begin = knobs.choice("Weights start at sd", (0.0, 0.3, 1.0), 0.0, "relevance_risk_begin", knobs.number)
            draws = knobs.choice("Data sets", (100, 300, 1000), 1000, "relevance_risk_draws", knobs.number)
            rate = knobs.steps("Learning rate", (0.01, 0.02, 0.05, 0.1, 0.2), 0.05, "relevance_risk_rate")

    training = {"epochs": epochs, "learning_rate": rate}
    whole = risk_setting.experiment(risk.MOST, n, sigma, worth, begin, **training)
    found = asking.measure(risk.measure, whole, examples=n, sigma=sigma, worth=worth, draws=draws)
    says = risk_words.answer(found, columns)
    answer.markdown(f"**{says}** {risk_words.shape(found)}")
    with left:
        picture.show(charts.curve(*risk_drawn.curve(found, columns)), alt=f"{says} {risk_words.shape(found)}")
        st.caption(risk_words.CAPTION)
        st.subheader("Does stopping early help?", anchor=False)
        st.markdown(risk_words.stopped(found))
        picture.show(charts.courses(*risk_drawn.courses(found)), alt=risk_words.stopped(found))
        st.caption(risk_words.agreement(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(risk_words.formulas(found, columns))
        st.markdown(risk_words.meanings(found))

    sharing.try_this(
        "feature_relevance",
        {
            "What if there are as many columns as examples?": {"relevance_risk_columns": 30},
            "And twice as many?": {"relevance_risk_columns": 60},
            "What if there are ten examples only?": {"relevance_risk_examples": 10},
            "What if the targets have no noise?": {"relevance_risk_noise": 0.0, "relevance_risk_columns": 40},
            "What if the weights start far from 0?": {"relevance_risk_begin": 1.0, "relevance_risk_columns": 60},
        },
    )
    own = risk_setting.experiment(columns, n, sigma, worth, begin, **training)
    sharing.take_along("feature_relevance", own)
