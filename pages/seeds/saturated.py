"""Weights from 0 to 1 on the digits: every hidden unit starts at 1, and the cost climbs down a ladder."""

import streamlit as st

import lab
from lab.charts.seeds import saturated as charts
from lab.seeds import saturated, saturated_drawn
from lab.seeds import saturated_words as words
from pages.shell import asking, frame, knobs, picture, sharing

THREE = ["0 to 1", "−0.5 to 0.5", "−1 to 1"]


def show() -> None:
    """Knobs, the costs on the ladder, what the hidden units say, a table, the laws."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        ranges = knobs.several("Ranges of the first weights", saturated.RANGES, THREE, "seeds_saturated_ranges")
        units = knobs.choice("Hidden units", (10, 20, 30), 20, "seeds_saturated_units")
        epochs = knobs.steps("Epochs", (1, 2, 5, 10, 30, 100, 300), 5, "seeds_saturated_epochs")
        count = knobs.steps("Runs from each range", (16, 64, 250, 1000), 64, "seeds_saturated_count")
        with st.expander("More"):
            rate = knobs.steps("Learning rate", (1.5, 5.0, 15.0, 50.0), 15.0, "seeds_saturated_rate")
            standardize = knobs.toggle("Pixels standardized (mean 0, spread 1)", False, "seeds_saturated_standardize")
    experiment = lab.vary(
        saturated.START,
        {
            "data.standardize": standardize, "network.hidden": (units,),
            "training.epochs": epochs, "training.learning_rate": rate,
        },
    )  # fmt: skip
    with left:
        found = asking.measure(saturated.measure, experiment, ranges=ranges, count=count)
        chart = charts.courses(found.courses, found.means, found.ladder)
        picture.show(chart, alt=words.course(found))
        st.caption(
            "Six runs from each range. Dashed: the ladder, a rung for each number of outputs that say 1 to every "
            "digit. Long dashes: what the law foretells for the mean of all runs, from their first weights."
        )
        st.markdown(words.rungs(found))
        st.markdown(words.claim(found))
    answer.markdown(f"**{words.answer(found)}** {words.after_one(found)}")
    with right:
        st.subheader("What the hidden units say", anchor=False)
        picture.show(charts.activations(saturated_drawn.activations(found)), alt=words.activations(found))

    st.header("A minimum, or saturation?", anchor=False)
    picture.table(words.table(found))
    st.caption(words.meanings(found))
    st.markdown(words.flat(found))
    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(words.formulas(found))
    st.markdown(words.letters(found))

    sharing.try_this(
        "seed_effects",
        {
            "Thirty units, as in the discussion: does any output let go?": {"seeds_saturated_units": 30},
            "What if the pixels have mean 0?": {"seeds_saturated_standardize": True},
            "Is it the sign of the weights, or their size?": {
                "seeds_saturated_ranges": ["0 to 1", "0 to 0.1", "−5 to 5"],
            },
            "A thousand runs from each range": {"seeds_saturated_count": 1000, "seeds_saturated_epochs": 2},
            "Ten units and 300 epochs: stuck for ever? (This takes a while.)": {
                "seeds_saturated_units": 10, "seeds_saturated_epochs": 300, "seeds_saturated_count": 16,
                "seeds_saturated_ranges": ["0 to 1"],
            },
        },
    )  # fmt: skip
    sharing.take_along("seed_effects", experiment)
